"""Two ways to ask at a terminal: with arrow keys, and as plain lines for screen readers and simple terminals."""

import signal
import sys
from collections.abc import Sequence
from typing import Any, Protocol

from advisor.cli.replies import (
    COMMANDS,
    NotUnderstoodError,
    Reply,
    command_in,
    read_reply,
    read_ticks,
)
from advisor.cli.terminal import show
from advisor.language.clean import clean
from advisor.language.typed import legal_values
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.replies import Given, ticked
from advisor.reports.content import Document
from advisor.reports.text import render_text
from knowledge.models import Fact

HINT = f"? if you don't know; {', '.join(COMMANDS)}"
_DONT_KNOW, _COMMAND = "I don't know", "Something else (why, back, change, show, save, quit)"


class Prompter(Protocol):
    """How to ask and how to tell."""

    def tell(self, document: Document) -> None:
        """Show a document."""

    def ask(self, question: NextQuestion, fact: Fact | None) -> Reply:
        """Put a question; `fact` is None for a checklist. Raises NotUnderstoodError and EOFError."""

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Let one of some (key, text) be chosen; return the key. Raises NotUnderstoodError and EOFError."""


class Plain:
    """Lines in, lines out: every choice has a number."""

    def tell(self, document: Document) -> None:
        """Print the lines."""
        _print(render_text(document, 80))

    def ask(self, question: NextQuestion, fact: Fact | None) -> Reply:
        """Print what can be said, and read a line."""
        if fact is None:
            _lines(statement.text for statement in question.statements)
            return read_ticks(_read("Numbers of those that apply, Enter for none: "), question)
        values = list(question.values) if question.type == "choice" else ["yes", "no"] if question.type == "bool" else []
        _lines(f"{value}: {question.values[value]}" if value in question.values else value for value in values)
        if question.type in ("set", "order"):
            _lines(f"{value}: {text}" for value, text in question.values.items())
        prompt = "Answer: " if values else f"Answer ({legal_values(fact)}): "
        text = _read(prompt)
        return read_reply(_by_number(text, values or list(question.values)), question, fact)

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Print the choices, and read a number."""
        _print(question + "\n")
        _lines(text for _, text in choices)
        found = _by_number(_read("Number: "), [key for key, _ in choices])
        if found not in (key for key, _ in choices):
            raise NotUnderstoodError(f"found {found[:60]!r}; expected a number from 1 to {len(choices)}")
        return found


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


def _read(prompt: str) -> str:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # Polars puts its own in place, after which reading goes on
    _print(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")[:2000]


class Keys:
    """Arrow keys, space and Enter; commands can be typed wherever text can."""

    def __init__(self) -> None:
        import questionary

        self._ask: Any = questionary
        self._style = questionary.Style([("highlighted", "bold"), ("selected", "noreverse"), ("pointer", "bold")])

    def tell(self, document: Document) -> None:
        """Print with colour, if there is any."""
        show(document)

    def ask(self, question: NextQuestion, fact: Fact | None) -> Reply:
        """Let the person pick, tick or type."""
        if fact is None:
            return self._tick(question)
        if question.type in ("bool", "choice"):
            return self._pick(question, fact)
        if question.type == "set":
            return self._several(question)
        return read_reply(self._text(f"{legal_values(fact)}; {HINT}"), question, fact)

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """A list to pick from."""
        found = [self._ask.Choice(clean(text), value=key) for key, text in choices]
        return str(self._run(self._ask.select(clean(question), choices=found, style=self._style)))

    def _pick(self, question: NextQuestion, fact: Fact) -> Reply:
        values = question.values or {"yes": "", "no": ""}
        choices = [(value, f"{value}: {text}" if text else value) for value, text in values.items()]
        found = self.choose("Your answer", [*choices, ("?", _DONT_KNOW), ("/", _COMMAND)])
        return self._command() if found == "/" else read_reply(found, question, fact)

    def _several(self, question: NextQuestion) -> Reply:
        found = self._check([(value, f"{value}: {text}") for value, text in question.values.items()])
        if "/" in found:
            return self._command()
        return Given({}, tuple(question.facts)) if "?" in found else Given({question.facts[0]: found})

    def _tick(self, question: NextQuestion) -> Reply:
        found = self._check([(str(number), statement.text) for number, statement in enumerate(question.statements)])
        if "/" in found:
            return self._command()
        return Given({}, tuple(question.facts)) if "?" in found else ticked(question, {int(number) for number in found})

    def _check(self, choices: Sequence[tuple[str, str]]) -> list[str]:
        shown = [self._ask.Choice(clean(text), value=key) for key, text in [*choices, ("?", _DONT_KNOW), ("/", _COMMAND)]]
        asked = self._ask.checkbox("Space ticks, Enter goes on; nothing ticked means none", choices=shown, style=self._style)
        return list(self._run(asked))

    def _command(self) -> Reply:
        text = self._text("; ".join(f"{name}: {about}" for name, about in COMMANDS.items()))
        found = command_in(text)
        if found is None:
            raise NotUnderstoodError(f"found {text[:60]!r}; expected one of {', '.join(COMMANDS)}")
        return found

    def _text(self, hint: str) -> str:
        return str(self._run(self._ask.text("Your answer", instruction=f"({clean(hint)}) ")))[:2000]

    def _run(self, prompt: Any) -> Any:
        return prompt.unsafe_ask()


def prompter(*, plain: bool) -> Prompter:
    """The way to ask."""
    return Plain() if plain else Keys()
