"""Distance to each limit: of rules by themselves, of quotas, with the moment to act."""

from typing import Any

import pytest

from advisor import Advisor
from advisor.capacity.headroom import amount, phrase
from advisor.inference import Inference
from tests.advisor.capacity.plans import limits
from tests.mini import mini_base, rule


def test_the_longest_run_against_fifteen_minutes(today: Inference) -> None:
    found = limits(today.program, "lambda", longest_run_s=300)["lambda.timeout.max"]
    assert (found.use, found.maximum, found.unit, found.share, found.breaks_at) == (300, 900, "s", 1 / 3, 3)
    assert found.trigger == "Move when the longest run passes 12 min."
    assert (found.rule, found.hard, found.use_of) == ("LIM-001", True, "longest_run_s")


def test_close_to_a_limit_the_time_is_now(today: Inference) -> None:
    found = limits(today.program, "lambda", longest_run_s=720)["lambda.timeout.max"]
    assert found.trigger == "Move now: the longest run is at 12 min, the limit at 15 min."


def test_the_tightest_limit_comes_first(today: Inference) -> None:
    facts = {"memory_mib": 9000, "longest_run_s": 60, "trigger": "s3", "request_kib": 100, "package_mib": 5000}
    shares = [one.share for one in limits(today.program, "lambda", **facts).values()]
    assert shares == sorted(shares, reverse=True)
    assert next(iter(limits(today.program, "lambda", **facts))) == "lambda.memory.max"


def test_a_limit_applies_only_where_the_other_conditions_hold(today: Inference) -> None:
    option = "lambda-managed-instances"
    waits = limits(today.program, option, longest_run_s=600, caller_waits=True)
    assert "lambda.timeout.max.managed_instances.sync" in waits
    left = limits(today.program, option, longest_run_s=600, caller_waits=False)
    assert "lambda.timeout.max.managed_instances.async" in left
    assert "lambda.timeout.max.managed_instances.sync" not in left
    assert "lambda.timeout.max.managed_instances.sync" not in limits(today.program, option, longest_run_s=600)


def test_of_two_rules_on_one_fact_the_tighter_one_is_shown(today: Inference) -> None:
    found = limits(today.program, "lambda-managed-instances", longest_run_s=600, caller_waits=True)
    assert "lambda.timeout.max.managed_instances.async" not in found


def test_figures_in_other_units_are_converted(today: Inference) -> None:
    found = limits(today.program, "lambda", image_mib=5120)["lambda.package.image.max"]
    assert (found.maximum, found.unit, found.share) == (10240, "MiB", 0.5)


def test_limits_are_those_of_the_date(of_the_notes: Inference) -> None:
    found = limits(of_the_notes.program, "lambda", memory_mib=1504)["lambda.memory.max"]
    assert (found.maximum, found.share) == (3008, 0.5)


CALLERS = {"trigger": "api", "requests_per_s_peak": 400, "typical_run_ms": 500}
LAMBDA, ENDPOINT = "lambda.concurrency.default", "lambda.web_functions.quota.default:requests_per_s_endpoint"
INTERFACES, FARGATE = "lambda.vpc.hyperplane.connections", "fargate.vcpu_quota.default"


@pytest.mark.parametrize(
    ("option", "components", "more", "limit", "share", "trigger"),
    [
        ("lambda", (), {}, LAMBDA, 0.2, "Ask for a higher quota when the capacity at the peak passes 800."),
        ("lambda", (), {"account_concurrency": 400}, "account_concurrency", 0.5, "passes 320."),
        ("lambda", (), {}, "apigateway.throttle.default", 0.04, "the peak rate passes 8,000 a second."),
        ("lambda", (), {"startup_s": 5}, "lambda.init_phase.max", 0.5, "Prepare environments beforehand when"),
        ("lambda", (), {"downstream_connections": 100}, "downstream_connections", 2, "Pool connections or cap the runs now"),
        ("lambda", ("vpc-attachment",), {}, INTERFACES, 200 / 65000, "Spread over more subnets"),
        ("lambda", ("nat-gateway",), {}, "vpc.nat.connections", 200 / 55000, "Add NAT gateways when the concurrency"),
        ("ecs-fargate", (), {"vcpus": 1}, FARGATE, 75 / 6, "is at 75 vCPU, the limit at 6 vCPU."),
        ("batch-ec2", (), {}, "batch.submit_rate", 8, "Ask for a higher quota now"),
        ("lambda-web-function", (), {}, ENDPOINT, 0.04, "8,000 a second"),
    ],
)
def test_quotas_are_worked_out(
    today: Inference, option: str, components: tuple[str, ...], more: dict[str, Any], limit: str, share: float, trigger: str
) -> None:
    found = limits(today.program, option, *components, **CALLERS, **more)[limit]
    assert found.share == pytest.approx(share)
    assert found.breaks_at == pytest.approx(1 / share)
    assert trigger in found.trigger
    assert (found.hard, found.rule) == (False, None)


