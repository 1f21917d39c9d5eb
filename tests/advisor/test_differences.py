"""Two answers side by side: only what differs, and which dated knowledge made the difference."""

from datetime import date

import pytest

from advisor import Advisor, InvalidWorkloadError
from advisor.differences import between, differ, what_if
from tests.mini import MiniAdvisor, mini_base, rule

OLD, NEW = date(2020, 2, 1), date(2026, 11, 28)


def test_the_same_question_differs_in_nothing(advisor: Advisor) -> None:
    answer = advisor.advise({"trigger": "api", "longest_run_s": 20})
    found = differ(answer, answer)
    assert (found.changed, found.facts, found.options, found.components, found.rules, found.causes) == (
        False,
        [],
        [],
        [],
        [],
        [],
    )


def test_what_if_shows_the_fact_the_options_and_the_rules(advisor: Advisor) -> None:
    found = what_if(advisor, {"trigger": "s3", "longest_run_s": 900}, {"longest_run_s": 901})
    assert found.changed
    assert [(change.id, change.before, change.after) for change in found.facts] == [("longest_run_s", 900, 901)]
    limit = next(change for change in found.rules if change.rule == "LIM-001")
    assert limit.before is None
    assert "15 min 1 s" in (limit.after or "")
    assert {change.id: change.after for change in found.options}["lambda"]["status"] == "excluded"


def test_none_takes_a_fact_away(advisor: Advisor) -> None:
    found = what_if(advisor, {"trigger": "s3", "longest_run_s": 901}, {"longest_run_s": None})
    assert [(change.id, change.after) for change in found.facts] == [("longest_run_s", None)]


def test_bad_changes_are_refused(advisor: Advisor) -> None:
    with pytest.raises(InvalidWorkloadError, match="did you mean 'gpu'"):
        what_if(advisor, {"trigger": "s3"}, {"gpux": True})


def test_container_images_on_lambda_came_on_2020_12_01(advisor: Advisor) -> None:
    found = between(advisor, {"docker": "image", "trigger": "api", "longest_run_s": 20}, OLD, NEW)
    assert found.changed
    assert (found.before.option, found.after.option) == ("ecs-fargate", "lambda")
    cause = next(cause for cause in found.causes if cause.id == "lambda.package.image.supported")
    assert (cause.since, cause.before, cause.after) == (date(2020, 12, 1), "no", "yes")
    assert cause.decisive
    assert cause.source == "aws-lambda-images"
    assert found.causes[0].decisive


def test_dates_may_come_in_either_order(advisor: Advisor) -> None:
    workload = {"docker": "image", "trigger": "api", "longest_run_s": 20}
    found = between(advisor, workload, NEW, OLD)
    cause = next(cause for cause in found.causes if cause.id == "lambda.package.image.supported")
    assert (cause.since, cause.before, cause.after) == (date(2020, 12, 1), "yes", "no")


def test_a_rule_and_an_option_can_be_the_cause() -> None:
    dated = rule("DAT-001", "warns", '{ fact = "gpu", is = "equals", value = true }', "{ gpu = true }", "{ gpu = false }",
                 "since = 2021-06-01")  # fmt: skip
    found = between(MiniAdvisor(mini_base(rules__d=dated)), {"gpu": True}, OLD, date(2022, 1, 1))
    assert [(cause.kind, cause.id, cause.since) for cause in found.causes] == [
        ("option", "late", date(2021, 1, 1)),
        ("rule", "DAT-001", date(2021, 6, 1)),
    ]
