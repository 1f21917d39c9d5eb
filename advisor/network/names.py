"""Names as a set that keeps its order: of services, of private systems.

What decides about a network asks such sets only what a column of sets can answer too (see `advisor.columns.lockstep`): joined,
taken apart, spelt out by a table, counted, empty or not.
"""

from collections.abc import Iterable, Mapping
from typing import Any


class Names(tuple[str, ...]):
    """Names, each once, in the order in which they came."""

    __slots__ = ()

    def __or__(self, other: Iterable[str]) -> "Names":
        """These names and then the others."""
        if not isinstance(other, tuple | frozenset):
            return NotImplemented
        return Names(dict.fromkeys((*self, *other)))

    def __and__(self, other: Iterable[str]) -> "Names":
        """Those that are among the others as well."""
        return Names([name for name in self if name in other])

    def __sub__(self, other: Iterable[str]) -> "Names":
        """Those that are not among the others."""
        if not isinstance(other, tuple | frozenset):
            return NotImplemented
        return Names([name for name in self if name not in other])

    def expanded(self, table: Mapping[str, tuple[str, ...]]) -> "Names":
        """Each name replaced by those that a table has for it."""
        return Names(dict.fromkeys([inner for name in self for inner in table.get(name, (name,))]))

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self)


def names_of(value: Any) -> Any:
    """A fact's set of names; a column of such sets is one already."""
    return value if hasattr(value, "expanded") else Names(value)
