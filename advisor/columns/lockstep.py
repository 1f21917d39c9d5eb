"""Many rows through one function in step: as long as they take the same branches they are one, else they part.

The steps of a plan are plain functions: they read facts, compare, branch and reckon. Here such a function is called with
columns in place of numbers. Arithmetic is done on all rows at once. A comparison whose outcome is the same on all rows is that
outcome; one that is not takes the rows apart, and the function is called anew with each part. So every row goes exactly the way
that it would go alone, and nothing of a step is written twice; a call costs about the same for one row as for a thousand.

Where parts would differ by what is of no consequence, functions ask `advisor.capacity.extremes`, which knows columns: for the
larger of two values, for the cheapest of many things, for what is decided whatever the ways to it.

Numbers of columns are floats where those of a row are whole numbers without bound. Both are the same as long as whole numbers
stay below 2**53; rows where a sum or product does not are `odd`, and are worked out one by one by whoever started this.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from advisor.columns.stack import Stack

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
T = TypeVar("T")

EXACT = 2.0**53
"""Up to here floats hold every whole number."""


class PartingError(Exception):
    """Rows go different ways; `parts` are their places among the rows of the leaf, `recalled` what each part remembers."""

    def __init__(self, parts: list[Rows], recalled: list[tuple[Any, ...]]) -> None:
        super().__init__("rows go different ways")
        self.parts, self.recalled = parts, recalled


class Leaf:
    """Some rows that went the same way so far. `odd` marks rows of the whole whose numbers grew too large.

    `recalled` are choices that were dear to make, in the order in which they are asked for: a part of rows that were taken
    apart by one does not make it again.
    """

    __slots__ = ("_asked", "odd", "recalled", "rows")

    def __init__(self, rows: Rows, odd: Flags, recalled: tuple[Any, ...] = ()) -> None:
        self.rows, self.odd, self.recalled, self._asked = rows, odd, recalled, 0

    def agreed(self, flags: Flags) -> bool:
        """What is true of all rows of the leaf, or of none; raises PartingError where they differ."""
        held = int(np.count_nonzero(flags))
        if held in (0, len(flags)):
            return held > 0
        raise PartingError([np.flatnonzero(flags), np.flatnonzero(~flags)], [self.recalled] * 2)

    def shared(self, codes: npt.NDArray[Any]) -> int:
        """The code that all rows of the leaf have; raises PartingError where they differ."""
        first = codes[0]
        if np.count_nonzero(codes == first) == len(codes):
            return int(first)
        parts = _alike(codes)
        raise PartingError(parts, [self.recalled] * len(parts))

    def chosen(self, choose: Callable[[], tuple[npt.NDArray[Any], Sequence[Any]]]) -> Any:
        """Something that all rows choose, given as places among things, and dear to find: remembered when rows part by it."""
        if self._asked < len(self.recalled):
            self._asked += 1
            return self.recalled[self._asked - 1]
        codes, things = choose()
        parts = _alike(codes)
        chosen = [things[codes[part[0]]] for part in parts]
        if len(parts) > 1:
            raise PartingError(parts, [(*self.recalled, one) for one in chosen])
        self.recalled, self._asked = (*self.recalled, chosen[0]), self._asked + 1
        return chosen[0]

    def column(self, array: Floats) -> "Column":
        """The leaf's rows of a column of the whole."""
        return Column(array[self.rows], self)


def _alike(codes: npt.NDArray[Any]) -> list[Rows]:
    """The places of each code."""
    order = np.argsort(codes, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(codes[order])) + 1)


def in_step(rows: Rows, odd: Flags, step: Callable[[Leaf], T]) -> Iterator[tuple[Rows, T]]:
    """Call a step for some rows; yields the parts that went the same way, each with what the step returned for it."""
    waiting: list[tuple[Rows, tuple[Any, ...]]] = [(rows, ())] if len(rows) else []
    while waiting:
        part, recalled = waiting.pop()
        try:
            found = step(Leaf(part, odd, recalled))
        except PartingError as parting:
            waiting += [(part[places], one) for places, one in zip(parting.parts, parting.recalled, strict=True)]
            continue
        yield part, found


