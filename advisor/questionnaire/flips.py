"""How far an answer is from another one: the smallest changes to a workload that flip the recommended option.

Every single fact and every pair of facts is tried in every cell that rules can tell apart, so that the list is complete. A pair
is listed when it takes both changes.
"""

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.columns import Columns
from advisor.inference import Inference
from advisor.language.workload import Workload
from advisor.questionnaire.alternatives import Alternative, Space, merged, space_of
from advisor.questionnaire.domains import Domains, cell_of, deciding_part, domains_of
from advisor.questionnaire.grid import Grid, grid_of, values_of
from advisor.questionnaire.models import Flip, Flips
from advisor.questionnaire.turns import turn_of
from advisor.questionnaire.viability import ways_back
from advisor.recommend import recommend

Codes = npt.NDArray[np.int64]
NOBODY = -1
"""The code of `no option fits`; below it, of answers that contradict each other."""
CONTRADICTED = -2


class Distances:
    """Finds flips for the workloads of one edition; safe to share between threads."""

    def __init__(self, inference: Inference, columns: Columns | None = None) -> None:
        self._inference = inference
        self._domains: Domains = domains_of(inference.program)
        self._columns = columns or Columns(deciding_part(inference.program))
        self._options = list(inference.program.options)
        self._facts = inference.program.edition.base.facts

    def flips(self, workload: Workload) -> Flips:
        """Return the singles and pairs that flip the answer, nearest first, and a way back for each excluded option."""
        program = self._inference.program
        answer = recommend(program, workload, self._inference.infer(workload.values))
        space = space_of(self._domains, workload.values)
        grid = grid_of(space)
        won = self._won(space, grid.alternatives[: grid.singles], [np.arange(-1, grid.singles)])
        own, alone = int(won[0]), self._alone(space, grid, won)
        singles = list(self._singles(space, own, alone))
        pairs = list(self._pairs(space, grid, own, alone))
        return Flips(
            edition=answer.edition,
            title=answer.title,
            option=answer.recommendation.option,
            tie=answer.recommendation.tie,
            cells=grid.cells,
            singles=self._sorted(singles, space),
            pairs=self._sorted(pairs, space),
            excluded=ways_back(space, answer),
        )

    def _won(self, space: Space, alternatives: list[Alternative], changes: list[Codes]) -> Codes:
        """The option under each change (or changes) as a number, NOBODY or CONTRADICTED where there is none."""
        values = self._columns.reader.same(space.known) | values_of(space, alternatives, changes)
        found = self._columns.winners_of(values, len(changes[0]), {})
        won = np.where(found.option == len(self._options), NOBODY, found.option.astype(np.int64))
        return np.where(found.contradicted, CONTRADICTED, won)

    def _singles(self, space: Space, own: int, alone: Codes) -> Iterable[Flip]:
        """One change each; neighbouring cells of a number with the same outcome are one."""
        place = itertools.count()
        for name, found in space.by_fact.items():
            runs: list[tuple[int, list[Alternative]]] = []
            for one in found:
                code = int(alone[next(place)])
                joins = name in space.cuts and runs and runs[-1][0] == code and runs[-1][1][-1].high == one.low
                if joins:
                    runs[-1][1].append(one)
                else:
                    runs.append((code, [one]))
            for code, run in runs:
                if code not in (own, CONTRADICTED):
                    yield self._flip(space, [merged(run) if name in space.cuts else run[0]], code)

    def _pairs(self, space: Space, grid: Grid, own: int, alone: Codes) -> Iterable[Flip]:
        """For every two facts and every other option the nearest cell in which neither change alone would do.

        Where one alone would, the pair need not be worked out.
        """
        kept = (alone[grid.first] == own) & (alone[grid.second] == own)
        first, second = grid.first[kept], grid.second[kept]
        won = self._won(space, grid.alternatives, [first, second])
        best: dict[tuple[str, str, int], tuple[int, int]] = {}
        for row in np.flatnonzero((won != own) & (won != CONTRADICTED)).tolist():
            one, other = grid.alternatives[first[row]], grid.alternatives[second[row]]
            names = sorted((one.fact, other.fact))
            key = (names[0], names[1], int(won[row]))
            best[key] = min(best.get(key, (1 << 30, row)), (one.steps + other.steps, row))
        for (_, _, code), (_, row) in best.items():
            yield self._flip(space, [grid.alternatives[first[row]], grid.alternatives[second[row]]], code)

    def _alone(self, space: Space, grid: Grid, won: Codes) -> Codes:
        """What each alternative brings by itself; a value of a linked pair counts as the single cell that it lies in.

        `won` has the workload as it is, then the singles.
        """
        tables = {name: self._cells(space, name, int(won[0])) for name in space.cuts}
        for number, one in enumerate(grid.alternatives[: grid.singles], 1):
            if one.fact in tables:
                tables[one.fact][cell_of(space.cuts[one.fact], float(one.value))] = won[number]
        later: dict[str, list[int]] = {}
        for number, one in enumerate(grid.alternatives[grid.singles :], grid.singles):
            later.setdefault(one.fact, []).append(number)
        found = np.concatenate([won[1:], np.zeros(len(grid.alternatives) - grid.singles, np.int64)])
        for name, numbers in later.items():
            values = np.array([grid.alternatives[number].value for number in numbers], np.float64)
            found[numbers] = tables[name][np.searchsorted(np.array(space.cuts[name]), values, side="left")]
        return found

    def _cells(self, space: Space, name: str, own: int) -> Codes:
        """A table for what each cell of a number brings: the answer as it is for the workload's own, else yet nothing."""
        table = np.full(len(space.cuts[name]) + 1, CONTRADICTED, np.int64)
        if name in space.known:
            table[cell_of(space.cuts[name], float(space.known[name]))] = own
        return table

    def _flip(self, space: Space, changes: list[Alternative], code: int) -> Flip:
        option = None if code == NOBODY else self._options[code]
        title = "No option" if option is None else self._inference.program.options[option].title
        turns = [turn_of(space, one) for one in changes]
        return Flip(changes=turns, option=option, title=title, steps=sum(one.steps for one in changes))

    def _sorted(self, flips: list[Flip], space: Space) -> list[Flip]:
        """Answers that were given first, then the fewest steps, then the vocabulary's order."""
        rank = self._inference.program.rank

        def key(flip: Flip) -> tuple[Any, ...]:
            asked = sum(turn.before is None for turn in flip.changes)
            return (asked, flip.steps, [rank[turn.fact] for turn in flip.changes], flip.option or "")

        return sorted(flips, key=key)
