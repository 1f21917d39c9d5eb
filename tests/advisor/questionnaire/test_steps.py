"""A step: settles on the right option, never asks what was answered, the same for the same answers, honest about ranges."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from advisor import Advisor, InvalidWorkloadError
from advisor.columns.planes import EVERYBODY, flags_of
from advisor.columns.values import Codes
from advisor.questionnaire.alternatives import unlinked
from advisor.questionnaire.answers import Answers, Spread, read_answers
from advisor.questionnaire.completions import COUNT
from advisor.questionnaire.overlay import Completions
from advisor.questionnaire.probes import changed
from advisor.questionnaire.steps import Questionnaire
from tests.advisor.questionnaire.conftest import answer


def test_it_settles_on_the_option_of_the_whole_workload(
    questionnaire: Questionnaire, advisor: Advisor, wholes: list[dict[str, Any]]
) -> None:
    for truth in wholes:
        answers, asked = Answers(), []
        while (step := questionnaire.step(answers)).question is not None:
            assert not set(step.question.facts) & answers.settled_facts, "asked twice"
            assert set(step.question.rules) <= set(questionnaire.program.by_id)
            asked.append(step.question.facts)
            answers = answer(answers, step.question, truth)
            assert len(asked) < 60
        assert step.settled
        assert step.option == advisor.advise(truth, planned=False).recommendation.option


def test_the_same_answers_give_the_same_step(questionnaire: Questionnaire, advisor: Advisor) -> None:
    answers = Answers({"trigger": "s3"}, {"longest_run_s": Spread(low=300, high=2400, usual=480)}, ("gpu",))
    first = questionnaire.step(answers)
    assert questionnaire.step(answers) == first
    assert Questionnaire(advisor.edition()).step(answers).model_dump_json() == first.model_dump_json()


def test_the_standing_is_a_share_of_the_completions(questionnaire: Questionnaire) -> None:
    step = questionnaire.step(Answers())
    assert sum(share.share for share in step.standing) == pytest.approx(1)
    assert [share.share for share in step.standing] == sorted((share.share for share in step.standing), reverse=True)
    assert not step.settled
    assert step.question is not None


def test_what_starts_the_work_is_asked_first(questionnaire: Questionnaire) -> None:
    question = questionnaire.step(Answers({"gpu": False})).question
    assert question is not None
    assert question.facts == ["trigger"]
    told = {one.answer: one.option for one in question.effects}
    assert told["job-queue"].startswith("batch")


def test_a_checklist_says_its_lines_and_what_each_would_do(questionnaire: Questionnaire) -> None:
    question = questionnaire.step(Answers({"trigger": "api"})).question
    assert question is not None
    assert question.kind == "checklist"
    assert all(line.text.endswith(".") and "{" not in line.text for line in question.statements)
    effects = {one.answer: one for one in question.effects}
    assert set(effects) <= {line.text for line in question.statements}
    (gpu,) = [line for line in question.statements if line.fact == "gpu"]
    won = questionnaire.won(questionnaire.completions(Answers({"trigger": "api", "gpu": True})))
    counts = np.bincount(won[won < len(questionnaire.options)])
    assert effects[gpu.text].option == questionnaire.options[int(counts.argmax())]
    order = ["excludes", "favours", "disfavours", "contradicts"]
    ranks = [order.index(questionnaire.program.by_id[rule].rule.effect) for rule in question.rules]
    assert ranks == sorted(ranks)


def test_every_fact_that_a_checklist_can_hold_has_a_statement(questionnaire: Questionnaire) -> None:
    facts = questionnaire.program.edition.base.facts
    for name in questionnaire.domains.facts:
        fact = facts[name]
        if fact.type in ("bool", "number", "integer") or len(fact.values or {}) == 2:
            assert fact.statement, name


def test_what_is_ruled_out_names_the_rule(questionnaire: Questionnaire, advisor: Advisor) -> None:
    step = questionnaire.step(Answers({"longest_run_s": 901}))
    excluded = {one.option: one.rules for one in step.ruled_out}
    assert "LIM-001" in excluded["lambda"]
    assert set(excluded) == {one.id for one in advisor.advise({"longest_run_s": 901}).options if one.status == "excluded"}


def test_not_known_is_not_asked_again(questionnaire: Questionnaire) -> None:
    everything = tuple(questionnaire.domains.facts)
    step = questionnaire.step(Answers({}, {}, everything))
    assert step.settled
    assert step.question is None


def test_a_range_says_where_each_option_wins(questionnaire: Questionnaire) -> None:
    known = {"trigger": "s3", "docker": "none", "language": "python", "os": "linux", "gpu": False, "memory_mib": 1024}
    step = questionnaire.step(Answers(known, {"longest_run_s": Spread(low=300, high=2400, usual=480)}))
    assert step.spreads is not None
    assert sum(share.share for share in step.spreads.shares) == pytest.approx(1, abs=1 / COUNT)
    assert len(step.spreads.shares) > 1
    assert "LIM-001" in step.spreads.rules or step.spreads.broken == 0
    assert step.question is None or "longest_run_s" not in step.question.facts


def test_regret_is_told_in_money_against_what_is_recommended_there(questionnaire: Questionnaire, advisor: Advisor) -> None:
    known = {
        "trigger": "s3",
        "docker": "none",
        "language": "python",
        "os": "linux",
        "memory_mib": 1024,
        "operations": "balanced",
    }
    bills = {"typical_run_ms": 20_000, "requests_per_month": 500_000}
    ranges = {"longest_run_s": Spread(low=300, high=2400)}
    spreads = questionnaire.step(Answers(known | bills, ranges)).spreads
    assert spreads is not None
    assert spreads.regret_points > 0
    regret = spreads.money
    assert regret is not None
    leader, values = spreads.shares[0].option, known | bills | regret.at
    there = advisor.advise(values)
    assert there.recommendation.option == regret.option != leader
    costs = {one.id: float(one.cost.monthly_usd) for one in there.options if one.cost is not None}
    assert regret.extra_usd == pytest.approx(costs[leader] - costs[regret.option])
    without = questionnaire.step(Answers(known, ranges)).spreads
    assert without is not None
    assert without.money is not None
    assert without.money.extra_usd is None
    assert set(without.money.missing) == set(bills)


def test_a_bound_from_a_checklist_can_still_be_asked_for(questionnaire: Questionnaire) -> None:
    bound = {"low": 0, "high": 3600}
    facts = questionnaire.program.edition.base.facts
    assert "longest_run_s" in read_answers({"longest_run_s": bound}, facts).settled_facts
    assert "longest_run_s" not in read_answers({"longest_run_s": bound | {"open": True}}, facts).settled_facts


def test_contradicting_answers_are_named_as_the_smallest_sets(questionnaire: Questionnaire, advisor: Advisor) -> None:
    raw = {"typical_run_ms": 60_000, "longest_run_s": 30, "trigger": "s3"}
    step = questionnaire.step(Answers(raw))
    assert [set(one.facts) for one in step.conflicts] == [{"typical_run_ms", "longest_run_s"}]
    for name in step.conflicts[0].facts:
        rest = {other: value for other, value in raw.items() if other != name}
        assert not advisor.advise(rest, planned=False).contradictions


def test_chapters_ask_about_what_bears_on_them(questionnaire: Questionnaire) -> None:
    facts = questionnaire.program.edition.base.facts
    for chapter in ("network", "failure", "release", "cost"):
        step = questionnaire.step(Answers({"trigger": "sqs", "vpc_resources": ("rds",)}), chapter)
        assert step.question is None or chapter in facts[step.question.facts[0]].bears_on
        assert step.chapters[chapter] >= (step.question is not None)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ({"gpu": {"low": 1, "high": 2}}, "a range"),
        ({"longest_run_s": {"low": 5}}, "a table {low, high}"),
        ({"longest_run_s": {"low": 5, "high": 4}}, "in order"),
        ({"longest_run_s": {"low": 5, "high": 9, "usual": 10}}, "in order"),
        ({"longest_run_s": {"low": 5, "high": 9, "often": 7}}, "a table {low, high}"),
        ({"longest_run_s": {"low": 5, "high": 9, "open": 1}}, "a table {low, high}"),
        ({"longest_run_s": {"low": 5, "high": 1e12}}, "inside the range"),
        ({"gpux": True}, "did you mean 'gpu'"),
        ([1], "a table of facts"),
    ],
)
def test_bad_answers_are_refused(questionnaire: Questionnaire, raw: Any, told: str) -> None:
    with pytest.raises(InvalidWorkloadError, match=told):
        read_answers(raw, questionnaire.program.edition.base.facts)


def test_completions_agree_with_the_answers(questionnaire: Questionnaire) -> None:
    answers = Answers({"trigger": "api"}, {"longest_run_s": Spread(low=300, high=2400, usual=480)}, ("gpu",))
    found = questionnaire.completions(answers)
    assert not {"trigger", "gpu"} & set(found.codes)
    trigger = found.values["trigger"]
    assert isinstance(trigger, Codes)
    assert [trigger.allowed[code] for code in trigger.array] == ["api"]
    assert found.values["gpu"].unknown is EVERYBODY
    runs = found.values["longest_run_s"].array
    assert 300 <= runs.min() < runs.max() <= 2400
    assert abs(np.log(runs).mean() - np.log(480)) < 1
    hidden = questionnaire.cells.beyond("streams_response")
    assert (found.codes["streams_response"] == hidden).mean() < 0.5, "what hangs on the trigger applies now"
    unasked = questionnaire.completions(Answers({"trigger": "s3"}))
    assert (unasked.codes["streams_response"] == hidden).all()
    assert flags_of(unasked.values["streams_response"].unknown, unasked.height).all()


def test_completions_without_answers_are_the_draws(questionnaire: Questionnaire) -> None:
    found = questionnaire.completions(Answers())
    assert found.height == questionnaire.frame.height == COUNT
    assert np.array_equal(questionnaire.won(found), questionnaire.winners(questionnaire.frame, Answers()))
    coded = questionnaire.cells.coded(questionnaire.frame)
    assert all(np.array_equal(found.codes[name], codes) for name, codes in coded.items())


@pytest.mark.parametrize(
    "answers",
    [
        Answers({"trigger": "schedule", "gpu": True, "docker": "none"}),
        Answers({"trigger": "api"}, {"longest_run_s": Spread(low=2, high=90, open=True)}, ("gpu",)),
        Answers({}, {"memory_mib": Spread(low=128, high=512), "requests_per_month": Spread(low=0, high=10)}, ("trigger",)),
    ],
)
def test_what_no_answer_changed_is_taken_as_it_was(questionnaire: Questionnaire, answers: Answers) -> None:
    found = questionnaire.completions(answers)
    assert found.tested
    anew = Completions(found.height, found.values, found.codes, {})
    assert np.array_equal(questionnaire.won(found), questionnaire.won(anew))


@pytest.mark.parametrize("name", ["priorities", "gpu", "trigger", "longest_run_s", "docker", "requests_per_month"])
def test_probes_put_an_answer_in_the_place_of_a_drawn_one(questionnaire: Questionnaire, name: str) -> None:
    tried, picked = unlinked(questionnaire.domains, name), np.array([7, 1000, 4095])
    found = questionnaire.won(changed(questionnaire, questionnaire.completions(Answers()), picked, tried))
    rows, kind = questionnaire.frame[picked.tolist()], questionnaire.frame.schema[name]
    alone = [rows.with_columns(pl.Series(name, [one.value] * len(picked), kind)) for one in tried]
    assert np.array_equal(found, questionnaire.winners(pl.concat(alone), Answers()))


def test_the_deciding_part_decides_as_the_whole(questionnaire: Questionnaire, advisor: Advisor) -> None:
    frame = questionnaire.frame.head(40)
    won = questionnaire.winners(frame, Answers())
    for row, option in zip(frame.iter_rows(named=True), won, strict=True):
        raw = {name: list(value) if isinstance(value, pl.Series) else value for name, value in row.items() if value is not None}
        assert advisor.advise(raw, planned=False).recommendation.option == questionnaire.options[option]
