"""The same agreement of the readings on fewer workloads, and the corners of programs and strategy."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor, KnowledgeError
from advisor.inference import infer_plainly
from advisor.inference.library import Activation, Agenda, Fact, Rule
from advisor.inference.strategy import TotalOrder
from advisor.language.program import compile_edition, edition_on
from tests.advisor.inference.test_readings import same
from tests.mini import FACTS, mini_base
from tests.workloads import random_workloads


@pytest.mark.parametrize("day", [None, date(2020, 2, 1)])
def test_engine_and_plain_reading_agree_on_a_few(advisor: Advisor, day: date | None) -> None:
    inference = advisor.edition(day)
    for values in random_workloads(inference.program, 5, 300):
        assert same(inference.infer(values), infer_plainly(inference.program, values)), values


def test_a_derived_fact_needs_a_function_that_exists() -> None:
    base = mini_base(facts__all=FACTS.replace('function = "product"', 'function = "prodct"'))
    with pytest.raises(KnowledgeError, match="function 'prodct'"):
        compile_edition(edition_on(base, base.read))


def test_a_program_knows_what_brings_things_about(advisor: Advisor) -> None:
    program = advisor.edition().program
    assert program.by_id["LIM-001"].id == "LIM-001"
    assert any(rule.rule.effect == "requires" for rule in program.providers["component", "vpc-attachment"])
    assert set(program.by_id["LIM-001"].facts) == {"longest_run_s"}


def test_withdrawn_activations_leave_the_agenda() -> None:
    def action() -> None: ...

    def made(name: str) -> Any:
        rule = Rule(Fact(a=1))(action)
        rule.__name__ = name
        return Activation(rule, ())

    first, second = made("a"), made("b")
    agenda, strategy = Agenda(), TotalOrder()
    strategy.update_agenda(agenda, [first, second], [])
    strategy.update_agenda(agenda, [], [second])
    assert agenda.get_next() is first
    assert agenda.get_next() is None
