"""The walk of one dependency over a network, part by part, as a packet would go.

The walk does what AWS does and never searches for another way: an interface endpoint takes over the name of its service, the
most specific route of a subnet's table decides, security groups must let traffic out at one end and in at the other, a private
address passes an internet gateway only behind a NAT gateway with a public address. What the first choice refuses is refused.

Sources: aws-lambda-vpc, aws-lambda-vpc-internet, aws-vpc-nat, aws-vpc-nat-regional, aws-vpc-egress-only,
aws-vpc-gateway-endpoints, aws-vpc-privatelink-services.
"""

from advisor.network.graph import NetworkGraph
from advisor.network.matching import Party, allowed, best_route
from advisor.network.parts import ALL_IPV4, ALL_IPV6, Dependency, Gateway, Host
from advisor.network.traces import Step, Stop


def leave(graph: NetworkGraph, dependency: Dependency, host: Host, subnet: str, steps: list[Step]) -> Stop | None:
    """Walk from a host's interface in a subnet to the dependency's place, noting each step; where it stops, if it does."""
    steps.append(Step("interface", host.name, host.component, subnet))
    target = _inside(graph, dependency)
    if target is not None:
        return to_host(graph, dependency, (host, subnet), target, steps)
    if dependency.aim == "system":
        return Stop(host.name, f"there is no system {dependency.to!r} in the VPC", "describe it, or correct the name")
    stop = let_out(graph, dependency, host, _outside(dependency, graph.networks.get(dependency.to)), steps)
    return stop or follow(graph, dependency, subnet, steps, public=host.public)


def _inside(graph: NetworkGraph, dependency: Dependency) -> Host | None:
    """The part in the VPC at whose address the call arrives: an endpoint, the proxy before a system, or the system."""
    if dependency.aim == "service":
        return graph.endpoint(dependency.to)
    if dependency.aim != "system":
        return None
    before = (graph.hosts.get(name) for name in graph.doors_to(dependency.to))
    return next((host for host in before if host is not None and host.kind == "proxy"), graph.hosts.get(dependency.to))


def _outside(dependency: Dependency, address: str | None) -> Party:
    """The place beyond the gateways as the rules of a group see it."""
    everything = ALL_IPV4 if dependency.family == 4 else ALL_IPV6
    named = (dependency.to,) if dependency.aim != "internet" else ()
    known = dependency.address or address
    return Party(dependency.to, (*named, everything), (known,) if known else ())


def to_host(
    graph: NetworkGraph, dependency: Dependency, start: tuple[Host, str | None], target: Host, steps: list[Step], port: int = 0
) -> Stop | None:
    """Out of one group, over the route that keeps traffic inside the VPC, and in through the other group.

    A proxy passes the call on to what is behind it. `port` is 0 for that of the dependency.
    """
    host, subnet = start
    stop = let_out(graph, dependency, host, graph.party(target), steps, port)
    if stop is None and subnet is not None:
        steps.append(_in_subnet(graph, subnet))
    if stop is None and target.kind != "system" and not target.subnets:
        stop = Stop(target.name, "it has no network interface in any subnet", "give it subnets to lie in")
    stop = stop or let_in(graph, dependency, target, graph.party(host), steps, port)
    if stop is not None:
        return stop
    steps.append(Step("host", target.name, target.component))
    behind = graph.hosts.get(target.leads_to) if target.kind == "proxy" and target.leads_to is not None else None
    return to_host(graph, dependency, (target, None), behind, steps, port) if behind is not None else None


def let_out(
    graph: NetworkGraph, dependency: Dependency, host: Host, party: Party, steps: list[Step], port: int = 0
) -> Stop | None:
    """Through the rules for outgoing traffic of a host's groups."""
    wanted = f"{dependency.protocol.upper()} {port or dependency.port}"
    group = allowed(graph.groups(host), "out", party, dependency.protocol, port or dependency.port)
    if group is None:
        found = f"no security group of {host.name} lets {wanted} out to {party.label}"
        return Stop(_group_of(host), found, f"add the rule: out, {wanted}, to {party.label}")
    steps.append(Step("group-out", group, "security-group", f"{wanted} out to {party.label}"))
    return None


def let_in(
    graph: NetworkGraph, dependency: Dependency, host: Host, party: Party, steps: list[Step], port: int = 0
) -> Stop | None:
    """Through the rules for incoming traffic of a host's groups."""
    wanted = f"{dependency.protocol.upper()} {port or dependency.port}"
    group = allowed(graph.groups(host), "in", party, dependency.protocol, port or dependency.port)
    if group is None:
        found = f"no security group of {host.name} lets {wanted} in from {party.label}"
        return Stop(_group_of(host), found, f"add the rule: in, {wanted}, from {party.label}")
    steps.append(Step("group-in", group, "security-group", f"{wanted} in from {party.label}"))
    return None


