"""From a demand and its ways to the parts: subnets in each zone, route tables, security groups, gateways, endpoints, doors.

Sources: aws-lambda-vpc, aws-lambda-vpc-internet, aws-vpc-nat, aws-vpc-nat-regional, aws-vpc-egress-only,
aws-vpc-gateway-endpoints, aws-vpc-privatelink-services, aws-ecs-task-networking, aws-ecs-alb,
aws-apigateway-private-integration, aws-rds-proxy.
"""

from collections.abc import Iterator
from typing import NamedTuple

from advisor.network.demand import Demand
from advisor.network.fronts import Front
from advisor.network.ground import HTTPS, Sizes
from advisor.network.models import Way
from advisor.network.names import Names
from advisor.network.parts import (
    ALL_IPV4,
    ALL_IPV6,
    INTERNET,
    PRIVATE,
    Dependency,
    Entry,
    Gateway,
    Group,
    Host,
    Network,
    Route,
    RouteTable,
    Rule,
    Subnet,
)

ZONES = "abcdefghijkl"
_CONNECTIONS = {"peered-vpc": ("vpc-peering", "peering"), "on-premises": ("vpn-or-direct-connect", "vpn")}


class Ways(NamedTuple):
    """How the services and the internet are reached: which services by which kind of endpoint, and the gateways.

    `way` is the one taken for services that have no gateway endpoint. `public` says that units have public addresses.
    """

    way: Way | None
    by_gateway: Names
    by_interface: Names
    nat: bool
    regional: bool
    egress_only: bool
    public: bool


def lay_out(demand: Demand, ways: Ways, sizes: Sizes) -> Network:
    """Build the parts. The order of everything follows from the demand."""
    front = demand.front
    public = _zones(demand, sizes, balancer=True) if front is not None and front.public else ()
    if ways.public or (ways.nat and not ways.regional):
        public = public if len(public) > demand.zones else ZONES[: demand.zones]
    private = _private_zones(demand, ways, sizes)
    gateways = tuple(_gateways(demand, ways, internet=bool(public) or ways.nat))
    return Network(
        hosts=tuple(_hosts(demand, ways, sizes, private)),
        subnets=(
            *(Subnet(f"private-{zone}", zone, _table(demand, ways, zone)) for zone in private),
            *(Subnet(f"public-{zone}", zone, "public") for zone in public),
        ),
        tables=tuple(_tables(demand, ways, private, gateways, public=bool(public))),
        groups=tuple(_groups(demand, ways)),
        gateways=gateways,
        entries=tuple(_entries(demand)),
        networks=tuple((one.to, None) for one in demand.dependencies if one.aim == "network"),
        isolated=demand.isolated,
    )


PRICED = (
    "api-gateway-http", "api-gateway-rest", "api-gateway-websocket", "application-load-balancer", "cloudfront",
    "internal-load-balancer", "nat-gateway", "private-api", "rds-proxy", "vpn-or-direct-connect",
)  # fmt: skip
"""The components of a layout on which a bill hangs, interface endpoints apart."""


def before_unit(front: Front | None) -> frozenset[str]:
    """Those of `PRICED` that a layout has for callers."""
    if front is None:
        return frozenset()
    return frozenset((*front.doors, *((front.balancer,) if front.balancer is not None else ()))).intersection(PRICED)


def behind_unit(proxied: Names, remotes: Names) -> frozenset[str]:
    """Those of `PRICED` that a layout has for private systems and other networks."""
    proxy = ("rds-proxy",) if proxied else ()
    return frozenset((*proxy, *(component for name, (component, _) in _CONNECTIONS.items() if name in remotes))).intersection(
        PRICED
    )


def _zones(demand: Demand, sizes: Sizes, *, balancer: bool = False, proxy: bool = False) -> str:
    least = max(sizes.balancer_zones if balancer else 1, sizes.proxy_zones if proxy else 1)
    return ZONES[: max(demand.zones, least)]


