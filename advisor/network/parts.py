"""The parts of a network as data: what the plan builds, what a user's file describes, and what the check walks.

Names are unique within a network. An address is a CIDR block; `0.0.0.0/0` and `::/0` are everything over IPv4 and over IPv6.
The name of a service (`s3`) stands for its prefix list, the name of another network (`on-premises`) for that network's
addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal, NamedTuple

ALL_IPV4 = "0.0.0.0/0"
ALL_IPV6 = "::/0"
INTERNET = "internet"
PRIVATE = "private-network"
"""The callers inside the private networks that are joined with the VPC, the VPC itself included."""

Block = IPv4Network | IPv6Network
Direction = Literal["in", "out"]
GatewayKind = Literal["internet", "nat", "egress-only", "gateway-endpoint", "peering", "vpn"]
HostKind = Literal["unit", "system", "endpoint", "balancer", "proxy", "link", "poller"]
Aim = Literal["system", "service", "internet", "network", "caller"]


@lru_cache(maxsize=4096)
def block(text: str) -> Block | None:
    """The address block that a text writes out; None when it is a name."""
    if not text[:1].isdigit() and ":" not in text:
        return None
    try:
        return ip_network(text)
    except ValueError:
        return None


class Route(NamedTuple):
    """One entry of a route table: where addresses lead to."""

    destination: str
    target: str


@dataclass(frozen=True, slots=True)
class RouteTable:
    """Routes beside the one that keeps traffic of the VPC inside it, which every table has."""

    name: str
    routes: tuple[Route, ...]


class Subnet(NamedTuple):
    """A range of addresses in one zone, with the table that routes what leaves it."""

    name: str
    zone: str
    table: str
    cidr: str | None = None


class Rule(NamedTuple):
    """What a security group lets through: ports `low` to `high` of a protocol, from or to a peer.

    The peer is another group, a block of addresses, a service's prefix list or another network.
    """

    direction: Direction
    peer: str
    low: int
    high: int
    protocol: str = "tcp"


@dataclass(frozen=True, slots=True)
class Group:
    """A security group; what no rule lets through is refused."""

    name: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Host:
    """Something with network interfaces in subnets, each with the same security groups.

    `component` is the part of the design that brings it. `serves` is the service behind an endpoint; `leads_to` whom it passes
    requests on to (a load balancer to its targets, a proxy to its database); `public` whether it has public addresses. A unit
    that is `outside` runs in a network of AWS with a way to the internet; one that is `invoked` gets its calls from AWS and not
    over its interfaces.
    """

    name: str
    kind: HostKind
    subnets: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    component: str | None = None
    serves: str | None = None
    leads_to: str | None = None
    public: bool = False
    outside: bool = False
    invoked: bool = False


@dataclass(frozen=True, slots=True)
class Gateway:
    """A door of the VPC. A zonal NAT gateway lies in a subnet, a regional one in none; `addresses` are its public ones.

    `serves` is the service of a gateway endpoint, or the network that a peering or a VPN leads to.
    """

    name: str
    kind: GatewayKind
    component: str | None = None
    subnet: str | None = None
    addresses: int = 0
    serves: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A front door that lies outside the VPC, open to the internet or only through a private endpoint."""

    name: str
    component: str | None
    leads_to: str
    open_to: tuple[str, ...] = (INTERNET,)


class Dependency(NamedTuple):
    """One thing that must be able to reach another, and how.

    `to` is a system, a service, `internet` or another network by name, and for callers the unit that they call. `fixed` asks
    for a public address that never changes; `address` narrows the internet to one block.
    """

    name: str
    source: str
    to: str
    aim: Aim
    port: int = 443
    because: str = ""
    protocol: str = "tcp"
    family: Literal[4, 6] = 4
    fixed: bool = False
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """All parts together. `isolated` says that no path to the internet may exist; `networks` maps other networks to blocks."""

    hosts: tuple[Host, ...]
    subnets: tuple[Subnet, ...] = ()
    tables: tuple[RouteTable, ...] = ()
    groups: tuple[Group, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    entries: tuple[Entry, ...] = ()
    networks: tuple[tuple[str, str | None], ...] = ()
    isolated: bool = False

    def public_tables(self) -> frozenset[str]:
        """The route tables that lead straight to an internet gateway; their subnets are public."""
        doors = {gateway.name for gateway in self.gateways if gateway.kind == "internet"}
        return frozenset(table.name for table in self.tables if any(route.target in doors for route in table.routes))


def components_of(network: Network) -> Iterator[str]:
    """The components that the parts of a network stand for, as often as there are parts."""
    public = network.public_tables()
    parts: tuple[Host | Gateway | Entry, ...] = (*network.hosts, *network.gateways, *network.entries)
    yield from (part.component for part in parts if part.component is not None)
    if any(gateway.addresses for gateway in network.gateways):
        yield "elastic-ip"
    for subnet in network.subnets:
        yield "public-subnets" if subnet.table in public else "private-subnets"
    if network.groups:
        yield "security-group"
    if any(table.routes for table in network.tables):
        yield "route-table"


def without(network: Network, component: str) -> Network:
    """The network after a component has been taken out of it.

    What pointed to its parts then leads nowhere; only the routes of a gateway endpoint go with it, as AWS takes them out.
    """
    if component == "security-group":
        return replace(network, groups=())
    if component == "route-table":
        return replace(network, tables=tuple(RouteTable(table.name, ()) for table in network.tables))
    if component == "elastic-ip":
        return replace(network, gateways=tuple(replace(gateway, addresses=0) for gateway in network.gateways))
    if component in ("private-subnets", "public-subnets"):
        return _without_subnets(network, public=component == "public-subnets")
    gone = {
        gateway.name for gateway in network.gateways if gateway.component == component and gateway.kind == "gateway-endpoint"
    }
    return replace(
        network,
        tables=tuple(_without_routes(table, gone) for table in network.tables) if gone else network.tables,
        hosts=tuple(
            replace(host, subnets=(), groups=(), outside=host.invoked) if host.component == component else host
            for host in network.hosts
            if host.kind == "unit" or host.component != component
        ),
        gateways=tuple(gateway for gateway in network.gateways if gateway.component != component),
        entries=tuple(entry for entry in network.entries if entry.component != component),
    )


def _without_routes(table: RouteTable, targets: set[str]) -> RouteTable:
    return RouteTable(table.name, tuple(route for route in table.routes if route.target not in targets))


def _without_subnets(network: Network, *, public: bool) -> Network:
    tables = network.public_tables()
    kept = tuple(subnet for subnet in network.subnets if (subnet.table in tables) != public)
    names = {subnet.name for subnet in kept}
    hosts = tuple(
        host
        if not host.subnets or host.kind == "system"
        else replace(host, subnets=tuple(name for name in host.subnets if name in names))
        for host in network.hosts
    )
    gateways = tuple(gateway for gateway in network.gateways if gateway.subnet is None or gateway.subnet in names)
    return replace(network, subnets=kept, hosts=hosts, gateways=gateways)
