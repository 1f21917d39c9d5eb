"""The least and the most of some values, and whether one is among others: of a number or a column, without asking which.

`min`, `max` and `in` compare one by one, and so would take the rows of a column apart where nothing hangs on it.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def least(*values: Any) -> Any:
    """The smallest value; of a column, row by row."""
    for value in values:
        if hasattr(value, "least"):
            return value.least(values)
    return min(values)


def most(*values: Any) -> Any:
    """The largest value; of a column, row by row."""
    for value in values:
        if hasattr(value, "most"):
            return value.most(values)
    return max(values)


def among(value: Any, names: Container[str]) -> bool:
    """Whether a choice is one of some."""
    found: bool = value.among(names) if hasattr(value, "among") else value in names
    return found


def any_holds(known: Mapping[str, Any], *facts: str) -> bool:
    """Whether one of some facts is known to be true."""
    if hasattr(known, "any_holds"):
        found: bool = known.any_holds(facts)
        return found
    return any(known.get(fact) for fact in facts)


def first(things: Sequence[T], spare: Callable[[T], Any]) -> T | None:
    """The first thing of which nothing is lacking (`spare` is not below zero); None without any."""
    column: Any = spare(things[0]) if things else None
    if hasattr(column, "first"):
        found: T | None = column.first(things, spare)
        return found
    return next((thing for thing in things if spare(thing) >= 0), None)


def cheapest(things: Sequence[T], holds: Callable[[T], Any], cost: Callable[[T], tuple[Any, ...]]) -> T | None:
    """The thing of the least cost among those that hold anything; None without any."""
    column: Any = holds(things[0]) if things else None
    if hasattr(column, "cheapest"):
        found: T | None = column.cheapest(things, holds, cost)
        return found
    return min((thing for thing in things if holds(thing) > 0), key=cost, default=None)


def decided(decide: Callable[..., T], *values: Any) -> T:
    """What a function decides about values. Columns part by the decision, whatever ways there are to it."""
    for value in values:
        if hasattr(value, "decided"):
            found: T = value.decided(decide, values)
            return found
    return decide(*values)
