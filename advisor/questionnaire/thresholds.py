"""Exact thresholds of derived facts, solved for one of the facts that they follow from.

A derived fact is made of sums, products and quotients, and of corners, where the larger of two things changes or a tier of a
price begins: where the argument of an `abs` changes its sign. Between two corners it rises or falls all the way, so that a
condition on it turns at most once there. Corners and turns are found by cutting intervals of the numbers that a computer can
hold, with the very functions that the readings use: no equation is solved, and no rounding is left over.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.language.program import DerivationAt, Program
from advisor.questionnaire.domains import Domains
from advisor.questionnaire.traced import Traced
from knowledge.compare import COMPARE

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Outcomes = Callable[[Codes, Codes], Flags]
"""For codes of the fact in some rows, shape (points, rows), and the numbers of these rows: truths (outcomes, points, rows)."""

PARTS = 16
"""Into so many parts an interval is cut at a time."""

SAMPLES = 48
"""So many points are tried for corners, spread evenly over the magnitudes of the fact."""

CLOSE = 1 << 22
"""A corner is known well enough between two numbers with at most so many others between them: a part in a thousand million."""


def dependents(program: Program, name: str) -> tuple[DerivationAt, ...]:
    """The derivations by a function that a fact enters, in order."""
    reached, found = {name}, []
    for derivation in program.derivations:
        if derivation.function is not None and reached & set(derivation.sources):
            reached.add(derivation.fact)
            found.append(derivation)
    return tuple(found)


class Solver:
    """Solves the tests on derived facts for one fact, given the others.

    `tested` are the derived facts that the fact enters and that a test looks at.
    """

    def __init__(self, domains: Domains, name: str, given: Mapping[str, Any]) -> None:
        facts = domains.program.edition.base.facts
        self._name = name
        self._whole = facts[name].type == "integer"
        self._ends = tuple(float(end) for end in facts[name].range or (0, 1e18))
        own = {item.fact: item for item in dependents(domains.program, name) if item.fact not in given}
        self._tests = [test for fact in own for test in domains.tests.get(fact, ())]
        self.tested = frozenset(test.name for test in self._tests)
        needed = _needed(domains.program, self.tested, given)
        self._still = [item for item in needed if item.fact not in own]
        self._moving = [item for item in needed if item.fact in own]
        self._read = {source for item in self._moving for source in item.sources} - {name, *own}

    def cuts(self, known: Mapping[str, Floats], rows: int) -> list[list[float]]:
        """For each row the last values of the fact before a test turns, in order; NaN is an unknown number."""
        if not self._tests:
            return [[] for _ in range(rows)]

        others = self._others(known, rows)

        def held(codes: Codes, row: Codes) -> Flags:
            env = self._derive(others, self._values(codes), row)
            flags = np.empty((len(self._tests), *codes.shape), np.bool_)
            for place, test in enumerate(self._tests):
                flags[place] = COMPARE[test.operator](env[test.name], test.wanted)
            return flags

        def bent(codes: Codes, row: Codes) -> Flags:
            signs: list[Flags] = []
            self._derive(others, Traced(self._values(codes), signs), row)
            flags = np.empty((len(signs), *codes.shape), np.bool_)
            for place, sign in enumerate(signs):
                flags[place] = sign
            return flags

        with np.errstate(all="ignore"):
            row, below, above = turns(self._samples(rows), bent, 0 if self._whole else CLOSE)
            corners = np.concatenate([below, above])
            row, found, _ = turns(_among(self._at(self._ends, rows), np.tile(row, 2), corners), held)
        values = self._values(found)
        return [sorted(set(values[row == number].tolist())) for number in range(rows)]

    def _others(self, known: Mapping[str, Floats], rows: int) -> dict[str, Floats]:
        """What the derived facts that the fact enters follow from besides, for each row; NaN is unknown."""
        unknown = np.full(rows, np.nan)
        env: dict[str, Any] = dict(known)
        with np.errstate(all="ignore"):
            for item in self._still:
                env[item.fact] = item.value(tuple(env.get(source, unknown) for source in item.sources))
        return {name: env.get(name, unknown) for name in self._read}

    def _derive(self, others: Mapping[str, Floats], value: Any, row: Codes) -> dict[str, Any]:
        """The derived facts that the fact enters, in some rows at some values of it."""
        env: dict[str, Any] = {name: values[row] for name, values in others.items()} | {self._name: value}
        for item in self._moving:
            env[item.fact] = item.value(tuple(env[source] for source in item.sources))
        return env

    def _samples(self, rows: int) -> Codes:
        """Points from the least to the most of the fact, most of them at even distances on a logarithmic scale."""
        low, high = self._ends
        inner = np.geomspace(max(low, high * 1e-18, 1e-6), high, SAMPLES)
        return self._at((low, *inner.tolist(), high), rows)

    def _at(self, values: tuple[float, ...], rows: int) -> Codes:
        codes = np.unique(self._codes(np.array(values)))
        return np.repeat(codes[:, None], rows, axis=1)

    def _codes(self, values: Floats) -> Codes:
        """Whole numbers in the order of the values: the number itself, or the bits of a float that is not negative."""
        return values.astype(np.int64) if self._whole else values.view(np.int64)

    def _values(self, codes: Codes) -> Floats:
        return codes.astype(np.float64) if self._whole else codes.view(np.float64)


def _needed(program: Program, wanted: frozenset[str], given: Mapping[str, Any]) -> list[DerivationAt]:
    """The derivations by a function that some derived facts follow from, in order; those that are given are left out."""
    needed, found = set(wanted), []
    for item in reversed(program.derivations):
        if item.function is not None and item.fact in needed and item.fact not in given:
            needed.update(item.sources)
            found.append(item)
    return found[::-1]


def _among(ends: Codes, row: Codes, corners: Codes) -> Codes:
    """The ends of every row with its corners between them, in order."""
    order = np.argsort(row, kind="stable")
    row, corners = row[order], corners[order]
    place = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    table = np.repeat(ends[-1:], int(place.max(initial=-1)) + 1, axis=0)
    table[place, row] = corners
    return np.sort(np.concatenate([ends, table]), axis=0)


def turns(points: Codes, outcomes: Outcomes, close: int = 0) -> tuple[Codes, Codes, Codes]:
    """Where an outcome changes between two neighbouring points of a row: the rows, the codes before it does, and after.

    Before and after are next to each other, or have at most `close` codes between them.
    """
    flags = outcomes(points, np.arange(points.shape[1]))
    which, place, row = np.nonzero(flags[:, 1:] != flags[:, :-1])
    low, high, first = points[place, row], points[place + 1, row], flags[which, place, row]
    mine, inner = np.arange(len(row)), np.arange(1, PARTS)[:, None]
    while len(row) and (high - low > close + 1).any():
        tried = np.minimum(low + np.maximum((high - low) // PARTS, 1) * inner, high)
        same = first == outcomes(tried, row)[which, :, mine].T
        steps = np.concatenate([low[None], tried, high[None]])
        last = np.where(same.all(axis=0), PARTS - 1, np.argmin(same, axis=0))
        low, high = steps[last, mine], steps[last + 1, mine]
    return row, low, high
