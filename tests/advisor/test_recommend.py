"""Excluding, adding up, ranking, ties, contradictions, dates: on a small base whose rules are all in sight."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor, InvalidWorkloadError, NoEditionError, advise
from advisor.check import check_cases
from tests.mini import MiniAdvisor, mini_base, rule


def advisor(**changed: str) -> Advisor:
    return MiniAdvisor(mini_base(**changed))


def scored(rule_id: str, effect: str, target: str, when: str, fires: str, silent: str, criterion: str = "fit") -> str:
    return rule(rule_id, effect, when, fires, silent, f'target = "{target}"\ncriterion = "{criterion}"\nstrength = "clear"')


GPU = '{ fact = "gpu", is = "equals", value = true }'
API = '{ fact = "trigger", is = "equals", value = "api" }'
FAST = scored("FIT-001", "favours", "large", GPU, "{ gpu = true }", "{ gpu = false }")
SLOW = scored("CST-001", "disfavours", "large", API, '{ trigger = "api" }', '{ trigger = "sdk" }', "cost")


def statuses(answer: Any) -> dict[str, str]:
    return {option.id: option.status for option in answer.options}


def test_the_cases_of_the_small_base_hold() -> None:
    assert check_cases(advisor(rules__f=FAST, rules__s=SLOW)) == (15 - 1, [])


def test_an_excluded_option_names_its_rule_and_the_values() -> None:
    answer = advisor().advise({"run_s": 901})
    assert answer.recommendation.option == "large"
    assert statuses(answer)["small"] == "excluded"
    small = next(option for option in answer.options if option.id == "small")
    assert small.findings[0].because == "A run of 15 min 1 s is above 15 min."
    assert answer.findings[0].figures["run.max"].since == date(2022, 1, 1)
    assert [citation.source for citation in answer.findings[0].citations] == ["page"]
    assert answer.findings[0].notes == ["LIM-4"]


def test_the_date_picks_the_figure_and_the_options() -> None:
    advised = advisor()
    assert advised.advise({"run_s": 400}, date(2021, 12, 31)).recommendation.option == "large"
    assert advised.advise({"run_s": 400}, date(2022, 1, 1)).recommendation.option == "small"
    assert "late" not in statuses(advised.advise({"run_s": 400}, date(2020, 1, 1)))


def test_a_date_before_everything_is_an_error_and_one_after_the_reading_a_warning() -> None:
    with pytest.raises(NoEditionError, match="2015-01-01"):
        advisor().advise({"run_s": 1}, date(2014, 12, 31))
    answer = advisor().advise({"run_s": 1}, date(2027, 1, 1))
    assert "2026-01-31" in answer.warnings[0].because


def test_points_are_weighed_and_the_sum_is_shown() -> None:
    answer = advisor(rules__f=FAST, rules__s=SLOW).advise({"gpu": True, "trigger": "api", "run_s": 1})
    large = answer.options[0]
    assert (large.id, large.score, large.status) == ("large", 3 * 2 - 1 - 2, "recommended")
    assert large.criteria["fit"].score == 6
    assert sum(item.score for item in large.criteria.values()) == large.score
    assert answer.recommendation.margin == 3


def test_priorities_add_weight_in_their_order() -> None:
    workload = {"trigger": "api", "run_s": 1, "priorities": ["latency", "cost"]}
    answer = advisor(rules__s=SLOW).advise(workload)
    large = next(option for option in answer.options if option.id == "large")
    assert large.criteria["cost"].weight == 1 + 2
    assert large.criteria["cost"].score == -6


def test_a_tie_stays_a_tie_and_names_the_rule_that_would_break_it() -> None:
    late = scored("FIT-002", "favours", "late", GPU, "{ gpu = true }", "{ gpu = false }")
    answer = advisor(rules__late=late).advise({"run_s": 901})
    assert answer.recommendation.tie == ["large", "late"]
    assert [option.status for option in answer.options] == ["recommended", "recommended", "excluded"]
    assert answer.recommendation.tie_breakers == [{"rule": "FIT-002", "facts": ["gpu"], "options": ["late"]}]
    assert "ties with Option late" in answer.recommendation.because


def exclude_everything() -> dict[str, str]:
    more = 'target = ["large", "late"]'
    return {"rules__x": rule("ALL-001", "excludes", GPU, "{ gpu = true }", "{ gpu = false }", more)}


def test_no_viable_option_is_said_with_the_nearest() -> None:
    answer = advisor(**exclude_everything()).advise({"gpu": True, "run_s": 901})
    assert answer.recommendation.option is None
    assert answer.recommendation.nearest == "small"
    assert "RUN-001" in answer.recommendation.because
    assert answer.components == []


def test_contradictions_name_the_facts_and_stop_the_choice() -> None:
    when = '{ fact = "gpu", is = "equals", value = true }, { fact = "trigger", is = "equals", value = "api" }'
    clash = rule("CTR-001", "contradicts", when, '{ gpu = true, trigger = "api" }', "{ gpu = false }")
    answer = advisor(rules__c=clash).advise({"gpu": True, "trigger": "api", "run_s": 901})
    assert answer.recommendation.option is None
    assert answer.contradictions[0].facts == ["gpu", "trigger"]
    assert statuses(answer) == {"large": "undetermined", "late": "undetermined", "small": "excluded"}


def test_unknown_is_not_no() -> None:
    answer = advisor(**exclude_everything()).advise({"run_s": 1})
    assert statuses(answer) == {"small": "recommended", "large": "undetermined", "late": "undetermined"}
    assert [question.fact for question in answer.open_questions] == ["services", "gpu"]
    assert "ALL-001" in answer.open_questions[1].why


def test_open_questions_put_what_could_exclude_the_recommended_first() -> None:
    answer = advisor(rules__f=FAST).advise({"trigger": "sdk"})
    assert [question.fact for question in answer.open_questions] == ["run_s", "gpu", "services"]


def test_components_chain_and_are_limited_to_options() -> None:
    answer = advisor().advise({"services": ["s3"], "run_s": 1})
    assert [(need.id, need.rule) for need in answer.components] == [("subnets", "NET-002"), ("vpc", "NET-001")]
    large = advisor().advise({"services": ["s3"], "run_s": 901})
    assert [need.id for need in large.components] == ["vpc"]
    assert large.components[0].because == "It calls s3."
    assert advisor().advise({"services": []}).components == []


def test_a_component_shows_its_member_and_is_advised_when_nothing_requires_it() -> None:
    more = 'target = "endpoint:sqs"'
    advised = rule("NET-009", "advises", '{ fact = "services", is = "includes", value = "sqs" }', '{ services = ["sqs"] }',
                   "{ services = [] }", more)  # fmt: skip
    need = advisor(rules__a=advised).advise({"services": ["sqs"]}).components[0]
    assert (need.title, need.need) == ("Endpoint: sqs", "advised")


def test_advice_for_want_of_an_answer_is_overruled_once_the_answer_is_there() -> None:
    called = ('{ fact = "services", is = "nonempty" }', '{ services = ["sqs"] }', "{ services = [] }")
    advised = rule("NET-009", "advises", *called, 'target = "endpoint:sqs"')
    warned = rule("NET-011", "warns", *called)
    known = rule("NET-010", "warns", GPU, "{ gpu = true }", "{ gpu = false }", 'overrules = ["NET-009", "NET-011"]')
    asked = advisor(rules__a=advised, rules__w=warned, rules__k=known)
    for workload in ({"services": ["sqs"]}, {"services": ["sqs"], "gpu": False}):
        answer = asked.advise(workload)
        assert [need.id for need in answer.components if need.rule == "NET-009"] == ["endpoint:sqs"]
        assert [warning.rule for warning in answer.warnings] == ["NET-011"]
    answer = asked.advise({"services": ["sqs"], "gpu": True})
    assert "endpoint:sqs" not in {name for option in answer.options for name in option.components}
    assert [need.id for need in answer.components if need.rule == "NET-009"] == []
    assert [warning.rule for warning in answer.warnings] == ["NET-010"]
    assert not {"NET-009", "NET-011"} & {found.rule for found in answer.findings}
    assert {"NET-009", "NET-010", "NET-011"} <= set(answer.trace)


def test_derived_facts_chain_and_given_ones_win() -> None:
    when = '{ fact = "style", is = "equals", value = "sync" }, { fact = "load", is = "above", value = 10 }'
    late = rule("LOD-001", "warns", when, '{ trigger = "api", rate = 11, run_s = 1 }', '{ trigger = "queue" }',
                because="{{ load | number }} at once, {{ style }}.")  # fmt: skip
    answer = advisor(rules__l=late).advise({"trigger": "api", "rate": 4.5, "run_s": 3})
    assert answer.derived == {"style": "sync", "load": 13.5}
    assert [warning.because for warning in answer.warnings] == ["13.5 at once, sync."]
    given = advisor(rules__l=late).advise({"trigger": "api", "style": "async", "rate": 4.5, "run_s": 3})
    assert given.warnings == []
    assert given.derived == {"load": 13.5}


def test_a_table_without_an_entry_leaves_the_fact_open_and_asks_for_it() -> None:
    when = '{ fact = "style", is = "equals", value = "sync" }'
    warned = rule("STY-001", "warns", when, '{ trigger = "api" }', '{ trigger = "queue" }')
    answer = advisor(rules__w=warned).advise({"trigger": "sdk", "run_s": 1})
    assert "style" in [question.fact for question in answer.open_questions]
    unasked = advisor(rules__w=warned).advise({"run_s": 1})
    assert "trigger" in [question.fact for question in unasked.open_questions]


def test_a_rule_whose_figure_has_ended_or_says_no_is_out_of_force() -> None:
    ended = rule("BUR-001", "warns", '{ fact = "rate", is = "above", figure = "burst" }', "{ rate = 501 }", "{ rate = 500 }",
                 "until = 2023-01-01")  # fmt: skip
    ended = ended.replace('expect = "', 'as_of = 2020-01-01, expect = "')
    no_images = '{ figure = "images", is = "equals", value = false }, { fact = "gpu", is = "equals", value = true }'
    images = rule("IMG-001", "warns", no_images, "{ gpu = true }", "{ gpu = false }")
    images = images.replace('expect = "', 'as_of = 2020-01-01, expect = "')
    advised = advisor(rules__b=ended, rules__i=images)
    workload = {"rate": 1000, "gpu": True, "run_s": 1}
    assert [item.rule for item in advised.advise(workload, date(2020, 1, 1)).warnings] == ["BUR-001", "IMG-001"]
    assert advised.advise(workload).warnings == []


def test_figures_are_converted_to_the_unit_of_the_fact() -> None:
    big = rule("MEM-001", "excludes", '{ fact = "memory_mib", is = "above", figure = "memory.max" }',
               "{ memory_mib = 10241 }", "{ memory_mib = 10240 }", 'target = "small"',
               "{{ memory_mib | mib }} of {{ memory.max | mib }}")  # fmt: skip
    answer = advisor(rules__m=big).advise({"memory_mib": 20480})
    assert next(option for option in answer.options if option.id == "small").findings[0].because == "20 GiB of 10 GiB"


def test_an_option_can_be_chained_on() -> None:
    chained = rule("CHN-001", "advises", '{ option = "small", is = "excluded" }, { fact = "gpu", is = "equals", value = true }',
                   "{ run_s = 901, gpu = true }", "{ run_s = 900, gpu = true }", 'target = "vpc"')  # fmt: skip
    finding = rule("CHN-002", "warns", '{ finding = "CHN-001", is = "fired" }, { fact = "rate", is = "equals", value = 7 }',
                   "{ run_s = 901, gpu = true, rate = 7 }", "{ run_s = 1, gpu = true, rate = 7 }")  # fmt: skip
    advised = advisor(rules__a=chained, rules__b=finding)
    assert check_cases(advised)[1] == []
    answer = advised.advise({"gpu": True, "rate": 7})
    asked = {question.fact: question.rules for question in answer.open_questions}
    assert asked["run_s"] == ["RUN-001", "CHN-001", "CHN-002"]


@pytest.mark.parametrize(
    ("workload", "message"),
    [
        ({"run_s": -1}, "from 0.5 to 100,000"),
        ({"run_s": float("nan")}, "nan"),
        ({"run_s": "15 min"}, "without quotes"),
        ({"run_s": True}, "a truth value"),
        ({"gpu": 1}, "true or false"),
        ({"trigger": "apo"}, "did you mean 'api'"),
        ({"trigger": ["api"]}, "one of api"),
        ({"services": "s3"}, "a list of"),
        ({"services": ["s3", "s3"]}, "each item once"),
        ({"connections": 1.5}, "whole number"),
        ({"load": 3}, "rate, run_s"),
        ({"runs": 3}, "did you mean 'run_s'"),
        ({"unknown": ["gpux"]}, "did you mean 'gpu'"),
        ({"unknown": "gpu"}, "list of fact names"),
        ({"title": 3}, "text of at most"),
        ({"session": 3}, "a table"),
        ([], "a table of facts"),
        ({f"k{n}": 1 for n in range(1000)}, "at most 500"),
    ],
)
def test_bad_input_says_where_and_what_to_do(workload: Any, message: str) -> None:
    with pytest.raises(InvalidWorkloadError, match=message):
        advisor().advise(workload)


def test_i_do_not_know_is_kept_apart() -> None:
    answer = advisor().advise({"run_s": 1, "unknown": ["gpu"], "title": "T", "session": {"asked": ["gpu"]}})
    assert answer.unknown == ["gpu"]
    assert answer.title == "T"
    assert advisor().advise({"gpu": True, "unknown": ["gpu"]}).unknown == []


def test_open_questions_that_hang_on_another_answer_come_last() -> None:
    """Without an image nobody is asked how large it is before what any workload has."""
    base = {"trigger": "s3", "longest_run_s": 20, "memory_mib": 1024}
    order = [question.fact for question in advise({**base, "docker": "none"}).open_questions]
    assert order.index("vcpus") < order.index("multi_node") < order.index("image_mib")
    asked = [question.fact for question in advise({**base, "docker": "image"}).open_questions]
    assert asked.index("image_mib") < asked.index("multi_node")
