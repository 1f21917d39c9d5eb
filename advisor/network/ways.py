"""Which way services of AWS and the internet are reached: by what is possible, by what rules demand, and else by the bill.

Sources: aws-vpc-gateway-endpoints, aws-vpc-privatelink-services, aws-vpc-nat, aws-vpc-egress-only, aws-pricing-vpc,
aws-pricing-privatelink.
"""

from collections.abc import Mapping

from advisor.network.choice import Case, Rates, cheaper, compare
from advisor.network.demand import Demand
from advisor.network.ground import Ground
from advisor.network.layout import Ways
from advisor.network.models import Choice, Need, Way


def ways_of(
    ground: Ground,
    demand: Demand,
    rates: Rates | None,
    gib: float,
    needs: Mapping[str, Need],
    way: Way | None = None,
    *,
    shown: bool = True,
) -> tuple[Ways, Choice | None]:
    """Decide the ways, and show the choice where there was one. `gib` is the data of a month through either way.

    A `way` that is given is taken without asking for the bill; without `shown` the choice is made and not put into words.
    """
    services = demand.services
    by_interface = tuple(name for name in services if name not in ground.gateway_services)
    nat_needed = _needs_nat(demand)
    possible = _possible(ground, demand, services)
    if way is None and by_interface and not demand.isolated and "nat" in possible:
        case = _case(ground, demand, by_interface, nat_anyway=nat_needed)
        if case.services:
            way, need = _decide(demand, case, rates, gib, needs, possible)
            choice = compare(case, by_interface, rates, gib, (way, need)) if shown else None
            return _taken(ground, demand, way, by_interface), choice
    return _taken(ground, demand, way or _only(demand, possible, by_interface, nat=nat_needed), by_interface), None


def _needs_nat(demand: Demand) -> bool:
    """Whether the internet, or a place without any other way, asks for a NAT gateway in any case."""
    return 4 in demand.families and not demand.isolated


def _possible(ground: Ground, demand: Demand, services: tuple[str, ...]) -> tuple[Way, ...]:
    """The ways that exist on the date and are not forbidden."""
    found: list[Way] = []
    if all(name in ground.interface_services or name in ground.gateway_services for name in services):
        found.append("endpoints")
    if not demand.isolated:
        found.extend(("nat", "public") if ground.nat else ("public",))
    return tuple(found)


def _case(ground: Ground, demand: Demand, by_interface: tuple[str, ...], *, nat_anyway: bool) -> Case:
    """Endpoints that are there anyway, because rules or callers need them, are not part of the choice."""
    front = demand.front.endpoint if demand.front is not None else None
    chosen = (
        [name for name in by_interface if name not in demand.stated and name != front] if not demand.private else by_interface
    )
    return Case(len(chosen), demand.zones, nat_anyway=nat_anyway, regional=ground.regional_nat)


def _decide(
    demand: Demand, case: Case, rates: Rates | None, gib: float, needs: Mapping[str, Need], possible: tuple[Way, ...]
) -> tuple[Way, Need | None]:
    if demand.private:
        return "endpoints", needs["private-aws-access"]
    if "endpoints" not in possible:
        return "nat", None
    return (cheaper(case, rates, gib), None) if rates is not None else ("nat" if case.nat_anyway else "endpoints", None)


def _only(demand: Demand, possible: tuple[Way, ...], by_interface: tuple[str, ...], *, nat: bool) -> Way | None:
    """The way where there is no choice: S3 and DynamoDB by their gateway endpoints, all by what alone exists or is allowed."""
    if demand.private or not (demand.services or nat):
        return "endpoints" if demand.services else None
    if nat and "nat" in possible:
        return "nat"
    if "endpoints" in possible and demand.services and not nat:
        return "endpoints"
    return next((way for way in possible if way != "endpoints"), "endpoints")


def _taken(ground: Ground, demand: Demand, way: Way | None, by_interface: tuple[str, ...]) -> Ways:
    """The ways in full. Gateway endpoints cost nothing, so they are taken beside a NAT gateway too.

    Units that can have no public address of their own, functions, never take that way.
    """
    gateways = tuple(name for name in demand.services if name in ground.gateway_services)
    taken = by_interface if way == "endpoints" else ()
    front = (demand.front.endpoint,) if demand.front is not None and demand.front.endpoint is not None else ()
    interface = tuple(name for name in dict.fromkeys((*taken, *demand.stated, *front)) if name in ground.interface_services)
    public = way == "public" and not demand.form.optional
    nat = ground.nat and not demand.isolated and (way == "nat" or _needs_nat(demand)) and not public
    return Ways(
        way=way,
        by_gateway=gateways,
        by_interface=interface,
        nat=nat,
        regional=nat and ground.regional_nat,
        egress_only=6 in demand.families and not demand.isolated,
        public=public,
    )
