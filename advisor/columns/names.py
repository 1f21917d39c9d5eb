"""Choices and sets of names for each row of a leaf (see `advisor.columns.lockstep`), with the face of those of one workload."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from advisor.columns.lockstep import Column, Leaf


class Choice:
    """One of some names for each row of a leaf, compared without taking apart what is alike in the comparison."""

    __slots__ = ("allowed", "codes", "leaf")

    def __init__(self, codes: npt.NDArray[Any], allowed: Sequence[str], leaf: Leaf) -> None:
        self.codes, self.allowed, self.leaf = codes, allowed, leaf

    def among(self, names: Container[str]) -> bool:
        """Whether it is one of some."""
        return self.leaf.agreed(np.array([name in names for name in self.allowed])[self.codes])

    def __eq__(self, other: object) -> bool:
        return self.leaf.agreed(self.codes == self.allowed.index(other)) if other in self.allowed else False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        return self.allowed[self.leaf.shared(self.codes)]


class Universe:
    """The names that sets of a kind are made of, each with a bit; more are added as they come, up to 64."""

    def __init__(self, names: Sequence[str]) -> None:
        self._bits = {name: number for number, name in enumerate(names)}

    def mask(self, names: Any) -> np.uint64:
        """The bits of some names."""
        found = 0
        for name in names:
            found |= 1 << self._bits.setdefault(name, len(self._bits))
        return np.uint64(found)

    def masks(self, names: Any) -> "Masks":
        """A set of names, or sets of them, as masks."""
        return Masks(names.array if isinstance(names, Sets) else self.mask(names), self)


class Masks(NamedTuple):
    """Sets as bits (one mask for each row, or one for all), and the names that these stand for."""

    array: Any
    universe: Universe


class Sets:
    """A set of names for each row of a leaf, with what `advisor.network.names` has for one."""

    __slots__ = ("array", "leaf", "universe")

    def __init__(self, array: npt.NDArray[np.uint64], universe: Universe, leaf: Leaf) -> None:
        self.array, self.universe, self.leaf = array, universe, leaf

    def _mask(self, other: Any) -> Any:
        return other.array if isinstance(other, Sets) else self.universe.mask(other)

    def __or__(self, other: Any) -> "Sets":
        return Sets(self.array | self._mask(other), self.universe, self.leaf)

    __ror__ = __or__

    def __and__(self, other: Any) -> "Sets":
        return Sets(self.array & self._mask(other), self.universe, self.leaf)

    def __sub__(self, other: Any) -> "Sets":
        return Sets(self.array & ~self._mask(other), self.universe, self.leaf)

    def __rsub__(self, other: Any) -> "Sets":
        return Sets(self._mask(other) & ~self.array, self.universe, self.leaf)

    def __bool__(self) -> bool:
        return self.leaf.agreed(self.array != 0)

    def __contains__(self, name: str) -> bool:
        return self.leaf.agreed(self.array & self.universe.mask((name,)) != 0)

    def expanded(self, table: Mapping[str, tuple[str, ...]]) -> "Sets":
        """Each name replaced by those that a table has for it."""
        found = self.array & ~self.universe.mask(table)
        for name, names in table.items():
            there = self.array & self.universe.mask((name,)) != 0
            found |= np.where(there, self.universe.mask(names), np.uint64(0))
        return Sets(found, self.universe, self.leaf)

    @property
    def size(self) -> Column:
        """How many names there are in each row."""
        return Column(np.bitwise_count(self.array).astype(np.float64), self.leaf)
