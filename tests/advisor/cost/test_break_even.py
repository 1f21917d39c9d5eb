"""Break-evens: curves are the bills themselves, and crossings are where the bills really change places."""

import random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.capacity.sizing import size
from advisor.cost import formulas as of
from advisor.cost.bill import bill, gather
from advisor.cost.break_even import Design, bill_curve, break_even, sides
from advisor.cost.crossings import EQUAL_USD, crossings, pieces
from advisor.cost.curves import Curve, shortened
from advisor.cost.meters import METERS
from advisor.cost.models import BreakEven, CostCurve
from advisor.cost.prices import PriceBook, price_book
from advisor.cost.usage import Usage
from advisor.inference import Inference
from knowledge import load
from tests.workloads import random_workloads

INFERENCE = Advisor(load()).edition()
BOOK = price_book(INFERENCE.program, "us-east-1")
PRICED = (
    "lambda", "lambda-durable", "lambda-managed-instances", "lambda-microvm", "step-functions-lambda", "ecs-fargate", "ecs-ec2",
    "ecs-managed-instances", "batch-fargate", "batch-ec2", "batch-managed-instances",
)  # fmt: skip
API = {
    "trigger": "api", "caller_waits": True, "typical_run_ms": 200, "memory_mib": 1024, "vcpus": 0.5, "architecture": "x86",
    "mostly_waiting": False, "requests_per_month": 5_000_000, "requests_per_s_peak": 20,
}  # fmt: skip


def designs(known: dict[str, Any], *options: str, components: tuple[str, ...] = ()) -> dict[str, Design]:
    return {name: (size(INFERENCE.program, known, name, components), components) for name in options}


def unrounded(known: dict[str, Any], option: str, design: Design, *, free_tier: bool = False) -> float:
    """The bill before any line is rounded."""
    usage = gather(Usage(INFERENCE.program, known, option, design[0], frozenset(design[1]), BOOK))
    total = 0.0
    for use in usage.uses:
        meter = METERS[use.meter]
        price = meter.prices(BOOK, dict(use.of))
        if price is not None:
            total += meter.usd(meter.amount(BOOK, dict(use.inputs)), price, BOOK, free_tier=free_tier)
    return total


def curve_of(known: dict[str, Any], option: str, design: Design, axis: str) -> Curve:
    return next(side.curve for side in sides(INFERENCE.program, known, design, BOOK, {}, free_tier=False) if side.axis == axis)


def found_for(known: dict[str, Any], *options: str) -> dict[str, tuple[list[BreakEven], list[CostCurve]]]:
    return break_even(INFERENCE.program, known, designs(known, *options), BOOK)


def test_a_function_and_a_service_cross_where_both_cost_the_same() -> None:
    known = INFERENCE.infer(API).known
    found = found_for(known, "lambda", "ecs-fargate")["lambda"][0]
    by_axis = {one.axis: one for one in found}
    for axis, one in by_axis.items():
        assert one.at is not None
        assert (one.other, one.cheaper_below, one.cheaper_above, one.crossings) == ("ecs-fargate", "lambda", "ecs-fargate", 1)
        there = known | {axis: one.at}
        both = designs(known, "lambda", "ecs-fargate")
        costs = [unrounded(there, name, design) for name, design in both.items()]
        assert costs[0] == pytest.approx(costs[1], abs=1e-6)
        assert one.usd == pytest.approx(costs[0])
    assert "requests a month" in by_axis["requests_per_month"].because
    assert "a run" in by_axis["typical_run_ms"].because


def test_the_first_crossing_by_hand() -> None:
    """Requests x ($0.20 / million + GB-s) against two tasks of half a vCPU and one GiB that always run; the rest is alike."""
    known = INFERENCE.infer(API | {"trigger": "sdk"}).known
    one = next(one for one in found_for(known, "lambda", "ecs-fargate")["lambda"][0] if one.axis == "requests_per_month")
    each = 0.2e-6 + 0.2 * 1.66667e-05
    assert one.at == pytest.approx(2 * 730 * (0.5 * 0.04048 + 1 * 0.004445) / each, rel=1e-8)


def test_both_options_tell_the_same_and_every_pair_is_there() -> None:
    known = INFERENCE.infer(API).known
    found = found_for(known, *PRICED)
    for name, (here, _) in found.items():
        assert {(one.other, one.axis) for one in here} == {
            (other, axis) for other in PRICED if other != name for axis in ("requests_per_month", "typical_run_ms")
        }
        for one in here:
            there = next(back for back in found[one.other][0] if back.other == name and back.axis == one.axis)
            assert there.model_copy(update={"other": one.other}) == one


