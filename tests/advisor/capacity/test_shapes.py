"""Memory, vCPUs and disk of one unit, rounded to what each option sells on a date."""

import itertools
from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from tests.advisor.capacity.plans import assumed, said, sized

GIB = 1024


@pytest.mark.parametrize(
    ("facts", "memory", "vcpus"),
    [
        ({"memory_mib": 512}, 512, 512 / 1769),
        ({"memory_mib": 100}, 128, 128 / 1769),
        ({"memory_mib": 1000.5}, 1001, 1001 / 1769),
        ({"vcpus": 1}, 1769, 1),
        ({"vcpus": 2, "memory_mib": 1024}, 3538, 2),
        ({"vcpus": 0.1, "memory_mib": 1024}, 1024, 1024 / 1769),
        ({"memory_mib": 10240}, 10240, 6),
        ({"vcpus": 6}, 10240, 6),
        ({}, 1769, 1),
    ],
)
def test_a_function_gets_its_vcpus_from_its_memory(
    today: Inference, facts: dict[str, Any], memory: float, vcpus: float
) -> None:
    for option in ("lambda", "lambda-durable", "step-functions-lambda"):
        found = sized(today.program, option, **facts)
        assert (found.memory_mib, found.vcpus) == (memory, pytest.approx(vcpus))


def test_memory_that_was_bought_for_vcpus_is_explained(today: Inference) -> None:
    found = sized(today.program, "lambda", vcpus=2, memory_mib=1024)
    assert "vCPUs in proportion" in said(found)
    assert found.notes[0].figure == "lambda.memory_per_vcpu"
    assert found.notes[0].source == today.program.edition.figures["lambda.memory_per_vcpu"].row.source


def test_with_neither_known_one_vcpu_stands_in_for_every_option(today: Inference) -> None:
    for option in set(today.program.options) - {"lambda-web-function"}:
        found = sized(today.program, option)
        assert assumed(found)["vcpus"] == 1
        assert {"memory_mib", "vcpus"} <= set(found.missing)


def test_memory_came_in_steps_of_64_when_the_notes_were_written(of_the_notes: Inference) -> None:
    assert sized(of_the_notes.program, "lambda", memory_mib=1000).memory_mib == 1024
    assert sized(of_the_notes.program, "lambda", vcpus=1).memory_mib == 1792


def test_before_aws_told_the_proportion_vcpus_are_not_known(advisor: Advisor) -> None:
    program = advisor.edition(date(2016, 6, 1)).program
    found = sized(program, "lambda", vcpus=1, memory_mib=512)
    assert (found.memory_mib, found.vcpus) == (512, None)


@pytest.mark.parametrize(
    ("facts", "storage", "extra"),
    [
        ({}, 512, 0),
        ({"scratch_mib": 300}, 512, 0),
        ({"scratch_mib": 2000.2}, 2001, 1489),
        ({"largest_file_mib": 4096}, 4096, 3584),
        ({"largest_file_mib": 99999}, 512, 0),
        ({"scratch_mib": 1024, "largest_file_mib": 3000}, 3000, 2488),
    ],
)
def test_local_disk_of_a_function(today: Inference, facts: dict[str, Any], storage: float, extra: float) -> None:
    found = sized(today.program, "lambda", **facts)
    assert (found.storage_mib, found.extra_storage_mib) == (storage, extra)


def test_local_disk_could_not_grow_when_the_notes_were_written(of_the_notes: Inference) -> None:
    assert sized(of_the_notes.program, "lambda", largest_file_mib=2000).extra_storage_mib == 0


@pytest.mark.parametrize(
    ("facts", "memory", "vcpus"),
    [
        ({"memory_mib": 512}, 2048, 1),
        ({"memory_mib": 8192}, 8192, 4),
        ({"memory_mib": 8192, "vcpus": 1}, 8192, 1),
        ({"memory_mib": 16384, "vcpus": 1}, 16384, 2),
        ({"memory_mib": 2048, "vcpus": 3.5}, 8192, 4),
        ({}, 2048, 1),
    ],
)
def test_a_managed_function_has_whole_vcpus_in_the_settable_ratio(
    today: Inference, facts: dict[str, Any], memory: float, vcpus: float
) -> None:
    found = sized(today.program, "lambda-managed-instances", **facts)
    assert (found.memory_mib, found.vcpus) == (memory, vcpus)
    assert 2 * GIB <= memory / vcpus <= 8 * GIB


def test_an_accelerator_allows_a_larger_disk(today: Inference) -> None:
    facts = {"scratch_mib": 20480, "memory_mib": 8192}
    assert sized(today.program, "lambda-managed-instances", gpu=True, **facts).storage_mib == 20480
    assert sized(today.program, "lambda-managed-instances", **facts).storage_mib == 512


def test_a_web_function_has_one_size(today: Inference) -> None:
    found = sized(today.program, "lambda-web-function", memory_mib=700, vcpus=1)
    assert (found.memory_mib, found.vcpus, found.storage_mib, found.architecture) == (2048, 2, 512, "arm")


