"""Where two curves cross: solved piece by piece, never by trying points.

The difference of two bills is straight between its corners and steps, so every crossing is the root of a straight line or a
step. Stairs are fenced by two curves without steps; outside the stretches where zero lies between these nothing can cross, and
inside them the pieces are walked through in order.
"""

from collections.abc import Iterator
from itertools import pairwise
from operator import mul
from typing import NamedTuple

from advisor.cost.curves import Curve, merged

# Two bills that differ by less than a ten-thousandth of a cent are equal.
EQUAL_USD = 1e-6
# More steps than this in one stretch are not walked through: the crossings are then too many to be of use.
MAX_PIECES = 250
# Steps so near to each other, and to the start, are noise of the arithmetic: they are taken as one, and as none.
_NEAR = 1e-11

Piece = tuple[float, float, float, float]
"""A straight piece: from x, the value just right of it, to x, the value there."""


class Crossings(NamedTuple):
    """Where one curve passes the other. Signs are those of their difference: just above the start, and at the end.

    `points` are in order; when `complete` is false only the first and the last are in it.
    """

    points: tuple[float, ...]
    complete: bool
    sign_below: int
    sign_above: int


def crossings(one: Curve, other: Curve, until: float) -> Crossings:
    """Return where two curves cross between 0 and `until`."""
    difference, least = one - other, until * _NEAR
    if one.stairs and other.stairs:
        difference = Curve(difference.knots, merged(difference.stairs))
    stretches = _stretches(one, other, least, until) if difference.stairs else [(least, until)]
    below = sign = 0 if stretches and stretches[0][0] == least else _sign(difference(least))
    points: list[float] = []
    for start, end in stretches:
        walked = _walk(difference, start, end, sign)
        below, sign = below or walked.first, walked.last
        points += walked.points
        if not walked.complete:
            return _ends(difference, stretches, points, below, until)
    return Crossings(tuple(points), complete=True, sign_below=below, sign_above=sign)


def _sign(value: float) -> int:
    return 0 if abs(value) < EQUAL_USD else (1 if value > 0 else -1)


class _Walked(NamedTuple):
    """The crossings of a stretch, the first sign in it that is not zero, the sign at its end, whether all of it was walked."""

    points: list[float]
    first: int
    last: int
    complete: bool


def _walk(difference: Curve, start: float, end: float, sign: int) -> _Walked:
    """Walk through the pieces of a stretch that is entered with a sign."""
    points: list[float] = []
    first = 0
    for number, (x0, left, x1, right) in enumerate(pieces(difference, start, end)):
        if number > MAX_PIECES:
            return _Walked(points, first, sign, complete=False)
        now, then = _sign(left), _sign(right)
        first = first or now or then
        if now and sign == -now:
            points.append(x0)
        sign = now or sign
        if then and sign == -then:
            points.append(x0 - left * (x1 - x0) / (right - left) if now else x0)
        sign = then or sign
    return _Walked(points, first, sign, complete=True)


def _ends(difference: Curve, stretches: list[tuple[float, float]], points: list[float], below: int, until: float) -> Crossings:
    """The first crossing, and the last one sought backwards, of a difference with too many pieces to walk through."""
    start, end = stretches[-1]
    walked = _walk(difference, max(start, end - _window(difference, end)), end, 0)
    return Crossings((*points[:1], *walked.points[-1:]), complete=False, sign_below=below, sign_above=walked.last)


def _window(difference: Curve, end: float) -> float:
    """A width in which no more steps lie than are walked through."""
    rate = sum(inner.slope(end) for _, inner in difference.stairs)
    return MAX_PIECES / 2 / rate if rate > 0 else end


def _stretches(one: Curve, other: Curve, least: float, until: float) -> list[tuple[float, float]]:
    """The stretches from `least` up to `until` in which the difference of two curves can be zero."""
    lower, upper = one.bounds[0] - other.bounds[1], one.bounds[1] - other.bounds[0]
    found: list[tuple[float, float]] = []
    corners = sorted({knot[0] for knot in (*lower.knots, *upper.knots) if least < knot[0] < until} | {least, until})
    for start, end in pairwise(corners):
        stretch = _between(lower, upper, start, end)
        if stretch is not None:
            if found and found[-1][1] >= stretch[0]:
                found[-1] = (found[-1][0], stretch[1])
            else:
                found.append(stretch)
    return found


def _between(lower: Curve, upper: Curve, start: float, end: float) -> tuple[float, float] | None:
    """The part of a straight stretch in which zero lies between two curves."""
    low = _at_most_zero(lower.straight(start) - EQUAL_USD, lower.straight(end) - EQUAL_USD, start, end)
    high = _at_most_zero(-upper.straight(start) - EQUAL_USD, -upper.straight(end) - EQUAL_USD, start, end)
    if low is None or high is None:
        return None
    part = max(low[0], high[0]), min(low[1], high[1])
    return part if part[0] < part[1] else None


def _at_most_zero(first: float, last: float, start: float, end: float) -> tuple[float, float] | None:
    """Where a straight line is not above zero."""
    if first > 0 and last > 0:
        return None
    if first <= 0 and last <= 0:
        return start, end
    root = start - first * (end - start) / (last - first)
    return (start, root) if first <= 0 else (root, end)


def pieces(curve: Curve, start: float, end: float) -> Iterator[Piece]:
    """The straight pieces of a curve between two points, in order."""
    if not curve.stairs:
        yield from _straight_pieces(curve, start, end)
        return
    levels = [_level_after(inner, start) for _, inner in curve.stairs]
    jumps = [inner.reaches(level) for (_, inner), level in zip(curve.stairs, levels, strict=True)]
    heights = [height for height, _ in curve.stairs]
    for x0, left, x1, right in _straight_pieces(curve, start, end):
        x, value, slope = x0, left, (right - left) / (x1 - x0)
        while True:
            jump = min(jumps)
            upto = min(jump, x1)
            raised = sum(map(mul, heights, levels))
            reached = left + slope * (upto - x0)
            yield x, value + raised, upto, reached + raised
            if jump >= x1:
                break
            x, value = upto, reached
            for index, at in enumerate(jumps):
                if at <= upto * (1 + _NEAR):
                    levels[index] += 1
                    jumps[index] = curve.stairs[index][1].reaches(levels[index])


def _straight_pieces(curve: Curve, start: float, end: float) -> Iterator[Piece]:
    """The pieces of a curve's straight part."""
    for number, (at, value, slope) in enumerate(curve.knots):
        upto = curve.knots[number + 1][0] if number + 1 < len(curve.knots) else end
        x0, x1 = max(at, start), min(upto, end)
        if x0 < x1:
            yield x0, value + slope * (x0 - at), x1, value + slope * (x1 - at)


def _level_after(inner: Curve, x: float) -> float:
    """The whole number that a stair stands at just right of x."""
    value = inner.straight(x)
    level = -(-value // 1)
    return level + 1 if level == value and inner.slope(x) > 0 else level