def _private_zones(demand: Demand, ways: Ways, sizes: Sizes) -> str:
    front = demand.front
    balancer = front is not None and front.balancer is not None and not front.public
    units = demand.attached and not ways.public
    if not (units or balancer or demand.proxied or demand.poller or ways.by_interface or (front is not None and front.link)):
        return ""
    return _zones(demand, sizes, balancer=balancer, proxy=bool(demand.proxied))


def _table(demand: Demand, ways: Ways, zone: str) -> str:
    """Subnets share a table unless each routes to the NAT gateway of its own zone; those beyond the zones route nowhere."""
    if zone not in ZONES[: demand.zones]:
        return "local"
    return f"private-{zone}" if ways.nat and not ways.regional else "private"


def _gateways(demand: Demand, ways: Ways, *, internet: bool) -> Iterator[Gateway]:
    if internet:
        yield Gateway("internet-gateway", "internet", "internet-gateway")
    if ways.nat and ways.regional:
        yield Gateway("nat", "nat", "nat-gateway", None, demand.zones)
    elif ways.nat:
        yield from (Gateway(f"nat-{zone}", "nat", "nat-gateway", f"public-{zone}", 1) for zone in ZONES[: demand.zones])
    if ways.egress_only:
        yield Gateway("egress-only", "egress-only", "egress-only-internet-gateway")
    for service in ways.by_gateway:
        yield Gateway(f"{service}-endpoint", "gateway-endpoint", f"gateway-endpoint:{service}", serves=service)
    for name in dict.fromkeys(one.to for one in demand.dependencies if one.aim == "network"):
        component, kind = _CONNECTIONS[name]
        yield Gateway(component, "peering" if kind == "peering" else "vpn", component, serves=name)


def _tables(demand: Demand, ways: Ways, private: str, gateways: tuple[Gateway, ...], *, public: bool) -> Iterator[RouteTable]:
    shared = tuple(Route(str(one.serves), one.name) for one in gateways if one.serves is not None)
    if ways.egress_only:
        shared = (*shared, Route(ALL_IPV6, "egress-only"))
    for name in dict.fromkeys(_table(demand, ways, zone) for zone in private):
        if name == "local":
            yield RouteTable(name, ())
        elif not ways.nat:
            yield RouteTable(name, shared)
        else:
            yield RouteTable(name, (*shared, Route(ALL_IPV4, "nat" if ways.regional else f"nat-{name[-1]}")))
    if public:
        yield RouteTable("public", (*(shared if ways.public else ()), Route(ALL_IPV4, "internet-gateway")))


def _hosts(demand: Demand, ways: Ways, sizes: Sizes, private: str) -> Iterator[Host]:
    zones = ZONES[: demand.zones]
    inside = tuple(f"private-{zone}" for zone in zones)
    unit = demand.form.unit
    if demand.attached:
        subnets = tuple(f"public-{zone}" for zone in zones) if ways.public else inside
        yield Host(unit, "unit", subnets, (unit,), demand.form.component, public=ways.public, invoked=demand.invoked)
    else:
        yield Host(unit, "unit", outside=True, invoked=demand.invoked)
    if demand.poller is not None:
        yield Host("poller", "poller", inside, (demand.poller,))
    for name in _systems(demand):
        yield Host(name, "system", (), (name,))
    for name in demand.proxied:
        spread = tuple(f"private-{zone}" for zone in _zones(demand, sizes, proxy=True))
        yield Host(f"{name}-proxy", "proxy", spread, (f"{name}-proxy",), "rds-proxy", leads_to=name)
    yield from _front_hosts(demand, sizes, private, inside)
    front = demand.front
    for service in ways.by_interface:
        called = front is not None and front.endpoint == service
        leads_to = (front.doors[0] if front.doors else unit) if front is not None and called else None
        yield Host(
            f"{service}-endpoint", "endpoint", inside, ("endpoints",), f"interface-endpoint:{service}", service, leads_to
        )


def _systems(demand: Demand) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.to for one in demand.dependencies if one.aim == "system"))


