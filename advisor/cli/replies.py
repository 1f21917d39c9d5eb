"""What a person types at a prompt: an answer in words and units, a range, "I don't know", or a command."""

import re
from dataclasses import dataclass
from typing import Any

from advisor.cli.assignments import legal_values, read_value
from advisor.questionnaire.models import NextQuestion, Statement
from knowledge.models import Fact

COMMANDS = {
    "why": "why is this asked",
    "back": "undo the last answer",
    "change": "answer a fact anew: change FACT, or change alone to choose one",
    "show": "all answers and where they stand",
    "save": "write the file now, or another one: save FILE",
    "quit": "save and end",
    "help": "this list",
}
LETTERS = {"w": "why", "b": "back", "c": "change", "s": "show", "q": "quit", "h": "help"}
DONT_KNOW = ("?", "unknown", "don't know", "dont know", "i don't know", "i dont know")
_RANGE = re.compile(
    r"^(?P<low>.+?)(?:\s+to\s+|\s*–\s*|\s+-\s+|\s*\.\.\s*)(?P<high>.+?)(?:[,;]?\s*\(?usually\s+(?P<usual>[^)]+)\)?)?$"
)
_BARE = re.compile(r"[\d.,_]+")


class NotUnderstoodError(ValueError):
    """A reply that can't be read; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do instead of an answer."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Answers by fact, and facts that are not known. `numbers` are facts of a checklist whose number is still to be asked."""

    answers: dict[str, Any]
    unknown: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


Reply = Command | Given


def command_in(text: str) -> Command | None:
    """The command that a text is, if it is one."""
    word, _, rest = text.strip().lstrip("/:").partition(" ")
    name = {**LETTERS, "exit": "quit"}.get(word.casefold(), word.casefold())
    if name not in COMMANDS or (rest.strip() and name not in ("change", "save")):
        return None
    return Command(name, rest.strip())


def read_reply(text: str, question: NextQuestion, fact: Fact) -> Reply:
    """The reply to a question about one fact. Raises NotUnderstoodError."""
    name, text = question.facts[0], " ".join(text.split())
    command = command_in(text)
    if command is not None:
        return command
    if text.casefold() in DONT_KNOW:
        return Given({}, (name,))
    if not text:
        raise NotUnderstoodError(f"expected {legal_values(fact)}; ? if you don't know")
    try:
        return Given({name: _range_or_value(name, fact, text)})
    except ValueError as error:
        raise NotUnderstoodError(f"found {text[:60]!r}; expected {legal_values(fact)}; {error}") from None


def _range_or_value(name: str, fact: Fact, text: str) -> Any:
    """A value, or a range whose bare numbers take the unit that another one of its numbers has."""
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


def read_ticks(text: str, question: NextQuestion) -> Reply:
    """The reply to a checklist: numbers of the lines that apply, nothing for none. Raises NotUnderstoodError."""
    command = command_in(text)
    if command is not None:
        return command
    if text.strip().casefold() in DONT_KNOW:
        return Given({}, tuple(question.facts))
    words = [] if text.strip().casefold() in ("none", "no", "n", "0") else re.split(r"[\s,;]+", text.strip())
    chosen = {int(word) - 1 for word in words if word.isdecimal() and word.isascii() and len(word) < 4}
    if len(chosen) != len({word for word in words if word}) or not chosen <= set(range(len(question.statements))):
        last = len(question.statements)
        raise NotUnderstoodError(f"found {text[:60]!r}; expected numbers from 1 to {last}, such as 1 3; Enter for none of them")
    return ticked(question, chosen)
