"""How many units run, which instances hold them, and how streams are fetched."""

import math
from typing import Any

import pytest

from advisor.capacity.instances import instance_types
from advisor.inference import Inference
from tests.advisor.capacity.plans import assumed, said, sized

API = {"trigger": "api", "requests_per_s_peak": 500, "typical_run_ms": 40, "memory_mib": 512, "requests_per_month": 10**8}
JOBS = {"trigger": "job-queue", "parallel_jobs": 200, "memory_mib": 8000, "vcpus": 4}


def test_units_follow_from_rate_and_duration(today: Inference) -> None:
    found = sized(today.program, "lambda", **API | {"trigger": "s3"})
    assert found.units_peak == 20
    assert found.units_mean == pytest.approx(10**8 * 0.04 / (730 * 3600))
    assert (found.units_always, found.runs_per_unit, found.unit) == (0, 1, "environment")


def test_callers_need_an_environment_for_each_ten_requests_a_second(today: Inference) -> None:
    assert sized(today.program, "lambda", **API).units_peak == 50


def test_provisioned_concurrency_is_the_peak_and_a_tenth(today: Inference) -> None:
    found = sized(today.program, "lambda", "provisioned-concurrency", **API | {"typical_run_ms": 400})
    assert (found.provisioned_concurrency, found.units_always, found.units_peak) == (220, 220, 220)
    assert "220 covers the peak" in said(found)
    without = sized(today.program, "lambda", "provisioned-concurrency", trigger="api")
    assert (without.provisioned_concurrency, without.units_peak) == (0, None)


@pytest.mark.parametrize(
    ("facts", "always", "peak"),
    [
        (API | {"mostly_waiting": True, "vcpus": 1}, 2, math.ceil(20 / 8 * 1.5)),
        (API | {"mostly_waiting": False, "vcpus": 1}, 2, math.ceil(20 / 2 * 1.5)),
        (API | {"vcpus": 1}, 2, math.ceil(20 / 4 * 1.5)),
        (API | {"thread_safe": False, "vcpus": 1}, 2, 30),
        (API | {"availability_zones": 3}, 3, 30),
        (API | {"availability_zones": 1}, 2, 30),
        (API | {"singleton": True}, 1, 1),
        (API | {"trigger": "sqs"}, 1, 30),
        (API | {"trigger": "s3"}, 0, 20),
        (API | {"trigger": "s3", "always_on": True}, 1, 30),
        ({"trigger": "service"}, 2, 2),
        ({"trigger": "service", "caller_waits": False, "singleton": True}, 1, 1),
        ({"trigger": "api"}, 2, None),
    ],
)
def test_tasks_of_a_service_and_tasks_for_each_event(
    today: Inference, facts: dict[str, Any], always: float, peak: float | None
) -> None:
    found = sized(today.program, "ecs-fargate", **facts)
    assert (found.units_always, found.units_peak, found.unit) == (always, peak, "task")


def test_what_is_assumed_of_a_service_is_said(today: Inference) -> None:
    found = sized(today.program, "ecs-fargate", **API)
    assert {"availability_zones": 2, "mostly_waiting": "mixed", "architecture": "x86"}.items() <= assumed(found).items()
    assert "because callers wait" in said(found)
    assert not {"availability_zones", "mostly_waiting"} & set(
        assumed(sized(today.program, "ecs-fargate", **API | {"availability_zones": 2, "mostly_waiting": True}))
    )


def test_missing_facts_are_those_that_can_be_asked(today: Inference) -> None:
    assert set(sized(today.program, "ecs-fargate", trigger="api", memory_mib=512).missing) == {
        "requests_per_s_peak",
        "typical_run_ms",
        "requests_per_month",
    }
    assert sized(today.program, "ecs-fargate", trigger="service", memory_mib=512).missing == []
    assert "parallel_jobs" in sized(today.program, "batch-fargate", trigger="job-queue").missing


def test_jobs_run_side_by_side_as_stated(today: Inference) -> None:
    for option in ("batch-fargate", "batch-ec2", "batch-managed-instances"):
        found = sized(today.program, option, **JOBS)
        assert (found.units_peak, found.units_always, found.units_mean, found.unit) == (200, 0, None, "job")