def test_equal_bills_and_bills_that_never_cross_say_so() -> None:
    known = INFERENCE.infer(API | {"trigger": "sdk"}).known
    found = {
        one.other: one for one in found_for(known, "lambda", "lambda-durable", "ecs-ec2", "ecs-managed-instances")["lambda"][0]
    }
    assert "the same all along" in found["lambda-durable"].because
    assert found["lambda-durable"].cheaper_below is found["lambda-durable"].cheaper_above is None
    pair = found_for(known, "ecs-ec2", "ecs-managed-instances")["ecs-ec2"][0][0]
    assert (pair.at, pair.cheaper_below, pair.cheaper_above) == (None, "ecs-ec2", "ecs-ec2")
    assert "all along" in pair.because


def test_an_option_without_a_price_of_its_computing_is_compared_with_none() -> None:
    known = INFERENCE.infer(API).known
    found = found_for(known, "lambda", "lambda-web-function")
    assert found == {"lambda": ([], found["lambda"][1]), "lambda-web-function": ([], [])}
    assert len(found["lambda"][1]) == 2


def test_one_axis_alone_when_the_other_fact_is_unknown() -> None:
    known = INFERENCE.infer({name: value for name, value in API.items() if name != "requests_per_month"}).known
    assert {one.axis for one in found_for(known, "lambda", "ecs-fargate")["lambda"][0]} == {"requests_per_month"}
    assert found_for(INFERENCE.infer({"memory_mib": 512}).known, "lambda", "ecs-fargate")["lambda"] == ([], [])


def test_run_times_end_at_the_limit_of_a_function() -> None:
    known = INFERENCE.infer(API).known
    one = next(one for one in found_for(known, "lambda", "batch-fargate")["lambda"][0] if one.axis == "typical_run_ms")
    assert one.until == 900_000


def test_a_price_missing_for_the_computing_leaves_the_option_out(of_the_notes: Inference) -> None:
    book = price_book(of_the_notes.program, "us-east-1")
    known = of_the_notes.infer(API).known
    sized = size(of_the_notes.program, known, "lambda")
    usage = gather(Usage(of_the_notes.program, known, "lambda", sized, frozenset(), book))
    assert bill_curve(usage, {}) is None


def test_the_corners_of_a_curve_are_the_bill() -> None:
    known = INFERENCE.infer(API).known
    both = designs(known, "lambda", "ecs-fargate")
    for name, (_, curves) in break_even(INFERENCE.program, known, both, BOOK).items():
        for curve in curves:
            exact = curve_of(known, name, both[name], curve.axis)
            assert len(curve.points) >= 2
            assert curve.complete == (curve.points[-1].x == curve.until)
            assert [point.x for point in curve.points] == sorted(point.x for point in curve.points)
            for point in curve.points:
                assert point.usd >= exact(point.x) - 1e-9
                assert point.usd <= exact(point.x * (1 + 1e-9) + 1e-9) + 1e-6


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(PRICED), st.sampled_from(["requests_per_month", "typical_run_ms"]), st.booleans())
def test_the_curve_of_a_bill_is_the_bill(seed: int, option: str, axis: str, free_tier: bool) -> None:
    rng = random.Random(seed)
    components = tuple(
        name for name in ("x-ray", "cloudwatch-logs", "nat-gateway", "application-load-balancer") if rng.random() < 0.5
    )
    known = INFERENCE.infer(API | next(random_workloads(INFERENCE.program, seed, 1))).known
    assume(known["requests_per_month"] > 0 and known["typical_run_ms"] > 0)
    design = designs(known, option, components=components)[option]
    found = [side for side in sides(INFERENCE.program, known, design, BOOK, {}, free_tier=free_tier) if side.axis == axis]
    assume(found)
    for _ in range(8):
        x = found[0].until * rng.random() ** 4
        share = x / known[axis]
        usage = Usage(INFERENCE.program, known, option, design[0], frozenset(components), BOOK, load=share)
        usage.runs, usage.run_ms = known["requests_per_month"], known["typical_run_ms"]
        if axis == "requests_per_month":
            usage.runs, usage.growth = x, share
        else:
            usage.run_ms = x
        expected = 0.0
        for use in gather(usage).uses:
            meter = METERS[use.meter]
            price = meter.prices(BOOK, dict(use.of))
            assert price is not None
            expected += meter.usd(meter.amount(BOOK, dict(use.inputs)), price, BOOK, free_tier=free_tier)
        assert found[0].curve(x) == pytest.approx(expected, rel=1e-6, abs=1e-4)


