"""What a rule says, in words: its conditions as they stand and turned round, and its sentence before a workload is known."""

from collections.abc import Callable

from advisor.language.words import exactly, fill, measure
from advisor.language.words import words as value_in_words
from advisor.reports.content import Line, Span
from knowledge import Edition
from knowledge.lint_conditions import member_unit
from knowledge.models import Condition
from knowledge.templates import parse

_BARE = ("bool", "count", "text", "list", "table")
_SAID = {
    "above": "is above", "at-least": "is at least", "below": "is below", "at-most": "is at most", "equals": "is",
    "differs": "is not", "one-of": "is one of", "none-of": "is none of", "includes": "includes", "lacks": "does not include",
    "includes-any": "includes one of", "nonempty": "names at least one", "empty": "names none",
    "required": "is required", "fired": "has fired", "excluded": "is excluded",
}  # fmt: skip
_TURNED = {
    "above": "is at most", "at-least": "is below", "below": "is at least", "at-most": "is above", "equals": "is not",
    "differs": "is", "one-of": "is none of", "none-of": "is one of", "includes": "does not include", "lacks": "includes",
    "includes-any": "includes none of", "nonempty": "names none", "empty": "names at least one",
    "required": "is not required", "fired": "has not fired", "excluded": "is not excluded",
}  # fmt: skip


def with_unit(value: object, unit: str | None, say: Callable[[object], str] = value_in_words) -> str:
    """A value in words, with its unit: `15 min`, `10 GiB`, `0.2 USD per million`, `30 a second`, `yes`."""
    unit = None if unit in _BARE else unit
    if isinstance(value, int | float) and not isinstance(value, bool):
        return measure(value, unit, say)
    return say(value) if unit is None or isinstance(value, bool) else f"{say(value)} {unit}"


def condition_in_words(condition: Condition, edition: Edition) -> str:
    """A condition as it stands: `longest_run_s is above 15 min (lambda.timeout.max)`."""
    return _said(condition, edition, _SAID)


def turned_round(condition: Condition, edition: Edition) -> str:
    """What holds when the condition does not: `longest_run_s is at most 15 min (lambda.timeout.max)`."""
    if condition.operator == "equals" and isinstance(condition.value, bool):
        condition = condition.model_copy(update={"value": not condition.value})
        return _said(condition, edition, _SAID)
    return _said(condition, edition, _TURNED)


def sentence_in_words(because: str, edition: Edition) -> Line:
    """The sentence of a rule with the figures of the date filled in; a fact stands there by its name, as code."""
    spans: list[Span] = []
    for part in parse(because):
        if isinstance(part, str):
            spans.append(Span(part))
        elif part.name in edition.base.facts:
            spans.append(Span(part.name, "code"))
        else:
            figure = edition.figure(part.name)
            unit = member_unit(figure.unit, part.name.split(":")[1:]) if figure else None
            spans.append(Span(fill(figure.value, unit, part.filter)) if figure else Span(part.name, "code"))
    return tuple(spans)


def _said(condition: Condition, edition: Edition, verbs: dict[str, str]) -> str:
    verb = verbs[condition.operator]
    for subject, name in (("component", condition.component), ("rule", condition.finding), ("option", condition.option)):
        if name is not None:
            return f"{subject} {name} {verb}"
    if condition.fact is None:
        return f"figure {condition.figure} {verb} {exactly(condition.value)}"
    if condition.figure is not None:
        return f"{condition.fact} {verb} {_figure(condition.figure, edition)}"
    if condition.value is None:
        return f"{condition.fact} {verb}"
    return f"{condition.fact} {verb} {with_unit(condition.value, edition.base.facts[condition.fact].unit)}"


def _figure(reference: str, edition: Edition) -> str:
    figure = edition.figure(reference)
    if figure is None:
        return f"{reference} (no value on {edition.as_of.isoformat()})"
    unit = member_unit(figure.unit, reference.split(":")[1:])
    return f"{with_unit(figure.value, unit)} ({reference})"
