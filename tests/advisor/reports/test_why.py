"""One option: where it stands, what each rule counts, and what would have to be so for a rule not to fire."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.reports.conditions import condition_in_words, turned_round, with_unit
from advisor.reports.text import render_text
from advisor.reports.why import Why, weigh, why_document
from knowledge.models import Condition

ORDERS: dict[str, Any] = {
    "title": "Orders",
    "gpu": True,
    "trigger": "api",
    "run_s": 901,
    "services": ["s3"],
    "priorities": ["cost"],
}


def why(small: Advisor, workload: dict[str, Any], option: str) -> tuple[Why, str]:
    recommendation = small.advise(workload, planned=False)
    found = next(one for one in recommendation.options if one.id == option)
    case = weigh(recommendation, found, small.edition().program)
    return case, " ".join(render_text(why_document(case, recommendation)).split())


def test_an_excluded_option_names_what_would_let_it_in(small: Advisor) -> None:
    case, text = why(small, ORDERS, "small")
    assert [(change.rule, change.gain, change.when) for change in case.changes] == [
        ("RUN-001", None, ["run_s is at most 15 min (run.max)"])
    ]
    assert "Excluded by 1 rule; recommended is Option large." in text
    assert "× A run of 15 min 1 s is above 15 min. [RUN-001]" in text
    assert "when this holds: • run_s is at most 15 min (run.max) [RUN-001] Exception: It is otherwise." in text


def test_an_option_behind_names_the_rules_that_hold_it_back(small: Advisor) -> None:
    case, text = why(small, ORDERS, "late")
    assert (case.against, case.lead) == ("large", -4)
    assert [(change.rule, change.gain, change.when) for change in case.changes] == [("CST-001", 4, ["trigger is not api"])]
    assert "Not excluded, but 4 points behind Option large." in text


def test_the_recommended_option_names_what_its_lead_rests_on(small: Advisor) -> None:
    case, text = why(small, ORDERS, "large")
    assert (case.against, case.lead) == ("late", 4)
    assert "Recommended, 4 points ahead of Option late." in text
    assert "What its lead over Option late rests on, each rule taken alone: −4 trigger is not api [CST-001]" in text


@pytest.mark.parametrize(
    ("workload", "option", "says"),
    [
        ({"gpu": True, "trigger": "sdk"}, "late", "Recommended, and tied with Option large."),
        ({}, "late", "Not excluded, but 1 point behind Option small."),
        ({"gpu": True, "trigger": "queue"}, "small", "Not excluded, but 10 points behind Option late."),
        ({"gpu": True, "trigger": "queue"}, "late", "Not excluded, and not behind Option large."),
    ],
)
def test_where_an_option_stands_is_one_sentence(small: Advisor, workload: dict[str, Any], option: str, says: str) -> None:
    assert says in why(small, workload, option)[1]


def test_unknown_facts_that_bear_on_it_are_named(small: Advisor) -> None:
    assert why(small, {}, "small")[0].questions == ["run_s"]


def test_gains_are_what_the_sum_says(advisor: Advisor) -> None:
    """Taking a rule away moves the two scores by what the change says."""
    workload = {"trigger": "s3", "longest_run_s": 20, "traffic": "spiky", "operations": "least", "docker": "none"}
    recommendation = advisor.advise(workload)
    program = advisor.edition().program
    for option in recommendation.options:
        case = weigh(recommendation, option, program)
        rival = next((one for one in recommendation.options if one.id == case.against), None)
        for change in case.changes:
            if change.gain is not None and rival is not None:
                own, other = (
                    sum(
                        one.criteria[str(finding.criterion)].weight * finding.points
                        for finding in one.findings
                        if finding.rule == change.rule
                    )
                    for one in (option, rival)
                )
                assert change.gain == other - own


CONDITIONS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"fact": "run_s", "is": "above", "figure": "run.max"},
        "run_s is above 15 min (run.max)",
        "run_s is at most 15 min (run.max)",
    ),
    ({"fact": "memory_mib", "is": "at-most", "figure": "memory.max"}, "memory_mib is at most 10 GiB (memory.max)", "is above"),
    ({"fact": "memory_mib", "is": "below", "value": 512}, "memory_mib is below 512 MiB", "memory_mib is at least 512 MiB"),
    ({"fact": "connections", "is": "at-least", "value": 5}, "connections is at least 5", "connections is below 5"),
    ({"fact": "gpu", "is": "equals", "value": True}, "gpu is yes", "gpu is no"),
    ({"fact": "trigger", "is": "equals", "value": "api"}, "trigger is api", "trigger is not api"),
    ({"fact": "trigger", "is": "differs", "value": "api"}, "trigger is not api", "trigger is api"),
    ({"fact": "trigger", "is": "one-of", "value": ["api", "sdk"]}, "trigger is one of api, sdk", "trigger is none of api, sdk"),
    ({"fact": "services", "is": "includes", "value": "s3"}, "services includes s3", "services does not include s3"),
    ({"fact": "services", "is": "nonempty"}, "services names at least one", "services names none"),
    ({"component": "vpc", "is": "required"}, "component vpc is required", "component vpc is not required"),
    ({"finding": "RUN-001", "is": "fired"}, "rule RUN-001 has fired", "rule RUN-001 has not fired"),
    ({"option": "small", "is": "excluded"}, "option small is excluded", "option small is not excluded"),
    ({"figure": "images", "is": "equals", "value": True}, "figure images is yes", "figure images is no"),
]


@pytest.mark.parametrize(("raw", "stands", "turned"), CONDITIONS)
def test_conditions_in_words(small: Advisor, raw: dict[str, Any], stands: str, turned: str) -> None:
    condition, edition = Condition.model_validate(raw), small.edition().program.edition
    assert condition_in_words(condition, edition) == stands
    assert turned in turned_round(condition, edition)


def test_a_figure_without_a_value_on_the_date_says_so(small: Advisor) -> None:
    condition = Condition.model_validate({"fact": "run_s", "is": "above", "figure": "run.max"})
    edition = small.edition(date(2016, 1, 1)).program.edition
    assert condition_in_words(condition, edition) == "run_s is above run.max (no value on 2016-01-01)"


VALUES: list[tuple[object, str | None, str]] = [
    (900, "s", "15 min"),
    (10, "GiB", "10 GiB"),
    (True, "bool", "yes"),
    (5, "count", "5"),
    (0.5, "share", "50 %"),
    (2, "vCPU", "2 vCPU"),
    ("x", "s", "x s"),
    (3, None, "3"),
]


@pytest.mark.parametrize(("value", "unit", "says"), VALUES)
def test_values_carry_their_unit(value: object, unit: str | None, says: str) -> None:
    assert with_unit(value, unit) == says
