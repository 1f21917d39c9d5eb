"""Checks of conditions: operator, type, unit and value suit the fact; figures can be compared with it."""

from collections.abc import Iterator
from datetime import date

from knowledge.edition import Base, member_of, row_on
from knowledge.errors import Problem
from knowledge.lint_values import check_value
from knowledge.models import Condition, Fact, Rule
from knowledge.units import convert, factor

OPERATORS: dict[str, tuple[str, ...]] = {
    "number": ("above", "at-least", "below", "at-most", "equals"),
    "integer": ("above", "at-least", "below", "at-most", "equals"),
    "bool": ("equals",),
    "choice": ("equals", "differs", "one-of", "none-of"),
    "set": ("includes", "lacks", "includes-any", "nonempty", "empty"),
    "order": ("includes", "lacks", "includes-any", "nonempty", "empty"),
}
_CHAINING = {"component": "required", "finding": "fired", "option": "excluded"}


def check_conditions(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a rule."""
    for number, condition in enumerate(rule.when, 1):
        yield from _check_condition(base, condition, f"{place}, condition {number}")


def _check_condition(base: Base, condition: Condition, place: str) -> Iterator[Problem]:
    subjects = [kind for kind in ("fact", "component", "finding", "option") if getattr(condition, kind) is not None]
    if len(subjects) > 1 or (not subjects and condition.figure is None):
        yield Problem(
            place, f"{len(subjects)} subjects", "one of fact, component, finding, option, or a figure alone", "keep one"
        )
    elif not subjects:
        yield from _check_figure_alone(base, condition, place)
    elif subjects[0] == "fact":
        yield from _check_fact(base, condition, place)
    else:
        yield from _check_chaining(base, condition, subjects[0], place)


def _check_chaining(base: Base, condition: Condition, subject: str, place: str) -> Iterator[Problem]:
    known = {"component": base.component_ids, "finding": base.rules.keys(), "option": base.options.keys()}[subject]
    name = getattr(condition, subject)
    if name not in known:
        yield Problem(place, f"unknown {subject} {name!r}", f"an existing {subject}", "correct the name")
    if condition.operator != _CHAINING[subject] or condition.value is not None or condition.figure is not None:
        yield Problem(
            place,
            f"operator {condition.operator!r}",
            f"is = {_CHAINING[subject]!r} alone with {subject}",
            "correct the condition",
        )


def _check_figure_alone(base: Base, condition: Condition, place: str) -> Iterator[Problem]:
    yield from _check_figure_exists(base, condition.figure or "", place)
    if condition.value is None or condition.operator not in (
        "equals",
        "above",
        "at-least",
        "below",
        "at-most",
        "includes",
        "lacks",
    ):
        yield Problem(
            place,
            f"operator {condition.operator!r} and value {condition.value!r}",
            "a comparison of the figure with a value",
            "correct it",
        )


def _check_figure_exists(base: Base, reference: str, place: str) -> Iterator[Problem]:
    name, *keys = reference.split(":")
    if name not in base.figures:
        yield Problem(place, f"unknown figure {name!r}", "an existing figure", "correct the name or add the figure")
        return
    for row in base.figures[name].values:
        if keys and not row.ended:
            try:
                member_of(row.value, keys)
            except KeyError:
                yield Problem(place, f"figure {reference!r}", "a key that every dated value has", "correct the key")
                return


def _check_fact(base: Base, condition: Condition, place: str) -> Iterator[Problem]:
    fact = base.facts.get(condition.fact or "")
    if fact is None:
        yield Problem(place, f"unknown fact {condition.fact!r}", "an existing fact", "correct the name or add the fact")
        return
    if condition.operator not in OPERATORS[fact.type]:
        yield Problem(
            place,
            f"operator {condition.operator!r}",
            f"for a {fact.type}: {', '.join(OPERATORS[fact.type])}",
            "use one of them",
        )
        return
    if condition.operator in ("nonempty", "empty"):
        if condition.value is not None or condition.figure is not None:
            yield Problem(place, "a value", f"none with {condition.operator}", "remove it")
    elif (condition.value is None) == (condition.figure is None):
        yield Problem(place, "both or neither of value and figure", "one of the two", "keep one")
    elif condition.figure is not None:
        yield from _check_figure(base, fact, condition.figure, place)
    else:
        yield from _check_constant(fact, condition, place)


def _check_constant(fact: Fact, condition: Condition, place: str) -> Iterator[Problem]:
    many = condition.operator in ("one-of", "none-of", "includes-any")
    if many != isinstance(condition.value, list):
        yield Problem(place, repr(condition.value), "a list" if many else "a single value", "correct the value")
        return
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    single = Fact.model_construct(**(fact.model_dump() | {"type": "choice"})) if fact.type in ("set", "order") else fact
    for value in values:
        yield from check_value(place, condition.fact or "", single, value)


def _check_figure(base: Base, fact: Fact, reference: str, place: str) -> Iterator[Problem]:
    problems = list(_check_figure_exists(base, reference, place))
    yield from problems
    if problems:
        return
    figure = base.figures[reference.partition(":")[0]]
    if fact.type in ("number", "integer"):
        if ":" not in reference and factor(figure.unit, fact.unit or "") is None:
            yield Problem(
                place,
                f"figure {reference!r} in {figure.unit!r}",
                f"a unit that compares with {fact.unit!r}",
                "compare things of one unit",
            )
        keys = reference.split(":")[1:]
        for row in figure.values:
            value = None if row.ended else member_of(row.value, keys)
            if not row.ended and (isinstance(value, bool) or not isinstance(value, int | float)):
                yield Problem(
                    place,
                    f"figure {reference!r} with value {value!r}",
                    "a number on every date",
                    "name a member with id:key",
                )
                return


def limit_on(base: Base, fact: Fact, reference: str, day: date) -> float | None:
    """Return the figure's value on a day, in the fact's unit; None when it has none.

    A member of a table (`id:key`) names its unit in its key and is taken as it is, or by the suffix `_gib`, `_mib`, `_s`.
    """
    name, *keys = reference.split(":")
    figure = base.figures[name]
    row = row_on(figure, day)
    if row is None:
        return None
    value = member_of(row.value, keys)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return convert(value, member_unit(figure.unit, keys), fact.unit or "")


_SUFFIXES = {
    "gib": "GiB",
    "gb": "GiB",
    "mib": "MiB",
    "mb": "MiB",
    "kib": "KiB",
    "s": "s",
    "ms": "ms",
    "vcpu": "vCPU",
    "vcpus": "vCPU",
}


def member_unit(unit: str, keys: list[str]) -> str:
    """The unit of a table's member, read off the last word of its key; the figure's own unit without keys."""
    return unit if not keys else _SUFFIXES.get(keys[-1].rpartition("_")[2], unit)
