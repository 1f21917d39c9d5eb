"""What holds for every workload: valid results, growth that never shrinks a plan, limits that agree with the rules."""

import itertools
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import Advisor
from advisor.capacity.concurrency import concurrency
from advisor.capacity.headroom import headroom
from advisor.capacity.latency import latency
from advisor.capacity.sizing import size
from advisor.inference import Inference
from advisor.inference.infer import infer_plainly
from advisor.language.program import Program
from tests.advisor.capacity.plans import limits, loaded, sized
from tests.workloads import random_workloads

COMPONENTS = ((), ("provisioned-concurrency", "nat-gateway", "vpc-attachment"), ("snapstart", "rds-proxy"))


def everything(program: Program, known: dict[str, Any], option: str, components: tuple[str, ...]) -> list[Any]:
    sizing = size(program, known, option, components)
    load = concurrency(program, known, option, sizing, components)
    budget = latency(program, known, option, sizing, components)
    return [sizing, load, budget, *headroom(program, known, option, sizing, load, components)]


@pytest.mark.parametrize("day", [None, date(2024, 6, 1), date(2020, 2, 1), date(2018, 1, 1), date(2015, 6, 1)])
def test_every_result_is_whole_finite_and_the_same_again(advisor: Advisor, day: date | None) -> None:
    program = advisor.edition(day).program
    for workload, components in zip(random_workloads(program, 3, 60), itertools.cycle(COMPONENTS), strict=False):
        known = infer_plainly(program, workload).known
        for option in program.options:
            results = everything(program, known, option, components)
            again = everything(program, known, option, components)
            for one, other in zip(results, again, strict=True):
                text = one.model_dump_json()
                assert type(one).model_validate_json(text).model_dump_json() == text == other.model_dump_json()
                assert all(math.isfinite(value) for value in one.model_dump().values() if isinstance(value, float))


def test_a_hard_limit_is_passed_only_where_its_rule_excludes(today: Inference) -> None:
    program = today.program
    for workload in random_workloads(program, 11, 150):
        findings = infer_plainly(program, workload)
        fired = {(found.rule.id, option) for found in findings.fired for option in found.rule.targets}
        for option in program.options:
            for one in everything(program, findings.known, option, ())[3:]:
                assert one.breaks_at is None or one.share * one.breaks_at == pytest.approx(1)
                if one.hard and one.share > 1:
                    assert (one.rule, option) in fired


def test_assumptions_stand_in_only_for_unknown_facts_and_missing_ones_can_be_asked(today: Inference) -> None:
    program = today.program
    facts = program.edition.base.facts
    for workload in random_workloads(program, 5, 100):
        known = infer_plainly(program, workload).known
        for option in program.options:
            sizing, load, budget = everything(program, known, option, ())[:3]
            for one in (sizing, load, budget):
                names = [assumption.fact for assumption in one.assumptions]
                assert len(names) == len(set(names))
                assert not set(names) & set(known)
                assert not set(one.missing) & set(known)
                assert all(facts[name].asked for name in one.missing)


rates = st.floats(0.01, 1e5)
triggers = st.sampled_from(["api", "sqs", "s3", "kinesis", "job-queue", "service"])
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@relaxed
@given(rate=rates, more=st.floats(1, 10), run_ms=st.floats(1, 1e5), trigger=triggers)
def test_more_requests_never_need_fewer_units(today: Inference, rate: float, more: float, run_ms: float, trigger: str) -> None:
    facts = {"trigger": trigger, "typical_run_ms": run_ms, "memory_mib": 1000, "vcpus": 0.5}
    for option in today.program.options:
        less, plenty = (sized(today.program, option, **facts, requests_per_s_peak=each) for each in (rate, rate * more))
        assert (less.units_peak or 0) <= (plenty.units_peak or 0)
        assert less.units_always <= (less.units_peak or math.inf)
        low, high = (loaded(today.program, option, **facts, requests_per_s_peak=each) for each in (rate, rate * more))
        assert (low.share or 0) <= (high.share or 0)
        assert (low.throttled_per_s or 0) <= (high.throttled_per_s or 0) + 1e-6


@relaxed
@given(memory=st.floats(1, 3e5), more=st.floats(1, 4), vcpus=st.floats(0.05, 32))
def test_a_larger_need_never_gets_a_smaller_unit(today: Inference, memory: float, more: float, vcpus: float) -> None:
    for option in set(today.program.options) - {"lambda-web-function", "lambda-microvm"}:
        small = sized(today.program, option, memory_mib=memory, vcpus=vcpus)
        large = sized(today.program, option, memory_mib=memory * more, vcpus=vcpus)
        if small.memory_mib is not None and large.memory_mib is not None:
            assert small.memory_mib <= large.memory_mib
            assert small.memory_mib >= memory


@relaxed
@given(run=st.floats(1, 800), growth=st.floats(1.01, 3))
def test_growth_by_the_factor_reaches_the_limit(today: Inference, run: float, growth: float) -> None:
    first = limits(today.program, "lambda", longest_run_s=run)["lambda.timeout.max"]
    then = limits(today.program, "lambda", longest_run_s=run * growth)["lambda.timeout.max"]
    assert (then.share > 1) == (growth > (first.breaks_at or 0))