def _front_hosts(demand: Demand, sizes: Sizes, private: str, inside: tuple[str, ...]) -> Iterator[Host]:
    front = demand.front
    if front is None or front.balancer is None:
        return
    kind = "public" if front.public else "private"
    spread = tuple(f"{kind}-{zone}" for zone in _zones(demand, sizes, balancer=True))
    yield Host(
        "load-balancer",
        "balancer",
        spread,
        ("load-balancer",),
        front.balancer,
        leads_to=demand.form.unit,
        public=front.public,
    )
    if front.link:
        yield Host("vpc-link", "link", inside, ("vpc-link",), "vpc-link", leads_to="load-balancer")


def _entries(demand: Demand) -> Iterator[Entry]:
    """The doors outside the VPC, each leading to the next; behind an endpoint they are open to nobody else."""
    front = demand.front
    if front is None:
        return
    last = "vpc-link" if front.link else demand.form.unit
    for number, door in enumerate(front.doors):
        following = front.doors[number + 1] if number + 1 < len(front.doors) else last
        component = door if door != "own-address" else None
        yield Entry(door, component, following, () if front.endpoint is not None else (INTERNET,))


def _groups(demand: Demand, ways: Ways) -> Iterator[Group]:
    unit, front = demand.form.unit, demand.front
    balanced = front is not None and front.balancer is not None and not front.invokes
    port = next((one.port for one in demand.dependencies if one.aim == "caller"), HTTPS)
    if demand.attached:
        out = (_way_out(one, demand, ways) for one in demand.dependencies if one.source == unit)
        into = (Rule("in", "load-balancer", port, port),) if balanced else ()
        yield Group(unit, (*into, *dict.fromkeys(out)))
    for name in _systems(demand):
        yield Group(name, tuple(dict.fromkeys(_of_system(name, demand, ways))))
    for name in demand.proxied:
        wanted = next(one.port for one in demand.dependencies if one.to == name)
        yield Group(f"{name}-proxy", (Rule("in", unit, wanted, wanted), Rule("out", name, wanted, wanted)))
    if front is not None and front.balancer is not None:
        caller = "vpc-link" if front.link else ALL_IPV4 if front.public else PRIVATE
        target = (Rule("out", unit, port, port),) if balanced else ()
        yield Group("load-balancer", (Rule("in", caller, HTTPS, HTTPS), *target))
        if front.link:
            yield Group("vpc-link", (Rule("out", "load-balancer", HTTPS, HTTPS),))
    if ways.by_interface:
        yield Group("endpoints", tuple(dict.fromkeys(_of_endpoints(demand, ways))))


def _way_out(one: Dependency, demand: Demand, ways: Ways) -> Rule:
    """The rule that lets a dependency of a unit or a poller out."""
    if one.aim == "system":
        return Rule("out", f"{one.to}-proxy" if one.to in demand.proxied else one.to, one.port, one.port)
    if one.aim == "service":
        peer = "endpoints" if one.to in ways.by_interface else one.to if one.to in ways.by_gateway else ALL_IPV4
        return Rule("out", peer, one.port, one.port)
    if one.aim == "network":
        return Rule("out", one.to, one.port, one.port)
    return Rule("out", ALL_IPV4 if one.family == 4 else ALL_IPV6, one.port, one.port)


def _of_system(name: str, demand: Demand, ways: Ways) -> Iterator[Rule]:
    """Who may connect to a private system; the poller carries the group of the system itself, so its rules stand here too."""
    for one in demand.dependencies:
        if one.to == name and one.aim == "system":
            proxy = f"{name}-proxy" if name in demand.proxied else demand.form.unit
            yield Rule("in", name if one.source == "poller" else proxy, one.port, one.port)
        if one.source == "poller" and demand.poller == name:
            yield _way_out(one, demand, ways)


def _of_endpoints(demand: Demand, ways: Ways) -> Iterator[Rule]:
    for one in demand.dependencies:
        inside = demand.attached or one.source == "poller"
        if one.aim == "service" and one.to in ways.by_interface and inside:
            group = demand.poller if one.source == "poller" else demand.form.unit
            yield Rule("in", str(group), one.port, one.port)
    if demand.front is not None and demand.front.endpoint is not None:
        yield Rule("in", PRIVATE, HTTPS, HTTPS)
