"""Checks between entries: every reference resolves, every rule can fire, nothing goes round in a circle.

Each check yields problems and never stops at the first. `where(kind, id)` names the file of an entry.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from knowledge.edition import Base, row_on
from knowledge.errors import Problem
from knowledge.lint_conditions import check_conditions, limit_on
from knowledge.lint_values import check_value
from knowledge.models import Rule
from knowledge.satisfy import never_fires
from knowledge.templates import names

Where = Callable[[str, str], str]


def lint(base: Base, where: Where) -> list[Problem]:
    """Return every problem between the entries of a base."""
    problems = [
        *_check_figures(base, where),
        *_check_facts(base, where),
        *_check_options_and_components(base, where),
    ]
    for rule_id, rule in base.rules.items():
        place = where("rules", rule_id)
        found = [
            *_check_references(base, rule, place),
            *_check_effect(base, rule, place),
            *check_conditions(base, rule, place),
        ]
        problems.extend(found)
        if not found:
            problems.extend(_check_dates(base, rule, place))
            problems.extend(_check_text(base, rule, place))
            problems.extend(_check_cases(base, rule, place))
            problems.extend(never_fires(base, rule, place))
    problems.extend(_check_cycles(base, where))
    problems.extend(_check_opposites(base, where))
    return problems


def unknown(where: str, what: str, name: str, known: Iterable[str]) -> Problem:
    """A reference to something that does not exist, with the nearest name."""
    near = difflib.get_close_matches(name, list(known), 1)
    hint = f"did you mean {near[0]!r}?" if near else f"add the {what} or correct the name"
    return Problem(where, f"unknown {what} {name!r}", f"an existing {what}", hint)


def _missing(where: str, what: str, found: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    known = set(known)
    yield from (unknown(where, what, name, known) for name in found if name not in known)


def _check_figures(base: Base, where: Where) -> Iterator[Problem]:
    for figure_id, figure in base.figures.items():
        place = where("figures", figure_id)
        yield from _missing(place, "source", (row.source for row in figure.values), base.sources)
        yield from _missing(place, "note", figure.notes, base.notes)
        starts = [row.since for row in figure.values if row.since is not None]
        if starts != sorted(starts):
            yield Problem(place, "values out of order", "the oldest value first", "sort the rows by since")
        if any(row.since is None for row in figure.values[1:]):
            yield Problem(place, "a later row without since", "a start date on all rows but the first", "add since")
        if any(row.ended == (row.value is not None) for row in figure.values):
            yield Problem(
                place, "a row with both or neither of value and ended", "one of the two", "give value or ended = true"
            )


def _check_facts(base: Base, where: Where) -> Iterator[Problem]:
    for fact_id, fact in base.facts.items():
        place = where("facts", fact_id)
        yield from _missing(place, "note", fact.notes, base.notes)
        numeric = fact.type in ("number", "integer")
        if numeric and (fact.unit is None or fact.range is None):
            yield Problem(place, "a number without unit or range", "both", "add unit and range")
        if not numeric and fact.type != "bool" and not fact.values:
            yield Problem(place, f"a {fact.type} without values", "its allowed values", "add a values table")
        if fact.asked and (fact.question is None or fact.prior is None):
            yield Problem(place, "an asked fact without question or prior", "both", "add them, or asked = false")
        hole = "{bound}" if numeric else "{value}" if fact.type == "choice" else ""
        if fact.statement is not None and (hole not in fact.statement or fact.statement.count("{") != bool(hole)):
            yield Problem(place, f"the statement {fact.statement!r}", f"{hole or 'no hole'} in it", "correct the statement")
        if not fact.asked and fact.derived is None:
            yield Problem(place, "a fact neither asked nor derived", "one of the two", "add derived or drop asked = false")
        yield from _missing(place, "fact", fact.given, base.facts)
        if fact.derived is not None:
            yield from _missing(place, "fact", fact.derived.sources, base.facts)
            yield from _missing(place, "figure", fact.derived.figures, base.figures)
            if (fact.derived.function is None) == (fact.derived.table is None):
                yield Problem(place, "both or neither of function and table", "one of the two", "keep one")
            if fact.derived.table is not None and not fact.asked:
                yield Problem(place, "a table that may lack an entry", "a fact that can also be asked", "drop asked = false")


def _check_options_and_components(base: Base, where: Where) -> Iterator[Problem]:
    for option_id, option in base.options.items():
        place = where("options", option_id)
        yield from _missing(place, "source", [*option.sources, *(item.source for item in option.standing)], base.sources)
        yield from _missing(place, "note", option.notes, base.notes)
    for component_id, component in base.components.items():
        place = where("components", component_id)
        yield from _missing(place, "source", component.sources, base.sources)
        yield from _missing(place, "note", component.notes, base.notes)
        if (component.members is not None) != component_id.endswith(":*"):
            yield Problem(place, "members that do not fit the id", "an id ending in :* with members", "correct id or members")


def _check_references(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    yield from _missing(place, "source", rule.sources, base.sources)
    yield from _missing(place, "note", rule.notes, base.notes)
    yield from _missing(place, "option", rule.options or (), base.options)
    if rule.status == "retired" and rule.replaced_by is None:
        yield Problem(place, "a retired rule without replaced_by", "the id of its successor", "add replaced_by")
    if rule.replaced_by is not None:
        yield from _missing(place, "rule", [rule.replaced_by], base.rules)
    yield from _missing(place, "rule", rule.overrules, base.rules)
    for name in rule.overrules:
        if name in base.rules and (name == rule.id or base.rules[name].effect not in ("advises", "warns")):
            yield Problem(place, f"overrules {name}", "another rule that advises or warns", "change the conditions instead")


def _check_effect(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    scored = rule.effect in ("favours", "disfavours")
    given = (rule.criterion is not None, rule.strength is not None)
    if given != (scored, scored):
        yield Problem(place, f"effect {rule.effect!r} with criterion {rule.criterion!r} and strength {rule.strength!r}",
                      "both with favours and disfavours, neither otherwise", "add or remove them")  # fmt: skip
    if rule.effect in ("requires", "advises"):
        yield from _missing(place, "component", rule.targets, base.component_ids)
    elif rule.effect in ("warns", "contradicts"):
        if rule.targets:
            yield Problem(place, f"a target {rule.target!r}", f"none with {rule.effect}", "remove target")
    else:
        yield from _missing(place, "option", rule.targets, base.options)
    if rule.effect not in ("warns", "contradicts") and not rule.targets:
        yield Problem(place, "no target", "an option or a component", "add target")
    if rule.options is not None and rule.effect not in ("requires", "advises", "warns"):
        yield Problem(place, "a list of options in `for`", "it only with requires, advises, warns", "use target")


def _check_dates(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    """A rule's figures must have a value on every day the rule is in force; without `since` it starts with its figures."""
    if rule.since is not None and rule.until is not None and rule.since >= rule.until:
        yield Problem(place, f"since {rule.since} and until {rule.until}", "since before until", "correct the dates")
        return
    for reference in figures_of(base, rule):
        rows = base.figures[reference.partition(":")[0]].values
        start = rule.since or rows[0].since or base.first
        days = [start, *(row.since for row in rows if row.since is not None and row.since > start)]
        for day in days:
            if (rule.until is None or day < rule.until) and row_on(base.figures[reference.partition(":")[0]], day) is None:
                yield Problem(place, f"figure {reference!r}, which has no value on {day}",
                              "a value on every day that the rule is in force", "give the rule since or until")  # fmt: skip
                break


