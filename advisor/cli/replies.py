"""What a person types at a prompt: an answer in words and units, a range, "I don't know", or a command."""

import re
from dataclasses import dataclass

from advisor.language.typed import legal_values
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.replies import DONT_KNOW, Given, range_or_value, ticked
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


class NotUnderstoodError(ValueError):
    """A reply that can't be read; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do instead of an answer."""

    name: str
    argument: str = ""


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
        return Given({name: range_or_value(name, fact, text)})
    except ValueError as error:
        raise NotUnderstoodError(f"found {text[:60]!r}; expected {legal_values(fact)}; {error}") from None


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
