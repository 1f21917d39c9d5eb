"""The check of a network: one path for every dependency, or the place where it stops; and no path where none may be.

The check knows nothing of how a network came about: it builds a graph of its parts and walks that. So it checks plans of
`advisor.network.plan` and networks of users alike.
"""

from collections.abc import Iterator, Sequence

from advisor.network.callers import from_callers
from advisor.network.graph import NetworkGraph
from advisor.network.parts import INTERNET, Dependency, Host, Network
from advisor.network.traces import Step, Stop, Trace
from advisor.network.walk import follow, leave


def verify(network: Network, dependencies: Sequence[Dependency]) -> tuple[Trace, ...]:
    """Walk every dependency from every subnet that its source lies in; a trace with a stop is an error of the network.

    From subnets with the same route table the walk is the same, so it is done once. In an isolated network a trace with a stop
    comes for every way that leads to the internet.
    """
    graph = NetworkGraph(network)
    traces = [trace for dependency in dependencies for trace in walks(graph, dependency)]
    if network.isolated:
        traces.extend(_ways_out(graph))
    return tuple(traces)


def walks(graph: NetworkGraph, dependency: Dependency) -> Iterator[Trace]:
    """The walks of one dependency, in the order of the subnets."""
    if dependency.aim == "caller":
        yield from_callers(graph, dependency)
        return
    host = graph.hosts.get(dependency.source)
    if host is None:
        stop = Stop(dependency.source, "no such part", "name a part of the network")
        yield Trace(dependency, dependency.source, (), stop)
    elif host.outside:
        yield _from_outside(graph, dependency, host)
    elif not host.subnets:
        stop = Stop(host.name, "it has no network interface in any subnet", "give it subnets to lie in")
        yield Trace(dependency, host.name, (), stop)
    else:
        for subnets in graph.alike(host):
            steps: list[Step] = []
            reached = leave(graph, dependency, host, subnets[0], steps)
            yield Trace(dependency, ", ".join(subnets), tuple(steps), reached)


def _from_outside(graph: NetworkGraph, dependency: Dependency, host: Host) -> Trace:
    """From a unit that runs in a network of AWS: straight to public addresses, and nowhere else."""
    stop: Stop | None = None
    if dependency.aim not in ("internet", "service"):
        stop = Stop(host.name, "it runs outside the VPC and sees public addresses only", "attach it to the VPC")
    elif dependency.fixed:
        stop = Stop(
            host.name, "outside the VPC its public address changes", "attach it and lead its calls through a NAT gateway"
        )
    elif graph.network.isolated:
        stop = Stop(host.name, "outside the VPC the call takes public addresses, which is forbidden", "attach it to the VPC")
    return Trace(dependency, host.name, (Step("outside", host.name),) if stop is None else (), stop)


def _ways_out(graph: NetworkGraph) -> Iterator[Trace]:
    """A stopped trace for every place of a unit from which a route leads to the internet, whatever its groups let out."""
    for host in graph.network.hosts:
        if host.kind != "unit":
            continue
        for family in (4, 6):
            dependency = Dependency("no path to the internet", host.name, INTERNET, "internet", family=family)
            if host.outside:
                stop = Stop(host.name, "outside the VPC it has a path to the internet", "attach it to the VPC")
                yield Trace(dependency, host.name, (), stop)
                break
            for subnets in graph.alike(host):
                steps: list[Step] = []
                if follow(graph, dependency, subnets[0], steps, public=host.public) is None:
                    named = ", ".join(subnets)
                    stop = Stop(steps[-1].part, f"a route of {named} leads to the internet", "remove the route to it")
                    yield Trace(dependency, named, tuple(steps), stop)