@pytest.mark.parametrize(
    ("facts", "memory", "vcpus", "disk", "bursts"),
    [
        ({"memory_mib": 400}, 512, 0.25, 8, False),
        ({"memory_mib": 2048}, 2048, 1, 8, False),
        ({"memory_mib": 512, "vcpus": 2}, 4096, 2, 16, False),
        ({"memory_mib": 512, "scratch_mib": 20480}, 8192, 4, 32, False),
        ({"memory_mib": 12000}, 4096, 2, 16, True),
        ({"memory_mib": 20000}, 8192, 4, 32, True),
        ({"memory_mib": 90000}, 8192, 4, 32, False),
    ],
)
def test_a_microvm_covers_the_need_with_its_baseline_or_by_bursting(
    today: Inference, facts: dict[str, Any], memory: float, vcpus: float, disk: float, bursts: bool
) -> None:
    found = sized(today.program, "lambda-microvm", **facts)
    assert (found.memory_mib, found.vcpus, found.storage_mib) == (memory, vcpus, disk * GIB)
    assert ("bursting" in said(found)) == bursts


@pytest.mark.parametrize(
    ("facts", "vcpus", "gib"),
    [
        ({"memory_mib": 512}, 0.25, 0.5),
        ({"memory_mib": 513}, 0.25, 1),
        ({"memory_mib": 3000}, 0.5, 3),
        ({"vcpus": 0.3, "memory_mib": 500}, 0.5, 1),
        ({"vcpus": 4}, 4, 8),
        ({"vcpus": 3, "memory_mib": 40960}, 8, 40),
        ({"vcpus": 17}, 32, 60),
        ({"memory_mib": 512, "os": "windows"}, 1, 2),
        ({"vcpus": 3, "os": "windows"}, 4, 8),
        ({"vcpus": 8, "os": "windows"}, None, None),
        ({"vcpus": 33}, None, None),
    ],
)
def test_the_task_size_that_fits(today: Inference, facts: dict[str, Any], vcpus: float | None, gib: float | None) -> None:
    for option in ("ecs-fargate", "batch-fargate"):
        found = sized(today.program, option, **facts)
        assert (found.vcpus, found.memory_mib) == (vcpus, None if gib is None else gib * GIB)
        assert ("No task size" in said(found)) == (vcpus is None)


def test_task_sizes_are_those_of_the_date(advisor: Advisor, of_the_notes: Inference) -> None:
    assert sized(of_the_notes.program, "ecs-fargate", vcpus=8).vcpus is None
    assert sized(advisor.edition(date(2023, 1, 1)).program, "ecs-fargate", vcpus=8).vcpus == 8
    assert sized(advisor.edition(date(2023, 1, 1)).program, "ecs-fargate", vcpus=17).vcpus is None


def test_no_other_task_size_that_fits_is_cheaper(today: Inference) -> None:
    table = today.program.edition.figures["fargate.task.sizes"].value
    assert isinstance(table, dict)
    pairs = [(float(vcpu), gib) for vcpu, gibs in table.items() for gib in gibs]

    def price(vcpu: float, gib: float) -> float:
        return vcpu * 0.04048 + gib * 0.004445

    for vcpus, gib in itertools.product((0.1, 0.25, 1.5, 2, 5, 16, 20), (0.2, 1, 7.5, 31, 70, 121)):
        found = sized(today.program, "ecs-fargate", vcpus=vcpus, memory_mib=gib * GIB)
        best = min((price(*pair), pair) for pair in pairs if pair[0] >= vcpus and pair[1] >= gib)
        assert (found.vcpus, found.memory_mib) == (best[1][0], best[1][1] * GIB)


@pytest.mark.parametrize(
    ("facts", "storage", "extra"),
    [
        ({}, 20, 0),
        ({"scratch_mib": 10240, "image_mib": 5000}, 20, 0),
        ({"scratch_mib": 30000}, 30, 10),
        ({"scratch_mib": 999_999}, 200, 180),
    ],
)
def test_disk_of_a_task_is_shared_with_its_image(today: Inference, facts: dict[str, Any], storage: float, extra: float) -> None:
    found = sized(today.program, "ecs-fargate", **facts)
    assert (found.storage_mib, found.extra_storage_mib) == (storage * GIB, extra * GIB)


def test_disk_of_a_task_was_fixed_when_the_notes_were_written(of_the_notes: Inference) -> None:
    found = sized(of_the_notes.program, "ecs-fargate", scratch_mib=99999)
    assert (found.storage_mib, found.extra_storage_mib) == (14 * GIB, 0)


def test_on_instances_the_unknown_half_is_that_of_the_smallest_task(today: Inference) -> None:
    found = sized(today.program, "ecs-ec2", memory_mib=3000, scratch_mib=100, image_mib=1000)
    assert (found.memory_mib, found.vcpus, found.storage_mib) == (3000, 0.5, 2 * GIB)
    found = sized(today.program, "batch-ec2", vcpus=3)
    assert (found.memory_mib, found.vcpus, found.storage_mib) == (8 * GIB, 3, None)
    assert assumed(found)["memory_mib"] == 8 * GIB


def test_beyond_the_largest_task_only_what_is_known_counts(today: Inference) -> None:
    found = sized(today.program, "batch-ec2", memory_mib=400 * GIB)
    assert (found.vcpus, found.instance_type) == (None, "r6i.16xlarge")
    assert sized(today.program, "batch-ec2", vcpus=48).memory_mib is None