def test_prepared_environments_have_longer_to_start(today: Inference) -> None:
    for component in ("snapstart", "provisioned-concurrency"):
        assert "lambda.init_phase.max" not in limits(today.program, "lambda", component, startup_s=5)


def test_nothing_known_nothing_shown(today: Inference) -> None:
    for option in today.program.options:
        assert limits(today.program, option) == {}


def test_no_use_leaves_all_room(today: Inference) -> None:
    found = limits(today.program, "lambda", request_kib=0, trigger="s3")["lambda.payload.async.max"]
    assert (found.share, found.breaks_at) == (0, None)
    assert found.trigger == "Move when the largest request passes 819.2 KiB."


RARE = 'target = "large"'
FLOOR = rule(
    "MEM-009", "excludes", '{ fact = "memory_mib", is = "below", figure = "memory.max" }',
    "{ memory_mib = 10 }", "{ memory_mib = 10240 }", RARE,
)  # fmt: skip
CEILING = rule(
    "RUN-009", "excludes", '{ fact = "run_s", is = "at-least", figure = "run.max" }',
    "{ run_s = 900 }", "{ run_s = 10 }", RARE,
)  # fmt: skip
CHAINED = rule(
    "RUN-010", "excludes", '{ fact = "run_s", is = "above", figure = "run.max" }, { component = "vpc", is = "required" }',
    '{ run_s = 901, services = ["s3"] }', "{ run_s = 900 }", RARE,
)  # fmt: skip


def test_a_new_rule_brings_its_limit_by_itself() -> None:
    program = Advisor(mini_base(rules__new=CEILING)).edition().program
    found = limits(program, "large", run_s=90)["run.max"]
    assert (found.rule, found.share, found.what) == ("RUN-009", 0.1, "the run")
    assert found.trigger == "Move when the run passes 12 min."
    assert "run.max" not in limits(Advisor(mini_base()).edition().program, "large", run_s=90)


def test_a_least_value_is_measured_the_other_way() -> None:
    program = Advisor(mini_base(rules__new=FLOOR)).edition().program
    found = limits(program, "large", memory_mib=20480)["memory.max"]
    assert (found.maximum, found.share, found.breaks_at) == (10240, 0.5, 2)
    assert found.trigger == "Move when the memory of one run falls below 12.5 GiB."
    assert limits(program, "large", memory_mib=1)["memory.max"].share == 10240


def test_a_limit_that_hangs_on_a_chain_is_an_open_question_instead() -> None:
    program = Advisor(mini_base(rules__new=CHAINED)).edition().program
    assert "run.max" not in limits(program, "large", run_s=90)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (720, "s", "12 min"),
        (0.25, "s", "250 ms"),
        (9.999, "s", "10 s"),
        (100_000, "s", "1 day 4 h"),
        (25_300_000, "s", "293 days"),
        (8192, "MiB", "8 GiB"),
        (199_884.8, "MiB", "195.2 GiB"),
        (819.2, "KiB", "819.2 KiB"),
        (3e12, "GiB", "2,929,687,500 TiB"),
        (4.8, "vCPU", "4.8 vCPU"),
        (40, "1/s", "40 a second"),
        (800, "count", "800"),
    ],
)
def test_amounts_in_words(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_facts_without_a_phrase_of_their_own() -> None:
    assert phrase("largest_file_mib") == "the largest file"
    assert phrase("egress_gib_per_month") == "the egress gib per month"
