"""The price book of a Region as of a date: the edition's price figures, overridden by the user's own.

A price figure is `price.REGION.NAME`; the book names it without Region, and a member of a table as `NAME:KEY`. Tables of tiers
are read once. What holds in all Regions (free tiers, steps of counting, fees as shares) is taken from where it stands.
Nothing is guessed: a name that the book lacks can't be priced.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from advisor.capacity.models import Assumption
from advisor.cost.models import Confidence
from advisor.cost.price_file import OwnPrices, is_tiers
from advisor.language.derived import tier_steps
from advisor.language.program import Program
from knowledge import AdvisorError, Base, Edition

DEFAULT_REGION = "us-east-1"
"""The Region of the reference figures, and the one that is assumed when none is given."""

Steps = tuple[tuple[float, float], ...]

EVERYWHERE = frozenset((
    "apigateway.free_tier", "apigateway.step", "alb.lcu", "cloudwatch.free_tier", "ecs.managed_instances.fee",
    "eventbridge.step", "fargate.windows.least_s", "lambda.async_large", "lambda.free_tier", "lambda.managed_instances.fee",
    "lambda.snapstart.least_s", "lambda.streaming.free", "rds_proxy.least_vcpus", "scheduler.free_tier", "sqs.free_tier",
    "sqs.step", "stepfunctions.express.step", "stepfunctions.free_tier", "transfer.free_tier", "xray.free_tier",
))  # fmt: skip
"""Figures that AWS states once for all Regions, without a price in dollars."""

_FIRST_TIER = "The price of the first tier; those of higher tiers are not known for this Region."


class RegionWithoutPricesError(AdvisorError):
    """No prices are known for the Region."""


@dataclass(frozen=True, slots=True)
class Price:
    """One price (or one figure that counting needs): a number, or tiers as (width, price)."""

    id: str
    value: float | Steps
    unit: str
    since: date | None
    source: str
    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, eq=False)
class PriceBook:
    """The prices of a Region by name. `assumptions` tells a Region that was assumed; `reference` is the book of all tiers."""

    region: str
    edition: Edition
    prices: Mapping[str, Price]
    reference: Mapping[str, Price]
    assumptions: tuple[Assumption, ...] = ()
    _found: dict[tuple[str, ...], Price | None] = field(default_factory=dict)
    _numbers: dict[str, float | None] = field(default_factory=dict)

    def price(self, *names: str) -> Price | None:
        """The price of the first of some names that is known, one of the user's before one of AWS's; None without any."""
        if names not in self._found:
            self._found[names] = self._look_up(names)
        return self._found[names]

    def _look_up(self, names: tuple[str, ...]) -> Price | None:
        known = [price for name in names if (price := self.prices.get(name)) is not None]
        found = next((price for price in known if price.confidence == "own"), known[0] if known else None)
        if found is None or found.confidence == "own" or isinstance(found.value, tuple):
            return found
        tiers = any(isinstance(price.value, tuple) for name in names if (price := self.reference.get(name)) is not None)
        return replace(found, note=_FIRST_TIER) if tiers else found

    def number(self, name: str) -> float | None:
        """A price or a counting figure that is a plain number; one that is no price may also be any figure of the edition."""
        if name not in self._numbers:
            self._numbers[name] = self._read(name)
        return self._numbers[name]

    def _read(self, name: str) -> float | None:
        found = self.prices.get(name)
        value = found.value if found is not None else getattr(self.edition.figure(name), "value", None)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def priced_regions(base: Base) -> tuple[str, ...]:
    """The Regions with prices of their own, those with the most prices first."""
    counts: dict[str, int] = {}
    for name in base.figures:
        if name.startswith("price."):
            region = name.split(".")[1]
            counts[region] = counts.get(region, 0) + 1
    return tuple(sorted(counts, key=lambda region: (-counts[region], region)))


_REGIONS: WeakKeyDictionary[Program, tuple[str, ...]] = WeakKeyDictionary()
_BOOKS: WeakKeyDictionary[Program, dict[str | None, PriceBook]] = WeakKeyDictionary()
"""The books of AWS's prices alone, by the Region that was asked for."""


