"""What holds for every workload: rules and plan agree, nothing is left over, nothing is lost by asking more, paths end."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.capacity.sizing import size
from advisor.cost.prices import price_book
from advisor.inference import Inference
from advisor.inference.findings import Findings
from advisor.network.checked import Checked, check
from advisor.network.choice import rates_of
from advisor.network.demand import Demand, demand_of
from advisor.network.ground import ground_of
from advisor.network.layout import PRICED, before_unit, behind_unit
from advisor.network.models import NetworkPlan
from advisor.network.parts import without
from advisor.network.reach import ENDPOINT, reach_of
from advisor.network.verify import verify
from advisor.network.ways import ways_of
from tests.advisor.network.plans import REGION, needs_of, not_excluded, plan_from
from tests.workloads import random_workloads

ROOT = Path(__file__).parents[3]
DAYS = [None, date(2020, 2, 1), date(2023, 11, 1), date(2025, 12, 15)]
COUNT = 40


def plans(inference: Inference, seed: int, count: int = COUNT) -> Iterator[tuple[Findings, str, NetworkPlan]]:
    for facts in random_workloads(inference.program, seed, count):
        findings = inference.infer(facts)
        for option in not_excluded(findings):
            yield findings, option, plan_from(findings, option)


def layout(findings: Findings, option: str) -> tuple[Demand, Checked]:
    """The layout behind a plan, found by the same steps."""
    program, needs = findings.program, needs_of(findings, option)
    ground, sizing = ground_of(program), size(program, findings.known, option, tuple(needs))
    demand = demand_of(ground, findings.known, option, sizing.zones, needs)
    rates = rates_of(price_book(program, REGION), regional=ground.regional_nat)
    ways, _ = ways_of(ground, demand, rates, findings.known.get("egress_gib_per_month") or 0, needs)
    return demand, check(demand, ways, ground.sizes)


@pytest.mark.parametrize("day", DAYS)
def test_parts_with_a_price_are_told_without_laying_out(advisor: Advisor, day: date | None) -> None:
    """What bills by columns take from reach and ways is what the layout has."""
    seen: set[str] = set()
    for findings, option, _ in plans(advisor.edition(day), 35, 60):
        needs, ground = needs_of(findings, option), ground_of(findings.program)
        zones = size(findings.program, findings.known, option, tuple(needs)).zones
        reach = reach_of(ground, findings.known, option, zones, needs)
        rates = rates_of(price_book(findings.program, REGION), regional=ground.regional_nat)
        ways, _ = ways_of(ground, reach, rates, findings.known.get("egress_gib_per_month") or 0, needs)
        told = before_unit(reach.front) | behind_unit(reach.proxied, reach.remotes) | ({"nat-gateway"} if ways.nat else set())
        _, checked = layout(findings, option)
        assert told == set(checked.components).intersection(PRICED), (option, findings.given)
        endpoints = {name.removeprefix(ENDPOINT) for name in checked.components if name.startswith(ENDPOINT)}
        assert set(ways.by_interface) == endpoints
        seen |= told
    assert len(seen) > 3


@pytest.mark.parametrize("day", DAYS)
def test_what_rules_require_is_in_the_plan_and_the_rest_has_a_reason(advisor: Advisor, day: date | None) -> None:
    inference = advisor.edition(day)
    base = inference.program.edition.base
    for findings, option, plan in plans(inference, 31):
        needs = needs_of(findings, option)
        refused = {error.dependency for error in plan.errors}
        wanted = {name for name, need in needs.items() if need.required and base.component(name).kind == "network"}
        elsewhere = option == "ecs-ec2" and findings.known.get("runs_on_premises") is True
        assert wanted - set(plan.components) - refused == (wanted if elsewhere else set()), (option, findings.given)
        assert [one.id for one in plan.reasons] == plan.components == sorted(set(plan.components))
        assert all(base.component(name).kind == "network" for name in plan.components)
        for one in plan.reasons:
            assert one.rule is not None or one.paths or plan.errors, (option, one.id, findings.given)
            assert one.because


@pytest.mark.parametrize("day", DAYS)
def test_dropping_a_component_breaks_a_path_or_a_stated_need(advisor: Advisor, day: date | None) -> None:
    """Only endpoints that cost less than the NAT gateway beside them stay without; those of S3 and DynamoDB cost nothing."""
    for findings, option, plan in plans(advisor.edition(day), 32, 40):
        if plan.errors:
            continue
        needs = needs_of(findings, option)
        demand, checked = layout(findings, option)
        cheaper = {f"interface-endpoint:{name}" for name in plan.choice.services} if plan.choice is not None else set()
        cheaper = cheaper if plan.choice is not None and plan.choice.chosen == "endpoints" and plan.nat_kind else set()
        if plan.nat_kind is not None:
            cheaper |= {"gateway-endpoint:s3", "gateway-endpoint:dynamodb"}
        for component in set(checked.components) - set(needs) - cheaper:
            traces = verify(without(checked.network, component), demand.dependencies)
            assert any(trace.stop is not None for trace in traces), (option, component, findings.given)


def test_what_hops_say_fails_without_them_does_fail(today: Inference) -> None:
    for findings, option, plan in plans(today, 33, 25):
        if plan.errors:
            continue
        demand, checked = layout(findings, option)
        for path in plan.paths:
            for hop in path.hops:
                if hop.through in checked.components:
                    left = verify(without(checked.network, hop.through), demand.dependencies)
                    lost = {trace.dependency.name for trace in left if trace.stop is not None}
                    assert (path.name in lost) == hop.without.startswith("Without it there is no path"), (
                        option,
                        hop,
                        findings.given,
                    )


def test_every_dependency_has_one_path_that_ends_or_an_error(today: Inference) -> None:
    for findings, option, plan in plans(today, 34):
        demand, _ = layout(findings, option)
        names = [path.name for path in plan.paths]
        assert len(names) == len(set(names))
        refused = {error.dependency for error in plan.errors}
        assert {one.name for one in demand.dependencies} == set(names) | (refused & {one.name for one in demand.dependencies})
        assert not set(names) & refused
        for path in plan.paths:
            assert path.hops, (option, path.name)
            assert all(hop.because and hop.without and hop.through for hop in path.hops)


ADDED: list[dict[str, Any]] = [
    *({"aws_services": name} for name in ("s3", "sqs", "dynamodb", "ecr", "ses", "bedrock")),
    *({"vpc_resources": name} for name in ("rds", "efs", "msk", "peered-vpc", "on-premises")),
    {"calls_internet": True},
    {"debug_shell": True},
    {"trigger": "alb"},
    {"trigger": "msk"},
]


def enlarged(facts: dict[str, Any], added: dict[str, Any]) -> dict[str, Any] | None:
    """The facts with one more dependency; None when it is there already, or an answer speaks against it."""
    (name, value) = next(iter(added.items()))
    if name in ("aws_services", "vpc_resources"):
        there = facts.get(name, ())
        return None if value in there else facts | {name: (*there, value)}
    return None if name in facts else facts | added


@pytest.mark.parametrize("way", ["nat", "endpoints", None])
def test_adding_a_dependency_never_removes_a_component(today: Inference, way: Any) -> None:
    """Where NAT gateway or endpoints is left to the bill, endpoints can give way to a NAT gateway, and nothing else changes."""
    rng = random.Random(35)
    for facts in random_workloads(today.program, 35, 60):
        added = rng.choice(ADDED)
        more = enlarged(facts, added)
        if more is None:
            continue
        before, after = today.infer(facts), today.infer(more)
        for option in not_excluded(after):
            old, new = plan_from(before, option, way=way), plan_from(after, option, way=way)
            gone = set(old.components) - set(new.components)
            if way is None and new.nat_kind is not None:
                gone = {name for name in gone if not name.startswith("interface-endpoint:")}
            assert gone == set(), (option, added, facts)


def test_adding_a_service_never_makes_the_cheaper_way_cheaper(today: Inference) -> None:
    for facts in random_workloads(today.program, 36, 60):
        more = enlarged(facts, {"aws_services": "kms"})
        if more is None:
            continue
        before, after = today.infer(facts), today.infer(more)
        for option in not_excluded(after):
            old, new = plan_from(before, option).choice, plan_from(after, option).choice
            if old is None or new is None or old.nat_usd is None or new.nat_usd is None:
                continue
            assert old.endpoints_usd is not None
            assert new.endpoints_usd is not None
            assert min(old.nat_usd, old.endpoints_usd) <= min(new.nat_usd, new.endpoints_usd)


def test_a_closed_network_never_reaches_the_internet(today: Inference) -> None:
    for facts in random_workloads(today.program, 37, COUNT):
        findings = today.infer(facts | {"internet_forbidden": True})
        for option in not_excluded(findings):
            plan = plan_from(findings, option)
            assert not {"nat-gateway", "internet-gateway", "egress-only-internet-gateway"} & set(plan.components), (
                option,
                facts,
            )
            assert all(path.name != "internet" for path in plan.paths)


def test_a_call_to_the_internet_from_a_vpc_always_leaves_by_a_gateway(today: Inference) -> None:
    for facts in random_workloads(today.program, 38, COUNT):
        findings = today.infer(facts | {"calls_internet": True, "internet_forbidden": False})
        for option in not_excluded(findings):
            plan = plan_from(findings, option)
            if option == "ecs-ec2" and facts.get("runs_on_premises"):
                assert not plan.paths, facts
                continue
            path = next(path for path in plan.paths if path.name == "internet")
            last = path.hops[-1].through
            assert last in ("internet-gateway", "egress-only-internet-gateway") if plan.attached else len(path.hops) == 1


def test_an_egress_only_gateway_in_a_plan_has_a_route_and_a_path(today: Inference) -> None:
    asked = {"calls_internet": True, "ipv6": True, "internet_forbidden": False}
    used = 0
    for number, facts in enumerate(random_workloads(today.program, 39, COUNT)):
        findings = today.infer(facts | asked | {"static_egress_ip": number % 2 == 0})
        for option in not_excluded(findings):
            plan = plan_from(findings, option)
            if "egress-only-internet-gateway" in plan.components:
                used += number % 2 == 0
                assert ("::/0", "egress-only") in {(route.destination, route.target) for route in plan.routes}, (option, facts)
                assert any(path.hops[-1].through == "egress-only-internet-gateway" for path in plan.paths), (option, facts)
    assert used


BYTES = """
import json, sys
from advisor.advice import default_advisor
from tests.advisor.network.plans import plan_from, not_excluded
inference = default_advisor().edition()
for facts in json.loads(sys.stdin.read()):
    findings = inference.infer({name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()})
    for option in not_excluded(findings):
        print(plan_from(findings, option).model_dump_json())
"""


def test_the_same_question_gives_the_same_bytes(today: Inference) -> None:
    questions = json.dumps(list(random_workloads(today.program, 39, 12)))

    def under(seed: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", BYTES], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": str(seed)}, input=questions,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    first = under(0)
    assert first == under(1) == under(2)
    ours = [
        plan_from(findings, option).model_dump_json()
        for facts in json.loads(questions)
        for findings in [today.infer({name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()})]
        for option in not_excluded(findings)
    ]
    assert "\n".join(ours) + "\n" == first


def test_plans_validate(today: Inference) -> None:
    for _, _, plan in plans(today, 40, 15):
        assert NetworkPlan.model_validate(plan.model_dump()) == plan
        json.loads(plan.model_dump_json())
