"""From a form to an answer: what was ticked, typed or left open, in words and units as at the terminal."""

from dataclasses import dataclass
from typing import Any

from advisor.language.typed import legal_values, read_value
from advisor.questionnaire.models import NextQuestion
from advisor.questionnaire.replies import DONT_KNOW, Given, range_or_value, ticked
from api.pages.address import Pairs
from knowledge.models import Fact

FIELDS = ("of", "value", "low", "high", "usual", "tick", "dont_know")
"""The fields of an answer; no fact and no other parameter has such a name."""

CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: `of` is the fact, or `checklist`."""

    of: str
    values: tuple[str, ...]
    low: str
    high: str
    usual: str
    ticks: tuple[str, ...]
    dont_know: bool

    @property
    def typed(self) -> str:
        """The text as it was typed."""
        return self.values[0] if self.values else ""


class NotUnderstoodError(ValueError):
    """An answer that can't be read: what was found, what was expected, what to do."""

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(remedy)
        self.found, self.expected, self.remedy = found, expected, remedy


def read_form(pairs: Pairs) -> tuple[Form, Pairs]:
    """The fields of an answer, and the parameters that are none."""
    fields: dict[str, list[str]] = {name: [] for name in FIELDS}
    rest: Pairs = []
    for name, text in pairs:
        if name in fields:
            fields[name].append(text.strip())
        else:
            rest.append((name, text))
    first = {name: found[0] if found else "" for name, found in fields.items()}
    form = Form(first["of"], tuple(fields["value"]), first["low"], first["high"], first["usual"], tuple(fields["tick"]),
                bool(first["dont_know"]))  # fmt: skip
    return form, rest


def answer_of(form: Form, question: NextQuestion, fact: Fact | None) -> Given:
    """The answer of a form; `fact` is None for a checklist. Raises NotUnderstoodError."""
    if form.dont_know:
        return Given({}, tuple(question.facts))
    if fact is None:
        return ticked(question, {number for number, one in enumerate(question.statements) if one.fact in form.ticks})
    name = question.facts[0]
    text = _text(form, fact)
    if text.casefold() in DONT_KNOW or (not text and fact.type == "order"):
        return Given({}, (name,))
    if not text and fact.type != "set":
        raise NotUnderstoodError("nothing", legal_values(fact), "answer, or say that you don't know")
    try:
        return Given({name: _value(name, fact, text)})
    except ValueError as error:
        raise NotUnderstoodError(text, legal_values(fact), str(error)) from None


def _text(form: Form, fact: Fact) -> str:
    """The answer as one would type it."""
    if fact.type in ("set", "order"):
        return ",".join(dict.fromkeys(value for value in form.values if value))
    if fact.type in ("number", "integer") and (form.low or form.high) and not form.typed:
        usual = f" usually {form.usual}" if form.usual else ""
        return f"{form.low} to {form.high}{usual}"
    return " ".join(form.typed.split())


def _value(name: str, fact: Fact, text: str) -> Any:
    return range_or_value(name, fact, text) if fact.type in ("number", "integer") else read_value(name, fact, text)
