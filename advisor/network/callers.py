"""The walk of callers to what they call: through the front doors that lead there, the load balancer and its security groups.

Sources: aws-ecs-alb, aws-alb-lambda, aws-apigateway-private-integration, aws-apigateway-private-apis, aws-lambda-urls.
"""

from collections.abc import Iterator
from itertools import pairwise

from advisor.network.graph import NetworkGraph
from advisor.network.matching import Party, best_route
from advisor.network.parts import ALL_IPV4, INTERNET, PRIVATE, Dependency, Host
from advisor.network.traces import Step, Stop, Trace
from advisor.network.walk import let_in, to_host

_HTTPS = 443
"""The port on which callers and front doors speak to each other; what is behind the last one has a port of its own."""


def from_callers(graph: NetworkGraph, dependency: Dependency) -> Trace:
    """Walk from the internet, or from the private network, through the chain of front doors to the unit that is called.

    A unit for private callers must not have an entrance that is open to the internet.
    """
    chains = list(_chains(graph, (dependency.to,)))
    if not chains:
        mend = "put a load balancer, an API or a function URL in front of it"
        return Trace(dependency, dependency.source, (), Stop(dependency.to, "no front door leads to it", mend))
    traces = [_along(graph, dependency, chain) for chain in chains]
    if dependency.source == PRIVATE:
        return next((trace for trace in traces if trace.stop is not None), traces[0])
    return next((trace for trace in traces if trace.stop is None), traces[0])


def _chains(graph: NetworkGraph, chain: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every chain of parts that leads to the first of a chain, that itself not alone."""
    before = [name for name in graph.doors_to(chain[0]) if name not in chain]
    if not before and len(chain) > 1:
        yield chain
    for name in before:
        yield from _chains(graph, (name, *chain))


def _along(graph: NetworkGraph, dependency: Dependency, chain: tuple[str, ...]) -> Trace:
    steps: list[Step] = []
    stop = _enter(graph, dependency, chain[0], steps)
    for one, other in pairwise(chain):
        stop = stop or _pass_on(graph, dependency, one, other, steps)
    return Trace(dependency, dependency.source, tuple(steps), stop)


def _enter(graph: NetworkGraph, dependency: Dependency, name: str, steps: list[Step]) -> Stop | None:
    """Through the first front door."""
    entry = graph.entries.get(name)
    if entry is not None:
        if dependency.source not in entry.open_to:
            found = f"it is not open to the {dependency.source}" if entry.open_to else "nothing leads to it"
            return Stop(name, found, "take a front door for these callers")
        steps.append(Step("entry", name, entry.component))
        return None
    door = graph.hosts[name]
    if not door.subnets:
        return Stop(name, "it has no network interface in any subnet", "give it subnets to lie in")
    if dependency.source == INTERNET:
        stops = [_from_internet(graph, dependency, door, subnet, steps) for subnet in door.subnets]
        stop = next((stop for stop in stops if stop is not None), None)
        if stop is not None:
            return stop
    elif door.public:
        return Stop(door.name, "it has public addresses, and only private callers may reach it", "make it an internal one")
    party = Party(dependency.source, (dependency.source, ALL_IPV4))
    stop = let_in(graph, dependency, door, party, steps, _HTTPS)
    steps.append(Step("host", door.name, door.component))
    return stop


def _from_internet(graph: NetworkGraph, dependency: Dependency, door: Host, subnet: str, steps: list[Step]) -> Stop | None:
    """Answers must find the way back: from a public address, by a route to an internet gateway."""
    if not door.public:
        return Stop(door.name, "it has private addresses only", "make it public, or put an API with a VPC link before it")
    table = graph.table(subnet)
    route = best_route(table.routes, Dependency(dependency.name, door.name, INTERNET, "internet"), None)
    gateway = graph.gateways.get(route.target) if route is not None else None
    if route is None or gateway is None or gateway.kind != "internet":
        return Stop(table.name, f"{subnet} has no route to an internet gateway", f"route {ALL_IPV4} to one")
    if subnet == door.subnets[0]:
        steps.append(Step("internet", gateway.name, gateway.component))
        steps.append(Step("route", table.name, "route-table", f"{route.destination} to {gateway.name}"))
        steps.append(Step("subnet", subnet, "public-subnets"))
    return None


def _pass_on(graph: NetworkGraph, dependency: Dependency, one: str, other: str, steps: list[Step]) -> Stop | None:
    """From one part of the chain to the next."""
    start, target, entry = graph.hosts.get(one), graph.hosts.get(other), graph.entries.get(other)
    if entry is not None:
        steps.append(Step("entry", entry.name, entry.component))
        return None
    if target is None:
        return Stop(one, f"it leads to {other}, which is not there", "correct what it leads to")
    if target.invoked:
        steps.append(Step("invocation", target.name, None, one))
        return None
    if start is not None:
        last = target.name == dependency.to
        return to_host(graph, dependency, (start, None), target, steps, dependency.port if last else _HTTPS)
    if target.kind != "link":
        return Stop(one, f"it lies outside the VPC and {other} has private addresses", "put a VPC link between the two")
    steps.append(Step("host", target.name, target.component))
    return None