class Column:
    """A number for each row of a leaf, as far as formulas and steps use numbers."""

    __slots__ = ("array", "leaf")
    __hash__ = None  # type: ignore[assignment]
    __array_ufunc__ = None  # so that an array leaves arithmetic with a column to the column

    def __init__(self, array: Floats, leaf: Leaf) -> None:
        self.array, self.leaf = array, leaf

    def _made(self, function: Callable[[Any, Any], Any], one: Any, other: Any) -> "Column":
        """The result of an operation that takes whole numbers to whole numbers, where a row alone would have no bound."""
        one, other = plain(one), plain(other)
        made = function(one, other)
        large = np.abs(made) > EXACT
        if large.any():
            large &= np.isfinite(made) & (np.floor(one) == one) & (np.floor(other) == other)
            self.leaf.odd[self.leaf.rows[large.reshape(-1, len(self.leaf.rows)).any(axis=0)]] = True
        return Column(made, self.leaf)

    def __add__(self, other: Any) -> "Column":
        return self._made(operator.add, self, other)

    def __radd__(self, other: Any) -> "Column":
        return self._made(operator.add, other, self)

    def __sub__(self, other: Any) -> "Column":
        return self._made(operator.sub, self, other)

    def __rsub__(self, other: Any) -> "Column":
        return self._made(operator.sub, other, self)

    def __mul__(self, other: Any) -> "Column":
        return self._made(operator.mul, self, other)

    def __rmul__(self, other: Any) -> "Column":
        return self._made(operator.mul, other, self)

    def __truediv__(self, other: Any) -> "Column":
        return Column(self.array / plain(other), self.leaf)

    def __rtruediv__(self, other: Any) -> "Column":
        return Column(plain(other) / self.array, self.leaf)

    def __floordiv__(self, other: Any) -> "Column":
        return Column(self.array // plain(other), self.leaf)

    def __rfloordiv__(self, other: Any) -> "Column":
        return Column(plain(other) // self.array, self.leaf)

    def __neg__(self) -> "Column":
        return Column(-self.array, self.leaf)

    def __abs__(self) -> "Column":
        return Column(np.abs(self.array), self.leaf)

    def __ceil__(self) -> "Column":
        return Column(np.ceil(self.array), self.leaf)

    def __floor__(self) -> "Column":
        return Column(np.floor(self.array), self.leaf)

    def __trunc__(self) -> "Column":
        return Column(np.trunc(self.array), self.leaf)

    def __round__(self, digits: int | None = None) -> "Column":
        """To decimal digits as Python rounds: by the exact value, which numpy does not look at."""
        if digits is None:
            return Column(np.rint(self.array), self.leaf)
        return Column(np.array([round(value, digits) for value in self.array.tolist()]), self.leaf)

    def __index__(self) -> int:
        return self.leaf.shared(self.array)

    def __bool__(self) -> bool:
        return self.leaf.agreed(self.array != 0)

    def __lt__(self, other: Any) -> bool:
        return self.leaf.agreed(self.array < plain(other))

    def __le__(self, other: Any) -> bool:
        return self.leaf.agreed(self.array <= plain(other))

    def __gt__(self, other: Any) -> bool:
        return self.leaf.agreed(self.array > plain(other))

    def __ge__(self, other: Any) -> bool:
        return self.leaf.agreed(self.array >= plain(other))

    def __eq__(self, other: object) -> bool:
        return self.leaf.agreed(self.array == plain(other))

    def __ne__(self, other: object) -> bool:
        return self.leaf.agreed(self.array != plain(other))

    def least(self, values: Sequence[Any]) -> "Column":
        """Row by row the smallest of some values, of which this is one."""
        return Column(_fold(np.minimum, values), self.leaf)

    def most(self, values: Sequence[Any]) -> "Column":
        """Row by row the largest of some values, of which this is one."""
        return Column(_fold(np.maximum, values), self.leaf)

    def first(self, things: Sequence[T], spare: Callable[[Any], Any]) -> T | None:
        """The first thing of which nothing is lacking, see `advisor.capacity.extremes`."""

        def choose() -> tuple[npt.NDArray[Any], Sequence[T | None]]:
            enough = plain(spare(Stack(things))) >= 0
            return np.where(enough.any(axis=0), enough.argmax(axis=0), len(things)), (*things, None)

        found: T | None = self.leaf.chosen(choose)
        return found

    def cheapest(self, things: Sequence[T], holds: Callable[[Any], Any], cost: Callable[[Any], tuple[Any, ...]]) -> T | None:
        """The thing of the least cost among those that hold anything, see `advisor.capacity.extremes`."""

        def choose() -> tuple[npt.NDArray[Any], Sequence[T | None]]:
            stack = Stack(things)
            left = plain(holds(stack)) > 0
            there = left.any(axis=0)
            for key in cost(stack):
                array = np.broadcast_to(plain(key), left.shape)
                left &= array == np.where(left, array, np.inf).min(axis=0)
            return np.where(there, left.argmax(axis=0), len(things)), (*things, None)

        found: T | None = self.leaf.chosen(choose)
        return found

    def decided(self, decide: Callable[..., T], values: Sequence[Any]) -> T:
        """What a function decides about values, see `advisor.capacity.extremes`."""

        def choose() -> tuple[npt.NDArray[Any], Sequence[T]]:
            count = len(self.leaf.rows)
            codes, things, odd = np.zeros(count, np.int64), list[T](), np.zeros(count, np.bool_)

            def step(leaf: Leaf) -> T:
                return decide(*[Column(one.array[leaf.rows], leaf) if isinstance(one, Column) else one for one in values])

            for places, thing in in_step(np.arange(count), odd, step):
                if thing not in things:
                    things.append(thing)
                codes[places] = things.index(thing)
            self.leaf.odd[self.leaf.rows[odd]] = True
            return codes, things

        found: T = self.leaf.chosen(choose)
        return found

    @property
    def written(self) -> "Written":
        """The numbers as they are written out, for exact comparison with fractions."""
        return Written(self.array, self.leaf)


class Written:
    """Numbers as they are written in decimal digits, compared with exact fractions."""

    __slots__ = ("array", "leaf")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, array: Floats, leaf: Leaf) -> None:
        self.array, self.leaf = array, leaf

    def _signs(self, root: Fraction) -> npt.NDArray[Any]:
        """-1, 0 or 1 as the number lies below, at or above a fraction; what is written is nearest to the float that is kept."""
        near = float(root)
        signs = np.sign(self.array - near)
        for place in np.flatnonzero(np.abs(self.array - near) <= 4 * np.spacing(abs(near))):
            value = Fraction(repr(float(self.array[place])))
            signs[place] = (value > root) - (value < root)
        return signs

    def __eq__(self, other: object) -> bool:
        return self.leaf.agreed(self._signs(other) == 0) if isinstance(other, Fraction) else NotImplemented

    def __gt__(self, other: Fraction) -> bool:
        return self.leaf.agreed(self._signs(other) > 0)


def plain(value: Any) -> Any:
    """The array of a column, any other number as it is."""
    return value.array if isinstance(value, Column) else value


def _fold(function: Callable[[Any, Any], Any], values: Sequence[Any]) -> Floats:
    found = plain(values[0])
    for value in values[1:]:
        found = function(found, plain(value))
    return np.asarray(found, np.float64)
