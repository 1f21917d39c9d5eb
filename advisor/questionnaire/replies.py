"""Answers as a person gives them: a value in words and units, a range, "I don't know", the lines of a checklist that apply."""

import re
from dataclasses import dataclass
from typing import Any

from advisor.language.typed import read_value
from advisor.questionnaire.models import NextQuestion, Statement
from knowledge.models import Fact

DONT_KNOW = ("?", "unknown", "don't know", "dont know", "i don't know", "i dont know")
_RANGE = re.compile(
    r"^(?P<low>.+?)(?:\s+to\s+|\s*–\s*|\s+-\s+|\s*\.\.\s*)(?P<high>.+?)(?:[,;]?\s*\(?usually\s+(?P<usual>[^)]+)\)?)?$"
)
_BARE = re.compile(r"[\d.,_]+")


@dataclass(frozen=True, slots=True)
class Given:
    """Answers by fact, and facts that are not known. `numbers` are facts of a checklist whose number is still to be asked."""

    answers: dict[str, Any]
    unknown: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def range_or_value(name: str, fact: Fact, text: str) -> Any:
    """A value, or a range whose bare numbers take the unit that another one of its numbers has.

    Raises ValueError with a remedy as its message.
    """
    found = _RANGE.match(text) if fact.type in ("number", "integer") else None
    if found is None:
        return read_value(name, fact, text)
    parts = {key: part.strip() for key, part in found.groupdict().items() if part}
    unit = next((rest for part in parts.values() if (rest := _BARE.sub("", part, count=1).strip())), "")
    return {key: read_value(name, fact, f"{part} {unit}" if _BARE.fullmatch(part) else part) for key, part in parts.items()}


def ticked(question: NextQuestion, chosen: set[int]) -> Given:
    """The answers of a checklist of which the statements with these numbers hold."""
    answers: dict[str, Any] = {}
    numbers = []
    for number, statement in enumerate(question.statements):
        if statement.bound is None:
            answers[statement.fact] = statement.yes if number in chosen else statement.no
        elif number in chosen:
            numbers.append(statement.fact)
        else:
            answers[statement.fact] = _not_above(statement)
    return Given(answers, numbers=tuple(numbers))


def _not_above(statement: Statement) -> Any:
    """The number is not above the bound of its statement: a range, or the one number that is left."""
    low, bound = statement.low or 0, statement.bound or 0
    return {"low": low, "high": bound, "open": True} if low < bound else low
