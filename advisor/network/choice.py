"""NAT gateway or interface endpoints: a choice by the bill, zone by zone, with the amount of data at which the other one wins.

Both ways cost by zone and hour and by the gigabyte: a NAT gateway with its address in each zone against an endpoint for each
service in each zone. Sources: aws-pricing-vpc, aws-pricing-privatelink, aws-vpc-nat-regional, and those of the price figures.
"""

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from advisor.capacity.extremes import decided
from advisor.cost.formulas import HOURS, charge, product
from advisor.cost.money import add, cents
from advisor.cost.prices import PriceBook, Steps
from advisor.language.words import number, usd
from advisor.network.layout import ZONES
from advisor.network.models import Choice, ChoiceLine, Need, Way


class Rates(NamedTuple):
    """The prices of both ways: by zone and hour, and by the gigabyte (a number or tiers).

    `address_hour` is None where the price of a public address is not known; it is then left out of the bills.
    """

    nat_hour: float
    address_hour: float | None
    nat_gb: float | Steps
    endpoint_hour: float
    endpoint_gb: float | Steps


class Case(NamedTuple):
    """What the two bills hang on: how many services and zones, and whether a NAT gateway is there anyway, for the internet."""

    services: int
    zones: int
    nat_anyway: bool
    regional: bool


def rates_of(book: PriceBook | None, *, regional: bool) -> Rates | None:
    """The rates of a price book; None when one of them is lacking."""
    if book is None:
        return None
    nat = _plain(book, *(("nat.regional:zone_hour", "nat.hour") if regional else ("nat.hour",)))
    nat_gb, endpoint_gb = book.price("nat.gb"), book.price("interface_endpoint.gb.tiers", "interface_endpoint.gb")
    endpoint = _plain(book, "interface_endpoint.hour")
    if nat is None or endpoint is None or nat_gb is None or endpoint_gb is None:
        return None
    return Rates(nat, _plain(book, "ipv4.hour"), nat_gb.value, endpoint, endpoint_gb.value)


def _plain(book: PriceBook, *names: str) -> float | None:
    price = book.price(*names)
    return price.value if price is not None and not isinstance(price.value, tuple) else None


@lru_cache(maxsize=1024)
def crossings(case: Case, rates: Rates) -> tuple[Way, tuple[Fraction, ...]]:
    """The cheaper way with hardly any data, and the amounts of data (GiB a month) at which the bills change places, exactly.

    Both bills are straight between the borders of their tiers, so each stretch is solved for itself.
    """
    hours = Fraction(product(case.zones, HOURS))
    nat = Fraction(0) if case.nat_anyway else hours * (_exact(rates.nat_hour) + _exact(rates.address_hour or 0))
    gap, start = nat - case.services * hours * _exact(rates.endpoint_hour), Fraction(0)
    signs, roots = [_sign(gap)], []
    for end, slope in _stretches(rates):
        inside = _sign(gap) or _sign(slope)
        if inside and inside != signs[-1]:
            roots.extend([start] if signs[-1] else [])
            signs.append(inside)
        root = start - gap / slope if slope else start
        if root > start and (end is None or root < end):
            roots.append(root)
            signs.append(-inside)
        if end is not None:
            start, gap = end, gap + slope * (end - start)
    return ("nat" if next((sign for sign in signs if sign), 1) < 0 else "endpoints"), tuple(roots)


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _stretches(rates: Rates) -> Iterator[tuple[Fraction | None, Fraction]]:
    """The stretches on which both prices by the gigabyte stay the same: where each ends, and by how much NAT is dearer."""
    one, other = _tiers(rates.nat_gb), _tiers(rates.endpoint_gb)
    ends = sorted({end for end, _ in (*one, *other) if end is not None})
    for end in (*ends, None):
        yield end, _price(one, end) - _price(other, end)


def _tiers(price: float | Steps) -> tuple[tuple[Fraction | None, Fraction], ...]:
    """Tiers as (where the tier ends, price); the last one ends nowhere."""
    if not isinstance(price, tuple):
        return ((None, _exact(price)),)
    total, found = Fraction(0), []
    for width, value in price:
        total += 0 if width == math.inf else _exact(width)
        found.append((None if width == math.inf else total, _exact(value)))
    return tuple(found)


def _price(tiers: tuple[tuple[Fraction | None, Fraction], ...], end: Fraction | None) -> Fraction:
    """The price in force on the stretch that ends there."""
    return next(price for last, price in tiers if last is None or (end is not None and end <= last))


def _exact(value: Any) -> Any:
    """A number as it is written, not as a computer keeps it; a column compares itself so (see `advisor.columns.lockstep`)."""
    return value.written if hasattr(value, "written") else Fraction(repr(value))


def cheaper(case: Case, rates: Rates, gib: float) -> Way:
    """The way that costs less with so much data; endpoints when both cost the same."""

    def decide(services: int, zones: int, data: float) -> Way:
        return _cheaper(case._replace(services=int(services), zones=int(zones)), rates, data)

    return decided(decide, case.services, case.zones, gib)


