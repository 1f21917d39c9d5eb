"""Where the bills of two options cross as requests grow or runs get longer, and the bills' curves.

The bill of each option is computed once for each axis with a curve in place of the fact; crossings are then solved. What has no
price is in neither bill, so an option whose computing can't be priced is compared with none.
"""

import math
from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from advisor.capacity.models import Sizing
from advisor.cost.bill import gather
from advisor.cost.crossings import EQUAL_USD, Crossings, crossings, pieces
from advisor.cost.curves import Curve, shortened
from advisor.cost.meters import COMPUTING, METERS
from advisor.cost.models import Axis, BreakEven, CostCurve, CurvePoint, bare
from advisor.cost.prices import PriceBook
from advisor.cost.usage import Usage, Use, run_time, runs_in_month
from advisor.language.program import Program
from advisor.language.words import milliseconds, number, usd
from knowledge.models import Prior

Design = tuple[Sizing, Collection[str]]
"""What a bill needs of an option besides the workload: its sizing and the ids of its components."""

MAX_POINTS = 40
_AXES: tuple[Axis, ...] = ("requests_per_month", "typical_run_ms")
_LONGEST = {
    "lambda": "lambda.timeout.max",
    "lambda-managed-instances": "lambda.timeout.max",
    "lambda-web-function": "lambda.timeout.max.web_functions",
    "lambda-microvm": "lambda.microvms.duration.max",
}
_NOT_YET = object()


class Side(NamedTuple):
    """One option on one axis: its bill as a curve, how far it reaches, and the fact's known value."""

    option: str
    axis: Axis
    curve: Curve
    until: float
    known: float | None


def sides(
    program: Program, known: Mapping[str, Any], design: Design, prices: PriceBook, costs: dict[Use, Any], *, free_tier: bool
) -> list[Side]:
    """Return the curves of an option's bill along each axis for which the other fact and its prices are known."""
    option = design[0].option
    sizing, components = design[0], frozenset(design[1])
    fixed = Usage(program, known, option, sizing, components, prices)
    runs, run_ms = runs_in_month(fixed), run_time(fixed)
    found = []
    for axis in _AXES:
        value, other = (runs, run_ms) if axis == "requests_per_month" else (run_ms, runs)
        if other is None:
            continue
        moving = Curve.axis()
        usage = Usage(program, known, option, sizing, components, prices, load=moving / value if value else 1)
        if axis == "requests_per_month":
            usage.runs, usage.run_ms, usage.growth = moving, other, usage.load
        else:
            usage.runs, usage.run_ms = other, moving
        curve = bill_curve(gather(usage), costs, free_tier=free_tier)
        if curve is not None:
            reach = _reach(program, axis, option, value)
            found.append(Side(option, axis, shortened(curve, reach), reach, value))
    return found


def _reach(program: Program, axis: Axis, option: str, value: float | None) -> float:
    """How far an axis goes: ten times what is expected of workloads and of this one, within what the option allows."""
    fact = program.edition.base.facts.get(axis)
    prior = fact.prior if fact is not None else None
    reach = 10 * max(prior.high if isinstance(prior, Prior) else 1e9, value or 0)
    longest = program.edition.figure(_LONGEST[option]) if axis == "typical_run_ms" and option in _LONGEST else None
    return min(reach, longest.value * 1000) if longest is not None and isinstance(longest.value, int) else reach


def bill_curve(usage: Usage, costs: dict[Use, Any], *, free_tier: bool = False) -> Curve | None:
    """The bill of what is used as a curve; None when the computing can't be priced. `costs` keeps what was worked out."""
    if any(left_out.id in COMPUTING for left_out in usage.unpriced):
        return None
    total, fixed, slope = Curve.of(0), 0.0, 0.0
    for use in usage.uses:
        cost = _cost(use, usage.book, costs, free_tier=free_tier)
        if cost is None:
            if use.meter in COMPUTING:
                return None
        elif not isinstance(cost, Curve):
            fixed += cost
        elif len(cost.knots) == 1 and not cost.stairs:
            fixed, slope = fixed + cost.knots[0][1], slope + cost.knots[0][2]
        else:
            total = total + cost
    return total + Curve(((0.0, fixed, slope),))


def _cost(use: Use, prices: PriceBook, costs: dict[Use, Any], *, free_tier: bool) -> Any:
    """Dollars for a use, a number or a curve; options share most of what stands around them, so each is worked out once."""
    cost = costs.get(use, _NOT_YET)
    if cost is _NOT_YET:
        meter = METERS[use.meter]
        price, quantity = meter.prices(prices, dict(use.of)), meter.amount(prices, dict(use.inputs))
        known = price is not None and quantity is not None
        cost = costs[use] = meter.usd(quantity, price, prices, free_tier=free_tier) if known and price is not None else None
    return cost


