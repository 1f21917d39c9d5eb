"""Which way services of AWS and the internet are reached: by what is possible, by what rules demand, and else by the bill.

Sources: aws-vpc-gateway-endpoints, aws-vpc-privatelink-services, aws-vpc-nat, aws-vpc-egress-only, aws-pricing-vpc,
aws-pricing-privatelink.
"""

from collections.abc import Callable, Mapping

from advisor.network.choice import Case, Rates, cheaper, compare
from advisor.network.demand import Demand
from advisor.network.ground import Ground
from advisor.network.layout import Ways
from advisor.network.models import Choice, Need, Way
from advisor.network.names import Names
from advisor.network.reach import Reach


def ways_of(
    ground: Ground,
    demand: Demand | Reach,
    rates: Rates | Callable[[], Rates | None] | None,
    gib: float,
    needs: Mapping[str, Need],
    way: Way | None = None,
    *,
    shown: bool = True,
) -> tuple[Ways, Choice | None]:
    """Decide the ways, and show the choice where there was one. `gib` is the data of a month through either way.

    A `way` that is given is taken without asking for the bill; without `shown` the choice is made and not put into words.
    `rates` may be what gives them, for a price book that is not to be opened for nothing.
    """
    services = demand.services
    by_interface = services - ground.gateway_services
    nat_needed = _needs_nat(demand)
    possible = _possible(ground, demand)
    if way is None and not demand.isolated and "nat" in possible and by_interface:
        case = _case(ground, demand, by_interface, nat_anyway=nat_needed)
        if case.services:
            rates = rates() if callable(rates) else rates
            way, need = _decide(demand, case, rates, gib, needs, possible)
            choice = compare(case, by_interface, rates, gib, (way, need)) if shown else None
            return _taken(ground, demand, way, by_interface), choice
    return _taken(ground, demand, way or _only(demand, possible, nat=nat_needed), by_interface), None


def _needs_nat(demand: Demand | Reach) -> bool:
    """Whether the internet, or a place without any other way, asks for a NAT gateway in any case."""
    return 4 in demand.families and not demand.isolated


def _possible(ground: Ground, demand: Demand | Reach) -> tuple[Way, ...]:
    """The ways that exist on the date and are not forbidden."""
    found: list[Way] = []
    if not demand.services - ground.interface_services - ground.gateway_services:
        found.append("endpoints")
    if not demand.isolated:
        found.extend(("nat", "public") if ground.nat else ("public",))
    return tuple(found)


def _case(ground: Ground, demand: Demand | Reach, by_interface: Names, *, nat_anyway: bool) -> Case:
    """Endpoints that are there anyway, because rules or callers need them, are not part of the choice."""
    chosen = by_interface if demand.private else by_interface - demand.stated - _before(demand)
    return Case(chosen.size, demand.zones, nat_anyway=nat_anyway, regional=ground.regional_nat)


def _before(demand: Demand | Reach) -> tuple[str, ...]:
    """The service of the endpoint that private callers take."""
    front = demand.front
    return (front.endpoint,) if front is not None and front.endpoint is not None else ()


def _decide(
    demand: Demand | Reach, case: Case, rates: Rates | None, gib: float, needs: Mapping[str, Need], possible: tuple[Way, ...]
) -> tuple[Way, Need | None]:
    if demand.private:
        return "endpoints", needs["private-aws-access"]
    if "endpoints" not in possible:
        return "nat", None
    return (cheaper(case, rates, gib), None) if rates is not None else ("nat" if case.nat_anyway else "endpoints", None)


def _only(demand: Demand | Reach, possible: tuple[Way, ...], *, nat: bool) -> Way | None:
    """The way where there is no choice: S3 and DynamoDB by their gateway endpoints, all by what alone exists or is allowed."""
    if demand.private or not (nat or demand.services):
        return "endpoints" if demand.services else None
    if nat and "nat" in possible:
        return "nat"
    if "endpoints" in possible and not nat and demand.services:
        return "endpoints"
    return next((way for way in possible if way != "endpoints"), "endpoints")


def _taken(ground: Ground, demand: Demand | Reach, way: Way | None, by_interface: Names) -> Ways:
    """The ways in full. Gateway endpoints cost nothing, so they are taken beside a NAT gateway too.

    Units that can have no public address of their own, functions, never take that way.
    """
    taken = by_interface if way == "endpoints" else Names()
    interface = (taken | demand.stated | _before(demand)) & ground.interface_services
    public = way == "public" and not demand.form.optional
    nat = ground.nat and not demand.isolated and (way == "nat" or _needs_nat(demand)) and not public
    return Ways(
        way=way,
        by_gateway=demand.services & ground.gateway_services,
        by_interface=interface,
        nat=nat,
        regional=nat and ground.regional_nat,
        egress_only=6 in demand.families and not demand.isolated,
        public=public,
    )
