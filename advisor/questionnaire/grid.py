"""Every single and every pair of changes to a workload, as values that the columnar reading answers in one go."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.columns.derive import allowed_values
from advisor.columns.picked import listed, picked
from advisor.columns.planes import whole
from advisor.columns.values import Values
from advisor.questionnaire.alternatives import Alternative, Space, numbers

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Changes to a workload: the first `singles` of `alternatives` alone, and pairs of places in `alternatives`."""

    alternatives: list[Alternative]
    singles: int
    first: Places
    second: Places

    @property
    def cells(self) -> int:
        """The workload as it is, and all its changes."""
        return 1 + self.singles + len(self.first)


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
    first, second = np.concatenate([one[kept], extra[:, 0]]), np.concatenate([other[kept], extra[:, 1]])
    return Grid(alternatives, len(plain), first, second)


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


def values_of(space: Space, alternatives: list[Alternative], changes: Iterable[Places]) -> dict[str, Values]:
    """The values of each deciding fact: the workload's own, where no change puts another in its place.

    `changes` are places in `alternatives`, -1 for none, in arrays with one for each row.
    """
    program, facts = space.domains.program, space.domains.program.edition.base.facts
    place = {name: number for number, name in enumerate(space.domains.facts)}
    owner = np.array([*(place[one.fact] for one in alternatives), len(place)], np.int16)  # short numbers are sorted fast
    by_fact, local = _gathered(owner, len(place))
    changed = [(change, _gathered(owner[change], len(place))[0]) for change in changes]
    found = {}
    for number, name in enumerate(space.domains.facts):
        others = [alternatives[one].value for one in by_fact[number].tolist()]
        table = listed([space.known.get(name), *others], facts[name].type, allowed_values(program, name))
        taken = np.zeros(whole(len(changed[0][0])), np.int64)
        for change, rows in changed:
            taken[rows[number]] = local[change[rows[number]]] + 1
        found[name] = picked([table], taken)
    return found


def _gathered(owner: npt.NDArray[np.int16], count: int) -> tuple[list[Places], Places]:
    """The places that belong to each of so many owners, in order, and for each place its number among those of its owner."""
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    local = np.empty(len(owner), np.int64)
    local[order] = np.arange(len(owner)) - starts[owner[order]]
    return [order[start:end] for start, end in itertools.pairwise(starts.tolist())], local
