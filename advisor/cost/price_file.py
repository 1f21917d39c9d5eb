"""The user's own prices: a TOML file of figure ids and values, which override those of AWS.

    "price.us-east-1.lambda.request" = 0.18

    ["price.us-east-1.fargate.spot"]
    value  = { vcpu_hour_x86 = 0.012, gb_hour_x86 = 0.0013 }
    source = "our agreement"
    since  = 2026-10-01

A table may hold some of its members only. Prices of a Region that AWS's figures do not cover are given under its name.
Everything wrong with a file is said in one error.
"""

import difflib
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from knowledge import AdvisorError, Base, Problem

MAX_BYTES = 1024 * 1024
MAX_USD = 1e9
"""Above this a price is a slip of the pen."""

_ID = re.compile(r"price\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)\.(.+)")
_INSTANCE = re.compile(r"ec2\.[a-z0-9-]+\.[a-z0-9-]+")
_EXAMPLE = '"price.us-east-1.lambda.request" = 0.18'


class InvalidPricesError(AdvisorError):
    """A price file can't be used; `problems` has one entry for each thing wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the prices can't be read:\n" + "\n".join(f"  {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class OwnPrice:
    """One price of the user's: a number, tiers or a table, and where and since when it holds."""

    value: Any
    source: str
    since: date | None


@dataclass(frozen=True)
class OwnPrices:
    """The user's prices by figure id; `where` names the file, `regions` the Regions in it, in its order."""

    where: str
    prices: Mapping[str, OwnPrice]
    regions: tuple[str, ...]


def read_prices(path: str, base: Base) -> OwnPrices:
    """Read a price file from disk. Raises InvalidPricesError."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
        problem = Problem(path, f"a file that can't be opened ({reason})", "a price file", "check the path")
        raise InvalidPricesError([problem]) from None
    return parse_prices(content, path, base)


def parse_prices(content: bytes, where: str, base: Base) -> OwnPrices:
    """The prices in the bytes of a TOML file; `base` knows the figures. Raises InvalidPricesError with `where` as the place."""
    if len(content) > MAX_BYTES:
        raise InvalidPricesError([Problem(where, "more than 1 MiB", "at most 1 MiB", "check that this is the right file")])
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        found = f"broken TOML ({' '.join(str(error).split())[:200]})"
        raise InvalidPricesError([Problem(where, found, "TOML in UTF-8", f"write one price a line: {_EXAMPLE}")]) from None
    if not raw:
        raise InvalidPricesError([Problem(where, "no price", "prices by figure id", f"write for instance {_EXAMPLE}")])
    return check_prices(raw, where, base)


def check_prices(raw: Mapping[str, Any], where: str, base: Base) -> OwnPrices:
    """The prices of a plain mapping. Raises InvalidPricesError with everything that is wrong."""
    shapes = _shapes(base)
    problems = [problem for name, value in raw.items() for problem in _check(f"{where}: {name}", name, value, shapes)]
    if problems:
        raise InvalidPricesError(problems)
    prices = {name: _own(value, where) for name, value in raw.items()}
    regions = tuple(dict.fromkeys(match[1] for name in raw if (match := _ID.fullmatch(name))))
    return OwnPrices(where, prices, regions)


def _own(value: Any, where: str) -> OwnPrice:
    if isinstance(value, Mapping) and "value" in value:
        return OwnPrice(value["value"], value.get("source", where), value.get("since"))
    return OwnPrice(value, where, None)


def _shapes(base: Base) -> dict[str, Any]:
    """For every price name the newest value, of the Region that has most of it, as the shape that a value must have."""
    found: dict[str, Any] = {}
    for name, figure in base.figures.items():
        if name.startswith("price."):
            short, value = name.split(".", 2)[2], figure.values[-1].value
            if short not in found or _members(value) > _members(found[short]):
                found[short] = value
    return found


def _members(value: Any) -> int:
    return len(value) if isinstance(value, Mapping) else 0


def _check(where: str, name: str, value: Any, shapes: Mapping[str, Any]) -> Iterator[Problem]:
    match = _ID.fullmatch(name)
    if match is None:
        yield Problem(where, repr(name), "price.REGION.NAME", f"write for instance {_EXAMPLE}")
        return
    short = match[2]
    if short not in shapes and not _INSTANCE.fullmatch(short):
        near = difflib.get_close_matches(short, list(shapes), 1)
        hint = f"did you mean {near[0]!r}?" if near else "take a name from the list of figures"
        yield Problem(where, f"an unknown price {short!r}", "the name of a price figure", hint)
        return
    if isinstance(value, Mapping) and "value" in value:
        yield from _check_entry(where, value)
        value = value["value"]
    yield from _check_value(where, value, shapes.get(short, 0.0))


def _check_entry(where: str, value: Mapping[str, Any]) -> Iterator[Problem]:
    for key in value.keys() - {"value", "source", "since"}:
        yield Problem(where, f"an unknown key {key!r}", "value, source and since", "remove it")
    if not isinstance(value.get("source", ""), str):
        yield Problem(where, f"source = {value['source']!r}", "text", "name where the price is from")
    since = value.get("since", date.min)
    if not isinstance(since, date) or isinstance(since, datetime):
        yield Problem(where, f"since = {since!r}", "a date such as 2026-10-01", "write a date without quotes and time")


def _check_value(where: str, value: Any, shape: Any) -> Iterator[Problem]:
    tiers = isinstance(shape, Mapping) and is_tiers(shape)
    if isinstance(shape, Mapping) and not tiers:
        if not isinstance(value, Mapping) or not value:
            yield Problem(where, repr(value)[:60], "a table with " + ", ".join(shape), "write name = USD for each")
            return
        for key, inner in value.items():
            if key in shape:
                yield from _check_value(f"{where}.{key}", inner, shape[key])
            else:
                yield Problem(where, f"an unknown member {key!r}", "one of " + ", ".join(shape), "remove or rename it")
    elif tiers and isinstance(value, Mapping):
        yield from _check_tiers(where, value)
    elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_USD:
        expected = f"a number of US dollars from 0 to {MAX_USD:g}" + (", or tiers" if tiers else "")
        yield Problem(where, repr(value)[:60], expected, "write the price alone, without quotes and without a unit")


def _check_tiers(where: str, value: Mapping[str, Any]) -> Iterator[Problem]:
    words = [key.partition(" ")[0] for key in value]
    if words != ["first"] + ["next"] * (len(words) - 2) + ["over"] or not all(_size(key) for key in value):
        expected = '"first N", "next N", ..., "over N" in this order'
        yield Problem(where, ", ".join(map(repr, value)) or "no tier", expected, "name the tiers as the figure does")
        return
    for key, inner in value.items():
        yield from _check_value(f"{where}.{key}", inner, 0.0)


def _size(key: str) -> bool:
    parts = key.split(" ")
    try:
        return math.isfinite(size := float(parts[1])) and size > 0 and parts[2:] in ([], ["TB"], ["TB", "more"])
    except (ValueError, IndexError):
        return False


def is_tiers(shape: Mapping[str, Any]) -> bool:
    """Whether a table is one of tiers: `first N`, `next N`, ..., `over N`."""
    return all(key.partition(" ")[0] in ("first", "next", "over") for key in shape)
