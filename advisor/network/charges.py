"""What the parts of a network cost in a month, from the same prices and formulas as the bill.

A part that is charged by use alone (an API by the call) and one without a known price have no amount. Data is counted for the
NAT gateway, or for a single interface endpoint; where several share it, the amount is that of the hours. Sources: those of the
prices.
"""

from collections.abc import Iterable
from decimal import Decimal

from advisor.cost.formulas import HOURS, charge, product, proxy_hours
from advisor.cost.money import add, cents
from advisor.cost.prices import PriceBook
from advisor.network.demand import Demand
from advisor.network.layout import Ways

_FREE = frozenset((
    "awsvpc-networking", "egress-only-internet-gateway", "function-url", "internet-gateway", "private-aws-access",
    "private-subnets", "public-subnets", "route-table", "security-group", "vpc-attachment", "vpc-peering",
))  # fmt: skip
"""Parts that AWS makes no charge for by the hour (sources aws-pricing-vpc, aws-vpc-gateway-endpoints, aws-lambda-vpc)."""


def monthly(
    components: Iterable[str], demand: Demand, ways: Ways, book: PriceBook | None, gib: float | None
) -> dict[str, Decimal | None]:
    """Dollars a month of each component, in whole cents; None where it is charged by use alone or not priced."""
    lone = ways.by_interface[0] if len(ways.by_interface) == 1 and not ways.nat else None
    endpoint = _hours(book, ("interface_endpoint.hour",), demand.zones)
    amounts: dict[str, Decimal | None] = {}
    for component in components:
        if component in _FREE or component.startswith("gateway-endpoint:"):
            amounts[component] = Decimal("0.00")
        elif component.startswith("interface-endpoint:"):
            data = component.endswith(f":{lone}")
            amounts[component] = _with_data(
                endpoint, book, ("interface_endpoint.gb.tiers", "interface_endpoint.gb"), gib if data else None
            )
        else:
            amounts[component] = _other(component, demand, ways, book, gib)
    return amounts


def _other(component: str, demand: Demand, ways: Ways, book: PriceBook | None, gib: float | None) -> Decimal | None:
    if component == "nat-gateway":
        names = ("nat.regional:zone_hour", "nat.hour") if ways.regional else ("nat.hour",)
        return _with_data(_hours(book, names, demand.zones), book, ("nat.gb",), gib)
    if component == "elastic-ip":
        return _hours(book, ("ipv4.hour",), demand.zones)
    if component in ("application-load-balancer", "internal-load-balancer"):
        return _balancer(demand, book)
    if component == "rds-proxy":
        least = book.number("rds_proxy.least_vcpus") if book is not None else None
        return _hours(book, ("rds_proxy.vcpu_hour",), proxy_hours(0, least, 1)) if least is not None else None
    return None


def _balancer(demand: Demand, book: PriceBook | None) -> Decimal | None:
    """The hours of a load balancer, and of its public address in each zone; its capacity units depend on the traffic."""
    hours = _hours(book, ("alb.hour",), 1)
    if demand.front is None or not demand.front.public:
        return hours
    addresses = _hours(book, ("ipv4.hour",), demand.zones)
    return add((hours, addresses)) if hours is not None and addresses is not None else None


def _hours(book: PriceBook | None, names: tuple[str, ...], units: float) -> Decimal | None:
    price = book.price(*names) if book is not None else None
    return cents(charge(product(units, HOURS), price.value)) if price is not None else None


def _with_data(hours: Decimal | None, book: PriceBook | None, names: tuple[str, ...], gib: float | None) -> Decimal | None:
    price = book.price(*names) if book is not None and gib else None
    return hours if hours is None or price is None else add((hours, cents(charge(gib, price.value))))
