"""One questionnaire of today's edition for all tests here, and whole workloads to answer from."""

from typing import Any

import pytest

from advisor.inference import Inference
from advisor.language.workload import parse
from advisor.questionnaire.answers import Answers, Spread
from advisor.questionnaire.completions import draw
from advisor.questionnaire.flips import Distances
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.steps import Questionnaire


@pytest.fixture(scope="session")
def questionnaire(today: Inference) -> Questionnaire:
    return Questionnaire(today)


@pytest.fixture(scope="session")
def distances(questionnaire: Questionnaire) -> Distances:
    return Distances(questionnaire.inference, questionnaire.columns)


@pytest.fixture(scope="session")
def wholes(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Twelve whole workloads without contradictions, drawn with a seed of their own."""
    frame = draw(questionnaire.program, 60, 4711)
    won = questionnaire.winners(frame, Answers())
    facts = questionnaire.program.edition.base.facts
    rows = [row for row, option in zip(frame.iter_rows(named=True), won, strict=True) if option < len(questionnaire.options)]
    return [parse({name: value for name, value in row.items() if value is not None}, facts).values for row in rows[:12]]


def answer(answers: Answers, question: NextQuestion, truth: dict[str, Any]) -> Answers:
    """Answer a question from a whole workload; what it lacks is not known."""
    known, spreads, unknown = dict(answers.known), dict(answers.spreads), list(answers.unknown)
    lines = {line.fact: line for line in question.statements}
    for name in question.facts:
        line = lines.get(name)
        spreads.pop(name, None)
        if name not in truth:
            unknown.append(name)
        elif line is not None and line.bound is not None and truth[name] <= line.bound and (line.low or 0) < line.bound:
            spreads[name] = Spread(low=line.low or 0, high=line.bound, open=True)
        else:
            known[name] = truth[name]
    return Answers(known, spreads, tuple(unknown))
