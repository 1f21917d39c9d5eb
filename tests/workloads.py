"""Random workloads for tests: every kind of value, limits of rules and one step to each side, any fact unknown."""

import random
from collections.abc import Iterator
from typing import Any

from advisor.language.program import Program
from knowledge.models import Fact


def cut_points(program: Program) -> dict[str, list[float]]:
    """For each numeric fact the values that conditions compare it with."""
    found: dict[str, set[float]] = {}
    for rule in program.rules:
        for test in rule.tests:
            if test.subject == "fact" and isinstance(test.wanted, int | float) and not isinstance(test.wanted, bool):
                found.setdefault(test.name, set()).add(test.wanted)
    return {name: sorted(values) for name, values in found.items()}


def random_workloads(program: Program, seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield so many canonical workloads, the same ones for the same seed."""
    rng, cuts = random.Random(seed), cut_points(program)
    asked = {name: fact for name, fact in program.edition.base.facts.items() if fact.asked}
    for _ in range(count):
        share = rng.choice((0.05, 0.2, 0.5, 0.9))
        names = [name for name in asked if rng.random() < share]
        yield {name: random_value(rng, asked[name], cuts.get(name, [])) for name in names}


def random_value(rng: random.Random, fact: Fact, cuts: list[float]) -> Any:
    """One legal value of a fact, in its canonical form; numbers are often exactly at a limit or just beside it."""
    if fact.type == "bool":
        return rng.random() < 0.5
    values = list(fact.values or {})
    if fact.type == "choice":
        return rng.choice(values)
    if fact.type == "set":
        chance = rng.choice((0.0, 0.2, 0.6))
        return tuple(value for value in values if rng.random() < chance)
    if fact.type == "order":
        return tuple(rng.sample(values, rng.randint(0, len(values))))
    return _number(rng, fact, cuts)


def _number(rng: random.Random, fact: Fact, cuts: list[float]) -> float:
    low, high = fact.range or (0, 1)
    value: float
    if cuts and rng.random() < 0.6:
        value = rng.choice(cuts) + rng.choice((-1, 0, 0, 1))
    else:
        bottom = max(float(low), 0.001)
        value = bottom * (float(high) / bottom) ** rng.random()
    value = min(max(value, low), high)
    if fact.type == "integer":
        value = int(value)
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value
