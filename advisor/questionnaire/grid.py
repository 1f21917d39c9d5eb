"""Every single and every pair of changes to a workload as one frame, answered by the columnar reading in one go."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.frames import column_type
from advisor.columns.outputs import listed
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
    owner = np.array([*(place[one.fact] for one in alternatives), len(place)], np.int64)
    by_fact, local = _gathered(owner, len(place))
    changed = [_gathered(owner[change], len(place))[0] for change in (first, second)]
    columns = []
    for number, name in enumerate(space.domains.facts):
        values = [space.known.get(name), *(alternatives[one].value for one in by_fact[number].tolist())]
        column = _column(name, facts[name].type, values, column_type(facts[name]))
        taken = np.zeros(len(first), np.uint32)
        for change, rows in zip((first, second), changed, strict=True):
            taken[rows[number]] = local[change[rows[number]]] + 1
        columns.append(column[pl.Series(taken)])
    return pl.DataFrame(columns)


def _gathered(owner: Places, count: int) -> tuple[list[Places], Places]:
    """The places that belong to each of so many owners, in order, and for each place its number among those of its owner."""
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    local = np.empty(len(owner), np.int64)
    local[order] = np.arange(len(owner)) - starts[owner[order]]
    return [order[start:end] for start, end in itertools.pairwise(starts.tolist())], local


def _column(name: str, kind: str, values: list[Any], stored: pl.DataType) -> pl.Series:
    if kind in NUMBERS:
        return pl.Series(name, [None if value is None else float(value) for value in values], pl.Float64).cast(stored)
    if isinstance(stored, pl.List) and isinstance(stored.inner, pl.Enum):
        return _lists(values, stored.inner).alias(name)
    return pl.Series(name, values, dtype=stored)


def _lists(values: list[tuple[str, ...] | None], members: pl.Enum) -> pl.Series:
    """Sets and orders of names; None is unknown."""
    code = {name: number for number, name in enumerate(members.categories)}
    lengths = np.array([len(value or ()) for value in values], np.int64)
    codes = np.zeros((len(values), max(int(lengths.max(initial=0)), 1)), np.uint8)
    for row, value in enumerate(values):
        codes[row, : lengths[row]] = [code[one] for one in value or ()]
    known = pl.Series([value is not None for value in values])
    return pl.select(pl.when(known).then(listed(codes, lengths, members))).to_series()
