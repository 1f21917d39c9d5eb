"""The formulas: what they count, and that a number, a column and a curve are read alike."""

import math
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.cost import formulas as of
from advisor.cost.curves import Curve
from advisor.cost.meters import METERS, Meter
from advisor.cost.prices import Price, PriceBook, price_book
from advisor.inference import Inference
from advisor.language.derived import FUNCTIONS, larger, positive, tier_steps, tiered

AMOUNTS = st.floats(min_value=0, max_value=1e13, allow_nan=False)
TIERS = {"first 6e9": 1.66667e-05, "next 9e9": 1.5e-05, "over 15e9": 1.33334e-05}
OF = {"architecture": "x86", "instance_type": "m7g.large", "source": "sqs", "queue": "standard"}
SIZES = {
    "runs": 1e9, "run_ms": 1e6, "memory_mib": 1e5, "units": 1e4, "hours": 730, "extra_mib": 1e5, "request_kib": 1e4,
    "response_kib": 1e5, "versions": 10, "restores": 1e6, "executions": 1e9, "operations": 100, "gb": 1e6, "gb_months": 1e6,
    "environments": 1e6, "instance_hours": 1e5, "usd_hour": 10, "unit_hours": 1e6, "vcpus": 32, "kept_mib": 1e7,
    "image_mib": 1e5, "messages": 1e9, "message_kib": 1e3, "minutes": 1e9, "transfer_gib": 1e6, "lcu_hours": 1e4, "zones": 6,
    "endpoint_zones": 100, "addresses": 10, "alarms": 100, "metrics": 1e6, "traces": 1e9, "requests": 1e12, "transitions": 20,
    "secrets": 100, "calls": 1e7, "keys": 10,
}  # fmt: skip


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (of.gb_seconds(3_000_000, 120, 1536), 540_000),
        (of.kept_gb_seconds(100, 8, 1536), 4_320_000),
        (of.snapshot_gb_seconds(2, 1, 1024, 10800), 21_600),
        (of.snapshot_gb_seconds(1, 744, 1024, 10800), 744 * 3600),
        (of.large_event_requests(1000, 256, 256, 64), 0),
        (of.large_event_requests(1000, 257, 256, 64), 1000),
        (of.large_event_requests(1000, 1024, 256, 64), 12_000),
        (of.stepped(10, 0, 512), 10),
        (of.stepped(10, 512, 512), 10),
        (of.stepped(10, 513, 512), 20),
        (of.streamed_gib(1024, 7 * 1024, 6), 1),
        (of.streamed_gib(1024, 5 * 1024, 6), 0),
        (of.busy_units(2_628_000, 1000, 1), 1),
        (of.kept_units(0.2, 2), 2),
        (of.kept_units(2.0, 2), 2),
        (of.kept_units(2.01, 2), 3),
        (of.shared_instances(8, 4, 2), 2),
        (of.shared_instances(0.5, 4, 0.5), 0.5),
        (of.shared_instances(1, 4, 0.5), 0.5),
        (of.shared_instances(3, 4, None), 3),
        (of.run_hours(60, 1000, 60), 1),
        (of.run_hours(6, 600_000, 60), 1),
        (of.load_units(2_628_000, 0, 25, 1), 29.2),
        (of.load_units(0, 730, 25, 1), 730),
        (of.sampled(1000, 1, 0.05), 1000),
        (of.sampled(2_628_000 + 100, 1, 0.05), 2_628_000 + 5),
        (of.express_gb_hours(3600, 1000, 65, 64), 0.125),
        (of.proxy_hours(1, 730, 2), 1460),
        (of.proxy_hours(4, 730, 2), 2920),
        (of.discounted(10, 0.72), 2.8),
    ],
)  # fmt: skip
def test_a_formula_counts_what_its_page_says(found: float, expected: float) -> None:
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("quantity", "usd"),
    [(0, 0), (6e9, 100_000.2), (7e9, 115_000.2), (15e9, 235_000.2), (16e9, 248_333.6)],
)
def test_each_part_of_a_quantity_has_the_price_of_its_tier(quantity: float, usd: float) -> None:
    assert tiered(quantity, TIERS) == pytest.approx(usd, abs=1e-6)
    assert tiered(quantity, tier_steps(TIERS)) == pytest.approx(usd, abs=1e-6)


