"""Addresses: by tasks, by machines, by shared interfaces of functions; the smallest subnet that lasts, and when it runs dry."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from advisor.network.addresses import Units, runs_dry_at, smallest_prefix, usable
from advisor.network.ground import Sizes, ground_of
from advisor.network.models import SubnetPlan
from tests.advisor.network.plans import plan_of


@pytest.fixture(scope="module")
def sizes(today: Inference) -> Sizes:
    return ground_of(today.program).sizes


def private(inference: Inference, facts: dict[str, Any], option: str, *, priced: bool = True) -> SubnetPlan:
    return plan_of(inference, facts, option, priced=priced).subnets[0]


@pytest.mark.parametrize(("prefix", "addresses"), [(28, 11), (27, 27), (24, 251), (16, 65531)])
def test_aws_keeps_five(sizes: Sizes, prefix: int, addresses: int) -> None:
    assert usable(prefix, sizes.reserved) == addresses


@pytest.mark.parametrize(
    ("needed", "prefix"), [(0, 28), (11, 28), (12, 27), (27, 27), (28, 26), (251, 24), (252, 23), (65531, 16), (65532, None)]
)
def test_the_smallest_block_that_holds_them(sizes: Sizes, needed: int, prefix: int | None) -> None:
    assert smallest_prefix(needed, sizes) == prefix


def test_a_load_balancer_wants_a_larger_one(sizes: Sizes) -> None:
    assert smallest_prefix(8, sizes, balancer=True) == 27
    assert smallest_prefix(100, sizes, balancer=True) == 25


def test_the_next_unit_beyond_the_load_does_not_fit(sizes: Sizes) -> None:
    for fixed in range(8):
        for share in (1, 0.5, 65000.0, 65000 / 3):
            units = Units("task", None, share, "")
            for zones in (1, 2, 3):
                most = runs_dry_at(28, fixed, units, zones, sizes)
                assert most is not None
                assert most / share / zones <= 11 - fixed + 1e-6
                assert (most + 1) / share / zones > 11 - fixed
    assert runs_dry_at(28, 20, Units("task", None, 1, ""), 2, sizes) == 0
    assert runs_dry_at(28, 0, Units("x", 1, None, ""), 2, sizes) is None


def test_tasks_take_an_address_each_and_twice_during_a_release(today: Inference) -> None:
    facts = {
        "calls_internet": False,
        "trigger": "alb",
        "requests_per_s_peak": 500,
        "typical_run_ms": 1000,
        "availability_zones": 2,
    }
    subnet = private(today, facts, "ecs-fargate")
    assert "twice as many during a release" in subnet.because
    assert subnet.addresses_needed is not None
    assert subnet.smallest_prefix is not None
    fixed = 3
    assert usable(subnet.smallest_prefix, 5) >= subnet.addresses_needed
    assert subnet.smallest_prefix == 28 or usable(subnet.smallest_prefix + 1, 5) < subnet.addresses_needed
    assert subnet.runs_dry_at == (usable(subnet.smallest_prefix, 5) - fixed) * 2 // 2


def test_jobs_side_by_side(today: Inference) -> None:
    subnet = private(today, {"parallel_jobs": 500, "calls_internet": False, "availability_zones": 2}, "batch-fargate")
    assert (subnet.addresses_needed, subnet.smallest_prefix, subnet.unit) == (253, 23, "job")
    assert subnet.runs_dry_at == (507 - 3) * 2


def test_too_many_for_any_subnet(today: Inference) -> None:
    subnet = private(today, {"parallel_jobs": 300_000, "calls_internet": False, "availability_zones": 2}, "batch-fargate")
    assert subnet.smallest_prefix is None
    assert subnet.runs_dry_at is None
    assert "even a /16 is too small" in subnet.because


def test_functions_share_interfaces(today: Inference) -> None:
    facts = {"vpc_resources": ["rds", "elasticache"], "calls_internet": False, "availability_zones": 2,
             "requests_per_s_peak": 1000, "typical_run_ms": 100}  # fmt: skip
    subnet = private(today, facts, "lambda")
    assert (subnet.addresses_needed, subnet.smallest_prefix, subnet.unit) == (1, 28, "environment")
    assert subnet.runs_dry_at == 11 * 65000 // 2 * 2
    busy = private(today, facts | {"requests_per_s_peak": 1_000_000}, "lambda")
    assert busy.addresses_needed == 2


def test_before_shared_interfaces_each_environment_had_its_own(advisor: Advisor) -> None:
    facts = {"vpc_resources": ["rds"], "calls_internet": False, "availability_zones": 2,
             "requests_per_s_peak": 1000, "typical_run_ms": 1000}  # fmt: skip
    subnet = private(advisor.edition(date(2019, 9, 2)), facts, "lambda", priced=False)
    assert subnet.addresses_needed == 500
    assert "for each environment" in subnet.because
    after = private(advisor.edition(date(2019, 9, 3)), facts, "lambda", priced=False)
    assert after.addresses_needed == 1


def test_a_load_that_is_not_known_leaves_the_size_open(today: Inference) -> None:
    plan = plan_of(today, {"calls_internet": False}, "batch-fargate")
    subnet = plan.subnets[0]
    if subnet.addresses_needed is None:
        assert subnet.smallest_prefix is None
        assert "not known" in subnet.because
        assert "parallel_jobs" in plan.missing


def test_machines_and_the_tasks_on_them(today: Inference) -> None:
    facts = {
        "calls_internet": False,
        "trigger": "alb",
        "requests_per_s_peak": 500,
        "typical_run_ms": 1000,
        "availability_zones": 2,
    }
    assert "and for each task on it" in private(today, facts, "ecs-ec2").because
    assert private(today, facts | {"parallel_jobs": 100}, "batch-ec2").because.startswith("An address for each machine:")
    assert private(today, facts, "lambda-managed-instances").unit == "environment"


def test_a_connector_takes_one_interface_whatever_the_load(today: Inference) -> None:
    subnet = private(today, {"vpc_resources": ["rds"], "calls_internet": False}, "lambda-microvm")
    assert subnet.addresses_needed == 1
    assert subnet.runs_dry_at is None


def test_public_subnets_hold_gateways_and_load_balancers(of_the_notes: Inference) -> None:
    plan = plan_of(
        of_the_notes, {"calls_internet": True, "trigger": "alb", "availability_zones": 2}, "ecs-fargate", priced=False
    )
    public = {subnet.name: subnet for subnet in plan.subnets if subnet.kind == "public"}
    assert public["public-a"].addresses_needed == 1 + 8
    assert public["public-a"].smallest_prefix == 27


def test_a_proxy_is_said_to_take_more(today: Inference) -> None:
    facts = {"vpc_resources": ["rds"], "requests_per_s_peak": 1000, "typical_run_ms": 1000, "downstream_connections": 50}
    assert "RDS Proxy takes more" in private(today, facts, "lambda").because
