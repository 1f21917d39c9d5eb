"""The numbers behind a cost curve: which bills are compared, over which stretch, which is least where, and where they cross."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from advisor.cost.crossings import EQUAL_USD
from advisor.cost.models import Axis, CostCurve
from advisor.result import OptionResult, Recommendation

MOST_LINES = 6
_LOG_FROM = 20
"""A scale is logarithmic when its ends are at least so many times apart."""
_STEPS = 40
LEAST_USD = 0.01
"""Where a logarithmic scale of dollars begins at the least."""

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The bill of one option, or of several with the same bill, as points of the axis and dollars a month.

    `usd` is what the bill of the workload as it is comes to.
    """

    options: tuple[str, ...]
    titles: tuple[str, ...]
    points: Points
    usd: float
    recommended: bool

    @property
    def title(self) -> str:
        """The options of the line by name."""
        return " and ".join(self.titles)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two lines cross; `least` when what costs least of all changes there."""

    at: float
    usd: float
    titles: tuple[str, str]
    least: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one place on the axis to another, what costs least."""

    start: float
    end: float
    title: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a cost curve shows. `own` is the workload's own place on the axis."""

    axis: Axis
    low: float
    high: float
    across_log: bool
    upward_log: bool
    lines: tuple[Line, ...]
    crossings: tuple[Crossing, ...]
    stretches: tuple[Stretch, ...]
    own: float | None


def compare_bills(recommendation: Recommendation) -> Comparison | None:
    """Compare the bills of what is recommended or viable; None when no bill depends on anything that is known."""
    return _compare(recommendation, "requests_per_month") or _compare(recommendation, "typical_run_ms")


def _compare(recommendation: Recommendation, axis: Axis) -> Comparison | None:
    drawn = [(option, curve) for option in _shown(recommendation) if (curve := _curve_of(option, axis)) is not None]
    told = recommendation.workload.get(axis)
    own = float(told) if isinstance(told, int | float) and told > 0 else None
    high = min((curve.until if curve.complete else curve.points[-1].x for _, curve in drawn), default=0.0)
    lines = _merged(drawn, recommendation.recommendation.option, high)
    crossed = [place for one, other in combinations(lines, 2) for place in _crossed(one.points, other.points, high)]
    places = [*crossed, *((own,) if own is not None and own <= high else ())]
    if not places:
        return None
    across_log = high / min(places) >= _LOG_FROM
    low = 10.0 ** math.floor(math.log10(min(places) / 2)) if across_log else 0.0
    stretches = _stretches(lines, crossed, low, high)
    changes = {stretch.start for stretch in stretches[1:]}
    upward_log = _differ_widely(lines, low if across_log else high / 2, high)
    steps = _steps(low, high, across_log=across_log) if across_log or upward_log else ()
    return Comparison(
        axis=axis,
        low=low,
        high=high,
        across_log=across_log,
        upward_log=upward_log,
        lines=tuple(replace(line, points=tuple(_sampled(line.points, low, high, steps))) for line in lines),
        crossings=tuple(_crossings(lines, high, changes)),
        stretches=tuple(stretches),
        own=own if own is not None and own <= high else None,
    )


def _differ_widely(lines: list[Line], low: float, high: float) -> bool:
    """Whether the bills of a stretch call for a logarithmic scale; near nothing a bill is near nothing, which says little."""
    amounts = [usd for line in lines for _, usd in _sampled(line.points, low, high)]
    return max(amounts) / max(min(amounts), LEAST_USD) >= _LOG_FROM


def _shown(recommendation: Recommendation) -> list[OptionResult]:
    """What a person would choose from, best first; too many lines are no comparison."""
    found = [one for one in recommendation.options if one.status in ("recommended", "viable") and one.cost is not None]
    return found[:MOST_LINES]


def _curve_of(option: OptionResult, axis: Axis) -> CostCurve | None:
    curves = option.cost.curves if option.cost is not None else []
    return next((curve for curve in curves if curve.axis == axis and curve.points), None)


