"""The bill of one option: what the design uses, priced line by line, with what could not be priced and other ways to buy.

A line is rounded to the cent once and the total is the sum of the lines as shown (see `money`). What can't be priced is named
and makes the total a lower bound. Free tiers that have no end count when asked for; offers for a first year never do.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from advisor.capacity.models import Assumption, Sizing
from advisor.cost.meters import METERS, Meter
from advisor.cost.models import Bill, BillLine, Confidence, Unpriced, bare
from advisor.cost.money import add, cents
from advisor.cost.prices import DEFAULT_REGION, Price, PriceBook
from advisor.cost.usage import Usage, Use, run_time, runs_in_month
from advisor.cost.usage_around import AROUND
from advisor.cost.usage_compute import count_hours, use_compute, use_image
from advisor.cost.variants import variants_of
from advisor.language import words
from advisor.language.program import Program

_WEAKEST: tuple[Confidence, ...] = ("uncertain", "reported", "confirmed", "own")


def bill(
    program: Program,
    known: Mapping[str, Any],
    option: str,
    sizing: Sizing,
    components: Collection[str],
    prices: PriceBook,
    *,
    free_tier: bool = False,
) -> Bill:
    """Return the monthly bill of an option, without break-evens and curves (see `break_even`).

    `known` are the given and derived facts, `sizing` the option's size, `components` the ids that its design has. All of these
    are in the bill. `free_tier` takes off what AWS gives each month without end.
    """
    usage = gather(Usage(program, known, option, sizing, frozenset(components), prices))
    lines, unpriced = price_uses(usage.uses, prices, free_tier=free_tier)
    return make_bill(usage, lines, unpriced, free_tier=free_tier)


def gather(usage: Usage) -> Usage:
    """Fill a usage with all that the design uses; runs and run time are the facts' unless they are set already."""
    if usage.runs is None:
        usage.runs = runs_in_month(usage)
    if usage.run_ms is None:
        usage.run_ms = run_time(usage)
    usage.hours = count_hours(usage)
    for section in SECTIONS:
        section(usage)
    return usage


SECTIONS: tuple[Callable[[Usage], None], ...] = (use_compute, use_image, *AROUND)
"""The sections of a bill; each counts what it is about from facts, size and components alone."""


def price_uses(uses: list[Use], prices: PriceBook, *, free_tier: bool = False) -> tuple[list[BillLine], list[Unpriced]]:
    """The lines of some uses in the order of the meters, and the uses that have no price."""
    lines: list[BillLine] = []
    unpriced: list[Unpriced] = []
    for use in sorted(uses, key=lambda one: _ORDER[one.meter]):
        line = price_use(use, prices, free_tier=free_tier)
        if isinstance(line, BillLine):
            lines.append(line)
        else:
            unpriced.append(line)
    return lines, unpriced


def total(usage: Usage, *, free_tier: bool = False) -> tuple[Decimal, bool]:
    """The `monthly_usd` and `lower_bound` of the bill of a gathered usage, without its lines."""
    amounts: list[Decimal] = []
    for use in usage.uses:
        meter, price, quantity = _priced(use, usage.book)
        if price is not None and quantity is not None:
            amounts.append(cents(meter.usd(quantity, price, usage.book, free_tier=free_tier)))
    return add(amounts), bool(usage.unpriced) or len(amounts) < len(usage.uses)


def _priced(use: Use, prices: PriceBook) -> tuple[Meter, Price | None, Any]:
    """The meter of a use, its price and its quantity."""
    meter = METERS[use.meter]
    return meter, meter.prices(prices, dict(use.of)), meter.amount(prices, dict(use.inputs))


_ORDER = {name: number for number, name in enumerate(METERS)}
_LINES: WeakKeyDictionary[PriceBook, dict[tuple[Use, bool], BillLine | Unpriced]] = WeakKeyDictionary()
_MOST_LINES = 4096


def price_use(use: Use, prices: PriceBook, *, free_tier: bool = False) -> BillLine | Unpriced:
    """One line, or what to say where the price (or a figure that counting needs) is not known.

    Options share most of what stands around them, so lines are kept for a while with the book.
    """
    kept = _LINES.setdefault(prices, {})
    line = kept.get((use, free_tier))
    if line is None:
        if len(kept) >= _MOST_LINES:
            kept.clear()
        line = kept[use, free_tier] = _make_line(use, prices, free_tier=free_tier)
    return line


def _make_line(use: Use, prices: PriceBook, *, free_tier: bool) -> BillLine | Unpriced:
    meter, price, quantity = _priced(use, prices)
    of = dict(use.of)
    what = meter.what.format_map(of) if of else meter.what
    if price is None or quantity is None:
        because = _why(meter, quantity, prices, of)
        return Unpriced.build(id=meter.id, what=what, because=because, missing=[])
    usd = meter.usd(quantity, price, prices, free_tier=free_tier)
    return BillLine.build(
        id=meter.id,
        what=what,
        quantity=bare(round(quantity, 9)),
        unit=meter.unit,
        unit_usd=usd / quantity if quantity else _first(price.value) / meter.per,
        usd=cents(usd),
        price=price.id,
        since=price.since,
        source=price.source,
        confidence=price.confidence,
        formula=meter.how,
        note=" ".join(text for text in (use.note, price.note) if text) or None,
        assumes=list(use.assumes),
    )


def _why(meter: Meter, quantity: Any, prices: PriceBook, of: Mapping[str, str]) -> str:
    """Why there is no line, and what it would be in the reference Region, which does not count."""
    names = meter.names(of)
    if quantity is None:
        return f"How it is counted is not known on this date ({', '.join(meter.figures)})."
    text = f"No price of it is known in {prices.region} on this date (price.{prices.region}.{names[0]})"
    elsewhere = next((found for name in names if (found := prices.reference.get(name)) is not None), None)
    if elsewhere is None:
        return f"{text}."
    return f"{text}; in {DEFAULT_REGION} it would be {words.usd(float(cents(meter.usd(quantity, elsewhere, prices))))}."


def _first(price: Any) -> float:
    """A plain price, or that of the first tier."""
    found: float = price[0][1] if isinstance(price, tuple) else price
    return found


def make_bill(usage: Usage, lines: list[BillLine], unpriced: list[Unpriced], *, free_tier: bool) -> Bill:
    """Put lines together to a bill."""
    left_out = [*usage.unpriced, *unpriced]
    assumptions: list[Assumption] = [*usage.book.assumptions, *usage.sizing.assumptions, *usage.assumptions]
    total: Decimal = add(line.usd for line in lines)
    return Bill.build(
        option=usage.option,
        region=usage.book.region,
        monthly_usd=total,
        lower_bound=bool(left_out),
        free_tier=free_tier,
        confidence=min((line.confidence for line in lines), key=_WEAKEST.index, default="confirmed"),
        lines=lines,
        unpriced=left_out,
        assumptions=assumptions,
        missing=usage.missing,
        variants=variants_of(usage, lines),
        break_even=[],
        curves=[],
    )
