"""What many answers have in common: how often each option is recommended, and which rules decided.

A rule decided a row when, had it alone not fired, another option would be best: it lifts its targets above the others (or keeps
them below), or it is the only one that excludes an option which would lead. What chains on the rule is left out of account.
"""

from dataclasses import dataclass, field

import numpy as np

from advisor.columns.circuit import Circuit
from advisor.columns.planes import NOBODY, Array, Plane, count, either, pack, unpack
from advisor.columns.settled import Settled
from advisor.language.program import Program, RuleAt


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts over some rows; the counts of two sets of rows add up. `options` and `decided` leave out what never occurs."""

    rows: int = 0
    tied: int = 0
    contradicted: int = 0
    options: dict[str, int] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: "Survey") -> "Survey":
        return Survey(
            self.rows + other.rows,
            self.tied + other.tied,
            self.contradicted + other.contradicted,
            _sum(self.options, other.options),
            _sum(self.decided, other.decided),
        )


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted(one | other)}


class Surveyor:
    """Counts for one program."""

    def __init__(self, program: Program, circuit: Circuit, lowest: int) -> None:
        self._low = lowest
        self._rules = program.rules
        self._body_of = circuit.body_of
        self._options = tuple(program.options)
        self._place = {name: number for number, name in enumerate(program.options)}

    def survey(self, settled: Settled) -> Survey:
        """Count over the first `height` rows of a chunk."""
        rows = settled.rows
        counted = pack(np.arange(rows) < settled.height) & ~settled.contradicted
        counts = np.bincount(settled.ranking.first[: settled.height], minlength=len(self._options) + 1)
        options = {name: int(found) for name, found in zip(self._options, counts, strict=False)}
        decided = self._by_score(settled, counted) | self._by_excluding(settled, counted)
        return Survey(
            settled.height,
            int(np.count_nonzero(settled.ranking.tied < settled.height)),
            int(np.count_nonzero(np.broadcast_to(unpack(settled.contradicted), rows)[: settled.height])),
            {name: found for name, found in options.items() if found},
            {name: found for name, found in sorted(decided.items()) if found},
        )

    def _by_score(self, settled: Settled, counted: Plane) -> dict[str, int]:
        """For each rule that gives points, the rows where its points alone put its targets first or kept them from it."""
        leads: dict[tuple[str, ...], tuple[Array, Plane]] = {}
        found = {}
        for number, rule in enumerate(self._rules):
            fired = settled.truths[self._body_of[number]][0]
            if rule.points and fired.any():
                if rule.targets not in leads:
                    leads[rule.targets] = self._lead(rule, settled.ranking.levels)
                lead, there = leads[rule.targets]
                without = lead - settled.weights[str(rule.rule.criterion)] * rule.points
                found[rule.id] = count(fired & there & counted & pack((lead >= 0) != (without >= 0)))
        return found

    def _lead(self, rule: RuleAt, levels: Array) -> tuple[Array, Plane]:
        """How far the best target of a rule is ahead of the best other option, and where both are viable."""
        targets = [self._place[name] for name in rule.targets]
        others = [number for number in range(len(levels)) if number not in targets]
        inside = levels[targets].max(axis=0)
        outside = levels[others].max(axis=0) if others else np.zeros_like(inside)
        return inside - outside, pack((inside > 0) & (outside > 0))

    def _by_excluding(self, settled: Settled, counted: Plane) -> dict[str, int]:
        """For each rule that excludes, the rows where it alone keeps an option from the lead."""
        excluding = [(number, rule) for number, rule in enumerate(self._rules) if rule.rule.effect == "excludes"]
        top = settled.ranking.levels.max(axis=0) + (self._low - 1)
        keeps = []
        for place, name in enumerate(self._options):
            once = more = NOBODY
            for number, rule in excluding:
                if name in rule.targets:
                    fired = settled.truths[self._body_of[number]][0]
                    more, once = more | once & fired, once | fired
            keeps.append(once & ~more & counted & pack(settled.scores[place] > top) if once.any() else NOBODY)
        return {
            rule.id: count(settled.truths[self._body_of[number]][0] & either(keeps[self._place[name]] for name in rule.targets))
            for number, rule in excluding
        }
