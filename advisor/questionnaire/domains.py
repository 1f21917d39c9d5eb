"""What the deciding rules can tell apart: the facts behind the recommended option, and where their values make a difference."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from advisor.language.program import Program, RuleAt, Test
from knowledge.compare import COMPARE
from knowledge.models import Fact

DECIDING = ("excludes", "favours", "disfavours", "contradicts")
NUMBERS = ("number", "integer")
MAX_CLASSES = 6
"""Up to so many kinds of members of a set all their combinations are told apart; beyond, one kind is changed at a time."""


@dataclass(frozen=True, eq=False)
class Domains:
    """The tests that the recommended option depends on, by fact; `facts` are the asked facts behind them, in order."""

    program: Program
    tests: dict[str, tuple[Test, ...]]
    facts: tuple[str, ...]

    def cuts(self, name: str) -> list[float]:
        """The last values before a condition on a number turns, in order."""
        found: set[float] = set()
        for test in self.tests.get(name, ()):
            turn = float(test.wanted)
            if test.operator not in ("at-least", "below"):
                found.add(turn)
            if test.operator not in ("above", "at-most"):
                found.add(math.nextafter(turn, -math.inf))
        return sorted(found)

    def classes(self, name: str, fact: Fact) -> list[tuple[str, ...]]:
        """The values of a choice, or the members of a set, that no rule can tell apart, together."""
        tests = self.tests.get(name, ())
        tables = [item.table for item in self.program.derivations if item.table is not None and name in item.sources]
        groups: dict[tuple[object, ...], list[str]] = {}
        for value in fact.values or {}:
            tried = value if fact.type == "choice" else (value,)
            signature: tuple[object, ...] = tuple(COMPARE[test.operator](tried, test.wanted) for test in tests)
            groups.setdefault((*signature, *(table.get(value) for table in tables)), []).append(value)
        return [tuple(group) for group in groups.values()]


@lru_cache(maxsize=32)
def deciding_part(program: Program) -> Program:
    """The program with the rules alone that count for or against an option or contradict, and those they chain on."""
    starts = (rule for rule in program.rules if rule.rule.effect in DECIDING)
    kept = {rule.id for rule in chained_rules(program, starts)}
    return Program(program.edition, program.derivations, tuple(rule for rule in program.rules if rule.id in kept))


@lru_cache(maxsize=32)
def domains_of(program: Program) -> Domains:
    """The domains of a program."""
    tests: dict[str, dict[Test, None]] = {}
    for rule in deciding_part(program).rules:
        for test in rule.tests:
            if test.subject == "fact":
                bare = Test("fact", test.name, test.operator, test.wanted, None)
                tests.setdefault(test.name, {})[bare] = None
    facts = program.edition.base.facts
    read = {origin for name in tests for origin in _origins(program, name)} | ({"priorities"} & set(facts))
    order = [name for name in facts if name in read and facts[name].asked]
    return Domains(program, {name: tuple(found) for name, found in tests.items()}, tuple(order))


def chained_rules(program: Program, starts: Iterable[RuleAt]) -> Iterable[RuleAt]:
    """Some rules, and all those that they chain on, each once."""
    waiting, seen = list(starts), set()
    while waiting:
        rule = waiting.pop()
        if rule.id not in seen:
            seen.add(rule.id)
            yield rule
            for test in rule.tests:
                if test.subject != "fact":
                    waiting.extend(program.providers.get((test.subject, test.name), ()))


def _origins(program: Program, name: str) -> set[str]:
    """A fact and everything that it follows from."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(program.origins.get(one, ()))
    return found


def subsets(classes: list[tuple[str, ...]], held: frozenset[str]) -> Iterable[frozenset[str]]:
    """The other sets that rules can tell from the one held, changing as few members as possible."""
    has = [bool(held & set(group)) for group in classes]
    few = len(classes) <= MAX_CLASSES
    for flags in itertools.product((False, True), repeat=len(classes)) if few else _toggled(has):
        if list(flags) != has:
            yield frozenset(
                name
                for group, wanted in zip(classes, flags, strict=True)
                if wanted
                for name in ([name for name in group if name in held] or group[:1])
            )


def _toggled(has: list[bool]) -> Iterable[tuple[bool, ...]]:
    for place in range(len(has)):
        yield tuple(flag != (number == place) for number, flag in enumerate(has))
    yield (False,) * len(has)


def beyond(cut: float, fact: Fact, high: float) -> float:
    """A plain value just above a cut, at most `high`."""
    if fact.type == "integer":
        return math.floor(cut) + 1
    exact = math.nextafter(cut, math.inf)
    if len(repr(exact)) < len(repr(cut)):
        return exact
    plain = math.floor(cut) + 1 if cut >= 1 else cut * 1.01
    return min(float(plain), high) if cut < min(plain, high) else exact


def upto(cut: float, fact: Fact) -> float:
    """The last value up to a cut."""
    return math.floor(cut) if fact.type == "integer" else float(cut)


def cell_of(cuts: list[float], value: float) -> int:
    """The number of the cell that a value lies in: above the cut before it, up to its own."""
    return int(np.searchsorted(np.array(cuts, np.float64), value, side="left"))