def random_curve(rng: random.Random) -> Curve:
    """A bill-like curve: a fixed part, something by tiers, a least charge, and whole units kept running."""
    x = Curve.axis()
    total = Curve.of(rng.random() * 50) + of.charge(
        x * rng.random(), ((30.0, rng.random()), (50.0, rng.random()), (float("inf"), rng.random()))
    )
    if rng.random() < 0.6:
        total = total + of.kept_units(x * (rng.random() / rng.choice((1, 10, 50))), rng.randint(0, 3)) * (rng.random() * 20)
    if rng.random() < 0.3:
        total = total + of.run_hours(1, x * 1000, 20.0) * 3600 * rng.random()
    return total


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_crossings_are_all_the_places_where_the_sign_changes(seed: int) -> None:
    """Against a dense scan, which may miss a double crossing between two of its points but never find one that is none."""
    rng = random.Random(seed)
    one, other, until = random_curve(rng), random_curve(rng), 200.0
    found = crossings(one, other, until)
    assume(found.complete)
    signs = [(found.sign_below if number % 2 == 0 else -found.sign_below) for number in range(len(found.points) + 1)]
    assert signs[-1] == found.sign_above
    for number in range(2001):
        x = until * (number + 0.5) / 2001
        value = one(x) - other(x)
        if abs(value) > 10 * EQUAL_USD and all(abs(x - point) > 1e-6 for point in found.points):
            assert (1 if value > 0 else -1) == signs[sum(point < x for point in found.points)]
    for point in found.points:
        before, after = (one(x) - other(x) for x in (point * (1 - 1e-9), point * (1 + 1e-9)))
        assert abs(before) < 1e-4 or abs(after) < 1e-4 or before * after < 0


def test_stairs_that_cross_too_often_are_said_to_be_incomplete() -> None:
    x = Curve.axis()
    stairs, line = of.kept_units(x, 1), x + 0.5
    found = crossings(stairs, line, 1e6)
    assert not found.complete
    assert found.points[0] == pytest.approx(0.5)
    assert len(found.points) == 2
    assert found.points[-1] == pytest.approx(1e6, rel=1e-3)
    exact = crossings(stairs, line, 10)
    assert exact.complete
    assert len(exact.points) == 19
    assert exact.points[:4] == pytest.approx((0.5, 1, 1.5, 2))


def test_a_curve_knows_only_the_arithmetic_of_the_formulas() -> None:
    x = Curve.axis()
    stairs = of.whole(x)
    for wrong in (
        lambda: abs(stairs),
        lambda: stairs // 1,
        lambda: x // 2,
        lambda: stairs.cut_into_tiers(((float("inf"), 1.0),)),
    ):
        with pytest.raises(TypeError):
            wrong()
    assert Curve.of(3)(7) == 3
    assert Curve.of(x) is x
    assert (5 - x)(2) == 3
    assert (x - 5)(2) == -3
    assert abs(x - 5)(2) == 3
    assert x == Curve.axis()
    assert x != stairs
    assert len({x, Curve.axis(), stairs}) == 2
    assert x.reaches(4) == 4
    assert Curve.of(1).reaches(4) == float("inf")


def test_a_shortened_curve_is_the_same_up_to_its_end() -> None:
    rng = random.Random(3)
    for _ in range(100):
        curve = random_curve(rng)
        short = shortened(curve, 100)
        assert len(short.knots) <= len(curve.knots)
        for x in (0.1, 1.0, 30.0, 99.9, *(rng.random() * 100 for _ in range(20))):
            assert short(x) == pytest.approx(curve(x))


def test_pieces_follow_each_other_and_are_the_curve() -> None:
    rng = random.Random(5)
    for _ in range(100):
        curve, end = random_curve(rng), 0.0
        for x0, left, x1, right in pieces(curve, 0.0, 150.0):
            assert x0 == end
            assert curve(x1 * (1 - 1e-12)) == pytest.approx(right, abs=1e-6)
            assert curve(x0 + (x1 - x0) / 2) == pytest.approx((left + right) / 2, abs=1e-6)
            end = x1
        assert end == 150.0


def test_bills_and_break_evens_agree_to_the_cent(book: PriceBook) -> None:
    """Just below the crossing the one bill is the lower one, just above the other one."""
    known = INFERENCE.infer(API | {"trigger": "sdk"}).known
    both = designs(known, "lambda", "ecs-fargate")
    one = next(one for one in found_for(known, *both)["lambda"][0] if one.axis == "requests_per_month")
    assert one.at is not None
    for factor, cheaper in ((0.99, "lambda"), (1.01, "ecs-fargate")):
        there = known | {"requests_per_month": one.at * factor}
        totals = {name: bill(INFERENCE.program, there, name, *design, book).monthly_usd for name, design in both.items()}
        assert min(totals, key=lambda name: totals[name]) == cheaper


@pytest.fixture
def book() -> PriceBook:
    return BOOK
