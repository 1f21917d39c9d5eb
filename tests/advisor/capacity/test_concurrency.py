"""Limits at the peak, growth, backlogs and connections downstream."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import Advisor
from advisor.capacity.phrases import milliseconds_of
from advisor.capacity.ramp import drain_seconds
from advisor.inference import Inference
from tests.advisor.capacity.plans import assumed, loaded, said

CALLERS = {"trigger": "api", "requests_per_s_peak": 4000, "typical_run_ms": 500}
EVENTS = CALLERS | {"trigger": "s3"}


def test_callers_above_the_quota_are_turned_away(today: Inference) -> None:
    found = loaded(today.program, "lambda", **CALLERS)
    assert (found.concurrency, found.limit, found.limit_figure) == (2000, 1000, "lambda.concurrency.default")
    assert (found.share, found.throttled_per_s, found.queued_per_s) == (2, 2000, 0)
    assert "are turned away" in said(found)
    assert assumed(found) == {"account_concurrency": 1000}


def test_events_above_the_quota_wait(today: Inference) -> None:
    found = loaded(today.program, "lambda", **EVENTS)
    assert (found.throttled_per_s, found.queued_per_s) == (0, 2000)
    assert "2,000 requests a second wait." in said(found)
    assert "waits for more than 6 h is given up" in said(found)
    assert "given up" not in said(loaded(today.program, "lambda", **EVENTS | {"requests_per_s_peak": 40}))


def test_events_had_no_age_limit_before_it_was_stated(advisor: Advisor) -> None:
    program = advisor.edition(date(2019, 6, 1)).program
    assert "given up" not in said(loaded(program, "lambda", **EVENTS))


def test_a_given_quota_counts_instead_of_the_default(today: Inference) -> None:
    found = loaded(today.program, "lambda", **CALLERS, account_concurrency=5000)
    assert (found.limit, found.limit_fact, found.limit_figure, found.share) == (5000, "account_concurrency", None, 0.4)
    assert (found.throttled_per_s, assumed(found)) == (0, {})


def test_short_requests_are_bound_by_their_rate(today: Inference) -> None:
    assert loaded(today.program, "lambda", trigger="api", requests_per_s_peak=4000, typical_run_ms=20).concurrency == 400
    assert loaded(today.program, "lambda", trigger="s3", requests_per_s_peak=4000, typical_run_ms=20).concurrency == 80


@pytest.mark.parametrize(
    ("option", "facts", "limit", "figure"),
    [
        ("lambda-managed-instances", {"vcpus": 2}, 400 / 2 * 8, "lambda.managed_instances.vcpus_per_provider.default"),
        ("lambda-web-function", {}, 1000 * 8, "lambda.web_functions.quota.default:vcpu"),
        ("lambda-microvm", {"memory_mib": 2048}, 200, "lambda.microvms.memory.default"),
        ("ecs-fargate", {"vcpus": 2}, 3 * 8, "fargate.vcpu_quota.default"),
        ("batch-fargate", {"vcpus": 2}, 3, "fargate.vcpu_quota.default"),
        ("ecs-ec2", {"vcpus": 1}, 5000 * 4, "ecs.service.tasks.max"),
        ("batch-ec2", {}, None, None),
    ],
)
def test_the_limit_of_each_option(
    today: Inference, option: str, facts: dict[str, Any], limit: float | None, figure: str | None
) -> None:
    found = loaded(today.program, option, **CALLERS, **facts)
    assert (found.limit, found.limit_figure) == (limit, figure)
    if limit is not None:
        assert found.share == pytest.approx((found.concurrency or 0) / limit)


def test_a_size_that_does_not_exist_has_no_limit(today: Inference) -> None:
    assert loaded(today.program, "ecs-fargate", **CALLERS, vcpus=64).limit is None


def test_what_is_not_known_is_named(today: Inference) -> None:
    found = loaded(today.program, "lambda", trigger="api")
    assert (found.concurrency, found.share, found.throttled_per_s, found.ramp_s) == (None, None, None, None)
    assert found.missing == ["requests_per_s_peak", "typical_run_ms"]
    assert loaded(today.program, "batch-ec2", parallel_jobs=7).throttled_per_s is None
    assert "as stated" in said(loaded(today.program, "batch-ec2", parallel_jobs=7))


@pytest.mark.parametrize(
    ("option", "facts", "seconds", "refused"),
    [
        ("lambda", CALLERS | {"requests_per_s_peak": 2000}, 0, 0),
        ("lambda", CALLERS, 10, 4000 * 10 * 0.5 / 2),
        ("lambda", EVENTS, 10, None),
        ("ecs-fargate", CALLERS | {"requests_per_s_peak": 8, "vcpus": 1}, 0, 0),
        ("ecs-fargate", CALLERS | {"requests_per_s_peak": 160, "vcpus": 1}, 30 + 18 / 500 * 60, None),
        ("batch-fargate", {"parallel_jobs": 500, "startup_s": 5}, 35 + (500 - 100) / 20, None),
        ("batch-ec2", {"parallel_jobs": 500}, 300, None),
        ("ecs-ec2", CALLERS | {"requests_per_s_peak": 160, "vcpus": 1}, 300 + 18 / 500 * 60, None),
        ("lambda-web-function", CALLERS, None, None),
    ],
)
def test_growth_to_the_peak(
    today: Inference, option: str, facts: dict[str, Any], seconds: float | None, refused: float | None
) -> None:
    found = loaded(today.program, option, **facts)
    assert found.ramp_s == (None if seconds is None else pytest.approx(seconds))
    if refused is not None:
        assert found.ramp_refused == pytest.approx(refused)


def test_containers_refuse_what_those_that_run_cannot_hold(today: Inference) -> None:
    found = loaded(today.program, "ecs-fargate", **CALLERS | {"requests_per_s_peak": 160, "vcpus": 1})
    assert found.ramp_refused == pytest.approx(160 * (found.ramp_s or 0) * (1 - 8 / 80))
    assert "takes the whole load" in said(found)
    assert "everything waits" in said(loaded(today.program, "batch-fargate", parallel_jobs=5))


def test_managed_functions_double_every_five_minutes(today: Inference) -> None:
    found = loaded(today.program, "lambda-managed-instances", **CALLERS | {"requests_per_s_peak": 192, "vcpus": 1})
    assert found.ramp_s == pytest.approx(300 * math.log2(96 / 12))
    steps = 100_000
    held = (min(96, 12 * 2 ** (900 * step / steps / 300)) for step in range(steps))
    missing = sum((96 - capacity) / 96 for capacity in held) * 900 / steps
    assert found.ramp_refused == pytest.approx(192 * missing, rel=1e-3)


def test_growth_of_former_years(of_the_notes: Inference, advisor: Advisor) -> None:
    found = loaded(of_the_notes.program, "lambda", **CALLERS)
    assert found.ramp_s == pytest.approx((2000 - 500) / (500 / 60))
    earlier = advisor.edition(date(2017, 1, 1)).program
    assert loaded(earlier, "lambda", **CALLERS).ramp_s is None
    assert loaded(of_the_notes.program, "ecs-fargate", **CALLERS).ramp_s is None


def test_provisioned_capacity_needs_no_growth(today: Inference) -> None:
    assert loaded(today.program, "lambda", "provisioned-concurrency", **CALLERS).ramp_s == 0


@pytest.mark.parametrize(
    ("facts", "seconds"),
    [
        ({"queue_backlog": 0}, 0),
        ({"queue_backlog": 100, "requests_per_month": 0}, (-5 + math.sqrt(25 + 2 * 5 * 100)) / 5),
        ({"queue_backlog": 200_000, "requests_per_month": 0}, 199 + (200_000 - (5 * 199 + 5 * 199**2 / 2)) / 1000),
        ({"queue_backlog": 10, "requests_per_month": 730 * 3600 * 1000}, None),
        ({}, None),
    ],
)
def test_a_queue_drains_at_the_pace_of_its_mapping(today: Inference, facts: dict[str, Any], seconds: float | None) -> None:
    found = loaded(today.program, "lambda", trigger="sqs", typical_run_ms=1000, requests_per_s_peak=10, **facts)
    assert found.drain_s == (None if seconds is None else pytest.approx(seconds))
    if facts.get("queue_backlog") == 10:
        assert "never shrinks" in said(found)


def test_a_backlog_whose_load_is_not_known_is_assumed_to_be_alone(today: Inference) -> None:
    found = loaded(today.program, "lambda", trigger="sqs", typical_run_ms=1000, queue_backlog=50)
    assert assumed(found)["mean_concurrency"] == 0
    assert "requests_per_month" in found.missing
    assert loaded(today.program, "lambda", trigger="sqs", queue_backlog=50).drain_s is None


@pytest.mark.parametrize(
    ("option", "trigger", "pace"),
    [
        ("lambda", "s3", 1000),
        ("lambda", "kinesis", 10),
        ("lambda", "sqs-fifo", None),
        ("ecs-fargate", "sqs", 15),
        ("lambda-microvm", "sdk", 10),
    ],
)
def test_other_sources_drain_at_a_steady_pace(today: Inference, option: str, trigger: str, pace: float | None) -> None:
    facts = {"requests_per_s_peak": 10, "typical_run_ms": 1000, "requests_per_month": 0, "queue_backlog": 3000}
    found = loaded(today.program, option, trigger=trigger, thread_safe=False, **facts)
    assert found.drain_s == (None if pace is None else pytest.approx(3000 / pace))


def test_downstream_connections(today: Inference) -> None:
    found = loaded(today.program, "lambda", **CALLERS, downstream_connections=100)
    assert (found.downstream_connections, found.downstream_share) == (2000, 20)
    assert "only 100 are accepted." in said(found)
    proxied = loaded(today.program, "lambda", "rds-proxy", **CALLERS, downstream_connections=100)
    assert "unless RDS Proxy shares them" in said(proxied)
    few = loaded(today.program, "ecs-fargate", **CALLERS, downstream_connections=5000)
    assert (few.downstream_connections, few.downstream_share) == (2000, 0.4)
    assert loaded(today.program, "lambda", **CALLERS).downstream_share is None


amounts = st.integers(0, 10_000)


@given(work=st.floats(0.1, 1e6), base=amounts, start=amounts, per_s=st.sampled_from([0, 0.5, 5, 80]), most=amounts)
def test_draining_works_off_exactly_the_backlog(work: float, base: float, start: float, per_s: float, most: float) -> None:
    seconds = drain_seconds(work, base, start=start, per_s=per_s, most=most)
    if most <= base:
        assert seconds is None
        return
    assert seconds is not None
    assert seconds >= 0
    if per_s == 0 or start >= most:
        done = (most - base) * seconds
    else:
        growing = min(seconds, (most - start) / per_s)
        done = (start - base) * growing + per_s * growing**2 / 2 + (most - base) * (seconds - growing)
    assert done == pytest.approx(work, rel=1e-6, abs=1e-3)


@given(work=st.floats(1, 1e5), more=st.floats(0, 1e5), base=st.floats(0, 50), start=st.floats(0, 50))
def test_more_backlog_never_drains_sooner(work: float, more: float, base: float, start: float) -> None:
    pace = {"start": start, "per_s": 5.0, "most": 100.0}
    assert (drain_seconds(work + more, base, **pace) or 0) >= (drain_seconds(work, base, **pace) or 0) - 1e-6


@pytest.mark.parametrize(
    ("value", "unit", "span"),
    [
        ({"from": 100, "to_over": 1000, "text": "…"}, "ms", (100, 1000)),
        ({"from": 0.25, "to": 2.7}, "ms", (0.25, 2.7)),
        ({"min": 1}, "ms", None),
        (30, "s", (30_000, 30_000)),
        (30, "ms", (30, 30)),
        (30, "count", None),
        (True, "s", None),
        ("single-digit ms", "text", (1, 10)),
        ("double-digit milliseconds", "text", (10, 100)),
        ("a few minutes", "text", (120_000, 300_000)),
        ("soon", "text", None),
        (None, "text", None),
    ],
)
def test_times_in_words(value: object, unit: str, span: tuple[float, float] | None) -> None:
    assert milliseconds_of(value, unit) == span
