"""Asking at a terminal as plain lines, for screen readers and simple terminals; `advisor.cli.keys` asks with arrow keys."""

import sys
from collections.abc import Sequence
from typing import Any, Protocol

from advisor.cli.interrupts import Interrupts
from advisor.cli.replies import Command, NotUnderstoodError, Reply, command_in, read_reply, read_ticks
from advisor.language.clean import clean
from advisor.language.typed import legal_values
from advisor.questionnaire.models import NextQuestion
from advisor.reports.content import Document
from advisor.reports.text import render_text
from knowledge.models import Fact


class Prompter(Protocol):
    """How to ask and how to tell."""

    def tell(self, document: Document) -> None:
        """Show a document."""

    def ask(self, question: NextQuestion, fact: Fact | None) -> Reply:
        """Put a question; `fact` is None for a checklist. Raises NotUnderstoodError and EOFError."""

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str | Command:
        """Let one of some (key, text) be chosen; return the key, or a command. Raises NotUnderstoodError and EOFError."""


class Plain:
    """Lines in, lines out: every choice has a number."""

    def __init__(self, interrupts: Interrupts) -> None:
        self._interrupts = interrupts

    def tell(self, document: Document) -> None:
        """Print the lines."""
        _print(render_text(document, 80))

    def ask(self, question: NextQuestion, fact: Fact | None) -> Reply:
        """Print what can be said, and read a line."""
        if fact is None:
            _lines(statement.text for statement in question.statements)
            return read_ticks(self._read("Numbers of those that apply, Enter for none: "), question)
        values = list(question.values) if question.type == "choice" else ["yes", "no"] if question.type == "bool" else []
        _lines(f"{value}: {question.values[value]}" if value in question.values else value for value in values)
        if question.type in ("set", "order"):
            _lines(f"{value}: {text}" for value, text in question.values.items())
        prompt = "Answer: " if values else f"Answer ({legal_values(fact)}): "
        text = self._read(prompt)
        return read_reply(_by_number(text, values or list(question.values)), question, fact)

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str | Command:
        """Print the choices, and read a number."""
        _print(clean(question) + "\n")
        _lines(text for _, text in choices)
        text = self._read("Number: ")
        command = command_in(text)
        if command is not None:
            return command
        found = _by_number(text, [key for key, _ in choices])
        if found not in (key for key, _ in choices):
            raise NotUnderstoodError(f"found {found[:60]!r}; expected a number from 1 to {len(choices)}")
        return found

    def _read(self, prompt: str) -> str:
        self._interrupts.arm()
        _print(prompt)
        self._interrupts.wait_for(sys.stdin)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")[:2000]


def _by_number(text: str, values: Sequence[str]) -> str:
    """Numbers of lines as the values on them; anything else as it is."""
    words = [word.strip() for word in text.split(",")]
    if values and all(word.isdecimal() and word.isascii() and 0 < int(word[:4]) <= len(values) for word in words):
        return ",".join(values[int(word) - 1] for word in words)
    return text


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _lines(texts: Any) -> None:
    _print("".join(f"  {number}. {clean(text)}\n" for number, text in enumerate(texts, 1)))


def prompter(interrupts: Interrupts, *, plain: bool) -> Prompter:
    """The way to ask."""
    if plain:
        return Plain(interrupts)
    from advisor.cli.keys import Keys

    return Keys(interrupts)
