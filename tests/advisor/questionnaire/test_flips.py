"""Flips: every reported one is verified by the advisor on both sides, none is missing, ways back are smallest."""

import itertools
import math
from typing import Any

import pytest

from advisor import Advisor
from advisor.files import read_workload
from advisor.inference.plain import derive_all
from advisor.language.workload import Workload, parse
from advisor.questionnaire.alternatives import space_of
from advisor.questionnaire.domains import NUMBERS
from advisor.questionnaire.flips import Distances
from advisor.questionnaire.models import Turn
from advisor.questionnaire.steps import Questionnaire
from advisor.result import Recommendation
from knowledge.compare import COMPARE
from tests.advisor.cli.conftest import EXAMPLES

PATHS = sorted(EXAMPLES.glob("*.toml"))


def inside(turn: Turn, value: float) -> bool:
    return (turn.above is None or value > turn.above) and (turn.up_to is None or value <= turn.up_to)


def load(advisor: Advisor, name: str) -> Workload:
    return parse(read_workload(str(EXAMPLES / f"{name}.toml")), advisor.base.facts)


def answer(advisor: Advisor, values: dict[str, Any]) -> Recommendation:
    """The answer without its plan, which no flip looks at."""
    return advisor.advise(values, planned=False)


def option(advisor: Advisor, values: dict[str, Any]) -> str | None:
    return answer(advisor, values).recommendation.option


def just_inside(advisor: Advisor, turn: Turn) -> list[Any]:
    """The values at both ends of what turns the answer."""
    fact = advisor.base.facts[turn.fact]
    if fact.type not in NUMBERS:
        return list(turn.like) or [turn.after]
    whole = fact.type == "integer"
    found = [turn.after]
    if turn.above is not None:
        found.append(math.floor(turn.above) + 1 if whole else math.nextafter(turn.above, math.inf))
    if turn.up_to is not None:
        found.append(math.floor(turn.up_to) if whole else turn.up_to)
    return found


def just_outside(advisor: Advisor, turn: Turn) -> list[Any]:
    """The nearest values beyond what turns the answer."""
    fact = advisor.base.facts[turn.fact]
    if fact.type not in NUMBERS:
        return []
    low, high = fact.range or (0, math.inf)
    whole = fact.type == "integer"
    found = [] if turn.above is None else [math.floor(turn.above) if whole else turn.above]
    if turn.up_to is not None:
        found.append(math.floor(turn.up_to) + 1 if whole else math.nextafter(turn.up_to, math.inf))
    return [value for value in found if low <= value <= high]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_singles_hold_on_one_side_and_not_on_the_other(advisor: Advisor, distances: Distances, path: Any) -> None:
    workload = load(advisor, path.stem)
    found = distances.flips(workload)
    assert found.option == option(advisor, workload.values)
    for flip in found.singles:
        (turn,) = flip.changes
        assert flip.option != found.option
        for value in just_inside(advisor, turn):
            assert option(advisor, workload.values | {turn.fact: value}) == flip.option, (turn, value)
        for value in just_outside(advisor, turn):
            other = answer(advisor, workload.values | {turn.fact: value})
            assert other.recommendation.option != flip.option or other.contradictions, (turn, value)


@pytest.mark.parametrize("path", PATHS[:6], ids=lambda path: path.stem)
def test_pairs_need_both_changes(advisor: Advisor, distances: Distances, path: Any) -> None:
    workload = load(advisor, path.stem)
    found = distances.flips(workload)
    for flip in found.pairs:
        one, other = flip.changes
        assert option(advisor, workload.values | {one.fact: one.after, other.fact: other.after}) == flip.option
        for alone in (one, other):
            assert option(advisor, workload.values | {alone.fact: alone.after}) == found.option, flip


def test_no_single_flip_is_missing(advisor: Advisor, questionnaire: Questionnaire, distances: Distances) -> None:
    workload = load(advisor, "s3-thumbnails")
    found = distances.flips(workload)
    facts = advisor.base.facts
    for name in questionnaire.domains.facts:
        fact = facts[name]
        if fact.type not in ("bool", "choice"):
            continue
        for value in (True, False) if fact.type == "bool" else fact.values or {}:
            there = answer(advisor, workload.values | {name: value})
            listed = {turn.option for turn in found.singles for change in turn.changes
                      if change.fact == name and value in (change.like or [change.after])}  # fmt: skip
            flipped = there.recommendation.option != found.option and not there.contradictions
            assert listed == ({there.recommendation.option} if flipped else set()), (name, value)


def test_no_single_threshold_is_missing(advisor: Advisor, questionnaire: Questionnaire, distances: Distances) -> None:
    workload = load(advisor, "kinesis-enrichment")
    found = distances.flips(workload)
    for name in questionnaire.domains.facts:
        fact = advisor.base.facts[name]
        if fact.type not in NUMBERS:
            continue
        low, high = (float(end) for end in fact.range or (0, 1))
        bottom = max(low, 0.001)
        for step in range(41):
            value: float = bottom * (high / bottom) ** (step / 40)
            value = int(value) if fact.type == "integer" else value
            there = answer(advisor, workload.values | {name: value})
            turns = ((flip.option, turn) for flip in found.singles for turn in flip.changes if turn.fact == name)
            listed = [option for option, turn in turns if inside(turn, value)]
            flipped = there.recommendation.option != found.option and not there.contradictions
            assert listed == ([there.recommendation.option] if flipped else []), (name, value)