def price_book(program: Program, region: str | None = None, own: OwnPrices | None = None) -> PriceBook:
    """The book of a Region (None: the one of `own`, or us-east-1 as a stated assumption) as of the program's date.

    Raises RegionWithoutPricesError where neither AWS's prices nor the user's are known.
    """
    books = _BOOKS.setdefault(program, {}) if own is None else {}
    book = books.get(region)
    if book is None:
        wanted, assumptions = _region(_priced(program), region, own)
        book = books[region] = _make(program.edition, wanted, own, assumptions)
    return book


def _priced(program: Program) -> tuple[str, ...]:
    """The Regions with prices, counted once."""
    found = _REGIONS.get(program)
    return found if found is not None else _REGIONS.setdefault(program, priced_regions(program.edition.base))


def _region(known: tuple[str, ...], region: str | None, own: OwnPrices | None) -> tuple[str, tuple[Assumption, ...]]:
    named = own.regions if own is not None else ()
    if region in known or region in named:
        return region or "", _not_in_file(region or "", own)
    if region in (None, "other") and len(named) == 1:
        return named[0], ()
    if region is None and not named:
        because = "No Region was given; prices of most other Regions are the same or up to a quarter higher."
        return DEFAULT_REGION, (Assumption(fact="region", value=DEFAULT_REGION, because=because),)
    expected = f"one of {', '.join(known)}, or a price file that names the Region"
    found = repr(region) if region is not None else f"a price file of several Regions ({', '.join(named)}) and none chosen"
    remedy = "choose one of these, or give your own prices, each as `price.REGION.NAME`"
    raise RegionWithoutPricesError(f"region: found {found}; expected {expected}; {remedy}")


def _not_in_file(region: str, own: OwnPrices | None) -> tuple[Assumption, ...]:
    if own is None or region in own.regions:
        return ()
    because = f"{own.where} has prices of {', '.join(own.regions)} only, so those of AWS are taken for {region}."
    return (Assumption(fact="prices", value=region, because=because),)


def _make(edition: Edition, region: str, own: OwnPrices | None, assumptions: tuple[Assumption, ...]) -> PriceBook:
    reference = dict(_read(edition, DEFAULT_REGION))
    prices = {name: price for name, price in reference.items() if name.partition(":")[0] in EVERYWHERE}
    prices |= reference if region == DEFAULT_REGION else dict(_read(edition, region))
    if own is not None:
        prices |= {
            name: Price(figure_id, value, _unit(reference, name), row.since, row.source, "own")
            for figure_id, row in own.prices.items()
            if figure_id.startswith(prefix := f"price.{region}.")
            for name, value in members(figure_id.removeprefix(prefix), row.value)
        }
    return PriceBook(region, edition, prices, reference, assumptions)


def _unit(reference: Mapping[str, Price], name: str) -> str:
    return reference[name].unit if name in reference else "USD"


def _read(edition: Edition, region: str) -> Iterator[tuple[str, Price]]:
    prefix = f"price.{region}."
    for figure_id, figure in edition.figures.items():
        if figure_id.startswith(prefix):
            row = figure.row
            for name, value in members(figure_id.removeprefix(prefix), figure.value):
                full = f"{prefix}{name}"
                yield name, Price(full, value, figure.unit, row.since, row.source, row.confidence)


def members(name: str, value: Any) -> Iterator[tuple[str, float | Steps]]:
    """A figure's value as named prices: a number or a table of tiers as it is, any other table member by member."""
    if isinstance(value, Mapping):
        if is_tiers(value):
            yield name, tier_steps(dict(value))
            return
        for key, inner in value.items():
            yield from members(f"{name}:{key}", inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, value
