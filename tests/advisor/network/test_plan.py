"""The plan of an option, by table: which parts it has, how things are reached, and what it does not pass over in silence."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from advisor.network.models import NetworkPlan
from tests.advisor.network.plans import plan_of, through

CLOSED = {"vpc_resources": ["rds"], "calls_internet": False}
OPEN = {"vpc_resources": ["rds"], "calls_internet": True, "ipv6": False}
ZONES = {"availability_zones": 2}
NO_VPC = {"vpc_resources": [], "vpc_attached": False, "static_egress_ip": False, "internet_forbidden": False}
NAT = {"nat-gateway", "elastic-ip", "internet-gateway"}


def parts(plan: NetworkPlan) -> set[str]:
    return set(plan.components)


@pytest.mark.parametrize(
    ("option", "facts", "has", "lacks"),
    [
        ("lambda", NO_VPC | {"aws_services": ["s3"], "calls_internet": True}, set(), {"vpc-attachment", "route-table"} | NAT),
        ("lambda", CLOSED, {"vpc-attachment", "private-subnets", "security-group"}, NAT | {"public-subnets"}),
        ("lambda", CLOSED | {"aws_services": ["s3", "sqs"]}, {"gateway-endpoint:s3", "interface-endpoint:sqs"}, NAT),
        ("lambda", OPEN, NAT | {"route-table"}, {"public-subnets", "egress-only-internet-gateway"}),
        ("lambda", OPEN | {"ipv6": True}, {"egress-only-internet-gateway", "route-table"}, NAT),
        ("lambda", OPEN | {"aws_services": ["s3"]}, NAT | {"gateway-endpoint:s3"}, {"interface-endpoint:s3"}),
        ("lambda", {"vpc_resources": ["on-premises"]}, {"vpn-or-direct-connect", "vpc-attachment"}, {"vpc-peering"}),
        ("lambda", {"vpc_resources": ["peered-vpc"]}, {"vpc-peering", "vpc-attachment"}, {"vpn-or-direct-connect"}),
        ("lambda", {"static_egress_ip": True}, NAT | {"vpc-attachment"}, set()),
        ("lambda", {"static_egress_ip": True, "ipv6": True, "calls_internet": False}, NAT, {"egress-only-internet-gateway"}),
        ("ecs-fargate", OPEN | {"ipv6": True, "static_egress_ip": True}, NAT | {"egress-only-internet-gateway"}, set()),
        ("lambda", {"trigger": "api"}, {"api-gateway-http"}, {"private-api"}),
        ("lambda", {"trigger": "api", "streams_response": True}, {"api-gateway-rest"}, {"api-gateway-http"}),
        ("lambda", {"trigger": "api", "longest_run_s": 60}, {"api-gateway-rest"}, {"api-gateway-http"}),
        ("lambda", {"trigger": "api", "tenant_isolation": True}, {"api-gateway-rest"}, {"api-gateway-http"}),
        ("lambda", {"trigger": "api", "private_callers_only": True}, {"private-api", "interface-endpoint:execute-api"}, NAT),
        ("lambda", {"trigger": "sdk", "private_callers_only": True}, {"interface-endpoint:lambda"}, set()),
        ("lambda", {"trigger": "alb"}, {"application-load-balancer", "public-subnets", "internet-gateway"}, {"vpc-attachment"}),
        ("lambda", {"trigger": "alb", "private_callers_only": True}, {"internal-load-balancer"}, {"internet-gateway"}),
        ("lambda", {"trigger": "websocket"}, {"api-gateway-websocket"}, set()),
        ("lambda", {"trigger": "function-url"}, {"function-url"}, set()),
        ("lambda", {"trigger": "msk"}, {"interface-endpoint:lambda", "interface-endpoint:sts"}, {"vpc-attachment"}),
        ("lambda-durable", CLOSED, {"interface-endpoint:lambda"}, NAT),
        ("lambda-managed-instances", {"internet_forbidden": True, "tracing_wanted": True},
         {"interface-endpoint:logs", "interface-endpoint:xray"}, NAT),
        ("lambda-microvm", {"vpc_resources": ["rds"]}, {"network-connector", "private-subnets"}, {"vpc-attachment"}),
        ("lambda-microvm", {"vpc_resources": [], "calls_internet": True}, set(), {"network-connector"}),
        ("lambda-web-function", {"listens_on_port": True, "language": "nodejs", "trigger": "api"}, {"cloudfront"}, set()),
        ("ecs-fargate", {"calls_internet": False},
         {"awsvpc-networking", "interface-endpoint:ecr.api", "interface-endpoint:ecr.dkr", "interface-endpoint:logs",
          "gateway-endpoint:s3"}, NAT),
        ("ecs-fargate", {"calls_internet": True}, NAT | {"private-subnets"}, {"interface-endpoint:logs"}),
        ("ecs-fargate", {"calls_internet": False, "debug_shell": True}, {"interface-endpoint:ssmmessages"}, NAT),
        ("ecs-fargate", {"calls_internet": False, "trigger": "sqs"}, {"interface-endpoint:sqs"}, NAT),
        ("ecs-fargate", {"trigger": "alb"}, {"application-load-balancer", "public-subnets"}, {"vpc-link"}),
        ("ecs-fargate", {"trigger": "api"}, {"vpc-link", "application-load-balancer", "api-gateway-http"}, {"public-subnets"}),
        ("ecs-fargate", {"trigger": "api", "private_callers_only": True}, {"internal-load-balancer"}, {"vpc-link"}),
        ("ecs-fargate", {"trigger": "alb", "internet_forbidden": True}, {"internal-load-balancer"}, {"internet-gateway"}),
        ("ecs-ec2", {"internet_forbidden": True}, {"interface-endpoint:ecs", "interface-endpoint:ecs-agent"}, NAT),
        ("batch-fargate", {"calls_internet": False, "trigger": "api"}, {"gateway-endpoint:s3"}, {"application-load-balancer"}),
    ],
)  # fmt: skip
def test_parts(today: Inference, option: str, facts: dict[str, Any], has: set[str], lacks: set[str]) -> None:
    plan = plan_of(today, ZONES | facts, option)
    assert has <= parts(plan)
    assert not lacks & parts(plan)
    assert plan.errors == []


@pytest.mark.parametrize("option", ["lambda", "lambda-durable", "ecs-fargate", "batch-fargate"])
def test_beside_fixed_addresses_ipv6_leaves_by_a_route_of_its_own(today: Inference, option: str) -> None:
    """A NAT gateway has the fixed addresses and carries IPv4 only, so an IPv6 gateway in the plan must have its route."""
    plan = plan_of(today, OPEN | ZONES | {"ipv6": True, "static_egress_ip": True}, option)
    assert plan.errors == []
    assert "egress-only-internet-gateway" not in [one.id for one in plan.left_out]
    assert through(plan, "internet")[-3:] == ["nat-gateway", "elastic-ip", "internet-gateway"]
    assert through(plan, "internet over IPv6")[-2:] == ["route-table", "egress-only-internet-gateway"]
    reason = next(one for one in plan.reasons if one.id == "egress-only-internet-gateway")
    assert reason.paths == ["internet over IPv6"]
    private = {route.table for route in plan.routes if route.table.startswith("private")}
    assert private
    for table in private:
        leads = {route.destination: route.target for route in plan.routes if route.table == table}
        assert (leads["::/0"], leads["0.0.0.0/0"]) == ("egress-only", "nat")
    unit = next(group for group in plan.security_groups if group.name == plan.paths[0].source)
    assert {rule.peer for rule in unit.rules if rule.direction == "out"} >= {"0.0.0.0/0", "::/0"}


def test_a_function_without_private_systems_needs_no_vpc(today: Inference) -> None:
    plan = plan_of(today, NO_VPC | {"aws_services": ["s3", "sqs"], "calls_internet": True}, "lambda")
    assert not plan.needs_vpc
    assert not plan.attached
    assert (plan.subnets, plan.security_groups, plan.routes, plan.iam_actions) == ([], [], [], [])
    assert [path.name for path in plan.paths] == ["s3", "sqs", "internet"]
    assert through(plan, "sqs") == ["function"]


def test_an_attached_function_names_the_rights_of_its_role(today: Inference) -> None:
    plan = plan_of(today, CLOSED, "lambda")
    assert plan.attached
    assert "ec2:CreateNetworkInterface" in plan.iam_actions
    assert plan_of(today, {"calls_internet": False}, "ecs-fargate").iam_actions == []


@pytest.mark.parametrize(
    ("day", "kind", "public"),
    [
        (date(2020, 2, 1), "zonal", {"public-subnets"}),
        (date(2025, 11, 18), "zonal", {"public-subnets"}),
        (date(2025, 11, 19), "regional", set()),
    ],
)
def test_the_kind_of_nat_gateway_follows_the_date(advisor: Advisor, day: date, kind: str, public: set[str]) -> None:
    plan = plan_of(advisor.edition(day), OPEN | ZONES, "lambda", priced=False)
    assert plan.nat_kind == kind
    assert {"public-subnets"} & parts(plan) == public
    assert plan.errors == []


def test_a_zonal_gateway_stands_in_each_zone_and_serves_its_own(of_the_notes: Inference) -> None:
    plan = plan_of(of_the_notes, OPEN | ZONES, "lambda", priced=False)
    assert {(route.table, route.target) for route in plan.routes if route.destination == "0.0.0.0/0"} == {
        ("private-a", "nat-a"), ("private-b", "nat-b"), ("public", "internet-gateway"),
    }  # fmt: skip
    assert through(plan, "internet") == [
        "vpc-attachment", "security-group", "private-subnets", "route-table", "nat-gateway", "elastic-ip", "public-subnets",
        "route-table", "internet-gateway",
    ]  # fmt: skip


def test_before_nat_gateways_machines_had_public_addresses(advisor: Advisor) -> None:
    plan = plan_of(advisor.edition(date(2015, 6, 1)), {"calls_internet": True}, "ecs-ec2", priced=False)
    assert plan.errors == []
    assert {"public-subnets", "internet-gateway"} <= parts(plan)
    assert "private-subnets" not in parts(plan)


def test_before_attachments_a_private_system_had_no_path(advisor: Advisor) -> None:
    plan = plan_of(advisor.edition(date(2015, 6, 1)), {"vpc_resources": ["rds"]}, "lambda", priced=False)
    assert [error.dependency for error in plan.errors] == ["rds"]
    assert "outside the VPC" in plan.errors[0].because
    assert [one.id for one in plan.reasons] == ["security-group"]


def test_a_part_of_an_error_says_that_it_waits_for_a_path(advisor: Advisor) -> None:
    plan = plan_of(advisor.edition(date(2015, 6, 1)), {"vpc_resources": ["ec2"]}, "lambda", priced=False)
    assert [one.because for one in plan.reasons] == ["The path for what has no path yet leads through it."]


def test_before_2020_the_platform_of_fargate_signed_in_from_outside(advisor: Advisor) -> None:
    facts = {"internet_forbidden": True}
    assert (
        "interface-endpoint:ecr.api"
        not in plan_of(advisor.edition(date(2020, 2, 1)), facts, "ecs-fargate", priced=False).components
    )
    assert (
        "interface-endpoint:ecr.api"
        in plan_of(advisor.edition(date(2020, 5, 1)), facts, "ecs-fargate", priced=False).components
    )


@pytest.mark.parametrize(
    ("option", "facts", "dependency", "found"),
    [
        ("lambda", {"internet_forbidden": True, "calls_internet": True}, "internet", "no route"),
        ("lambda", {"trigger": "function-url", "private_callers_only": True}, "callers", "not open to the private-network"),
        ("lambda", {"trigger": "websocket", "private_callers_only": True}, "callers", "not open to the private-network"),
        ("lambda-microvm", {"trigger": "api", "private_callers_only": True}, "callers", "not open to the private-network"),
        ("lambda", {"internet_forbidden": True, "static_egress_ip": True}, "nat-gateway", "NET-028 requires it"),
    ],
)
def test_what_has_no_path_is_an_error(
    today: Inference, option: str, facts: dict[str, Any], dependency: str, found: str
) -> None:
    plan = plan_of(today, facts, option)
    error = next(error for error in plan.errors if error.dependency == dependency)
    assert found in error.found
    assert error.mend
    assert dependency not in [path.name for path in plan.paths]
    assert error.found in error.because


def test_a_service_without_an_endpoint_on_the_date_has_no_path_from_a_closed_network(of_the_notes: Inference) -> None:
    plan = plan_of(of_the_notes, {"internet_forbidden": True, "aws_services": ["cognito-idp"]}, "lambda", priced=False)
    assert [error.dependency for error in plan.errors] == ["cognito-idp"]


def test_before_function_urls_there_was_no_door(of_the_notes: Inference) -> None:
    plan = plan_of(of_the_notes, {"trigger": "function-url"}, "lambda", priced=False)
    assert [error.dependency for error in plan.errors] == ["callers"]


def test_hops_tell_rule_price_and_what_fails_without(today: Inference) -> None:
    plan = plan_of(today, OPEN | ZONES | {"aws_services": ["s3"], "egress_gib_per_month": 100}, "lambda")
    path = next(path for path in plan.paths if path.name == "internet")
    nat = next(hop for hop in path.hops if hop.through == "nat-gateway")
    assert (nat.rule, float(nat.monthly_usd or 0)) == ("NET-021", 2 * 730 * 0.045 + 100 * 0.045)
    assert nat.without == "Without it there is no path for internet."
    s3 = next(hop for path in plan.paths if path.name == "s3" for hop in path.hops if hop.through == "gateway-endpoint:s3")
    assert "NAT gateway" in s3.without
    assert s3.monthly_usd == 0


def test_a_database_behind_a_proxy_is_reached_through_it(today: Inference) -> None:
    facts = {"vpc_resources": ["rds"], "requests_per_s_peak": 1000, "typical_run_ms": 1000, "downstream_connections": 50}
    plan = plan_of(today, facts, "lambda")
    assert through(plan, "rds")[-4:] == ["rds-proxy", "security-group", "security-group", "rds"]
    groups = {group.name: group for group in plan.security_groups}
    assert [rule.peer for rule in groups["rds"].rules] == ["rds-proxy"]
    assert {"rds"} == {rule.peer for rule in groups["rds-proxy"].rules if rule.direction == "out"}


def test_groups_let_in_the_program_on_its_port_and_no_wider(today: Inference) -> None:
    plan = plan_of(today, CLOSED | {"vpc_resources": ["rds", "elasticache"], "aws_services": ["sqs"]}, "lambda")
    rules = {(group.name, rule.direction, rule.peer, rule.port) for group in plan.security_groups for rule in group.rules}
    assert rules == {
        ("function", "out", "rds", "5432"), ("function", "out", "elasticache", "6379"), ("function", "out", "endpoints", "443"),
        ("rds", "in", "function", "5432"), ("elasticache", "in", "function", "6379"), ("endpoints", "in", "function", "443"),
    }  # fmt: skip
    assert {rule.because for group in plan.security_groups if group.name == "endpoints" for rule in group.rules} == {"For sqs."}


def test_assumptions_and_missing_facts_are_named(today: Inference) -> None:
    plan = plan_of(today, {"vpc_resources": ["rds", "ec2"], "calls_internet": True, "aws_services": ["sqs"]}, "lambda")
    assert {one.fact for one in plan.assumptions} == {"availability_zones", "vpc_resources", "ipv6", "egress_gib_per_month"}
    told = {one.value for one in plan.assumptions if one.fact == "vpc_resources"}
    assert told == {"rds on port 5432", "ec2 on port 443"}
    assert "egress_gib_per_month" in plan.missing
    assert "vpc_resources" not in plan.missing
    bare = plan_of(today, {}, "lambda")
    assert bare.missing[0] == "vpc_resources"
    assert bare.components == []


def test_a_single_zone_gets_a_second_subnet_for_the_load_balancer(today: Inference) -> None:
    plan = plan_of(today, {"availability_zones": 1, "trigger": "alb", "calls_internet": False}, "ecs-fargate")
    assert [subnet.name for subnet in plan.subnets] == ["private-a", "public-a", "public-b"]
    inner = plan_of(today, {"availability_zones": 1, "trigger": "alb", "private_callers_only": True}, "lambda")
    assert [subnet.name for subnet in inner.subnets] == ["private-a", "private-b"]


def test_what_rules_advise_and_no_path_needs_is_left_out_with_the_reason(today: Inference) -> None:
    plan = plan_of(today, OPEN | {"ipv6": True}, "lambda")
    assert {one.id for one in plan.left_out} == NAT
    assert all("no path" in one.because for one in plan.left_out)


def test_reasons_name_a_rule_or_the_paths(today: Inference) -> None:
    plan = plan_of(today, {"trigger": "alb", "aws_services": ["sqs"]}, "ecs-fargate")
    reasons = {one.id: one for one in plan.reasons}
    assert list(reasons) == plan.components
    assert reasons["public-subnets"].paths == ["callers"]
    assert reasons["awsvpc-networking"].rule == "NET-066"


def test_without_prices_nothing_is_priced_and_the_choice_says_so(today: Inference) -> None:
    plan = plan_of(today, {"calls_internet": True, "aws_services": ["sqs"]}, "ecs-ec2", priced=False)
    assert plan.choice is not None
    assert (plan.choice.nat_usd, plan.choice.chosen) == (None, "nat")
    assert "Prices are lacking" in plan.choice.because
    assert all(hop.monthly_usd in (None, 0) for path in plan.paths for hop in path.hops)


def test_the_poller_of_a_cluster_has_paths_of_its_own(today: Inference) -> None:
    plan = plan_of(today, {"trigger": "msk", "calls_internet": True, "vpc_resources": []} | ZONES, "lambda")
    assert {path.name for path in plan.paths} >= {"poller to msk", "poller to lambda", "poller to sts"}
    assert plan.errors == []


def test_plans_are_whole_when_validated_again(today: Inference) -> None:
    plan = plan_of(today, OPEN | {"aws_services": ["s3", "sqs"], "trigger": "api"}, "lambda")
    assert NetworkPlan.model_validate(plan.model_dump()) == plan


def test_a_service_without_an_endpoint_leaves_the_nat_gateway_only(advisor: Advisor) -> None:
    plan = plan_of(
        advisor.edition(date(2018, 6, 1)), {"vpc_resources": ["rds"], "aws_services": ["xray"]}, "lambda", priced=False
    )
    assert plan.choice is not None
    assert plan.choice.chosen == "nat"
    assert plan.errors == []


def test_a_service_called_from_the_vpc_and_by_callers_has_one_endpoint(today: Inference) -> None:
    facts = {"trigger": "sdk", "private_callers_only": True, "vpc_resources": ["rds"], "aws_services": ["lambda"]}
    plan = plan_of(today, facts, "lambda")
    assert plan.choice is None
    assert "interface-endpoint:lambda" in plan.components
    assert plan.errors == []


def test_the_load_balancer_is_priced_with_its_public_addresses(today: Inference) -> None:
    plan = plan_of(today, {"trigger": "alb", "availability_zones": 2}, "lambda")
    reason = next(one for one in plan.reasons if one.id == "application-load-balancer")
    assert float(reason.monthly_usd or 0) == pytest.approx(730 * (0.0225 + 2 * 0.005), abs=0.01)
