"""Turns of phrase of the design document: facts with their units, parts with reasons, sections that have nothing to tell."""

from collections.abc import Iterable, Mapping

from advisor.documents.subject import Subject
from advisor.reports.conditions import with_unit
from advisor.reports.content import Item, Items, Line, Paragraph, Section, Span, words
from advisor.reports.phrases import linked, reason, references
from advisor.result import ComponentResult
from knowledge.models import Fact

NOTHING_DECIDED = "No option is recommended, so there is nothing to plan yet."


def fact_value(facts: Mapping[str, Fact], name: str, value: object) -> str:
    """A value of a fact in words, with its unit."""
    fact = facts.get(name)
    return with_unit(value, fact.unit if fact is not None else None)


def asked(facts: Mapping[str, Fact], name: str) -> Line:
    """The question about a fact, with its id."""
    return (Span(f"{facts[name].question or facts[name].help} "), Span(name, "code"))


def undecided(anchor: str, title: str) -> Section:
    """The section of a plan that does not exist, since no option is recommended."""
    return Section(anchor, title, (Paragraph(words(NOTHING_DECIDED)),))


def said(subject: Subject, text: str) -> Line:
    """A sentence in which the ids of rules lead to their entries."""
    return linked(text, frozenset(subject.edition.rules))


def asked_by(because: str, rule: str | None) -> Line:
    """A sentence with the rule that says so, if one does."""
    return reason(because, [rule]) if rule else words(because)


def component_items(components: Iterable[ComponentResult]) -> Items:
    """Parts of the design as a list."""
    return Items(tuple(map(Item, component_lines(components))))


def component_lines(components: Iterable[ComponentResult]) -> tuple[Line, ...]:
    """Parts of the design with the reason for each; what one rule asks for together stands together, required ones first."""
    together: dict[tuple[str, str], list[ComponentResult]] = {}
    for one in sorted(components, key=lambda one: one.need != "required"):
        together.setdefault((one.need, one.rule), []).append(one)
    return tuple(_together(group) for group in together.values())


def _together(group: list[ComponentResult]) -> Line:
    first = group[0]
    also = [rule for rule in dict.fromkeys(rule for one in group for rule in one.rules) if rule != first.rule]
    title = (Span(", ".join(one.title for one in group), "strong"), Span(f" ({first.need}): ", "muted"))
    return (*title, *reason(first.because, [first.rule]), *((Span(" also "), *references(also)) if also else ()))
