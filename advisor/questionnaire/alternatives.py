"""For one workload: every other value of a fact that the deciding rules could tell from its own."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from advisor.language.words import measure, words
from advisor.questionnaire.domains import NUMBERS, Domains, beyond, cell_of, subsets, upto
from advisor.questionnaire.thresholds import Floats, Solver
from knowledge.models import CRITERIA, Fact


@dataclass(frozen=True, slots=True)
class Alternative:
    """One other value of a fact, standing for a cell of them.

    A number's cell reaches from above `low` (None: from the least) up to and with `high` (None: without end); `steps` counts
    the cells from the workload's own. `like` are the choices that mean the same to every rule.
    """

    fact: str
    value: Any
    steps: int = 1
    low: float | None = None
    high: float | None = None
    like: tuple[str, ...] = ()


@dataclass(frozen=True)
class Space:
    """The alternatives of every deciding fact for one workload, and the cuts of its numbers.

    `sections` has for each number its cuts once a fact that is linked with it, because both enter one derived fact, takes a
    value at either end of one of its cells.
    """

    domains: Domains
    known: Mapping[str, Any]
    by_fact: dict[str, list[Alternative]]
    cuts: dict[str, list[float]]
    sections: dict[str, list[tuple[Alternative, list[float]]]]


def space_of(domains: Domains, known: Mapping[str, Any]) -> Space:
    """The alternatives of a canonical workload; an unknown fact has all its values as alternatives."""
    facts = domains.program.edition.base.facts
    names = [name for name in domains.facts if facts[name].type in NUMBERS]
    solvers = {name: Solver(domains, name, known) for name in names}
    ends = {name: _ends(domains, known, name) for name in names if solvers[name].tested}
    space = Space(domains, known, {}, {}, {})
    for name in names:
        linked = [
            end for other in ends if other != name and solvers[other].tested & solvers[name].tested for end in ends[other]
        ]
        own, solved = domains.cuts(name), solvers[name].cuts(_situations(names, known, name, linked), len(linked) + 1)
        space.cuts[name] = sorted({*own, *solved[0]})
        space.sections[name] = [(end, sorted({*own, *cuts})) for end, cuts in zip(linked, solved[1:], strict=True)]
    for name in domains.facts:
        values = numbers(name, facts[name], space.cuts[name], known.get(name)) if name in space.cuts else None
        space.by_fact[name] = list(_others(domains, name, facts[name], known.get(name))) if values is None else values
    return space


def unlinked(domains: Domains, name: str) -> list[Alternative]:
    """All cells of an unknown fact by its own conditions, those on facts that follow from it left aside."""
    fact = domains.program.edition.base.facts[name]
    if fact.type in NUMBERS:
        return numbers(name, fact, domains.cuts(name), None)
    return list(_others(domains, name, fact, None))


def _situations(names: list[str], known: Mapping[str, Any], name: str, ends: list[Alternative]) -> dict[str, Floats]:
    """The numbers of the workload as it is, then once with each of the other values; without the one that is solved for."""
    found = {other: np.full(len(ends) + 1, float(known.get(other, np.nan))) for other in names if other != name}
    for row, end in enumerate(ends, 1):
        found[end.fact][row] = end.value
    return found


def _ends(domains: Domains, known: Mapping[str, Any], name: str) -> list[Alternative]:
    """The two ends of every cell of a number on its own, also of the one that the workload lies in."""
    fact = domains.program.edition.base.facts[name]
    cuts, found = domains.cuts(name), []
    for cell in numbers(name, fact, cuts, None):
        top = float((fact.range or (0, 1e18))[1]) if cell.high is None else cell.high
        low = float((fact.range or (0, 0))[0]) if cell.low is None else beyond(cell.low, fact, top)
        found += [replace(cell, value=value) for value in sorted({_plain(low), _plain(upto(top, fact))})]
    return found


def numbers(name: str, fact: Fact, cuts: list[float], current: float | None) -> list[Alternative]:
    """The cells of a number, other than the one it lies in; each stands for itself by the value next to the workload's own."""
    least, most = (float(end) for end in fact.range or (0, 1e18))
    inner = [cut for cut in cuts if least <= cut < most]
    here = -1 if current is None else cell_of(inner, float(current))
    found = []
    for cell, (low, high) in enumerate(itertools.pairwise([None, *inner, None])):
        if cell == here:
            continue
        top = most if high is None else high
        value = beyond(low, fact, top) if low is not None and cell > here else upto(top, fact)
        if (low is None or value > low) and least <= value <= top:
            found.append(Alternative(name, _plain(value), abs(cell - here) if here >= 0 else 1, low, high))
    return found


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def _others(domains: Domains, name: str, fact: Fact, current: Any) -> list[Alternative]:
    if fact.type == "bool":
        return [Alternative(name, value) for value in (True, False) if value is not current]
    if fact.type == "order":
        return [Alternative(name, value) for value in _orders(fact) if value != tuple(current or ())[:3]]
    classes = domains.classes(name, fact)
    if fact.type == "choice":
        return [Alternative(name, group[0], like=group) for group in classes if current not in group]
    found = subsets(classes, frozenset(current or ()))
    return [Alternative(name, tuple(one for one in fact.values or {} if one in chosen)) for chosen in found]


def _orders(fact: Fact) -> list[tuple[str, ...]]:
    """What a person may put first, second and third; further places weigh nothing."""
    names = [name for name in fact.values or {} if name in CRITERIA]
    return [order for size in range(1, 4) for order in itertools.permutations(names, size)]


def merged(run: list[Alternative]) -> Alternative:
    """Neighbouring cells of a number as one, standing for itself by the nearest."""
    nearest = min(run, key=lambda one: one.steps)
    return replace(nearest, low=run[0].low, high=run[-1].high)


def in_words(one: Alternative, fact: Fact) -> str:
    """The alternative as it is said: `above 15 min`, `sqs or kinesis`, `yes`."""
    if fact.type not in NUMBERS:
        return " or ".join(one.like) or words(one.value)
    if one.low is None and one.high is None:
        return "any number"
    if _alone(one, fact):
        return measure(one.value, fact.unit)
    parts = [] if one.low is None else [_bound(one.low, fact.unit, ("at least", "above"))]
    parts += [] if one.high is None else [_bound(one.high, fact.unit, ("below", "at most"))]
    return " and ".join(parts)


def _alone(one: Alternative, fact: Fact) -> bool:
    """Whether a cell has only one number in it."""
    least = float((fact.range or (0, 0))[0])
    if one.high is None:
        return False
    if fact.type == "integer":
        return math.floor(one.high) == (least if one.low is None else math.floor(one.low) + 1)
    return one.high == (least if one.low is None else math.nextafter(one.low, math.inf))


def _bound(cut: float, unit: str | None, names: tuple[str, str]) -> str:
    """A cut by the number that people know it by: the limit itself, also where the last value before it is meant."""
    exact = math.nextafter(cut, math.inf)
    limit = len(repr(exact)) < len(repr(cut))
    return f"{names[0]} {measure(exact, unit)}" if limit else f"{names[1]} {measure(cut, unit)}"
