"""Whether any workload can meet all conditions of a rule on some day: intervals for numbers, value sets for the rest."""

import math
from collections.abc import Iterator
from datetime import date

from knowledge.compare import holds
from knowledge.edition import Base, in_force, member_of, row_on
from knowledge.errors import Problem
from knowledge.lint_conditions import limit_on
from knowledge.models import Condition, Fact, Rule


def never_fires(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    """Yield a problem when no workload can fire the rule on any day that it is in force."""
    if rule.status != "reviewed":
        return
    if not any(_possible(base, rule, day) for day in _days(base, rule)):
        yield Problem(
            place,
            "conditions that no workload can meet",
            "conditions that hold together",
            "correct the conditions or retire the rule",
        )


def _days(base: Base, rule: Rule) -> list[date]:
    """The days on which something that the rule reads changes, inside the rule's dates."""
    days = {base.first, base.read} | ({rule.since} if rule.since else set())
    for condition in rule.when:
        if condition.figure is not None:
            figure = base.figures[condition.figure.partition(":")[0]]
            days |= {row.since for row in figure.values if row.since is not None}
    return sorted(day for day in days if in_force(rule, day))


def _possible(base: Base, rule: Rule, day: date) -> bool:
    by_fact: dict[str, list[Condition]] = {}
    for condition in rule.when:
        if condition.fact is not None:
            by_fact.setdefault(condition.fact, []).append(condition)
        elif condition.figure is not None and not _figure_holds(base, condition, day):
            return False
    return all(_fact_possible(base, base.facts[name], conditions, day) for name, conditions in by_fact.items())


def _figure_holds(base: Base, condition: Condition, day: date) -> bool:
    name, *keys = (condition.figure or "").split(":")
    row = row_on(base.figures[name], day)
    return row is not None and holds(condition.operator, member_of(row.value, keys), condition.value)


def _fact_possible(base: Base, fact: Fact, conditions: list[Condition], day: date) -> bool:
    if fact.type in ("number", "integer"):
        return _number_possible(base, fact, conditions, day)
    if fact.type in ("bool", "choice"):
        allowed: set[object] = {True, False} if fact.type == "bool" else set(fact.values or {})
        return any(all(holds(c.operator, value, c.value) for c in conditions) for value in allowed)
    included = {condition.value for condition in conditions if condition.operator == "includes"}
    lacking = {condition.value for condition in conditions if condition.operator == "lacks"}
    empty = any(condition.operator == "empty" for condition in conditions)
    wants = bool(included) or any(condition.operator in ("nonempty", "includes-any") for condition in conditions)
    return not (included & lacking) and not (empty and wants)


def _number_possible(base: Base, fact: Fact, conditions: list[Condition], day: date) -> bool:
    low, high = fact.range or (-math.inf, math.inf)
    low_open = high_open = False
    for condition in conditions:
        limit = condition.value if condition.figure is None else limit_on(base, fact, condition.figure, day)
        if limit is None or isinstance(limit, str | list):
            return False
        if condition.operator in ("above", "at-least", "equals") and (limit, condition.operator == "above") > (
            low,
            low_open,
        ):
            low, low_open = limit, condition.operator == "above"
        if condition.operator in ("below", "at-most", "equals") and (limit, condition.operator != "below") < (
            high,
            not high_open,
        ):
            high, high_open = limit, condition.operator == "below"
    if fact.type == "integer":
        first = math.floor(low) + 1 if low_open or low != math.floor(low) else int(low)
        last = math.ceil(high) - 1 if high_open or high != math.floor(high) else int(high)
        return first <= last
    return low < high or (low == high and not low_open and not high_open)