def test_managed_functions_keep_three_environments_on_three_instances(today: Inference) -> None:
    found = sized(today.program, "lambda-managed-instances", **API)
    assert (found.units_always, found.instances_always, found.runs_per_unit) == (3, 3, 4)
    assert found.units_peak == math.ceil(20 / 4 * 1.5)
    assert found.instance_type == "c7i.large"
    assert found.units_per_instance == 1


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        ({"mostly_waiting": True, "language": "python", "vcpus": 4}, 32),
        ({"mostly_waiting": False, "language": "nodejs", "vcpus": 2}, 4),
        ({"mostly_waiting": True, "vcpus": 250}, 1600),
    ],
)
def test_requests_in_one_managed_environment(today: Inference, facts: dict[str, Any], runs: float) -> None:
    assert sized(today.program, "lambda-managed-instances", trigger="api", **facts).runs_per_unit == runs


def test_a_web_function_carries_many_requests_and_keeps_nothing(today: Inference) -> None:
    found = sized(today.program, "lambda-web-function", **API | {"mostly_waiting": True})
    assert (found.runs_per_unit, found.units_always, found.units_peak) == (16, 0, 2)


def test_a_microvm_for_each_run(today: Inference) -> None:
    assert sized(today.program, "lambda-microvm", parallel_jobs=30).units_peak == 30
    assert assumed(sized(today.program, "lambda-microvm"))["architecture"] == "arm"
    assert sized(today.program, "lambda-microvm", architecture="x86").architecture == "x86"


def test_services_on_instances_keep_one_in_each_zone(today: Inference) -> None:
    for option in ("ecs-ec2", "ecs-managed-instances"):
        found = sized(today.program, option, **API)
        assert (found.instances_always, found.instances) == (2, 2)
        assert found.instances_peak == math.ceil(30 / (found.units_per_instance or 0))
    assert sized(today.program, "ecs-ec2", **API | {"trigger": "sqs"}).instances_always == 1


def test_jobs_that_come_together_fill_their_instances(today: Inference) -> None:
    month = {"requests_per_month": 7300, "typical_run_ms": 3_600_000}
    found = sized(today.program, "batch-ec2", **JOBS, **month)
    held = found.units_per_instance or 0
    assert found.instances == pytest.approx(10 / min(held, 200))
    scattered = {name: value for name, value in (JOBS | month).items() if name != "parallel_jobs"}
    found = sized(today.program, "batch-ec2", **scattered, requests_per_s_peak=0.1)
    assert found.instances == pytest.approx(max(10 / (found.units_per_instance or 0), 1))


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"memory_mib": 5000, "vcpus": 1, "architecture": "arm"}, "m7g.large"),
        ({"memory_mib": 1500, "vcpus": 1, "architecture": "arm"}, "c8g.large"),
        ({"memory_mib": 1024, "vcpus": 1, "gpu": True}, "g4dn.xlarge"),
        ({"memory_mib": 1024, "vcpus": 1, "gpu": True, "gpu_memory_gib": 20}, "g6.xlarge"),
        ({"memory_mib": 1024, "vcpus": 1, "gpu": True, "gpu_memory_gib": 40}, "g6e.xlarge"),
        ({"memory_mib": 1024, "vcpus": 1, "gpu": True, "architecture": "arm"}, "g5g.xlarge"),
        ({"memory_mib": 1024, "vcpus": 1, "gpu": True, "gpu_memory_gib": 80}, None),
        ({"memory_mib": 4_000_000, "vcpus": 1}, None),
    ],
)
def test_the_instance_type_that_fits(today: Inference, facts: dict[str, Any], kind: str | None) -> None:
    found = sized(today.program, "ecs-ec2", trigger="service", region="us-east-1", **facts)
    assert found.instance_type == kind
    assert found.gpus == (1 if facts.get("gpu") else 0)
    assert ("No instance type" in said(found)) == (kind is None)
    assert found.instances_always == 2


def test_no_other_instance_type_holds_the_load_cheaper(today: Inference) -> None:
    for vcpus, memory in ((0.5, 900), (1, 1800), (2, 12000), (7, 20000), (16, 64000)):
        found = sized(today.program, "ecs-ec2", trigger="service", vcpus=vcpus, memory_mib=memory)
        costs = []
        for kind in instance_types(today.program):
            held = int(min(kind.vcpus / vcpus, kind.memory * 0.95 / memory))
            if kind.architecture == "x86" and not kind.gpus and held and "us-east-1" in kind.prices:
                costs.append((max(2, math.ceil(2 / held)) * kind.prices["us-east-1"], kind.vcpus, kind.name))
        assert found.instance_type == min(costs)[2]