def _merged(drawn: list[tuple[OptionResult, CostCurve]], best: str | None, high: float) -> list[Line]:
    """A line for each bill; options whose bills are equal all along share one."""
    found: dict[Points, Line] = {}
    for option, curve in drawn:
        points = tuple(_sampled([(point.x, point.usd) for point in curve.points], 0.0, high))
        key = tuple((x, round(usd, 4)) for x, usd in points)
        bill = float(option.cost.monthly_usd) if option.cost is not None else 0.0
        line = found.get(key) or Line((), (), points, bill, recommended=False)
        title = option.title.replace("Amazon ", "").replace("AWS ", "")
        found[key] = replace(
            line,
            options=(*line.options, option.id),
            titles=(*line.titles, title),
            recommended=line.recommended or option.id == best,
        )
    return list(found.values())


def value_at(points: Sequence[tuple[float, float]], x: float, *, after: bool) -> float:
    """The value of a line at a place; at a step the one `after` it, else the one before. Beyond its end a line goes on."""
    places = [place for place, _ in points]
    right = bisect_right(places, x) if after else bisect_left(places, x)
    right = min(max(right, 1), len(points) - 1)
    (x0, left), (x1, end) = points[right - 1], points[right]
    return end if x1 == x0 else left + (end - left) * (x - x0) / (x1 - x0)


def _crossed(one: Points, other: Points, high: float) -> list[float]:
    """Where two lines cross between the start and `high`: within a straight piece of both, or at a step."""
    places = sorted({x for x, _ in (*one, *other) if x <= high} | {high})
    found: list[float] = []
    sign = 0
    for start, end in pairwise(places):
        left = value_at(one, start, after=True) - value_at(other, start, after=True)
        right = value_at(one, end, after=False) - value_at(other, end, after=False)
        for value, place in ((left, start), (right, start + (end - start) * left / (left - right) if left != right else end)):
            now = 0 if abs(value) < EQUAL_USD else (1 if value > 0 else -1)
            if now and sign == -now:
                found.append(place)
            sign = now or sign
    return [place for place in found if place > 0]


def _stretches(lines: list[Line], crossed: list[float], low: float, high: float) -> list[Stretch]:
    """What costs least from place to place; of equal bills the recommended one, then the better placed one."""
    places = sorted({low, high, *(place for place in crossed if low < place < high)})
    found: list[Stretch] = []
    for start, end in pairwise(places):
        middle = (start + end) / 2
        least = min(lines, key=lambda line: (round(value_at(line.points, middle, after=True), 4), not line.recommended))
        if found and found[-1].title == least.title:
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Stretch(start, end, least.title))
    return found


def _crossings(lines: list[Line], high: float, changes: set[float]) -> Iterator[Crossing]:
    """All crossings in order; those where the least bill changes come with their amount like the others."""
    found = [
        Crossing(place, value_at(one.points, place, after=True), (one.title, other.title), least=place in changes)
        for one, other in combinations(lines, 2)
        for place in _crossed(one.points, other.points, high)
    ]
    yield from sorted(found, key=lambda crossing: crossing.at)


def _steps(low: float, high: float, *, across_log: bool) -> tuple[float, ...]:
    """Places between the corners, as a straight line is bent on a logarithmic scale."""
    if across_log:
        return tuple(low * (high / low) ** (step / _STEPS) for step in range(1, _STEPS))
    return tuple(low + (high - low) * (step / _STEPS) ** 2 for step in range(1, _STEPS))


def _sampled(
    points: Sequence[tuple[float, float]], low: float, high: float, steps: tuple[float, ...] = ()
) -> Iterator[tuple[float, float]]:
    """A line between two places: its ends there, its corners, and further places between."""
    yield low, value_at(points, low, after=True)
    corners = [point for point in points if low < point[0] < high]
    if steps:
        corners = sorted((*corners, *((x, value_at(points, x, after=True)) for x in steps)), key=lambda point: point[0])
    yield from corners
    yield high, value_at(points, high, after=False)
