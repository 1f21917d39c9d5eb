"""Values as people type them: `15 min`, `2 GB`, `1.5k/s`, `yes`, `rds, efs`.

A value is converted to the type and the unit of its fact; a bare number is in the unit that the fact's name carries. As AWS
does for Lambda and ECS, MB and GB are read as MiB and GiB.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from advisor.language.words import number as in_words
from knowledge.models import Fact

_BOOLS = dict.fromkeys(("yes", "true", "y", "on", "1"), True) | dict.fromkeys(("no", "false", "n", "off", "0"), False)

_PART = re.compile(
    r"\s*(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,2})?)\s*(?P<word>[^\d\s,.][^\d,.]*)?", re.ASCII
)
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class _Units:
    """The words that may follow a number, with their sizes; how some of them read; whether parts may be added up."""

    sizes: dict[str, Fraction]
    shown: str
    scaled: bool = True
    summed: bool = False


def _units(table: Mapping[str, Fraction | int], shown: str, *, scaled: bool = True, summed: bool = False) -> _Units:
    sizes = {word: Fraction(size) for words, size in table.items() for word in words.split()}
    return _Units(sizes, shown, scaled, summed)


_TIMES: dict[str, Fraction | int] = {
    "ms msec millisecond milliseconds": Fraction(1, 1000), "s sec secs second seconds": 1,
    "m min mins minute minutes": 60, "h hr hrs hour hours": 3600, "d day days": 86_400, "w week weeks": 604_800,
}  # fmt: skip
_RATES: dict[str, Fraction | int] = {
    "/s /sec /second rps tps req/s requests/s": 1, "/min /minute rpm req/min requests/min": Fraction(1, 60),
    "/h /hour req/h requests/h": Fraction(1, 3600), "/d /day req/day requests/day": Fraction(1, 86_400),
}  # fmt: skip
_SIZES: dict[str, Fraction | int] = {
    "b byte bytes": 1, "k kb kib": 1024, "m mb mib": 1024**2, "g gb gib": 1024**3, "t tb tib": 1024**4,
}  # fmt: skip
_TIME = _units(_TIMES, "ms, s, min, h, days or weeks", scaled=False, summed=True)
_MEMORY = _units(_SIZES, "KB, MB, GB or TB", scaled=False)
_COUNT = _units({}, "k, million or billion")

# By the unit of a fact: the words for it, and the size of the unit itself among them.
_BY_UNIT: dict[str, tuple[_Units, Fraction]] = {
    "s": (_TIME, Fraction(1)),
    "ms": (_TIME, Fraction(1, 1000)),
    "KiB": (_MEMORY, Fraction(1024)),
    "MiB": (_MEMORY, Fraction(1024**2)),
    "GiB": (_MEMORY, Fraction(1024**3)),
    "1/s": (_units(_RATES, "/s, /min, /h or /day"), Fraction(1)),
    "vCPU": (_units({"vcpu vcpus cpu cpus core cores": 1}, "vCPU"), Fraction(1)),
    "count": (_COUNT, Fraction(1)),
}
_EXAMPLES = {
    "s": "900, '15 min' or '1 h 30 min'",
    "ms": "250, '250 ms' or '1.5 s'",
    "KiB": "64, '64 KB' or '6 MB'",
    "MiB": "512, '512 MB' or '2 GB'",
    "GiB": "24, '24 GB' or '512 MB'",
    "1/s": "20, '20/s', '1.5k/s' or '600/min'",
    "vCPU": "2 or '0.5 vCPU'",
    "count": "40, '3k' or '2 million'",
}


class UnreadableError(ValueError):
    """A text that is no value of the fact; the message says what to do."""


def legal_values(fact: Fact) -> str:
    """What may be typed for a fact, in words."""
    if fact.type == "bool":
        return "yes or no"
    if fact.type in ("number", "integer"):
        kind = "a whole number" if fact.type == "integer" else "a number"
        unit = "" if fact.unit in (None, "count") else f" in {fact.unit}"
        low, high = (in_words(end) for end in fact.range or (0, 0))
        return f"{kind}{unit} from {low} to {high}, such as {_EXAMPLES.get(fact.unit or 'count', low)}"
    values = ", ".join(fact.values or {})
    return f"one of {values}" if fact.type == "choice" else f"some of {values}, with commas between them"


def read_value(name: str, fact: Fact, text: str) -> Any:
    """Return the value that a text means for a fact. Raises ValueError with a remedy as its message."""
    if fact.type == "bool":
        if text.casefold() not in _BOOLS:
            raise UnreadableError("write yes or no, or unknown")
        return _BOOLS[text.casefold()]
    if fact.type in ("number", "integer"):
        return _read_number(name, fact, text)
    if not text and fact.type == "choice":
        raise UnreadableError("give a value, or unknown")
    spelling = {value.casefold(): value for value in fact.values or {}}
    if fact.type == "choice":
        return _spelt(text, spelling)
    items = text.strip("[]").split(",")
    return [] if text in ("", "none") else [_spelt(item.strip(" '\""), spelling) for item in items]


def _spelt(text: str, spelling: Mapping[str, str]) -> str:
    """The allowed value that a text means, whatever its case and joints; the text itself when there is none."""
    return spelling.get(re.sub(r"[\s_]+", "-", text.casefold()), text)


def _read_number(name: str, fact: Fact, text: str) -> int | float:
    units, size = _BY_UNIT.get(fact.unit or "count", (_COUNT, Fraction(1)))
    folded = text.casefold().replace("_", "")
    if name.endswith("_per_month"):
        folded = re.sub(r"\s*(?:/|per )\s*month$", "", folded)
    parts = _parts(folded)
    if not parts or (len(parts) > 1 and not units.summed):
        raise UnreadableError("write the number, then its unit if it is another one")
    number, word = parts[0]
    bare = len(parts) == 1 and not word
    value = number if bare else sum((number * _size(word, units) for number, word in parts), Fraction(0)) / size
    if value.denominator == 1:
        return int(value)
    if fact.type == "integer":
        raise UnreadableError("round it to a whole number")
    return float(value)


def _parts(text: str) -> list[tuple[Fraction, str]]:
    """Split `1 h 30 min` into numbers and words; empty when something else stands between them."""
    found, end = [], 0
    while end < len(text):
        match = _PART.match(text, end)
        if match is None:
            return []
        word = re.sub(r"\s*\bper\s+", "/", " ".join((match["word"] or "").split()))
        found.append((Fraction(Decimal(match["number"].replace(",", ""))), word))
        end = match.end()
    return found


def _size(word: str, units: _Units) -> Fraction:
    """What a word makes of the number before it, in the base unit of its table: `min` 60, `k/s` 1000."""
    if word in units.sizes:
        return units.sizes[word]
    for scale, factor in _SCALES.items() if units.scaled else ():
        rest = word.removeprefix(scale).strip()
        if word.startswith(scale) and (not rest or rest in units.sizes):
            return factor * units.sizes.get(rest, Fraction(1))
    raise UnreadableError(
        f"{word[:20]!r} is no unit of it; use {units.shown}" if word else f"give each part a unit: {units.shown}"
    )
