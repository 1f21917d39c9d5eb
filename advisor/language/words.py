"""Values in words: the filters of the `because` templates, exact to what is shown and the same on every machine."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from knowledge.units import convert, factor


def number(value: float) -> str:
    """At most four significant digits below a thousand, thousands separated: 0.25, 12.5, 10,240."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def duration(seconds: float) -> str:
    """Seconds in the two largest units that say it exactly enough: `15 min 1 s`, `1 h 30 min`, `14 days`, `400 ms`."""
    if seconds < 1:
        return milliseconds(seconds * 1000)
    if seconds < 60 or not float(seconds).is_integer():
        return f"{number(seconds)} s"
    left, parts = int(seconds), []
    for size, singular, plural in ((86400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count:,} {singular if count == 1 else plural}")
    return " ".join(parts)


def milliseconds(value: float) -> str:
    """Milliseconds below a second, seconds and more above: `250 ms`, `1.5 s`."""
    return f"{number(value)} ms" if value < 1000 else duration(value / 1000)


def mib(value: float) -> str:
    """MiB in the unit that reads best: `512 MiB`, `10 GiB`, `1.5 GiB`."""
    for size, unit in ((1024 * 1024, "TiB"), (1024, "GiB")):
        if value >= size and (value * 100 / size).is_integer():
            return f"{number(value / size)} {unit}"
    return f"{number(value)} MiB"


def kib(value: float) -> str:
    """KiB, or MiB from one MiB up."""
    return mib(value / 1024) if value >= 1024 else f"{number(value)} KiB"


def gib(value: float) -> str:
    """GiB in the unit that reads best."""
    return mib(value * 1024)


def percent(share: float) -> str:
    """A share as a percentage: 0.5 is `50 %`; what would round to nothing is said to be little."""
    return "less than 0.1 %" if 0 < share < 0.0005 else f"{number(round(share * 100, 1))} %"


def usd(value: float) -> str:
    """US dollars, to the cent from ten cents up."""
    return f"${value:,.2f}" if value >= 0.1 or value == 0 else f"${value:.4g}"


def words(value: object, say: Callable[[float], str] = number) -> str:
    """A value as it stands: yes or no, the number, the choice; lists with commas, tables as `name: value` with semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return say(value)
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return ", ".join(words(item, say) for item in value) or "none"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {words(item, say)}" for name, item in value.items()) or "none"
    return str(value)


def exactly(value: object) -> str:
    """The same with every digit of a number, as a figure of AWS or an answer has to be: 0.0000166667."""
    return words(value, _all_digits)


def _all_digits(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{Decimal(repr(value)):,f}"


FILTERS: dict[str, Callable[..., str]] = {
    "duration": duration,
    "milliseconds": milliseconds,
    "mib": mib,
    "kib": kib,
    "gib": gib,
    "number": number,
    "percent": percent,
    "list": words,
    "words": words,
    "usd": usd,
}
_BASE_UNIT = {"duration": "s", "milliseconds": "ms", "mib": "MiB", "kib": "KiB", "gib": "GiB"}

_NOT_NUMBERS = (bool, str, tuple, list, dict)

_FILTER = {"s": "duration", "ms": "milliseconds", "MiB": "mib", "KiB": "kib", "GiB": "gib", "share": "percent", "USD": "usd"}


def measure(value: float, unit: str | None, say: Callable[[float], str] = number) -> str:
    """A number with its unit as it reads best: 900 s are `15 min`; the last bits of a limit's neighbour are left out."""
    plain = value if isinstance(value, int) else float(f"{value:.12g}")
    if unit in _FILTER:
        return FILTERS[_FILTER[unit]](plain)
    return say(plain) + ("" if unit in (None, "count") else " a second" if unit == "1/s" else f" {unit}")


def fill(value: object, unit: str | None, filter_name: str) -> str:
    """Put one value into words: convert it to the filter's unit where both share a dimension."""
    base = _BASE_UNIT.get(filter_name)
    if base is not None and unit is not None and isinstance(value, int | float) and factor(unit, base) is not None:
        value = convert(value, unit, base)
    if isinstance(value, _NOT_NUMBERS):
        return words(value)
    return FILTERS[filter_name](value)
