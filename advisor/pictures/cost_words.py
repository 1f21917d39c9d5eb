"""A comparison of bills in words: what costs least from where to where, where bills cross, where the workload stands."""

from advisor.cost.models import Axis
from advisor.language.words import duration, number, usd
from advisor.pictures.curves import Comparison, Crossing

_TOLD = 4
"""So many stretches are told one by one; bills that are paid in whole units can take turns far more often."""
AXES = {"requests_per_month": "requests a month", "typical_run_ms": "run time"}


def describe(found: Comparison) -> str:
    """What the picture of a comparison shows."""
    if len(found.lines) == 1:
        said = f"The bill of {found.lines[0].title} is the only one that is known"
    else:
        said = f"The least bill is that {', '.join(_stretches(found))}"
    return f"{said}; shown up to {_where(found.axis, found.high)}.{_own(found)}"


def _stretches(found: Comparison) -> list[str]:
    """Whose bill is the least from where to where; where bills take turns many times, the first and the last stretch."""
    first, last = found.stretches[0], found.stretches[-1]
    if len(found.stretches) <= _TOLD:
        parts = [f"of {one.title} up to {_where(found.axis, one.end)}" for one in found.stretches[:-1]]
    else:
        several = len({one.title for one in found.stretches}) > 2
        turns = "now one and now another" if several else "now the one and now the other"
        parts = [
            f"of {first.title} up to {_where(found.axis, first.end)}",
            f"{turns} up to {_where(found.axis, last.start)}",
        ]
    return [*parts, f"of {last.title} {'above' if parts else 'all along'}"]


def _own(found: Comparison) -> str:
    """What the workload itself would cost by each line, the least first."""
    if found.own is None:
        return ""
    bills = sorted((line.usd, line.title) for line in found.lines)
    told = ", ".join(f"{title} {usd(amount)}" for amount, title in bills)
    return f" At {_where(found.axis, found.own)}, as this workload has: {told}."


def crossing_text(found: Comparison, one: Crossing) -> str:
    """Where two lines cross, and at which bill."""
    least = next((stretch.title for stretch in found.stretches[1:] if one.least and stretch.start == one.at), None)
    said = (
        f"{one.titles[0]} costs as much as {one.titles[1]}"
        if least is None
        else f"from here on the least bill is that of {least}"
    )
    return f"{_where(found.axis, one.at)}, {usd(one.usd)}: {said}"


def _where(axis: Axis, value: float) -> str:
    if axis == "typical_run_ms":
        return load_text(axis, value) + " a run"
    told = number(float(f"{value:.4g}"))
    return f"{told} request{'s' if told != '1' else ''} a month"


def load_text(axis: Axis, value: float) -> str:
    """A value of the axis as it stands beside it, and beside the mark of the workload: `12 M`, `40 k`, `1 min 45 s`."""
    if axis == "typical_run_ms":
        return duration(value / 1000) if value else "0"
    for size, unit in ((1e9, " billion"), (1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{number(float(f'{value / size:.4g}'))}{unit}"
    return number(value)


def dollars_text(value: float) -> str:
    """An amount beside the axis: whole dollars without cents."""
    return usd(value).removesuffix(".00")