def figures_of(base: Base, rule: Rule) -> list[str]:
    """The figures that a rule's conditions and the derived facts they read refer to."""
    found = [condition.figure for condition in rule.when if condition.figure is not None]
    for fact_id in facts_of(base, rule):
        derived = base.facts[fact_id].derived
        if derived is not None:
            found.extend(derived.figures)
    return list(dict.fromkeys(found))


def facts_of(base: Base, rule: Rule) -> list[str]:
    """The facts that a rule's conditions name, and the facts these are derived from."""
    return _with_origins(base, [condition.fact for condition in rule.when if condition.fact is not None])


def _with_origins(base: Base, facts: Iterable[str]) -> list[str]:
    found: list[str] = []
    waiting = list(facts)
    while waiting:
        name = waiting.pop(0)
        if name not in found and name in base.facts:
            found.append(name)
            derived = base.facts[name].derived
            waiting.extend(derived.sources if derived is not None else ())
    return found


def _check_text(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    try:
        used = names(rule.because)
    except ValueError as error:
        yield Problem(f"{place}.because", str(error), "text with {{ name | filter }}", "correct the template")
        return
    allowed = {*facts_of(base, rule), *figures_of(base, rule)}
    for name in used:
        if name not in allowed:
            yield Problem(f"{place}.because", f"{name!r}", "a fact or figure that `when` tests", "test it or leave it out")


def _check_cases(base: Base, rule: Rule, place: str) -> Iterator[Problem]:
    expected = {case.expect for case in rule.case}
    wanted = {"fires", "silent"} | ({"asks"} if any(condition.fact for condition in rule.when) else set())
    for missing in sorted(wanted - expected):
        yield Problem(place, f"no case that expects {missing!r}", "cases for fires, silent and asks", "add a case")
    for case in rule.case:
        for name, value in case.workload.items():
            fact = base.facts.get(name)
            if fact is None:
                yield unknown(f"{place}, case {case.name!r}", "fact", name, base.facts)
            else:
                yield from check_value(f"{place}, case {case.name!r}", name, fact, value)
    for condition in rule.when:
        if condition.operator in ("above", "at-least", "below", "at-most") and condition.fact:
            yield from _check_boundary(base, rule, condition.fact, condition.figure, condition.value, place)


def _check_boundary(base: Base, rule: Rule, name: str, figure: str | None, value: object, place: str) -> Iterator[Problem]:
    """Numeric conditions on asked facts need a case exactly at the limit."""
    fact = base.facts[name]
    if not fact.asked:
        return
    for case in rule.case:
        limit = value if figure is None else limit_on(base, fact, figure, case.as_of or base.read)
        if limit is not None and case.workload.get(name) == limit:
            return
    yield Problem(place, f"no case with {name} exactly at its limit", "one such case", "add a case at the boundary")


def _check_cycles(base: Base, where: Where) -> Iterator[Problem]:
    facts = {name: list(fact.derived.sources) if fact.derived else [] for name, fact in base.facts.items()}
    yield from _cycle(facts, lambda name: where("facts", name), "derived facts")
    yield from _cycle(chains(base), lambda name: where("rules", name), "rules")


def chains(base: Base) -> dict[str, list[str]]:
    """For each rule the rules that its conditions wait for."""
    by_component: dict[str, list[str]] = {}
    by_option: dict[str, list[str]] = {}
    for rule_id, rule in base.rules.items():
        for target in rule.targets:
            if rule.effect == "requires":
                by_component.setdefault(target, []).append(rule_id)
            elif rule.effect == "excludes":
                by_option.setdefault(target, []).append(rule_id)
    return {
        rule_id: [
            before
            for condition in rule.when
            for before in (
                *by_component.get(condition.component or "", ()),
                *by_option.get(condition.option or "", ()),
                *([condition.finding] if condition.finding else ()),
            )
        ]
        for rule_id, rule in base.rules.items()
    }


def _cycle(edges: dict[str, list[str]], place: Callable[[str], str], what: str) -> Iterator[Problem]:
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        ring = " -> ".join(error.args[1])
        yield Problem(place(error.args[1][0]), f"a cycle of {what}: {ring}", "no cycle", "break it at one of them")


def _check_opposites(base: Base, where: Where) -> Iterator[Problem]:
    """Two rules must not exclude an option and call for it under the same conditions and dates."""
    by_condition: dict[tuple[str, date | None, date | None], list[Rule]] = {}
    for rule in base.rules.values():
        key = ("|".join(sorted(repr(condition) for condition in rule.when)), rule.since, rule.until)
        by_condition.setdefault(key, []).append(rule)
    for rules in by_condition.values():
        for excluding in (rule for rule in rules if rule.effect == "excludes"):
            for other in rules:
                asked = other.targets if other.effect == "favours" else tuple(other.options or ())
                both = sorted(set(excluding.targets) & set(asked))
                if both:
                    found = f"{excluding.id} excludes {', '.join(both)} and {other.id} calls for it"
                    expected = "one of the two under one condition"
                    yield Problem(where("rules", excluding.id), found, expected, "change the conditions of one")
