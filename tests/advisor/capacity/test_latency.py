"""The latency budget: parts in the order of the path, ranges, marks, and the verdict against a target."""

from typing import Any

import pytest

from advisor.inference import Inference
from tests.advisor.capacity.plans import assumed, timed

RUN = {"typical_run_ms": 50, "longest_run_s": 0.2}


def shown(found: Any) -> list[tuple[str, str, float, float]]:
    return [(part.part, part.when, part.low_ms, part.high_ms) for part in found.parts]


def test_an_api_in_front_of_a_function(today: Inference) -> None:
    found = timed(today.program, "lambda", trigger="api", **RUN)
    assert shown(found) == [
        ("entry", "always", 10, 100),
        ("invoke", "always", 1, 10),
        ("start", "cold", 100, 1000),
        ("code", "always", 50, 200),
    ]
    assert (found.warm_low_ms, found.warm_high_ms, found.cold_low_ms, found.cold_high_ms) == (61, 310, 161, 1310)
    assert (found.target_ms, found.verdict) == (None, "unknown")


def test_every_part_names_who_states_it(today: Inference) -> None:
    found = timed(today.program, "lambda", trigger="api", aws_services=("dynamodb",), **RUN)
    sources = today.program.edition.base.sources
    for part in found.parts:
        if part.confidence == "given":
            assert part.figure is None
        else:
            assert part.figure in today.program.edition.figures
            assert part.source in sources
    marks = {part.part: part.confidence for part in found.parts}
    assert marks == {
        "entry": "uncertain",
        "invoke": "uncertain",
        "start": "confirmed",
        "code": "given",
        "call:dynamodb": "confirmed",
    }
    assert "(uncertain)" in found.parts[0].because


def test_calls_are_shown_but_not_added_since_the_run_includes_them(today: Inference) -> None:
    calls = {"aws_services": ("s3", "dynamodb", "sqs"), "vpc_resources": ("efs", "elasticache", "rds")}
    with_calls, without = (timed(today.program, "lambda", trigger="s3", **RUN, **more) for more in (calls, {}))
    inside = {part.part: (part.low_ms, part.high_ms) for part in with_calls.parts if part.when == "inside"}
    assert inside == {
        "call:s3": (10, 100),
        "call:dynamodb": (1, 10),
        "call:efs": (0.25, 2.7),
        "call:elasticache": (0, 1),
    }
    assert with_calls.warm_high_ms == without.warm_high_ms
    assert "up to 1 ms" in next(part.because for part in with_calls.parts if part.part == "call:elasticache")


@pytest.mark.parametrize(
    ("component", "start"), [("provisioned-concurrency", (10, 100)), ("snapstart", (100, 1000)), ("x-ray", (100, 1000))]
)
def test_prepared_environments_start_sooner(today: Inference, component: str, start: tuple[float, float]) -> None:
    found = timed(today.program, "lambda", component, trigger="api", startup_s=3, **RUN)
    parts = {part.part: (part.low_ms, part.high_ms) for part in found.parts}
    assert parts["start"] == start
    assert ("own-start" in parts) == (component == "x-ray")


def test_each_step_of_a_flow_is_invoked(today: Inference) -> None:
    found = timed(today.program, "step-functions-lambda", trigger="sdk", steps=5, **RUN)
    assert ("invoke", "always", 5, 50) in shown(found)


@pytest.mark.parametrize(
    ("option", "parts"),
    [
        ("lambda-managed-instances", ["entry", "invoke", "code"]),
        ("lambda-web-function", ["start", "code"]),
        ("lambda-microvm", ["code"]),
        ("ecs-fargate", ["entry", "code"]),
        ("batch-ec2", ["entry", "start", "code"]),
    ],
)
def test_the_path_of_each_option(today: Inference, option: str, parts: list[str]) -> None:
    assert [part.part for part in timed(today.program, option, trigger="api", **RUN).parts] == parts


def test_work_that_is_started_each_time_pays_for_it(today: Inference) -> None:
    found = timed(today.program, "ecs-fargate", trigger="s3", startup_s=4, **RUN)
    assert shown(found)[:2] == [("start", "always", 30_000, 30_000), ("own-start", "always", 4000, 4000)]
    assert found.warm_low_ms == found.cold_low_ms == 34_050
    jobs = timed(today.program, "batch-ec2", trigger="job-queue", **RUN)
    assert shown(jobs)[0] == ("start", "always", 120_000, 300_000)


@pytest.mark.parametrize(
    ("target", "verdict", "words"),
    [
        (1310, "fits", "slowest answer"),
        (1309, "only-warm", "with a start they take up to 1.31 s"),
        (310, "only-warm", "61 ms to 310 ms"),
        (309, "tight", "slow end"),
        (61, "tight", "slow end"),
        (60, "not", "quickest"),
    ],
)
def test_the_verdict_against_a_target(today: Inference, target: float, verdict: str, words: str) -> None:
    found = timed(today.program, "lambda", trigger="api", p99_latency_ms=target, **RUN)
    assert (found.verdict, found.target_ms) == (verdict, target)
    assert words in found.because


def test_what_can_not_be_said(today: Inference, of_the_notes: Inference) -> None:
    lacking = timed(today.program, "lambda", trigger="api", p99_latency_ms=100)
    assert (lacking.verdict, lacking.warm_low_ms, lacking.cold_high_ms) == ("unknown", None, None)
    assert lacking.missing == ["typical_run_ms"]
    sandbox = timed(today.program, "lambda-microvm", trigger="sdk", p99_latency_ms=1000, **RUN)
    assert (sandbox.verdict, sandbox.warm_high_ms, sandbox.cold_high_ms) == ("unknown", 200, None)
    assert "no known time" in sandbox.because
    slow = timed(today.program, "lambda-microvm", trigger="sdk", p99_latency_ms=10, **RUN)
    assert slow.verdict == "not"
    then = timed(of_the_notes.program, "lambda", trigger="api", p99_latency_ms=1000, **RUN)
    assert (then.verdict, then.cold_low_ms) == ("unknown", None)
    assert timed(today.program, "lambda", **RUN).missing == ["trigger"]


def test_a_load_balancer_is_left_out_and_that_is_said(today: Inference) -> None:
    assert assumed(timed(today.program, "ecs-fargate", trigger="alb", **RUN)) == {"entry_ms": 0}
    assert assumed(timed(today.program, "lambda", trigger="function-url", **RUN)) == {}


def test_the_typical_run_is_the_low_end_even_if_the_longest_is_given_shorter(today: Inference) -> None:
    found = timed(today.program, "lambda", trigger="sdk", typical_run_ms=500, longest_run_s=0.1)
    assert shown(found)[-1] == ("code", "always", 500, 500)
