"""Which box stands for a hop of a path, and for its two ends. What is a line of text on a box has no box of its own."""

from collections.abc import Callable

from advisor.network.models import Hop, Path, SubnetPlan
from advisor.pictures.draft import Draft
from advisor.pictures.names import COMPONENTS, SERVICES, SYSTEMS, named
from advisor.pictures.scene import Area, Box, BoxKind

_ON_OTHERS = frozenset(("security-group", "route-table", "private-subnets", "public-subnets", "elastic-ip"))
_INTERFACES = ("vpc-attachment", "network-connector")
_ENTRANCES = frozenset(
    ("api-gateway-http", "api-gateway-rest", "api-gateway-websocket", "private-api", "function-url", "own-address")
)
_EDGES: dict[str, BoxKind] = {
    "internet-gateway": "internet-gateway",
    "egress-only-internet-gateway": "egress-only",
    "vpc-peering": "peering",
    "vpn-or-direct-connect": "vpn",
}
_SYSTEM_KINDS: dict[str, BoxKind] = {
    "elasticache": "cache", "memorydb": "cache", "efs": "files", "ec2": "server", "internal-service": "server",
    "msk": "broker", "mq": "broker",
}  # fmt: skip


def source_of(draft: Draft, path: Path) -> str | None:
    """The box of whoever calls; None when the path begins with a unit or a poller, which is its first hop."""
    if path.source in (draft.unit, "poller"):
        return None
    return callers(draft, path.source)


def callers(draft: Draft, source: str) -> str:
    """The box of callers from the internet or from the private network."""
    notes = ("on the internet",) if source == "internet" else ("in the private network",)
    return draft.add_box(Box("callers", "callers", "Callers", None, notes))


def destination_of(draft: Draft, path: Path) -> str:
    """The box of what a path leads to."""
    if path.to == draft.unit:
        return draft.unit_box
    if path.hops and path.hops[-1].part == path.to:
        return station_of(draft, path.hops[-1]) or path.to
    return place(draft, path.to)


def place(draft: Draft, name: str) -> str:
    """The box of a service of AWS, of the internet, of another network, or of a private system."""
    if name == "internet":
        return draft.add_box(Box("internet", "internet", "Internet", None))
    if name in ("peered-vpc", "on-premises"):
        return draft.add_box(Box(name, "network", named(SYSTEMS, name), None))
    if name in SYSTEMS:
        return system(draft, name)
    draft.add_area(Area("services", "services", "AWS services", "region"))
    return draft.add_box(Box(f"service-{name}", "service", named(SERVICES, name), "services"))


def system(draft: Draft, name: str) -> str:
    """The box of a private system in the VPC; in which subnets it lies is its owner's affair."""
    notes = draft.group_notes(name)
    parent = "vpc" if "vpc" in draft.areas else "region"
    kind = _SYSTEM_KINDS.get(name, "database")
    return draft.add_box(Box(name, kind, named(SYSTEMS, name), parent, notes, draft.group_components(notes)))


def station_of(draft: Draft, hop: Hop) -> str | None:
    """The box of a hop; None for what is a line on another box."""
    kind = hop.through.partition(":")[0]
    if kind in _ON_OTHERS:
        return None
    if hop.part == draft.unit:
        return interface(draft, kind) if kind in _INTERFACES else draft.unit_box
    make = _MAKERS.get(kind)
    if make is not None:
        return make(draft, hop)
    if kind in _ENTRANCES or kind == "cloudfront":
        return _entrance(draft, kind)
    if kind in _EDGES:
        return _edge(draft, kind)
    return system(draft, hop.part)


def interface(draft: Draft, component: str) -> str:
    """The network interfaces of a unit that itself lies outside the VPC."""
    homes = draft.homes() or draft.subnets("private")
    notes = draft.group_notes(draft.unit)
    components = (component, *draft.group_components(notes))
    return draft.spread("interface", "interface", COMPONENTS[component], homes, notes=notes, components=components)


def _entrance(draft: Draft, kind: str) -> str:
    parent = "account" if kind == "cloudfront" else "region"
    components = (kind,) if kind != "own-address" else ()
    return draft.add_box(Box(kind, "door", COMPONENTS[kind], parent, (), components))


def _edge(draft: Draft, kind: str) -> str:
    return draft.add_box(Box(kind, _EDGES[kind], COMPONENTS[kind], "vpc", (), (kind,)))


def _poller(draft: Draft, hop: Hop) -> str:
    systems = [name for name in ("msk", "mq", "documentdb", "kafka") if draft.group_notes(name)]
    notes = draft.group_notes(*systems)
    components = draft.group_components(notes)
    return draft.spread(
        "poller", "poller", "Event poller", draft.subnets("private"), notes=("of Lambda", *notes), components=components
    )


def _nat(draft: Draft, hop: Hop) -> str:
    notes = ("Elastic IP",) if draft.has("elastic-ip") else ()
    components = ("nat-gateway", "elastic-ip") if notes else ("nat-gateway",)
    if draft.plan.nat_kind == "regional":
        return draft.add_box(Box("nat", "nat", "NAT gateway", "vpc", ("regional", *notes), components))
    targets = {route.target for route in draft.plan.routes}
    homes = [one for one in draft.subnets("public") if f"nat-{one.zone}" in targets]
    return draft.spread("nat", "nat", "NAT gateway", homes, notes=notes, components=components)


def _gateway_endpoint(draft: Draft, hop: Hop) -> str:
    service = hop.through.partition(":")[2]
    notes = (f"for {named(SERVICES, service)}",)
    return draft.add_box(
        Box(f"gateway-endpoint-{service}", "gateway-endpoint", "Gateway endpoint", "vpc", notes, (hop.through,))
    )


def _endpoints(draft: Draft, hop: Hop) -> str:
    """All interface endpoints are one box in each zone, as they lie in the same subnets and share their group."""
    services = [name for name in draft.plan.components if name.startswith("interface-endpoint:")]
    notes = draft.group_notes("endpoints")
    components = (*services, *draft.group_components(notes))
    title = "Interface endpoint" + ("s" if len(services) > 1 else "")
    homes = draft.subnets("private")
    return draft.spread("endpoints", "endpoint", title, homes, notes=notes, components=components)


def _balancer(draft: Draft, hop: Hop) -> str:
    kind = "public" if hop.through == "application-load-balancer" and not draft.has("vpc-link") else "private"
    notes = draft.group_notes("load-balancer")
    components = (hop.through, *draft.group_components(notes))
    spread = draft.subnets(kind, every=True)
    return draft.spread("balancer", "balancer", COMPONENTS[hop.through], spread, notes=notes, components=components)


def _link(draft: Draft, hop: Hop) -> str:
    return _inside(draft, hop, "link", draft.subnets("private"), hop.part)


def _proxy(draft: Draft, hop: Hop) -> str:
    return _inside(draft, hop, "proxy", draft.subnets("private", every=True), hop.part)


def _inside(draft: Draft, hop: Hop, kind: BoxKind, subnets: list[SubnetPlan], group: str) -> str:
    notes = draft.group_notes(group)
    components = (hop.through, *draft.group_components(notes))
    return draft.spread(hop.part, kind, COMPONENTS[hop.through], subnets, notes=notes, components=components)


_MAKERS: dict[str, Callable[[Draft, Hop], str]] = {
    "poller": _poller,
    "nat-gateway": _nat,
    "gateway-endpoint": _gateway_endpoint,
    "interface-endpoint": _endpoints,
    "application-load-balancer": _balancer,
    "internal-load-balancer": _balancer,
    "vpc-link": _link,
    "rds-proxy": _proxy,
}
