"""The axes of a map: which stretch of a fact is shown, on which scale, at which points."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.language.program import Program
from advisor.maps.models import Axis
from advisor.pictures.scales import Scale
from knowledge import AdvisorError
from knowledge.models import Fact, Prior

Values = npt.NDArray[np.float64]
_LOG_FROM = 100
"""A stretch whose ends are this many times apart is shown on a log scale."""


class InvalidAxisError(AdvisorError):
    """A fact can't be an axis; the message says why and what can."""


def axis_of(program: Program, name: str, value: Any, stretch: tuple[float, float] | None = None) -> Axis:
    """The axis of a fact: the stretch that is asked for, else where its prior, its limits and the workload's value lie.

    Raises InvalidAxisError.
    """
    fact = program.edition.base.facts.get(name)
    if fact is None or fact.type not in ("number", "integer") or not fact.asked:
        numbers = [
            other for other, one in program.edition.base.facts.items() if one.type in ("number", "integer") and one.asked
        ]
        found = "no fact" if fact is None else f"a fact of type {fact.type}"
        raise InvalidAxisError(
            f"axis {name}: found {found}; expected a number that is asked for; use one of {', '.join(numbers)}"
        )
    own = float(value) if value is not None else None
    low, high = stretch or _stretch(program, name, fact, own)
    least, most = fact.range or (low, high)
    low, high = max(low, least), min(high, most)
    if not low < high:
        raise InvalidAxisError(f"axis {name}: found {low:g} to {high:g}; expected two numbers within {least:g} to {most:g}")
    log = low > 0 and high / low >= _LOG_FROM
    return Axis(
        fact=name,
        question=fact.question or name,
        unit=fact.unit or "",
        scale="log" if log else "linear",
        low=low,
        high=high,
        value=own,
    )


def _stretch(program: Program, name: str, fact: Fact, own: float | None) -> tuple[float, float]:
    prior = fact.prior if isinstance(fact.prior, Prior) else None
    low, high = (prior.low, prior.high) if prior is not None else (fact.range or (0, 1))
    shown = [float(low), float(high), *_limits(program, name), *([own] if own is not None else [])]
    positive = [number for number in shown if number > 0]
    if min(shown) <= 0 < len(positive) and max(positive) / min(positive) >= _LOG_FROM:
        shown = positive
    return min(shown), max(shown) * 1.25


def _limits(program: Program, name: str) -> Iterable[float]:
    """What rules compare the fact with."""
    for rule in program.rules:
        for test in rule.tests:
            if test.subject == "fact" and test.name == name and isinstance(test.wanted, int | float):
                yield float(test.wanted)


def points(axis: Axis, count: int, *, whole: bool) -> Values:
    """The middles of so many cells along an axis; whole numbers where the fact has no others."""
    middles = (np.arange(count) + 0.5) / count
    found = place_to_value(axis, middles)
    return np.clip(np.rint(found), math.ceil(axis.low), math.floor(axis.high)) if whole else found


def place_to_value(axis: Axis, places: Values) -> Values:
    """Values at places from 0 to 1 along an axis."""
    if axis.scale == "log":
        found: Values = axis.low * (axis.high / axis.low) ** places
        return found
    return axis.low + (axis.high - axis.low) * places


def value_to_place(axis: Axis, value: float) -> float:
    """The place from 0 to 1 of a value along an axis."""
    return _scale(axis).place(value)


def ticks(axis: Axis) -> list[float]:
    """Round values along an axis: powers of ten on a log scale, else about five steps of 1, 2 or 5."""
    return _scale(axis).ticks()


def _scale(axis: Axis) -> Scale:
    return Scale(axis.low, axis.high, log=axis.scale == "log")