RATIOS = {"docker": "none", "trigger": "api", "memory_mib": 1024, "typical_run_ms": 300, "requests_per_month": 5_000_000}


@pytest.mark.parametrize("name", ["requests_per_month", "typical_run_ms", "memory_mib"])
def test_cost_ratios_turn_at_every_cut_and_nowhere_else(questionnaire: Questionnaire, name: str) -> None:
    """They follow from derived facts that the fact does not enter, rise and fall again, and have corners where tiers begin."""
    cuts = space_of(questionnaire.domains, RATIOS).cuts[name]
    tests = [
        test for fact in ("lambda_to_fargate_cost", "lambda_to_fargate_run_cost") for test in questionnaire.domains.tests[fact]
    ]
    low, high = (max(float(end), 1e-3) for end in questionnaire.program.edition.base.facts[name].range or (0, 1))

    def held(value: float) -> list[bool]:
        derived = derive_all(questionnaire.program, {**RATIOS, name: value})
        return [COMPARE[test.operator](derived[test.name], test.wanted) for test in tests]

    values = [low * (high / low) ** (step / 3000) for step in range(3001)]
    for before, after in itertools.pairwise(values):
        if held(before) != held(after):
            inside = [cut for cut in cuts if before <= cut < after]
            assert any(held(cut) != held(math.nextafter(cut, math.inf)) for cut in inside), (before, after)
    assert sum(held(cut) != held(math.nextafter(cut, math.inf)) for cut in cuts) >= (name != "memory_mib")


def test_no_flip_over_the_cost_of_computing_is_missing(advisor: Advisor, distances: Distances) -> None:
    found = distances.flips(Workload(RATIOS))
    for exponent in range(2, 26):
        value = float(10 ** (exponent / 2))
        there = answer(advisor, RATIOS | {"requests_per_month": value})
        listed = [flip.option for flip in found.singles for turn in flip.changes
                  if turn.fact == "requests_per_month" and inside(turn, value)]  # fmt: skip
        flipped = there.recommendation.option != found.option and not there.contradictions
        assert listed == ([there.recommendation.option] if flipped else []), value


def test_thresholds_of_derived_facts_are_exact(advisor: Advisor, questionnaire: Questionnaire) -> None:
    values = {"memory_mib": 512, "vcpus": 1, "requests_per_s_peak": 20, "typical_run_ms": 300}
    space = space_of(questionnaire.domains, values)
    program = questionnaire.program
    for derivation in program.derivations:
        if derivation.fact != "memory_per_vcpu_mib":
            continue
        for test in questionnaire.domains.tests.get(derivation.fact, ()):
            turn = float(test.wanted)
            assert any(abs(cut - turn) <= turn * 1e-12 for cut in space.cuts["memory_mib"]), (test, space.cuts["memory_mib"])


def test_an_excluded_option_comes_back_by_its_way(advisor: Advisor, distances: Distances) -> None:
    for path in PATHS:
        workload = load(advisor, path.stem)
        found = distances.flips(workload)
        excluded = [one.id for one in answer(advisor, workload.values).options if one.status == "excluded"]
        assert [way.option for way in found.excluded] == excluded
        for way in found.excluded:
            if way.possible:
                changed = workload.values | {turn.fact: turn.after for turn in way.changes}
                there = answer(advisor, changed)
                assert not there.contradictions
                assert next(one.status for one in there.options if one.id == way.option) != "excluded"


def test_no_smaller_way_exists(advisor: Advisor, questionnaire: Questionnaire, distances: Distances) -> None:
    workload = load(advisor, "websocket-api")
    space = space_of(questionnaire.domains, workload.values)
    plain = [one for found in space.by_fact.values() for one in found]
    for way in distances.flips(workload).excluded:
        if len(way.changes) == 2:
            for one in plain:
                there = answer(advisor, workload.values | {one.fact: one.value})
                status = next(option.status for option in there.options if option.id == way.option)
                assert status == "excluded" or there.contradictions


def test_what_cannot_be_made_viable_is_said(advisor: Advisor, distances: Distances) -> None:
    for path in PATHS:
        for way in distances.flips(load(advisor, path.stem)).excluded:
            assert way.possible is not False or (not way.changes and "No change" in way.because)
            assert bool(way.possible) == bool(way.changes)


def test_flips_are_the_same_every_time(advisor: Advisor, distances: Distances, today: Any) -> None:
    workload = load(advisor, "s3-thumbnails")
    assert Distances(today).flips(workload) == distances.flips(workload)
    pairs = distances.flips(workload).pairs
    assert len({(*(turn.fact for turn in flip.changes), flip.option) for flip in pairs}) == len(pairs)
