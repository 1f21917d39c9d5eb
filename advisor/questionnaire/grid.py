"""Every single and every pair of changes to a workload as one frame, answered by the columnar reading in one go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.frames import column_type
from advisor.questionnaire.alternatives import Alternative, Space, numbers
from advisor.questionnaire.domains import NUMBERS

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Rows of changes: `first` and `second` are places in `alternatives`, -1 for none. Row 0 is the workload as it is."""

    alternatives: list[Alternative]
    first: Places
    second: Places
    frame: pl.DataFrame


def grid_of(space: Space) -> Grid:
    """All singles, all pairs of different facts, and the exact cells of pairs that a derived fact links."""
    plain = [one for found in space.by_fact.values() for one in found]
    place = {name: number for number, name in enumerate(space.domains.facts)}
    codes = np.array([place[one.fact] for one in plain], np.int64)
    apart = ~np.eye(len(place), dtype=np.bool_)
    for x, y in linked_pairs(space):
        apart[place[x], place[y]] = apart[place[y], place[x]] = False
    one, other = np.triu_indices(len(plain), 1)
    kept = apart[codes[one], codes[other]]
    alternatives, sections = list(plain), []
    for pair in _sections(space):
        sections.append((len(alternatives), len(alternatives) + 1))
        alternatives += pair
    extra = np.array(sections, np.int64).reshape(-1, 2)
    first = np.concatenate([[-1], np.arange(len(plain)), one[kept], extra[:, 0]])
    second = np.concatenate([[-1], np.full(len(plain), -1), other[kept], extra[:, 1]])
    return Grid(alternatives, first, second, _frame(space, alternatives, first, second))


def linked_pairs(space: Space) -> set[tuple[str, str]]:
    """Pairs of numbers that enter one derived fact."""
    return {(end.fact, name) for name, found in space.sections.items() for end, _ in found}


def _sections(space: Space) -> Iterable[tuple[Alternative, Alternative]]:
    """On each end of each cell of one number all cells of the other: every face that the curves of a derived fact cut out."""
    facts = space.domains.program.edition.base.facts
    for name, found in space.sections.items():
        for end, cuts in found:
            if end.value != space.known.get(end.fact):
                for other in numbers(name, facts[name], cuts, space.known.get(name)):
                    yield end, other


def _frame(space: Space, alternatives: list[Alternative], first: Places, second: Places) -> pl.DataFrame:
    """A column for each deciding fact: the workload's value, where no change puts another in its place."""
    facts = space.domains.program.edition.base.facts
    place = {name: number for number, name in enumerate(space.domains.facts)}
    codes = np.array([*(place[one.fact] for one in alternatives), -1], np.int64)
    columns = []
    for name in space.domains.facts:
        mine = np.flatnonzero(codes[:-1] == place[name])
        local = np.zeros(len(codes), np.int64)
        local[mine] = np.arange(1, len(mine) + 1)
        values = [space.known.get(name), *(alternatives[number].value for number in mine)]
        columns.append(_column(name, facts[name].type, values, column_type(facts[name]))[local[first] + local[second]])
    return pl.DataFrame(columns)


def _column(name: str, kind: str, values: list[Any], stored: pl.DataType) -> pl.Series:
    if kind in NUMBERS:
        return pl.Series(name, [None if value is None else float(value) for value in values], pl.Float64).cast(stored)
    return pl.Series(name, [list(value) if isinstance(value, tuple) else value for value in values], dtype=stored)
