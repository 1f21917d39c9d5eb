"""Exact thresholds of derived facts, solved for one of the facts that they follow from.

Every derived fact rises or falls all the way in each of its sources, so that a condition on it turns at most once. The turn is
found by bisection over the numbers that a computer can hold, with the very function that the readings use: no equation is
solved, and no rounding is left over. All conditions and all situations are bisected together.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.language.program import DerivationAt, Program
from advisor.questionnaire.domains import Domains
from knowledge.compare import COMPARE

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def dependents(program: Program, name: str) -> tuple[DerivationAt, ...]:
    """The derivations by a function that a fact enters, in order."""
    reached, found = {name}, []
    for derivation in program.derivations:
        if derivation.function is not None and reached & set(derivation.sources):
            reached.add(derivation.fact)
            found.append(derivation)
    return tuple(found)


class Solver:
    """Solves the tests on derived facts for one fact, given the others."""

    def __init__(self, domains: Domains, name: str, given: Mapping[str, Any]) -> None:
        facts = domains.program.edition.base.facts
        self._name = name
        self._whole = facts[name].type == "integer"
        self._ends = tuple(float(end) for end in facts[name].range or (0, 1e18))
        self._derivations = [item for item in dependents(domains.program, name) if item.fact not in given]
        self._tests = [test for item in self._derivations for test in domains.tests.get(item.fact, ())]

    @property
    def tested(self) -> frozenset[str]:
        """The derived facts that the fact enters and that a test looks at."""
        return frozenset(test.name for test in self._tests)

    def cuts(self, known: Mapping[str, Floats], rows: int) -> list[list[float]]:
        """For each row the last values of the fact before a test turns, in order; NaN is an unknown number."""
        if not self._tests:
            return [[] for _ in range(rows)]
        shape = (len(self._tests), rows)
        low, high = (self._codes(np.full(shape, end)) for end in self._ends)
        with np.errstate(all="ignore"):
            first = self._held(known, low)
            turns = self._held(known, high) != first
            while turns.any() and (high - low > 1).any():
                middle = low + (high - low) // 2
                same = self._held(known, middle) == first
                low, high = np.where(same, middle, low), np.where(same, high, middle)
        values = self._values(low)
        return [sorted(set(values[turns[:, row], row].tolist())) for row in range(rows)]

    def _held(self, known: Mapping[str, Floats], codes: Codes) -> Flags:
        """Whether each test holds in each row at some values of the fact."""
        unknown = np.full(codes.shape[1], np.nan)
        env: dict[str, Any] = {**known, self._name: self._values(codes)}
        for item in self._derivations:
            env[item.fact] = item.value(tuple(env.get(source, unknown) for source in item.sources))
        flags = np.empty(codes.shape, np.bool_)
        for row, test in enumerate(self._tests):
            flags[row] = COMPARE[test.operator](env[test.name][row], test.wanted)
        return flags

    def _codes(self, values: Floats) -> Codes:
        """Whole numbers in the order of the values: the number itself, or the bits of a float that is not negative."""
        return values.astype(np.int64) if self._whole else values.view(np.int64)

    def _values(self, codes: Codes) -> Floats:
        return codes.astype(np.float64) if self._whole else codes.view(np.float64)
