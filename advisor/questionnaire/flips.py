"""How far an answer is from another one: the smallest changes to a workload that flip the recommended option.

Every single fact and every pair of facts is tried in every cell that rules can tell apart, so that the list is complete. A pair
is listed when it takes both changes.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.columns import Columns, Winners
from advisor.inference import Inference
from advisor.language.workload import Workload
from advisor.questionnaire.alternatives import Alternative, Space, merged, space_of
from advisor.questionnaire.domains import Domains, cell_of, deciding_part, domains_of
from advisor.questionnaire.grid import Grid, grid_of
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
        fixed = {name: value for name, value in workload.values.items() if name not in self._domains.facts}
        won = _codes(self._columns.winners(grid.frame, fixed), len(self._options))
        singles = list(self._singles(space, grid, won))
        pairs = list(self._pairs(space, grid, won))
        return Flips(
            edition=answer.edition,
            title=answer.title,
            option=answer.recommendation.option,
            tie=answer.recommendation.tie,
            cells=grid.frame.height,
            singles=self._sorted(singles, space),
            pairs=self._sorted(pairs, space),
            excluded=ways_back(space, answer),
        )

    def _singles(self, space: Space, grid: Grid, won: Codes) -> Iterable[Flip]:
        """One change each; neighbouring cells of a number with the same outcome are one."""
        place = {id(one): number for number, one in enumerate(grid.alternatives)}
        for name, found in space.by_fact.items():
            runs: list[tuple[int, list[Alternative]]] = []
            for one in found:
                code = int(won[1 + place[id(one)]])
                joins = name in space.cuts and runs and runs[-1][0] == code and runs[-1][1][-1].high == one.low
                if joins:
                    runs[-1][1].append(one)
                else:
                    runs.append((code, [one]))
            for code, run in runs:
                if code not in (won[0], CONTRADICTED):
                    yield self._flip(space, [merged(run) if name in space.cuts else run[0]], code)

    def _pairs(self, space: Space, grid: Grid, won: Codes) -> Iterable[Flip]:
        """For every two facts and every other option the nearest cell in which neither change alone would do."""
        alone = self._alone(space, grid, won)
        rows = np.flatnonzero((grid.second >= 0) & (won != won[0]) & (won != CONTRADICTED))
        rows = rows[(alone[grid.first[rows]] == won[0]) & (alone[grid.second[rows]] == won[0])]
        best: dict[tuple[str, str, int], tuple[int, int]] = {}
        for row in rows.tolist():
            one, other = grid.alternatives[grid.first[row]], grid.alternatives[grid.second[row]]
            names = sorted((one.fact, other.fact))
            key = (names[0], names[1], int(won[row]))
            best[key] = min(best.get(key, (1 << 30, row)), (one.steps + other.steps, row))
        for (_, _, code), (_, row) in best.items():
            yield self._flip(space, [grid.alternatives[grid.first[row]], grid.alternatives[grid.second[row]]], code)

    def _alone(self, space: Space, grid: Grid, won: Codes) -> Codes:
        """What each alternative brings by itself; a value of a linked pair counts as the single cell that it lies in."""
        plain = sum(map(len, space.by_fact.values()))
        tables = {name: self._cells(space, name, int(won[0])) for name in space.cuts}
        for number, one in enumerate(grid.alternatives[:plain]):
            if one.fact in tables:
                tables[one.fact][cell_of(space.cuts[one.fact], float(one.value))] = won[1 + number]
        later: dict[str, list[int]] = {}
        for number, one in enumerate(grid.alternatives[plain:], plain):
            later.setdefault(one.fact, []).append(number)
        found = np.concatenate([won[1 : 1 + plain], np.zeros(len(grid.alternatives) - plain + 1, np.int64)])
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


def _codes(winners: Winners, options: int) -> Codes:
    """The option of each row as a number, NOBODY or CONTRADICTED where there is none."""
    won = np.where(winners.option == options, NOBODY, winners.option.astype(np.int64))
    return np.where(winners.contradicted, CONTRADICTED, won)