def break_even(
    program: Program,
    known: Mapping[str, Any],
    designs: Mapping[str, Design],
    prices: PriceBook,
    *,
    free_tier: bool = False,
) -> dict[str, tuple[list[BreakEven], list[CostCurve]]]:
    """Return for every option where its bill crosses that of each other one, and its own curves.

    `designs` are the viable options. Each pair is solved once and stands under both of its options.
    """
    costs: dict[Use, Any] = {}
    found = {name: sides(program, known, design, prices, costs, free_tier=free_tier) for name, design in designs.items()}
    results: dict[str, list[BreakEven]] = {name: [] for name in designs}
    for one, other in combinations(designs, 2):
        for left in found[one]:
            for right in found[other]:
                if left.axis == right.axis:
                    found_here = _break_even(program, left, right, min(left.until, right.until))
                    results[one].append(BreakEven.build(other=other, **found_here))
                    results[other].append(BreakEven.build(other=one, **found_here))
    return {name: (results[name], [_points(side, results[name]) for side in found[name]]) for name in designs}


def _break_even(program: Program, one: Side, other: Side, until: float) -> dict[str, Any]:
    """Where the bills of two options cross and what that means, the same from both sides."""
    crossed = crossings(one.curve, other.curve, until)
    first = crossed.points[0] if crossed.points else None
    below, above = (_cheaper(one, other, sign) for sign in (crossed.sign_below, crossed.sign_above))
    both = one.curve(first) if first is not None else None
    return {
        "axis": one.axis,
        "at": _shown(first) if first is not None else None,
        "last": _shown(crossed.points[-1]) if crossed.points else None,
        "crossings": len(crossed.points) if crossed.complete else None,
        "usd": both,
        "cheaper_below": below,
        "cheaper_above": above,
        "until": until,
        "because": _because(program, one, other, crossed, below, above, both),
    }


def _shown(x: float) -> float:
    """A crossing to nine digits, which is what is left of a step after the margin for noise in counting whole units."""
    found: float = bare(float(f"{x:.9g}"))
    return found


def _cheaper(one: Side, other: Side, sign: int) -> str | None:
    return None if sign == 0 else (other.option if sign > 0 else one.option)


def _because(
    program: Program, one: Side, other: Side, crossed: Crossings, below: str | None, above: str | None, both: float | None
) -> str:
    titles = program.edition.options
    if both is None:
        if below is None:
            return "As far as prices are known, both cost the same all along."
        loser = other.option if below == one.option else one.option
        return f"{titles[below].title} costs less than {titles[loser].title} all along."
    where = _words(one.axis, crossed.points[0])
    text = f"{titles[below or one.option].title} costs less up to {where}, where both cost {usd(both)} a month"
    if len(crossed.points) == 1:
        return f"{text}, and {titles[above or other.option].title} from there on."
    times = f"{len(crossed.points)} times" if crossed.complete else "many times"
    last = _words(one.axis, crossed.points[-1])
    return f"{text}; they cross {times}, the last time at {last}, and {titles[above or one.option].title} from there on."


def _words(axis: Axis, x: float) -> str:
    """Requests in whole numbers, as they come; run times from a minute up to the second."""
    if axis == "requests_per_month":
        return f"{number(math.floor(round(x, 6)) if x >= 1 else x)} requests a month"
    return f"{milliseconds(x if x < 60_000 else round(x, -3))} a run"


def _points(side: Side, crossed: list[BreakEven]) -> CostCurve:
    """The corners and steps of a curve, up to twice the known value or the first crossings, whichever is more.

    Where no value is known, the load takes its place at which the bill is ten times that without load.
    """
    seen = [found.at for found in crossed if found.axis == side.axis and found.at is not None]
    until = min(side.until, 2 * max([side.known or _tenfold(side.curve), *seen]))
    points: list[CurvePoint] = []
    complete = True
    for x0, left, x1, right in pieces(side.curve, 0.0, until):
        if len(points) >= MAX_POINTS:
            complete = False
            break
        if not points or abs(points[-1].usd - left) > EQUAL_USD:
            points.append(CurvePoint.build(x=x0, usd=left))
        points.append(CurvePoint.build(x=x1, usd=right))
    return CostCurve.build(axis=side.axis, points=points, until=until, complete=complete)


def _tenfold(curve: Curve) -> float:
    """The first power of ten at which a curve has grown to ten times its start, of a dollar at least; 1 where it does not."""
    least = 10 * max(curve(0.0), 1.0)
    return next((float(10**power) for power in range(16) if curve(10**power) >= least), 1.0)
