"""What people type: answers with units, ranges, "I don't know", commands, ticks; and the file that keeps the answers."""

import os
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.cli.replies import Command, NotUnderstoodError, read_reply, read_ticks
from advisor.files import read_workload
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.replies import Given
from advisor.questionnaire.session import Session, load_session
from advisor.questionnaire.steps import Questionnaire


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("longest_run_s", "15 min", Given({"longest_run_s": 900})),
        ("longest_run_s", "5 to 40 min, usually 8 min", Given({"longest_run_s": {"low": 300, "high": 2400, "usual": 480}})),
        ("longest_run_s", "30 s - 2 h", Given({"longest_run_s": {"low": 30, "high": 7200}})),
        ("memory_mib", "1..2 GB", Given({"memory_mib": {"low": 1024, "high": 2048}})),
        ("requests_per_s_peak", "1.5k/s", Given({"requests_per_s_peak": 1500})),
        ("gpu", " YES ", Given({"gpu": True})),
        ("trigger", "S3", Given({"trigger": "s3"})),
        ("gpu", "?", Given({}, ("gpu",))),
        ("gpu", "I don't know", Given({}, ("gpu",))),
        ("gpu", "why", Command("why")),
        ("gpu", "/back", Command("back")),
        ("gpu", "change trigger", Command("change", "trigger")),
    ],
)
def test_replies_are_understood(questionnaire: Questionnaire, name: str, text: str, wanted: Any) -> None:
    facts = questionnaire.program.edition.base.facts
    assert read_reply(text, questionnaire.question_on(name), facts[name]) == wanted


@pytest.mark.parametrize(
    ("name", "text"), [("gpu", ""), ("gpu", "perhaps"), ("longest_run_s", "soon"), ("longest_run_s", "5 to")]
)
def test_what_is_not_understood_says_what_would_do(questionnaire: Questionnaire, name: str, text: str) -> None:
    facts = questionnaire.program.edition.base.facts
    with pytest.raises(NotUnderstoodError, match="expected"):
        read_reply(text, questionnaire.question_on(name), facts[name])


def test_ticks_answer_every_line(questionnaire: Questionnaire) -> None:
    question = questionnaire.step(Answers({"trigger": "s3"})).question
    assert question is not None
    assert question.kind == "checklist"
    none = read_ticks("", question)
    assert isinstance(none, Given)
    assert set(none.answers) == set(question.facts)
    every = read_ticks(" ".join(str(number) for number in range(1, len(question.facts) + 1)), question)
    assert isinstance(every, Given)
    assert set(every.numbers) == {line.fact for line in question.statements if line.bound is not None}
    assert read_ticks("?", question) == Given({}, tuple(question.facts))
    with pytest.raises(NotUnderstoodError, match="expected numbers"):
        read_ticks("0 99", question)


def test_a_session_is_a_workload_that_advise_reads(tmp_path: Path, advisor: Advisor) -> None:
    session = Session(tmp_path / "answers.toml", {"title": 'A "title" with \\ and ü'})
    session.give({"trigger": "sqs", "gpu": False, "vpc_resources": ("rds", "efs")})
    session.give({"longest_run_s": {"low": 300, "high": 2400, "usual": 480}}, ("docker",))
    session.save()
    answer = advisor.advise(read_workload(str(session.path)))
    assert answer.workload == {"trigger": "sqs", "gpu": False, "vpc_resources": ("rds", "efs")}
    assert answer.unknown == ["docker"]
    again = load_session(session.path, session.path)
    assert again.raw == {**session.raw, "vpc_resources": ["rds", "efs"]}
    assert again.asked == session.asked


def test_back_and_drop_undo(tmp_path: Path) -> None:
    session = Session(tmp_path / "answers.toml")
    assert not session.back()
    session.give({"gpu": True})
    session.give({}, ("gpu",))
    assert session.raw == {"unknown": ["gpu"]}
    session.drop("gpu")
    assert session.raw == {}
    assert session.back()
    assert session.back()
    assert session.raw == {"gpu": True}


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(tmp_path / "answers.toml", {"gpu": True})
    session.save()
    before = session.path.read_text()
    session.give({"gpu": False})

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        session.save()
    assert session.path.read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["answers.toml"]