def test_a_terabyte_of_logs_has_a_thousand_gigabytes() -> None:
    steps = tier_steps({"first 10 TB": 0.5, "next 20 TB": 0.25, "next 20 TB more": 0.1, "over 50 TB": 0.05})
    assert steps == ((10_000.0, 0.5), (20_000.0, 0.25), (20_000.0, 0.1), (math.inf, 0.05))
    assert tiered(60_000, steps) == pytest.approx(12_500)


def test_what_is_free_comes_off_before_the_tiers() -> None:
    assert of.charge(400_000, TIERS, free=400_000) == 0
    assert of.charge(1_400_000, 0.2, 1_000_000, 1_000_000) == pytest.approx(0.08)


@given(AMOUNTS, AMOUNTS)
def test_a_charge_never_falls_when_more_is_used(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert of.charge(low, TIERS) <= of.charge(high, TIERS)
    assert of.charge(low, TIERS, free=4e5) <= of.charge(high, TIERS, free=4e5)
    assert of.whole(low) <= of.whole(high)
    assert positive(low - 1e6) <= positive(high - 1e6)


@given(AMOUNTS, AMOUNTS)
def test_the_larger_of_two_is_one_of_them_up_to_rounding(one: float, other: float) -> None:
    assert larger(one, other) == pytest.approx(max(one, other), rel=1e-12)


@given(st.integers(0, 10**9), st.floats(0, 1, exclude_max=True))
def test_a_begun_unit_is_a_whole_one_and_noise_is_none(count: int, more: float) -> None:
    assert of.whole(count) == count
    if more > 2e-9:
        assert of.whole(count + more) in (count + 1, count + (count + more != count))


def inputs_of(meter: Meter, rng: random.Random) -> dict[str, float]:
    """Random inputs of a meter: nothing, a whole number, or any size up to what is plausible."""
    return {name: rng.choice((0.0, 1.0, SIZES[name] * rng.random(), SIZES[name] * rng.random() ** 6)) for name in meter.inputs}


def priced(meter: Meter, book: PriceBook) -> Price:
    price = meter.prices(book, OF)
    assert price is not None, meter.id
    return price


@pytest.mark.parametrize("meter", METERS.values(), ids=METERS.keys())
@pytest.mark.parametrize("free_tier", [False, True], ids=["paid", "free"])
def test_a_column_is_read_like_numbers(today: Inference, meter: Meter, free_tier: bool) -> None:
    book, rng = price_book(today.program, "us-east-1"), random.Random(meter.id)
    price, rows = priced(meter, book), [inputs_of(meter, rng) for _ in range(200)]
    columns = {name: pl.col(name) for name in meter.inputs}
    expression = meter.usd(meter.amount(book, columns), price, book, free_tier=free_tier)
    found = pl.DataFrame(rows).select(expression.alias("usd"))["usd"].to_list()
    expected = [meter.usd(meter.amount(book, row), price, book, free_tier=free_tier) for row in rows]
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("meter", METERS.values(), ids=METERS.keys())
def test_a_curve_is_read_like_numbers(today: Inference, meter: Meter) -> None:
    """Every input in turn as the axis, where the formula takes it so (sizes in whole steps are not moved along)."""
    book, rng = price_book(today.program, "us-east-1"), random.Random(meter.id)
    price = priced(meter, book)
    for name in meter.inputs:
        fixed = inputs_of(meter, rng)
        try:
            curve = meter.usd(meter.amount(book, fixed | {name: Curve.axis()}), price, book, free_tier=True)
        except TypeError:
            continue
        for x in (0.0, 1.0, *(SIZES[name] * rng.random() for _ in range(50))):
            expected = meter.usd(meter.amount(book, fixed | {name: x}), price, book, free_tier=True)
            assert Curve.of(curve)(x) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("meter", METERS.values(), ids=METERS.keys())
def test_more_use_never_costs_less_and_a_dearer_price_neither(today: Inference, meter: Meter) -> None:
    book, rng = price_book(today.program, "us-east-1"), random.Random(meter.id)
    price = priced(meter, book)
    dearer = price.value * 1.1 if not isinstance(price.value, tuple) else tuple((w, usd * 1.1) for w, usd in price.value)
    for _ in range(100):
        low = inputs_of(meter, rng)
        high = {name: value * (1 + rng.choice((0, rng.random()))) for name, value in low.items()}
        small, large = (meter.amount(book, row) for row in (low, high))
        assert meter.usd(small, price, book) <= meter.usd(large, price, book)
        assert of.charge(small, price.value, meter.per) <= of.charge(small, dearer, meter.per)
        assert meter.usd(small, price, book, free_tier=True) <= meter.usd(small, price, book)


def test_every_meter_says_what_it_counts() -> None:
    for name, meter in METERS.items():
        assert name == meter.id
        assert meter.what
        assert meter.unit
        assert meter.how
        assert set(meter.inputs) <= SIZES.keys()


def test_the_facts_of_the_rules_reckon_like_the_bill(today: Inference) -> None:
    """`lambda_monthly_usd` and the others are the bill's lines for a function and for a task of the same size."""
    book, rng = price_book(today.program, "us-east-1"), random.Random(7)
    for _ in range(200):
        row = {"runs": rng.random() ** 3 * 1e11, "run_ms": rng.random() * 1e5, "memory_mib": 128 + rng.random() * 1e4}
        usd: Any = 0
        for name in ("lambda-requests", "lambda-duration"):
            meter = METERS[name]
            usd += meter.usd(meter.amount(book, row), priced(meter, book), book)
        known = today.infer(
            {"requests_per_month": row["runs"], "typical_run_ms": row["run_ms"], "memory_mib": row["memory_mib"]}
        ).known
        assert known["lambda_monthly_usd"] == pytest.approx(usd, rel=1e-12)
        busy = max(of.busy_units(row["runs"], row["run_ms"], 1), 1)
        assert known["fargate_monthly_usd"] == pytest.approx(busy * of.HOURS * known["fargate_usd_hour"], rel=1e-12)
        least = book.number("fargate.min_charge")
        assert known["fargate_thousand_runs_usd"] == pytest.approx(
            of.run_hours(1000, row["run_ms"], least) * known["fargate_usd_hour"]
        )
        assert known["lambda_to_fargate_cost"] == pytest.approx(known["lambda_monthly_usd"] / known["fargate_monthly_usd"])


def test_the_hour_of_a_task_is_that_of_a_size_that_exists(today: Inference) -> None:
    for memory, vcpus, gib in ((128, 0.25, 0.5), (1769, 1, 2), (3538, 2, 4)):
        known = today.infer({"memory_mib": memory}).known
        assert known["fargate_usd_hour"] == pytest.approx(vcpus * 0.04048 + gib * 0.004445)


def test_the_functions_of_derived_facts_read_columns(today: Inference) -> None:
    figures = {one.fact: one for one in today.program.derivations}
    for name in (
        "lambda_monthly_usd",
        "lambda_thousand_runs_usd",
        "fargate_usd_hour",
        "fargate_monthly_usd",
        "fargate_thousand_runs_usd",
    ):
        derivation, rng = figures[name], random.Random(name)
        rows = [{fact: rng.random() * 1e4 for fact in derivation.sources} for _ in range(50)]
        expression = FUNCTIONS[name](*(pl.col(fact) for fact in derivation.sources), *derivation.figures)
        found = pl.DataFrame(rows).select(expression.alias("x"))["x"].to_list()
        assert found == pytest.approx([derivation.value(tuple(row.values())) for row in rows], rel=1e-12)
