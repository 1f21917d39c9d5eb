"""Exact curves: the third reading of the formulas, in which one fact is not a number but everything from zero up.

A `Curve` is a function of one quantity: straight pieces without gaps, plus stairs where something is counted in whole units.
The formulas build one by arithmetic alone, so a bill's curve is the bill itself, with every tier, least and whole unit in it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Union

Knot = tuple[float, float, float]
"""A corner: where, the value there, and the slope from there on."""
Operand = Union["Curve", int, float]
Stair = tuple[float, "Curve"]
"""So much for each whole unit, and the curve that is counted in whole units."""

_X, _Y, _SLOPE = 0, 1, 2
_SAME_SLOPE = 1e-13
_INFINITE = float("inf")


class Curve:
    """A function of one quantity x from 0 up.

    `knots` are its straight pieces; each of `stairs` adds a height times the smallest whole number not below an inner curve,
    which never falls. Supports + and - with curves and numbers, * and / with numbers, and `abs` and `// 1` of straight pieces.
    """

    __slots__ = ("_bounds", "_hash", "knots", "stairs")

    def __init__(self, knots: tuple[Knot, ...], stairs: tuple[Stair, ...] = ()) -> None:
        self.knots = knots
        self.stairs = stairs
        self._bounds: tuple[Curve, Curve] | None = None
        self._hash: int | None = None

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Curve) and self.knots == other.knots and self.stairs == other.stairs)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.knots, self.stairs))
        return self._hash

    @classmethod
    def axis(cls) -> "Curve":
        """The quantity itself."""
        return cls(((0.0, 0.0, 1.0),))

    @classmethod
    def of(cls, value: Operand) -> "Curve":
        """A curve as it is, a number as the same everywhere."""
        return value if isinstance(value, Curve) else cls(((0.0, float(value), 0.0),))

    def __call__(self, x: float) -> float:
        """The value at x; at a step, that before it."""
        return self.straight(x) + sum(height * -(-inner.straight(x) // 1) for height, inner in self.stairs)

    def straight(self, x: float) -> float:
        """The value at x without stairs."""
        at, value, slope = self._piece(x)
        return value + slope * (x - at)

    def slope(self, x: float) -> float:
        """The slope to the right of x without stairs."""
        return self._piece(x)[_SLOPE]

    def _piece(self, x: float) -> Knot:
        knots = self.knots
        return knots[0] if len(knots) == 1 else knots[max(bisect_right(knots, x, key=_at) - 1, 0)]

    def reaches(self, value: float) -> float:
        """Where a curve without stairs that never falls last has a value; infinite when it stays below or at it."""
        for number, (at, start, slope) in enumerate(self.knots):
            last = number + 1 == len(self.knots)
            if slope > 0 and start <= value and (last or self.knots[number + 1][_Y] > value):
                return at + (value - start) / slope
        return _INFINITE

    @property
    def bounds(self) -> tuple["Curve", "Curve"]:
        """Two curves without stairs between which this one lies everywhere."""
        if self._bounds is None:
            lower = upper = Curve(self.knots) if self.stairs else self
            for height, inner in self.stairs:
                lower = lower + (inner if height > 0 else inner + 1) * height
                upper = upper + (inner + 1 if height > 0 else inner) * height
            self._bounds = lower, upper
        return self._bounds

    def __add__(self, other: Operand) -> "Curve":
        if isinstance(other, Curve):
            return Curve(_sum(self.knots, other.knots, 1), self.stairs + other.stairs)
        return Curve(tuple((x, y + other, slope) for x, y, slope in self.knots), self.stairs)

    __radd__ = __add__

    def __neg__(self) -> "Curve":
        return self * -1

    def __sub__(self, other: Operand) -> "Curve":
        if isinstance(other, Curve):
            stairs = tuple([(-height, inner) for height, inner in other.stairs]) if other.stairs else ()
            return Curve(_sum(self.knots, other.knots, -1), self.stairs + stairs)
        return self + -other

    def __rsub__(self, other: Operand) -> "Curve":
        return -self + other

    def __mul__(self, factor: float) -> "Curve":
        knots = tuple([(x, y * factor, slope * factor) for x, y, slope in self.knots])
        return Curve(knots, tuple([(height * factor, inner) for height, inner in self.stairs]) if self.stairs else ())

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> "Curve":
        knots = tuple([(x, y / divisor, slope / divisor) for x, y, slope in self.knots])
        return Curve(knots, tuple([(height / divisor, inner) for height, inner in self.stairs]) if self.stairs else ())

    def __abs__(self) -> "Curve":
        if self.stairs:
            raise TypeError("the size of a curve with stairs is not needed by any formula")
        return Curve(tuple(_folded(self.knots)))

    def cut_into_tiers(self, steps: tuple[tuple[float, float], ...]) -> "Curve":
        """What the quantity costs by tiers of (width, price); the same as `tiered` by arithmetic, in one go.

        The quantity is never below zero and never falls.
        """
        if self.stairs:
            raise TypeError("nothing that is counted in whole units has tiers")
        ends, paid = [0.0], [0.0]
        for width, price in steps:
            ends.append(ends[-1] + width)
            paid.append(paid[-1] + width * price)
        knots: list[Knot] = []
        last = len(self.knots) - 1
        for number, (x, y, slope) in enumerate(self.knots):
            tier = max(bisect_right(ends, y) - 1, 0)
            knots.append((x, paid[tier] + (y - ends[tier]) * steps[tier][1], slope * steps[tier][1]))
            top = _INFINITE if number == last else self.knots[number + 1][_Y]
            while slope > 0 and ends[tier + 1] < top:
                tier += 1
                knots.append((x + (ends[tier] - y) / slope, paid[tier], slope * steps[tier][1]))
        return Curve(tuple(knots))

    def __floordiv__(self, divisor: int) -> "Curve":
        if divisor != 1 or self.stairs:
            raise TypeError("only curves without stairs are counted in whole units")
        return Curve(((0.0, 0.0, 0.0),), ((-1.0, -self),))


def _at(knot: Knot) -> float:
    return knot[_X]


def _sum(one: tuple[Knot, ...], other: tuple[Knot, ...], sign: int) -> tuple[Knot, ...]:
    """The sum (or, with the sign of -1, the difference) of two functions made of straight pieces."""
    i = j = 0
    (x1, y1, s1), (x2, y2, s2) = one[0], other[0]
    knots: list[Knot] = [(0.0, y1 + sign * y2, s1 + sign * s2)]
    while True:
        next1 = one[i + 1][_X] if i + 1 < len(one) else _INFINITE
        next2 = other[j + 1][_X] if j + 1 < len(other) else _INFINITE
        if next1 == next2 == _INFINITE:
            return tuple(knots)
        if next1 <= next2:
            i += 1
            x1, y1, s1 = one[i]
        if next2 <= next1:
            j += 1
            x2, y2, s2 = other[j]
        x = next1 if next1 <= next2 else next2
        knots.append((x, y1 + s1 * (x - x1) + sign * (y2 + s2 * (x - x2)), s1 + sign * s2))


def _folded(knots: tuple[Knot, ...]) -> Iterator[Knot]:
    """The pieces of the absolute value: each piece mirrored below zero, with a corner where it crosses zero."""
    for number, (x, y, slope) in enumerate(knots):
        negative = y < 0 or (y == 0 and slope < 0)
        sign = -1 if negative else 1
        yield x, y * sign, slope * sign
        if slope != 0:
            zero = x - y / slope
            end = knots[number + 1][_X] if number + 1 < len(knots) else _INFINITE
            if x < zero < end and y != 0:
                yield zero, 0.0, abs(slope)


def merged(stairs: tuple[Stair, ...]) -> tuple[Stair, ...]:
    """The same stairs with those that rise together as one."""
    if len(stairs) < 2:
        return stairs
    heights: dict[Curve, float] = {}
    for height, inner in stairs:
        heights[inner] = heights.get(inner, 0.0) + height
    return tuple([(height, inner) for inner, height in heights.items() if height])


def shortened(curve: Curve, until: float) -> Curve:
    """The same curve up to a point, without corners that change nothing and stairs that stay on one level."""
    kept, raised = [curve.knots[0]], 0.0
    stairs: list[Stair] = []
    for knot in curve.knots[1:]:
        slope = kept[-1][_SLOPE]
        if knot[_X] < until and abs(knot[_SLOPE] - slope) > abs(slope) * _SAME_SLOPE:
            kept.append(knot)
    for height, inner in merged(curve.stairs):
        short = shortened(inner, until)
        level = -(-short.straight(until) // 1)
        if level == -(-short.straight(0) // 1) and short.straight(0) != level:
            raised += height * level
        else:
            stairs.append((height, short))
    return Curve(tuple((x, y + raised, slope) for x, y, slope in kept), tuple(stairs))