def _cheaper(case: Case, rates: Rates, gib: float) -> Way:
    first, roots = crossings(case, rates)
    at = _exact(gib)
    if at in roots:
        return "endpoints"
    swapped = sum([root < at for root in roots]) % 2 == 1
    return first if not swapped else _other(first)


def _other(way: Way) -> Way:
    return "endpoints" if way == "nat" else "nat"


@lru_cache(maxsize=1024)
def compare(case: Case, services: tuple[str, ...], rates: Rates | None, gib: float, decided: tuple[Way, Need | None]) -> Choice:
    """Both bills, and the amount of data at which the way that was not chosen wins."""
    way, need = decided
    rule = need.rule if need is not None else None
    if rates is None:
        because = f"Prices are lacking, so the bills can't be compared; {_name(way)} are taken"
        because += f", which {need.rule} asks for." if need is not None else ", which keeps the calls off the internet."
        return Choice.build(
            services=list(services), gib_per_month=gib, nat_usd=None, endpoints_usd=None, chosen=way, rule=rule,
            other_wins_from_gib_per_month=None, other_wins=None, because=because, lines=[],
        )  # fmt: skip
    lines = list(_lines(case, rates, gib))
    both: tuple[Way, ...] = ("nat", "endpoints")
    bills = {kind: add(line.usd for line in lines if line.way == kind) for kind in both}
    root, side = _turn(case, rates, gib, way)
    return Choice.build(
        services=list(services),
        gib_per_month=gib,
        nat_usd=bills["nat"],
        endpoints_usd=bills["endpoints"],
        chosen=way,
        rule=rule,
        other_wins_from_gib_per_month=float(root) if root is not None else None,
        other_wins=side,
        because=_because(way, need, bills, root, side) + ("" if rates.address_hour is not None else _NO_ADDRESSES),
        lines=lines,
    )


def _turn(case: Case, rates: Rates, gib: float, way: Way) -> tuple[Fraction | None, Literal["above", "below"] | None]:
    """The amount of data at which the bills change places, and on which side of it the way not chosen costs less."""
    first, roots = crossings(case, rates)
    before, after = [root for root in roots if root < _exact(gib)], [root for root in roots if root >= _exact(gib)]
    if cheaper(case, rates, gib) != way:
        return (after[0], "below") if after else (before[-1] if before else Fraction(0), "above")
    above = [root for number, root in enumerate(roots) if root in after and _way_after(first, number) != way]
    below = [root for number, root in enumerate(roots) if root <= _exact(gib) and _way_after(first, number - 1) != way]
    if above:
        return above[0], "above"
    return (below[-1], "below") if below else (None, None)


def _way_after(first: Way, number: int) -> Way:
    """The cheaper way after the root of a number, before the first one for -1."""
    return first if number % 2 == 1 else _other(first)


def _lines(case: Case, rates: Rates, gib: float) -> Iterator[ChoiceLine]:
    kind = "regional NAT gateway" if case.regional else "NAT gateway"
    both: tuple[Way, ...] = ("nat", "endpoints") if case.nat_anyway else ("nat",)
    hours, address = cents(product(HOURS, rates.nat_hour)), cents(product(HOURS, rates.address_hour or 0))
    for way in both:
        for zone in ZONES[: case.zones]:
            yield _line(way, f"{kind}, hours in zone {zone}", zone, hours)
            if rates.address_hour is not None:
                yield _line(way, f"public IPv4 address in zone {zone}", zone, address)
    yield _line("nat", f"{number(gib)} GiB through the NAT gateway", None, cents(charge(gib, rates.nat_gb)))
    endpoints = cents(case.services * product(HOURS, rates.endpoint_hour))
    count = f"{case.services} interface endpoint" + ("s" if case.services != 1 else "")
    for zone in ZONES[: case.zones]:
        yield _line("endpoints", f"{count}, hours in zone {zone}", zone, endpoints)
    yield _line("endpoints", f"{number(gib)} GiB through endpoints", None, cents(charge(gib, rates.endpoint_gb)))


def _line(way: Way, what: str, zone: str | None, amount: Decimal) -> ChoiceLine:
    return ChoiceLine.build(way=way, what=what, zone=zone, usd=amount)


def _name(way: Way) -> str:
    return {"nat": "NAT gateways", "endpoints": "endpoints", "public": "public addresses"}[way]


_NO_ADDRESSES = " The price of public addresses is not known for this Region, so they are in neither bill."


def _because(way: Way, need: Need | None, bills: Mapping[Way, Decimal], root: Fraction | None, side: str | None) -> str:
    nat, endpoints = usd(float(bills["nat"])), usd(float(bills["endpoints"]))
    text = f"A month costs {nat} with NAT gateways and {endpoints} with endpoints"
    text += f", and {need.rule} asks for {_name(way)}." if need is not None else f", so {_name(way)} are taken."
    if root is None:
        return f"{text} No amount of data turns that round."
    return f"{text} {_name(_other(way)).capitalize()} cost less {side} {number(float(root))} GiB a month."