def test_a_type_with_a_price_in_the_region_is_preferred(today: Inference) -> None:
    small = {"trigger": "service", "memory_mib": 6000, "vcpus": 1.5}
    for region in ("eu-west-1", "eu-central-1", "ap-southeast-2"):
        found = sized(today.program, "ecs-ec2", region=region, **small)
        assert f"price.{region}.ec2.{found.instance_type}" in today.program.edition.figures
    large = sized(today.program, "ecs-ec2", region="eu-west-1", trigger="service", memory_mib=30000, vcpus=8)
    assert large.instance_type is not None
    assert sized(today.program, "ecs-ec2", region="other", **small).instance_type is not None


def test_before_prices_were_read_no_type_is_named(of_the_notes: Inference) -> None:
    found = sized(of_the_notes.program, "ecs-ec2", **API)
    assert (found.instance_type, found.instances_peak, found.units_peak) == (None, None, 30)


@pytest.mark.parametrize(
    ("facts", "stream"),
    [
        ({"trigger": "sqs"}, ("SQS standard", 10, 10000, None, None)),
        ({"trigger": "sqs-fifo"}, ("SQS FIFO", 10, 10, None, None)),
        ({"trigger": "sqs", "typical_run_ms": 300_000}, ("SQS standard", 3, 10000, None, None)),
        ({"trigger": "sqs", "typical_run_ms": 0}, ("SQS standard", 10, 10000, None, None)),
        ({"trigger": "kinesis"}, ("Kinesis", 100, 10000, None, None)),
        ({"trigger": "kinesis", "requests_per_s_peak": 200, "typical_run_ms": 120}, ("Kinesis", 100, 10000, 8, 3)),
        ({"trigger": "kinesis", "requests_per_s_peak": 4500, "typical_run_ms": 1}, ("Kinesis", 100, 10000, 1, 5)),
        (
            {"trigger": "kinesis", "requests_per_s_peak": 300, "typical_run_ms": 1, "request_kib": 25},
            ("Kinesis", 100, 10000, 1, 8),
        ),
        ({"trigger": "dynamodb-stream", "requests_per_s_peak": 50, "typical_run_ms": 100}, ("DynamoDB", 100, 10000, 5, 1)),
        ({"trigger": "msk", "requests_per_s_peak": 50, "typical_run_ms": 100}, ("MSK", 100, 10000, 1, 5)),
        ({"trigger": "mq", "requests_per_s_peak": 50, "typical_run_ms": 100}, ("MQ", 100, 10000, None, None)),
        ({"trigger": "s3"}, None),
        ({}, None),
    ],
)
def test_batches_and_lanes_of_a_stream(today: Inference, facts: dict[str, Any], stream: tuple[Any, ...] | None) -> None:
    found = sized(today.program, "lambda", **facts).stream
    shown = found and (found.source, found.batch_size, found.batch_size_max, found.parallelisation, found.partitions)
    assert shown == stream


def test_a_stream_says_what_it_rests_on(today: Inference) -> None:
    found = sized(today.program, "lambda", trigger="kinesis", requests_per_s_peak=200, typical_run_ms=120)
    assert assumed(found)["records_per_run"] == 1
    assert "request_kib" in found.missing
    assert "3 shards or partitions" in said(found)
    assert "typical_run_ms" in sized(today.program, "lambda", trigger="sqs").missing


def test_containers_fetch_their_records_themselves(today: Inference) -> None:
    assert sized(today.program, "ecs-fargate", trigger="sqs").stream is None
    assert sized(today.program, "lambda-managed-instances", trigger="sqs", typical_run_ms=1000).stream is not None


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        ({"trigger": "sqs", "vcpus": 6}, 1),
        ({"trigger": "sqs", "vcpus": 6, "mostly_waiting": True}, 64),
        ({"trigger": "sqs", "vcpus": 1}, 4),
        ({"trigger": "api", "vcpus": 4}, 16),
        ({"trigger": "api", "vcpus": 4, "multithreaded": True}, 1),
        ({"trigger": "sdk", "vcpus": 1}, 4),
    ],
)
def test_a_run_that_keeps_several_cores_busy_has_a_task_for_itself(
    today: Inference, facts: dict[str, Any], runs: float
) -> None:
    assert sized(today.program, "ecs-fargate", memory_mib=2048, **facts).runs_per_unit == runs


def test_a_program_that_calls_directly_is_taken_to_wait(today: Inference) -> None:
    found = sized(today.program, "ecs-fargate", trigger="sdk", requests_per_s_peak=50, typical_run_ms=60, memory_mib=512)
    assert found.units_always > 0
    assert assumed(found)["invocation"] == "sync"
    handed_over = sized(today.program, "ecs-fargate", trigger="sdk", invocation="async", memory_mib=512)
    assert (handed_over.units_always, "invocation" in assumed(handed_over)) == (0, False)