def _group_of(host: Host) -> str:
    return host.groups[0] if host.groups else host.name


def _in_subnet(graph: NetworkGraph, subnet: str) -> Step:
    public = graph.table(subnet).name in graph.public_tables
    return Step("subnet", subnet, "public-subnets" if public else "private-subnets")


def follow(graph: NetworkGraph, dependency: Dependency, subnet: str, steps: list[Step], *, public: bool) -> Stop | None:
    """Follow the routes from a subnet until the place is reached. A table met a second time is a loop."""
    met: list[str] = []
    while True:
        steps.append(_in_subnet(graph, subnet))
        table = graph.table(subnet)
        if table.name in met:
            return Stop(table.name, f"a loop: {' -> '.join((*met, table.name))}", "route it to an internet gateway")
        met.append(table.name)
        route = best_route(table.routes, dependency, dependency.address or graph.networks.get(dependency.to))
        if route is None:
            return Stop(table.name, f"no route of {subnet} leads to {dependency.to}", _mend(dependency, public=public))
        gateway = graph.gateways.get(route.target)
        if gateway is None:
            found = f"the route to {route.destination} leads to {route.target}, which is not there"
            return Stop(table.name, found, f"build {route.target}, or lead the route to a gateway that exists")
        steps.append(Step("route", table.name, "route-table", f"{route.destination} to {gateway.name}"))
        if gateway.kind != "nat":
            return _through(dependency, gateway, steps, public=public)
        stop = _translate(graph, dependency, gateway, steps)
        if stop is not None or gateway.subnet is None:
            return stop
        public, subnet = True, gateway.subnet


def _translate(graph: NetworkGraph, dependency: Dependency, gateway: Gateway, steps: list[Step]) -> Stop | None:
    """Through a NAT gateway; a regional one goes on to the internet gateway by a route table of its own."""
    if dependency.aim == "network":
        return Stop(gateway.name, f"a public NAT gateway does not lead to {dependency.to}", "route it to a peering or a VPN")
    if dependency.family == 6:
        return Stop(gateway.name, "a NAT gateway carries IPv4 only", "route ::/0 to an egress-only internet gateway")
    steps.append(Step("nat", gateway.name, gateway.component))
    if not gateway.addresses:
        return Stop(gateway.name, "it has no public address", "give it an Elastic IP address")
    steps.append(Step("address", gateway.name, "elastic-ip"))
    if gateway.subnet is not None:
        return None
    door = graph.internet_gateway()
    if door is None:
        return Stop(gateway.name, "the VPC has no internet gateway", "attach an internet gateway to the VPC")
    return _through(dependency, door, steps, public=True)


def _through(dependency: Dependency, gateway: Gateway, steps: list[Step], *, public: bool) -> Stop | None:
    """Through the last gateway of a path, to the place that it must lead to."""
    found = None
    if gateway.kind == "internet":
        found = _refused(dependency, steps, public=public)
    elif gateway.kind == "egress-only":
        found = "it carries IPv6 only" if dependency.family == 4 else None
    elif gateway.serves != dependency.to:
        found = f"it leads to {gateway.serves} only"
    if found is not None:
        return Stop(gateway.name, found, _mend(dependency, public=public))
    steps.append(Step(gateway.kind, gateway.name, gateway.component))
    return None


def _refused(dependency: Dependency, steps: list[Step], *, public: bool) -> str | None:
    """Why an internet gateway does not pass a call on; None when it does."""
    if dependency.aim == "network":
        return f"the internet does not lead to {dependency.to}"
    if dependency.family == 4 and not public:
        return "a private address does not pass an internet gateway"
    if dependency.fixed and not any(step.kind == "nat" for step in steps):
        return "the public address of the sender changes with it"
    return None


def _mend(dependency: Dependency, *, public: bool) -> str:
    """What would give a dependency its way out."""
    if dependency.aim == "network":
        return f"add a peering or a VPN that leads to {dependency.to}, and the route to it"
    if dependency.aim == "service":
        return f"add an endpoint for {dependency.to}, or route {ALL_IPV4} to a NAT gateway"
    if dependency.family == 6:
        return f"route {ALL_IPV6} to an egress-only internet gateway"
    return f"route {ALL_IPV4} to a NAT gateway" + ("" if public else " that has an internet gateway behind it")
