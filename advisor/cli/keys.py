"""Asking at a terminal with arrow keys, space and Enter; one key for each command."""

import textwrap
from collections.abc import Sequence
from typing import Any

from advisor.cli.interrupts import Interrupts
from advisor.cli.replies import COMMANDS, LETTERS, Command, NotUnderstoodError, Reply, command_in, read_reply
from advisor.cli.terminal import show
from advisor.language.clean import clean
from advisor.language.typed import legal_values
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.replies import Given, ticked
from advisor.reports.content import Document
from advisor.reports.steps import message
from knowledge.models import Fact

_PICK = "(Enter; ? don't know, w why, b back, / more)"
_TICK = "(space, Enter; ? don't know, w why, b back, / more)"
_TYPE = "(? don't know; why, back, / more) "
_CHOOSE = "(Enter; b back, / more)"
_DONT_KNOW = "I don't know"
_MORE = "; ".join(f"{name}: {about}" for name, about in COMMANDS.items())


class Keys:
    """Lists to pick from and to tick; a key stands for a command (w for why), and / lets one be typed, as does every text."""

    def __init__(self, interrupts: Interrupts) -> None:
        import questionary
        from prompt_toolkit import key_binding

        self._interrupts = interrupts
        self._binding: Any = key_binding
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
        self.tell(message(f"{legal_values(fact)[0].upper()}{legal_values(fact)[1:]}."))
        text = self._text("Your answer", _TYPE)
        return self._command() if text.strip() == "/" else read_reply(text, question, fact)

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str | Command:
        """A list to pick from."""
        found = self._select(question, choices, _CHOOSE)
        return self._command() if found == "/" else found

    def _pick(self, question: NextQuestion, fact: Fact) -> Reply:
        values = question.values or {"yes": "", "no": ""}
        choices = [(value, f"{value}: {text}" if text else value) for value, text in values.items()]
        found = self._select("Your answer", [*choices, ("?", _DONT_KNOW)], _PICK)
        if found == "/":
            return self._command()
        return found if isinstance(found, Command) else read_reply(found, question, fact)

    def _several(self, question: NextQuestion) -> Reply:
        found = self._check([(value, f"{value}: {text}") for value, text in question.values.items()])
        if not isinstance(found, list):
            return found
        return Given({}, tuple(question.facts)) if "?" in found else Given({question.facts[0]: found})

    def _tick(self, question: NextQuestion) -> Reply:
        found = self._check([(str(number), statement.text) for number, statement in enumerate(question.statements)])
        if not isinstance(found, list):
            return found
        return Given({}, tuple(question.facts)) if "?" in found else ticked(question, {int(number) for number in found})

    def _select(self, label: str, choices: Sequence[tuple[str, str]], hint: str) -> str | Command:
        shown, texts = self._choices(choices)
        asked = self._ask.select(clean(label), choices=shown, instruction=hint, style=self._style, use_jk_keys=False)
        found = self._run(asked.application, shown, texts, indent=3)
        return found if isinstance(found, Command) else str(found)

    def _check(self, choices: Sequence[tuple[str, str]]) -> list[str] | Reply:
        shown, texts = self._choices(choices)
        asked = self._ask.checkbox("Tick", choices=shown, instruction=_TICK, style=self._style, use_jk_keys=False)
        found = self._run(asked.application, shown, texts, indent=5)
        if found == "/":
            return self._command()
        return [found] if found == "?" else found if isinstance(found, Command) else list(found)

    def _choices(self, choices: Sequence[tuple[str, str]]) -> tuple[list[Any], list[str]]:
        texts = [clean(text) for _, text in choices]
        return [self._ask.Choice(text, value=key) for (key, _), text in zip(choices, texts, strict=True)], texts

    def _command(self) -> Command:
        self.tell(message(f"{_MORE}."))
        text = self._text("Command", f"({', '.join(COMMANDS)}) ")
        found = command_in(text)
        if found is None:
            raise NotUnderstoodError(f"found {text[:60]!r}; expected one of {', '.join(COMMANDS)}")
        return found

    def _text(self, label: str, hint: str) -> str:
        asked = self._ask.text(label, instruction=hint)
        return str(self._run(asked.application))[:2000]

    def _run(self, application: Any, shown: Sequence[Any] = (), texts: Sequence[str] = (), indent: int = 0) -> Any:
        """Run a prompt; a list gets its keys, and lines broken anew for every width that the terminal takes."""
        if shown:
            bindings = self._binding.merge_key_bindings([application.key_bindings, self._keys()])
            application.key_bindings = bindings
            application.before_render += lambda _: _break_lines(application, shown, texts, indent)
        self._interrupts.arm()
        return application.run(handle_sigint=False)

    def _keys(self) -> Any:
        bindings = self._binding.KeyBindings()
        for letter, name in LETTERS.items():
            bindings.add(letter, eager=True)(_ends_with(Command(name)))
        for sign in ("?", "/"):
            bindings.add(sign, eager=True)(_ends_with(sign))
        bindings.add("c-d", eager=True)(_at_the_end)
        return bindings


def _ends_with(result: Any) -> Any:
    """A key that ends the prompt with this result and takes the list off the screen: it comes again when it is still open."""

    def end(event: Any) -> None:
        event.app.erase_when_done = True
        event.app.exit(result=result)

    return end


def _at_the_end(event: Any) -> None:
    event.app.exit(exception=EOFError)


def _break_lines(application: Any, shown: Sequence[Any], texts: Sequence[str], indent: int) -> None:
    """Break the lines of a list where the terminal ends; the one line that is left after the answer stays whole."""
    width = max(application.output.get_size().columns - indent - 1, 20)
    joint = "\n" + " " * indent
    for choice, text in zip(shown, texts, strict=True):
        choice.title = text if application.is_done else joint.join(textwrap.wrap(text, width) or [""])
