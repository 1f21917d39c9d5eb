"""Bills of options: lines and totals, what is left out, ways to buy; and what must hold for any workload."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.capacity.sizing import size
from advisor.cost.bill import bill
from advisor.cost.formulas import HOURS
from advisor.cost.models import Bill, BillLine
from advisor.cost.money import add, cents
from advisor.cost.price_file import check_prices
from advisor.cost.prices import PriceBook, price_book
from advisor.inference import Inference
from knowledge import load
from tests.workloads import random_workloads

OPTIONS = (
    "lambda", "lambda-managed-instances", "lambda-durable", "lambda-microvm", "lambda-web-function", "step-functions-lambda",
    "ecs-fargate", "ecs-ec2", "ecs-managed-instances", "batch-fargate", "batch-ec2", "batch-managed-instances",
)  # fmt: skip
COMPONENTS = (
    "api-gateway-http", "api-gateway-rest", "api-gateway-websocket", "application-load-balancer", "internal-load-balancer",
    "nat-gateway", "interface-endpoint:sqs", "interface-endpoint:logs", "provisioned-concurrency", "snapstart", "x-ray",
    "cloudwatch-logs", "cloudwatch-alarms", "container-insights", "rds-proxy", "sqs-buffer", "fifo-queue", "express-workflow",
    "standard-workflow", "esm-provisioned-mode", "tenant-isolation-mode", "efs", "idempotency", "cloudfront", "security-group",
)  # fmt: skip
API = {"trigger": "api", "requests_per_month": 12_000_000, "typical_run_ms": 180, "memory_mib": 1024, "architecture": "x86"}
SERVICE = {"trigger": "service", "vcpus": 0.5, "memory_mib": 1024, "architecture": "x86"}


@pytest.fixture(scope="module")
def book(today: Inference) -> PriceBook:
    return price_book(today.program, "us-east-1")


def bill_of(
    inference: Inference, option: str, workload: dict[str, Any], *components: str, region: str = "us-east-1", **options: Any
) -> Bill:
    known = inference.infer(workload).known
    sized = size(inference.program, known, option, components)
    prices = options.pop("prices", None) or price_book(inference.program, region)
    return bill(inference.program, known, option, sized, components, prices, **options)


def usd(found: Bill) -> dict[str, Decimal]:
    return {line.id: line.usd for line in found.lines}


def left_out(found: Bill) -> dict[str, list[str]]:
    return {one.id: one.missing for one in found.unpriced}


def test_a_function_behind_an_api(today: Inference) -> None:
    found = bill_of(today, "lambda", API | {"response_kib": 10}, "cloudwatch-logs", "x-ray", "nat-gateway")
    assert usd(found) == {
        "lambda-requests": Decimal("2.40"),
        "lambda-duration": Decimal("36.00"),
        "api-http": Decimal("12.00"),
        "nat-hours": Decimal("65.70"),
        "ipv4": Decimal("7.30"),
        "egress": Decimal("10.30"),
        "lambda-logs": Decimal("5.72"),
        "logs-kept": Decimal("0.34"),
        "traces": Decimal("15.48"),
    }
    assert found.monthly_usd == Decimal("155.24")
    assert left_out(found) == {"way-out-data": ["egress_gib_per_month"]}
    assert found.lower_bound
    assert found.missing == ["egress_gib_per_month"]
    assumed = {one.fact for one in found.assumptions}
    assert assumed >= {"availability_zones", "log_kib_per_run", "entry", "response_kib"}


def test_a_line_says_where_it_is_from(today: Inference) -> None:
    line = bill_of(today, "lambda", API).line("lambda-duration")
    assert line is not None
    assert (line.quantity, line.unit, line.unit_usd) == (2_160_000, "GB-s", 1.66667e-05)
    assert line.price == "price.us-east-1.lambda.gb_second.x86"
    assert (line.since, line.confidence) == (date(2026, 9, 19), "confirmed")
    assert line.formula == "runs x seconds x GiB"
    assert bill_of(today, "lambda", API).line("nat-hours") is None


def test_the_free_tier_counts_when_asked_for(today: Inference) -> None:
    paid, free = (bill_of(today, "lambda", API, free_tier=asked) for asked in (False, True))
    assert usd(free) == {"lambda-requests": Decimal("2.20"), "lambda-duration": Decimal("29.33"), "api-http": Decimal("12.00")}
    assert (paid.free_tier, free.free_tier) == (False, True)
    assert usd(paid)["lambda-duration"] == Decimal("36.00")


def test_provisioned_concurrency_is_paid_ready_and_busy(today: Inference) -> None:
    workload = API | {"requests_per_s_peak": 50}
    found = bill_of(today, "lambda", workload, "provisioned-concurrency", free_tier=True)
    assert "lambda-duration" not in usd(found)
    assert usd(found)["lambda-ready-duration"] == cents(12e6 * 0.18 * 9.7222e-06)
    line = found.line("lambda-ready")
    assert line is not None
    assert line.quantity == 10 * HOURS * 3600


def test_environments_that_are_always_busy_cost_less_when_provisioned(today: Inference) -> None:
    """100 runs at the same time all month."""
    busy = {"requests_per_month": 262_800_000, "typical_run_ms": 1000, "memory_mib": 1024, "requests_per_s_peak": 100}
    on_demand, ready = bill_of(today, "lambda", busy), bill_of(today, "lambda", busy, "provisioned-concurrency")
    assert ready.monthly_usd < on_demand.monthly_usd


def test_a_task_that_always_runs(today: Inference) -> None:
    found = bill_of(today, "ecs-fargate", SERVICE)
    assert usd(found) == {"fargate-vcpu": Decimal("29.55"), "fargate-memory": Decimal("6.49")}
    assert not found.lower_bound
    alone = bill_of(today, "ecs-fargate", SERVICE | {"singleton": True})
    assert alone.monthly_usd == Decimal("18.02")


def test_tasks_are_added_as_whole_ones(today: Inference) -> None:
    busy = API | {"caller_waits": True, "mostly_waiting": False, "vcpus": 1, "requests_per_month": 80_000_000}
    known = today.infer(busy).known
    sized = size(today.program, known, "ecs-fargate")
    line = bill_of(today, "ecs-fargate", busy).line("fargate-vcpu")
    assert line is not None
    tasks = line.quantity / HOURS / (sized.vcpus or 0)
    assert tasks == pytest.approx(round(tasks))
    assert sized.units_mean is not None
    assert sized.units_mean <= tasks < sized.units_mean + 1


def test_a_job_is_charged_for_a_minute_at_least(today: Inference) -> None:
    job = {"trigger": "job-queue", "requests_per_month": 3600, "vcpus": 1, "memory_mib": 2048, "architecture": "x86"}
    hours = {
        ms: bill_of(today, "batch-fargate", job | {"typical_run_ms": ms}).line("fargate-vcpu") for ms in (1000, 60_000, 120_000)
    }
    assert [line.quantity for line in hours.values() if line is not None] == [60, 60, 120]


def test_windows_has_its_own_prices_and_least_time(today: Inference) -> None:
    job = {
        "trigger": "job-queue",
        "requests_per_month": 12,
        "vcpus": 1,
        "memory_mib": 2048,
        "typical_run_ms": 1000,
        "os": "windows",
    }
    found = bill_of(today, "batch-fargate", job)
    assert set(usd(found)) == {"fargate-windows-vcpu", "fargate-windows-licence", "fargate-windows-memory"}
    line = found.line("fargate-windows-vcpu")
    assert line is not None
    assert line.quantity == 1
    assert all(variant.name == "none" for variant in found.variants)


def test_batch_has_no_price_of_its_own(today: Inference) -> None:
    job = {"trigger": "job-queue", "requests_per_month": 100, "vcpus": 2, "memory_mib": 4096, "typical_run_ms": 3_600_000}
    for option, expected in (
        ("batch-fargate", "fargate-"),
        ("batch-ec2", "instances"),
        ("batch-managed-instances", "instances"),
    ):
        names = set(usd(bill_of(today, option, job)))
        assert any(name.startswith(expected) for name in names)
        assert all(name.startswith((expected, "ecs-instances-fee", "fargate", "ebs")) for name in names)


def test_the_fee_for_managed_instances_is_a_share_of_their_price(today: Inference) -> None:
    for option, fee, share in (
        ("lambda-managed-instances", "lambda-instances-fee", "0.15"),
        ("ecs-managed-instances", "ecs-instances-fee", "0.12"),
    ):
        lines = usd(bill_of(today, option, API | {"vcpus": 1}))
        assert abs(lines[fee] - lines["instances"] * Decimal(share)) <= Decimal("0.01")


def test_large_asynchronous_events_count_several_times(today: Inference) -> None:
    event = {"trigger": "s3", "requests_per_month": 1_000_000, "typical_run_ms": 100, "memory_mib": 128}
    assert "lambda-large-events" not in usd(bill_of(today, "lambda", event | {"request_kib": 256}))
    assert usd(bill_of(today, "lambda", event | {"request_kib": 320.5}))["lambda-large-events"] == Decimal("0.40")


@pytest.mark.parametrize(
    ("trigger", "line"),
    [("sqs", "sqs"), ("sqs-fifo", "sqs"), ("sns", "sns"), ("eventbridge", "events"), ("schedule", "scheduler")],
)
def test_the_service_that_hands_the_work_over_is_in_the_bill(today: Inference, trigger: str, line: str) -> None:
    workload = {"trigger": trigger, "requests_per_month": 1_000_000, "typical_run_ms": 100, "memory_mib": 128}
    assert line in usd(bill_of(today, "lambda", workload))
    assert left_out(bill_of(today, "lambda", {"trigger": trigger}))["source"] == ["requests_per_month"]


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        (("application-load-balancer",), {"balancer-hours", "balancer-load", "ipv4"}),
        (("internal-load-balancer",), {"balancer-hours", "balancer-load"}),
        (("api-gateway-rest",), {"api-rest"}),
        (("private-api",), {"api-rest"}),
        (("api-gateway-http",), {"api-http"}),
        (("api-gateway-websocket",), {"api-messages"}),
        (("nat-gateway",), {"nat-hours", "nat-data", "ipv4"}),
        (("interface-endpoint:sqs", "interface-endpoint:logs"), {"endpoint-hours", "endpoint-data"}),
        (("rds-proxy",), {"rds-proxy"}),
        (("cloudwatch-alarms",), {"alarms"}),
        (("x-ray",), {"traces"}),
        (("sqs-buffer",), {"sqs"}),
        (("security-group", "route-table", "execution-role", "gateway-endpoint:s3"), set()),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_a_component_brings_its_lines(today: Inference, components: tuple[str, ...], expected: set[str]) -> None:
    workload = {
        "trigger": "sdk",
        "requests_per_month": 1000,
        "typical_run_ms": 100,
        "memory_mib": 128,
        "egress_gib_per_month": 5,
    }
    assert set(usd(bill_of(today, "lambda", workload, *components))) == {"lambda-requests", "lambda-duration", *expected}


@pytest.mark.parametrize(
    "component", ["cloudfront", "vpn-or-direct-connect", "idempotency", "state-store", "efs", "s3-files", "container-insights"]
)
def test_a_component_without_a_price_is_named_and_makes_a_lower_bound(today: Inference, component: str) -> None:
    found = bill_of(today, "ecs-fargate", SERVICE, component)
    assert component in left_out(found)
    assert found.lower_bound


def test_every_zone_pays_for_gateways_and_endpoints(today: Inference) -> None:
    for zones in (1, 2, 3):
        workload = SERVICE | {"availability_zones": zones, "egress_gib_per_month": 10}
        lines = usd(bill_of(today, "ecs-fargate", workload, "nat-gateway", "interface-endpoint:sqs", "interface-endpoint:logs"))
        assert lines["nat-hours"] == cents(zones * HOURS * 0.045)
        assert lines["endpoint-hours"] == cents(2 * zones * HOURS * 0.01)


def test_what_is_sent_is_charged_and_callers_inside_cost_nothing(today: Inference) -> None:
    lines = usd(bill_of(today, "lambda", API | {"response_kib": 100, "calls_internet": True, "egress_gib_per_month": 50}))
    assert lines["egress"] == cents((12e6 * 100 / 1024**2 + 50) * 0.09)
    inside = bill_of(today, "lambda", API | {"private_callers_only": True})
    assert "egress" not in {*usd(inside), *left_out(inside)}
    for sent in (40, 40.0):
        part = bill_of(today, "lambda", API | {"calls_internet": True, "egress_gib_per_month": sent})
        assert usd(part)["egress"] == cents(40 * 0.09)
        assert left_out(part)["egress"] == ["response_kib"]


def test_unknown_facts_leave_lines_out_and_say_which(today: Inference) -> None:
    found = bill_of(today, "lambda", {"trigger": "api", "memory_mib": 512})
    assert found.lines == []
    assert found.monthly_usd == Decimal("0.00")
    assert left_out(found)["lambda-duration"] == ["requests_per_month", "typical_run_ms"]
    assert left_out(found)["api-calls"] == ["requests_per_month"]


def test_even_traffic_stands_in_for_the_month_and_the_longest_run_for_the_typical_one(today: Inference) -> None:
    found = bill_of(today, "lambda", {"traffic": "steady", "requests_per_s_peak": 10, "longest_run_s": 2, "memory_mib": 1024})
    assumed = {one.fact: one.value for one in found.assumptions}
    assert (assumed["requests_per_month"], assumed["typical_run_ms"]) == (26_280_000, 2000)
    line = found.line("lambda-duration")
    assert line is not None
    assert line.assumes == ["requests_per_month", "typical_run_ms", "architecture"]
    assert bill_of(today, "lambda", {"requests_per_s_peak": 10, "memory_mib": 512}).lines == []


def test_a_price_that_was_only_reported_is_marked(today: Inference) -> None:
    found = bill_of(today, "ecs-fargate", SERVICE, region="ap-southeast-2")
    assert {line.confidence for line in found.lines} == {"reported"}
    assert found.confidence == "reported"
    assert bill_of(today, "ecs-fargate", SERVICE).confidence == "confirmed"


def test_a_price_that_a_region_lacks_is_named_with_what_it_would_be_elsewhere(today: Inference) -> None:
    found = bill_of(today, "lambda", API, "x-ray", region="eu-central-1")
    missing = next(one for one in found.unpriced if one.id == "traces")
    assert "price.eu-central-1.xray:recorded" in missing.because
    assert "in us-east-1 it would be $15.48" in missing.because
    assert found.lower_bound


def test_as_of_the_notes_nothing_has_a_price(of_the_notes: Inference) -> None:
    found = bill_of(of_the_notes, "lambda", API)
    assert found.lines == []
    assert found.lower_bound
    assert all("on this date" in one.because for one in found.unpriced if one.id.startswith("lambda"))


def test_own_prices_change_the_bill_and_are_marked(today: Inference, advisor: Advisor) -> None:
    own = check_prices({"price.us-east-1.lambda.request": 0.1}, "ours", advisor.base)
    found = bill_of(today, "lambda", API, prices=price_book(today.program, "us-east-1", own))
    line = found.line("lambda-requests")
    assert line is not None
    assert (line.usd, line.confidence, line.source) == (Decimal("1.20"), "own", "ours")
    assert usd(found)["lambda-duration"] == Decimal("36.00")


def test_spot_and_plans_are_ways_to_buy_the_same(today: Inference) -> None:
    found = bill_of(today, "ecs-fargate", SERVICE | {"interruption_ok": True})
    variants = {variant.name: variant for variant in found.variants}
    assert {name: one.monthly_usd for name, one in variants.items()} == {
        "spot": Decimal("11.48"),
        "savings-plan-1-year": Decimal("28.83"),
        "savings-plan-3-years": Decimal("19.82"),
    }
    assert variants["spot"].confidence == "reported"
    assert "2026-09-28" in variants["spot"].because
    assert all(one.monthly_usd + one.saves_usd == found.monthly_usd for one in variants.values())
    assert "20 % off" in variants["savings-plan-1-year"].because
    assert "spot" not in {one.name for one in bill_of(today, "ecs-fargate", SERVICE | {"interruption_ok": False}).variants}


def test_a_plan_covers_duration_and_instances_but_no_request_and_no_fee(today: Inference) -> None:
    function = bill_of(today, "lambda", API)
    plan = next(one for one in function.variants if one.name == "savings-plan-1-year")
    assert plan.saves_usd == cents(36 * 0.12)
    managed = bill_of(today, "lambda-managed-instances", API)
    one_year = next(one for one in managed.variants if one.name == "savings-plan-1-year")
    assert abs(one_year.saves_usd - usd(managed)["instances"] * Decimal("0.32")) <= Decimal("0.01")


def test_what_has_no_price_anywhere_is_not_hidden(today: Inference) -> None:
    found = bill_of(today, "lambda-web-function", API)
    assert "lambda-web-function" in left_out(found)
    assert "lambda-durable-written" in left_out(bill_of(today, "lambda-durable", API))
    assert left_out(bill_of(today, "lambda-durable", API))["lambda-operations"] == ["steps"]
    assert usd(bill_of(today, "lambda-durable", API | {"steps": 3}))["lambda-operations"] == Decimal("288.00")
    assert "microvm-snapshots" in left_out(bill_of(today, "lambda-microvm", API))


def test_a_state_machine_pays_for_transitions_or_for_time(today: Inference) -> None:
    steps = API | {"steps": 4}
    standard = bill_of(today, "step-functions-lambda", steps, "standard-workflow")
    assert usd(standard)["transitions"] == Decimal("1200.00")
    assert usd(standard)["lambda-requests"] == Decimal("9.60")
    express = usd(bill_of(today, "step-functions-lambda", steps, "express-workflow"))
    assert express["express-requests"] == Decimal("12.00")
    assert "transitions" not in express


def test_features_of_functions(today: Inference) -> None:
    python = API | {"language": "python", "streams_response": True, "response_kib": 7168, "scratch_mib": 1536}
    found = bill_of(today, "lambda", python, "snapstart", "tenant-isolation-mode", "esm-provisioned-mode")
    assert {"lambda-snapshot", "lambda-streaming", "lambda-scratch"} <= set(usd(found))
    assert {"lambda-restore", "lambda-tenants", "lambda-pollers"} <= set(left_out(found))
    assert "lambda-snapshot" not in usd(bill_of(today, "lambda", python | {"language": "java"}, "snapstart"))


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"])
def test_any_workload_has_a_bill_of_any_option(today: Inference, region: str) -> None:
    rng = random.Random(region)
    for workload in random_workloads(today.program, seed=11, count=25):
        components = tuple(name for name in COMPONENTS if rng.random() < 0.3)
        for option in OPTIONS:
            found = bill_of(today, option, workload, *components, region=region, free_tier=rng.random() < 0.5)
            assert Bill.model_validate(found.model_dump()) == found
            assert found.monthly_usd == add(line.usd for line in found.lines)
            assert all(line.usd >= 0 and line.usd == line.usd.quantize(Decimal("0.01")) for line in found.lines)
            assert len({line.id for line in found.lines}) == len(found.lines)
            assert found.lower_bound == bool(found.unpriced)
            assert all(one.monthly_usd <= found.monthly_usd for one in found.variants if one.name != "spot")
            assert (
                found.model_dump_json()
                == bill_of(today, option, workload, *components, region=region, free_tier=found.free_tier).model_dump_json()
            )


def test_in_json_an_amount_is_a_number(today: Inference) -> None:
    document = bill_of(today, "ecs-fargate", SERVICE).model_dump(mode="json")
    assert document["monthly_usd"] == 36.04
    assert isinstance(document["lines"][0]["usd"], float)
    assert Bill.model_validate(document).monthly_usd == Decimal("36.04")


BASE = load()
INFERENCE = Advisor(BASE).edition()
BOOK = price_book(INFERENCE.program, "us-east-1")
GROWING = (
    "requests_per_month",
    "typical_run_ms",
    "memory_mib",
    "egress_gib_per_month",
    "request_kib",
    "response_kib",
    "availability_zones",
    "steps",
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(OPTIONS), st.sampled_from(GROWING), st.floats(1, 100), st.booleans())
def test_a_bill_never_falls_when_use_rises(seed: int, option: str, fact: str, factor: float, free_tier: bool) -> None:
    """One size for both, as sizing may go over to another kind of instance. Traffic from what is free up to the last tier."""
    rng = random.Random(seed)
    components = tuple(name for name in COMPONENTS if rng.random() < 0.3)
    workload = next(random_workloads(INFERENCE.program, seed, 1)) | {
        "requests_per_month": 10 ** (rng.random() * 9),
        "typical_run_ms": 10 ** (rng.random() * 5),
    }
    workload |= {"egress_gib_per_month": 10.0, "request_kib": 50.0, "response_kib": 5.0, "availability_zones": 2, "steps": 3}
    workload.setdefault("memory_mib", 512)
    known = INFERENCE.infer(workload).known
    sized = size(INFERENCE.program, known, option, components)
    more = known | {fact: int(known[fact] * factor) if fact in ("availability_zones", "steps") else known[fact] * factor}
    grown = sized
    if fact == "memory_mib" and sized.memory_mib is not None:
        grown = sized.model_copy(update={"memory_mib": sized.memory_mib * factor})
    if fact == "availability_zones":
        grown = sized.model_copy(update={"zones": more[fact]})
    small = bill(INFERENCE.program, known, option, sized, components, BOOK, free_tier=free_tier)
    large = bill(INFERENCE.program, more, option, grown, components, BOOK, free_tier=free_tier)
    assert small.monthly_usd <= large.monthly_usd
    for line in small.lines:
        other = large.line(line.id)
        assert isinstance(other, BillLine)
        assert line.usd <= other.usd


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(OPTIONS), st.floats(1, 5))
def test_a_bill_never_falls_when_a_price_rises(seed: int, option: str, factor: float) -> None:
    workload = API | next(random_workloads(INFERENCE.program, seed, 1))
    known = INFERENCE.infer(workload).known
    components = COMPONENTS[seed % 5 :: 3]
    sized = size(INFERENCE.program, known, option, components)
    small = bill(INFERENCE.program, known, option, sized, components, BOOK)
    if not small.lines:
        return
    name = random.Random(seed).choice(small.lines).price.partition(":")[0]
    dearer = check_prices({name: scaled(BASE.figures[name].values[-1].value, factor)}, "dearer", BASE)
    large = bill(INFERENCE.program, known, option, sized, components, price_book(INFERENCE.program, "us-east-1", dearer))
    assert small.monthly_usd <= large.monthly_usd


def scaled(value: Any, factor: float) -> Any:
    return {key: scaled(inner, factor) for key, inner in value.items()} if isinstance(value, dict) else value * factor


@given(st.lists(st.floats(0, 1e9, allow_nan=False), max_size=30))
def test_currency_arithmetic_is_exact_to_the_cent(amounts: list[float]) -> None:
    shown = [cents(amount) for amount in amounts]
    assert add(shown) == sum(shown, Decimal(0))
    assert add(shown) == add(reversed(shown))
    assert all(abs(one - Decimal(amount)) <= Decimal("0.0050001") for one, amount in zip(shown, amounts, strict=True))


@pytest.mark.parametrize(
    ("usd", "expected"),
    [
        (0, "0.00"),
        (0.004999, "0.00"),
        (0.005, "0.01"),
        (0.125, "0.13"),
        (1.005, "1.01"),
        (2.675, "2.68"),
        (1e20, "100000000000000000000.00"),
    ],
)
def test_half_a_cent_goes_up(usd: float, expected: str) -> None:
    assert cents(usd) == Decimal(expected)


def test_the_bill_counts_the_units_of_the_sizing(today: Inference, book: PriceBook) -> None:
    """Whole units kept on average, so never fewer than the sizing says and never one more."""
    checked, rng = 0, random.Random(1)
    for workload in random_workloads(today.program, seed=5, count=60):
        rate = rng.random() ** 3 * 1e9
        filled = {"trigger": "api", "typical_run_ms": 200, "memory_mib": 1024, "requests_per_month": rate} | workload
        filled.setdefault("requests_per_s_peak", filled["requests_per_month"] / 2_628_000 * 3)
        known = today.infer(filled).known
        for option in OPTIONS:
            sized = size(today.program, known, option)
            found = bill(today.program, known, option, sized, (), book)
            tasks, instances = found.line("fargate-vcpu"), found.line("instances")
            if tasks is not None and sized.units_always and sized.units_mean is not None and sized.vcpus:
                assert sized.units_mean - 1e-6 <= tasks.quantity / HOURS / sized.vcpus < sized.units_mean + 1 + 1e-6
                checked += 1
            if instances is not None and sized.instances is not None:
                assert sized.instances - 1e-6 <= instances.quantity / HOURS < sized.instances + 1 + 1e-6
                checked += 1
    assert checked > 100


TRAFFIC = ("steady", "spiky", "idle-mostly", "scheduled")


@pytest.mark.parametrize("rule", ["BIL-001", "BIL-002", "BIL-003", "BIL-004"])
def test_no_bill_is_counted_twice(today: Inference, rule: str) -> None:
    """Where a rule on bills speaks for an option, no rule that judges the bill by the traffic alone says the same."""
    judged = {"TRF-002", "TRF-003", "CST-001"}
    fired_at_all = False
    for case in BASE.rules[rule].case:
        for traffic in TRAFFIC:
            fired = {found.rule.id: found.rule for found in today.infer(case.workload | {"traffic": traffic}).fired}
            if rule in fired:
                fired_at_all = True
                others = [fired[name] for name in judged & fired.keys() if fired[name].points > 0]
                assert not any(set(fired[rule].targets) & set(other.targets) for other in others)
    assert fired_at_all


def test_kept_lines_are_dropped_before_they_are_too_many(today: Inference, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.cost.bill._MOST_LINES", 2)
    expected = bill_of(today, "lambda", API, "nat-gateway", "x-ray")
    assert bill_of(today, "lambda", API, "nat-gateway", "x-ray") == expected


def test_nothing_stands_before_what_has_an_address_of_its_own(today: Inference) -> None:
    for option in ("lambda-microvm", "lambda-web-function"):
        assert not {"api-http", "api-rest", "balancer-hours"} & set(usd(bill_of(today, option, API, "api-gateway-http")))
    assert "api-http" in usd(bill_of(today, "lambda", API, "api-gateway-http"))


@pytest.mark.parametrize(("kib", "requests"), [(64, 1), (65, 2), (1024, 16), (1025, 1)])
def test_what_fits_no_message_lies_elsewhere(today: Inference, kib: int, requests: int) -> None:
    """Messages count by begun steps of 64 KiB; above the largest message the data is kept in a store and only named."""
    workload = {"trigger": "sqs", "requests_per_month": 1_000_000, "typical_run_ms": 100, "memory_mib": 512, "request_kib": kib}
    (line,) = [line for line in bill_of(today, "lambda", workload).lines if line.id == "sqs"]
    assert line.quantity == 3_000_000 * requests


def test_further_machines_of_a_job_are_named(today: Inference) -> None:
    job = {"trigger": "job-queue", "requests_per_month": 40, "typical_run_ms": 3_600_000, "vcpus": 4, "memory_mib": 8192}
    assert "nodes" in left_out(bill_of(today, "batch-ec2", job | {"multi_node": True}))
    assert "nodes" not in left_out(bill_of(today, "batch-ec2", job))


def test_machines_of_your_own_are_charged_by_the_registration(today: Inference) -> None:
    found = bill_of(today, "ecs-ec2", SERVICE | {"runs_on_premises": True})
    assert usd(found)["ecs-anywhere"] == cents(HOURS * 2 * 0.01025)
    assert "instances" not in usd(found)
    assert "own-machines" in left_out(found)


def test_events_too_many_for_a_task_each_meet_tasks_that_fetch_them(today: Inference) -> None:
    events = {
        "trigger": "iot",
        "requests_per_month": 400_000_000,
        "requests_per_s_peak": 300,
        "typical_run_ms": 20,
        "memory_mib": 128,
    }
    each, fetched = (usd(bill_of(today, "ecs-fargate", events, *parts)) for parts in ((), ("poller", "sqs-buffer")))
    assert each["fargate-vcpu"] > 100 * fetched["fargate-vcpu"]
    assert fetched["sqs"] > 0


@pytest.mark.parametrize(("trigger", "named"), [("kinesis", True), ("iot", True), ("msk", True), ("s3", False), ("sqs", False)])
def test_what_hands_the_work_over_is_named_where_it_has_no_price(today: Inference, trigger: str, named: bool) -> None:
    found = bill_of(today, "lambda", API | {"trigger": trigger})
    assert ("source" in left_out(found)) == named
    assert not named or found.lower_bound
