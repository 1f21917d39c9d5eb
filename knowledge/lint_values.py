"""Whether a value suits a fact: type, allowed values, range. Used for cases here and for workloads by the advisor."""

import difflib
import math
from collections.abc import Iterator
from datetime import date, datetime, time

from knowledge.errors import Problem
from knowledge.models import Fact


def check_value(where: str, name: str, fact: Fact, value: object) -> Iterator[Problem]:
    """Yield what is wrong with one value; nothing when it suits the fact."""
    place = f"{where}: {name}" if where else name
    if fact.type == "bool":
        if not isinstance(value, bool):
            yield Problem(place, _show(value), "true or false", "write true or false, without quotes")
    elif fact.type in ("number", "integer"):
        yield from _check_number(place, fact, value)
    elif fact.type == "choice":
        yield from _check_member(place, fact, value)
    else:
        yield from _check_list(place, fact, value)


def _show(value: object) -> str:
    text = value.isoformat() if isinstance(value, date | time) else repr(value)
    return (text if len(text) <= 60 else text[:57] + "...") + f" ({_TYPES.get(type(value), type(value).__name__)})"


_TYPES = {
    bool: "a truth value",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a table",
    type(None): "null",
    date: "a date",
    datetime: "a date",
    time: "a time of day",
}


def _check_number(place: str, fact: Fact, value: object) -> Iterator[Problem]:
    unit = "" if fact.unit in (None, "count") else f" in {fact.unit}"
    kind = "a whole number" if fact.type == "integer" else "a number"
    low, high = fact.range or (0, math.inf)
    expected = f"{kind}{unit} from {plain(low)} to {plain(high)}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(place, _show(value), expected, "write the number alone, without quotes and without a unit")
    elif isinstance(value, float) and not math.isfinite(value):
        yield Problem(place, str(value), expected, "leave the fact out if it is not known")
    elif fact.type == "integer" and not isinstance(value, int):
        yield Problem(place, _show(value), expected, "round it")
    elif not low <= value <= high:
        yield Problem(
            place,
            plain(value) if abs(value) < 1e300 else "a huge number",
            expected,
            f"check the unit: {name_unit(fact)}",
        )


def plain(number: float) -> str:
    """A number as people write it, in groups of three digits; only very large and very small ones with an exponent."""
    if abs(number) >= 1e15 or 0 < abs(number) < 1e-4:
        return f"{number:g}"
    return f"{number:,}".removesuffix(".0")


def name_unit(fact: Fact) -> str:
    """The unit of a fact in words, for messages."""
    return f"the fact is in {fact.unit}" if fact.unit not in (None, "count") else "the fact is a count"


def _check_member(place: str, fact: Fact, value: object) -> Iterator[Problem]:
    known = list(fact.values or {})
    if not isinstance(value, str) or value not in known:
        near = difflib.get_close_matches(str(value)[:60], known, 1)
        hint = f"did you mean {near[0]!r}?" if near else "use one of them"
        yield Problem(place, _show(value), "one of " + ", ".join(known), hint)


def _check_list(place: str, fact: Fact, value: object) -> Iterator[Problem]:
    if not isinstance(value, list | tuple):
        yield Problem(
            place,
            _show(value),
            "a list of " + ", ".join(fact.values or {}),
            "write it as a list, also when it has one item",
        )
        return
    for item in value:
        yield from _check_member(place, fact, item)
    if len({str(item) for item in value}) != len(value):
        yield Problem(place, _show(value), "each item once", "remove the repeated item")
