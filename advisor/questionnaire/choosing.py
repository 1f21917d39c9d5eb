"""Which question to ask: the one that is expected to settle most for the effort of answering it."""

from collections.abc import Mapping

import numpy as np

from advisor.questionnaire.gain import Codes, Telling
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.questions import ask_checklist, ask_one, effects_of, ticked_effects

LINES = 15
"""So many lines a checklist has at the most."""

ENOUGH = 64
"""Below so many completions without a contradiction, shares say nothing."""

OPENING = 1.0
LINE = 0.05
"""The effort of a checklist: of turning to it, and of each line."""


class Chooser:
    """Weighs the open facts for one step; `codes` are the cells of the completions, `won` their winners."""

    def __init__(self, ground: Ground, codes: Mapping[str, Codes], won: Codes, rules: dict[str, list[str]]) -> None:
        self._ground, self._rules, self._won = ground, rules, won
        self._facts = ground.program.edition.base.facts
        self._kept = won < len(ground.options)
        self._codes = codes
        self._bits = Telling(won[self._kept], len(ground.options) + 1).bits

    def choose(self, asks: list[str], *, last: bool) -> NextQuestion | None:
        """The best question about these facts, after those that open a questionnaire; None when there are none.

        When all completions agree (`last`), statements about what none of them has are good lines too.
        """
        if not asks:
            return None
        if self._kept.sum() < ENOUGH:
            return self._one(asks[0], 0.0)
        opening = next((name for name in asks if self._facts[name].opens), None)
        if opening is not None and not last:
            return self._one(opening, self._bits(self._codes[opening][self._kept]))
        bits = {name: self._bits(self._codes[name][self._kept]) for name in asks}
        lines = self._lines(asks, last=last)
        worth = {name: bits[name] / self._facts[name].effort for name in asks}
        single = max(asks, key=lambda name: (worth[name], -asks.index(name)))
        chosen = sorted(lines, key=lambda name: (-lines[name][0], asks.index(name)))[:LINES]
        told = sum(max(lines[name][0], 0.0) for name in chosen)
        better = single in chosen or told / (OPENING + LINE * len(chosen)) >= worth[single]
        if len(chosen) > 1 and better:
            bounds = {name: bound for name in chosen if (bound := lines[name][1]) is not None}
            asked = ask_checklist(self._ground, chosen, self._rules, told, bounds)
            effects = ticked_effects(self._ground, asked.statements, self._codes, self._won)
            return asked if asked.kind == "one" else asked.model_copy(update={"effects": effects})
        return self._one(single, bits[single])

    def _one(self, name: str, bits: float) -> NextQuestion:
        effects = effects_of(self._ground, name, self._codes[name], self._won)
        return ask_one(self._ground, name, self._rules, bits, effects)

    def _lines(self, asks: list[str], *, last: bool) -> dict[str, tuple[float, float | None]]:
        """What each fact that can stand in a checklist tells there, and the bound of its statement if it is a number."""
        found: dict[str, tuple[float, float | None]] = {}
        for name in asks:
            codes = self._codes[name][self._kept]
            if self._facts[name].type == "bool":
                found[name] = (self._bits((codes == 1).astype(np.int64)), None)
            elif self._facts[name].type == "choice" and len(self._facts[name].values or {}) == 2:
                found[name] = (self._bits(codes), None)
            elif self._facts[name].type in ("number", "integer"):
                bounds = self._ground.cells.bounds(name, codes, seen=not last)
                told = [(self._bits(above.astype(np.int64)), cut) for cut, above in bounds]
                if told:
                    found[name] = max(told, key=lambda one: (one[0], -one[1]))
        return found
