"""The index of conditions says of every value what the conditions themselves say."""

import math
import random
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from advisor.inference.conditions import Conditions, pick
from advisor.language.program import Program
from knowledge.compare import holds
from knowledge.models import Fact
from tests.mini import mini_base
from tests.workloads import cut_points, random_value


def one_by_one(program: Program, first: int, name: str, value: Any) -> int:
    struck = 0
    for position, rule in enumerate(program.rules, first):
        for test in rule.tests:
            if test.subject == "fact" and test.name == name and not holds(test.operator, value, test.wanted):
                struck |= 1 << position
    return struck


def values_of(name: str, fact: Fact, cuts: list[float]) -> list[Any]:
    if fact.type == "bool":
        return [True, False]
    if fact.type == "choice":
        return [*(fact.values or {}), "something else"]
    if fact.type in ("set", "order"):
        draw = random.Random(name)
        return [(), *(random_value(draw, fact, []) for _ in range(100))]
    beside = [beside for cut in cuts for beside in (math.nextafter(cut, -math.inf), cut, math.nextafter(cut, math.inf))]
    return [*(fact.range or ()), *beside, *(int(cut) for cut in cuts), -1e300, 1e300, 0.5]


def test_every_value_strikes_out_the_rules_of_its_false_tests(today: Inference) -> None:
    program = today.program
    conditions, cuts = Conditions(program), cut_points(program)
    for name, fact in program.edition.base.facts.items():
        for value in values_of(name, fact, cuts.get(name, [])):
            expected = one_by_one(program, conditions.first, name, value)
            assert conditions.struck[name](value) == expected, (name, value)


@pytest.mark.parametrize("bits", [0, 1, 0b1010, 0b11111, 1 << 700 | 5])
def test_bits_pick_items_in_order(bits: int) -> None:
    items = list(range(701))
    assert pick(items, bits) == [item for item in items if bits >> item & 1]


def test_what_waits_and_what_may_come() -> None:
    program = Advisor(mini_base()).edition().program
    conditions = Conditions(program)
    ids = [*(item.fact for item in program.derivations), *(rule.id for rule in program.rules)]
    assert pick(ids, conditions.waiting({})) == ["style", "load", "NET-001", "RUN-001"]
    assert pick(ids, conditions.waiting({"run_s": 1, "services": ()})) == ["style", "load"]
    assert {key: pick(ids, bits) for key, bits in conditions.late({}).items()} == {("component", "vpc"): ["NET-002"]}
