"""The graph of a network: a node for each part, an edge for each step that the settings of a part provide."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.network.matching import Party
from advisor.network.parts import ALL_IPV4, Entry, Gateway, Group, Host, Network, RouteTable, Subnet

if TYPE_CHECKING:
    from networkx import DiGraph

Part = Host | Subnet | RouteTable | Group | Gateway | Entry
_NOWHERE = RouteTable("no route table", ())


class NetworkGraph:
    """A network as a directed graph of networkx, with look-ups by name.

    Nodes are `KIND NAME`: `host`, `entry`, `subnet`, `table`, `group`, `gateway` for the parts (attribute `part`), `service`
    and `network` for places. Edges say in `kind` what they are: an interface `lies-in` a subnet and is `guarded-by` a group, a
    subnet is `routed-by` a table, a table has a `route` to a gateway, a gateway or an endpoint `serves` a place, a front door
    `leads-to` what is behind it.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.hosts = {host.name: host for host in network.hosts}
        self.entries = {entry.name: entry for entry in network.entries}
        self.gateways = {gateway.name: gateway for gateway in network.gateways}
        self.networks = dict(network.networks)
        self.public_tables = network.public_tables()
        self._subnets = {subnet.name: subnet for subnet in network.subnets}
        self._tables = {table.name: table for table in network.tables}
        self._groups = {group.name: group for group in network.groups}
        self._parties: dict[str, Party] = {}
        self._endpoints: dict[str, Host] = {}
        self._doors: dict[str, list[str]] = {}
        for host in network.hosts:
            if host.serves is not None:
                self._endpoints.setdefault(host.serves, host)
        parts: tuple[Host | Entry, ...] = (*network.hosts, *network.entries)
        for part in parts:
            if part.leads_to is not None:
                self._doors.setdefault(part.leads_to, []).append(part.name)

    @cached_property
    def graph(self) -> "DiGraph[str]":
        """The graph itself, for what asks about the whole of it; a walk looks up one step after the other."""
        from networkx import DiGraph

        graph: DiGraph[str] = DiGraph()
        graph.add_nodes_from((f"{kind} {part.name}", {"part": part}) for kind, part in self._parts())
        graph.add_edges_from(self._edges())
        return graph

    def _parts(self) -> Iterator[tuple[str, Part]]:
        network = self.network
        yield from (("host", host) for host in network.hosts)
        yield from (("entry", entry) for entry in network.entries)
        yield from (("subnet", subnet) for subnet in network.subnets)
        yield from (("table", table) for table in network.tables)
        yield from (("group", group) for group in network.groups)
        yield from (("gateway", gateway) for gateway in network.gateways)

    def _edges(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        for host in self.network.hosts:
            yield from ((f"host {host.name}", f"subnet {subnet}", _LIES_IN) for subnet in host.subnets)
            yield from ((f"host {host.name}", f"group {group}", _GUARDED_BY) for group in host.groups)
            if host.serves is not None:
                yield f"host {host.name}", f"service {host.serves}", _SERVES
            if host.leads_to is not None:
                yield f"host {host.name}", self._door(host.leads_to), _LEADS_TO
        for entry in self.network.entries:
            yield f"entry {entry.name}", self._door(entry.leads_to), _LEADS_TO
        yield from ((f"subnet {subnet.name}", f"table {subnet.table}", _ROUTED_BY) for subnet in self.network.subnets)
        for table in self.network.tables:
            yield from ((f"table {table.name}", f"gateway {route.target}", _ROUTE) for route in table.routes)
        for gateway in self.network.gateways:
            if gateway.subnet is not None:
                yield f"gateway {gateway.name}", f"subnet {gateway.subnet}", _LIES_IN
            if gateway.serves is not None:
                place = "service" if gateway.kind == "gateway-endpoint" else "network"
                yield f"gateway {gateway.name}", f"{place} {gateway.serves}", _SERVES

    def _door(self, name: str) -> str:
        return f"entry {name}" if name in self.entries else f"host {name}"

    def doors_to(self, name: str) -> list[str]:
        """The front doors that lead to a host or an entry, in the order of the network."""
        return self._doors.get(name, [])

    def endpoint(self, service: str) -> Host | None:
        """The interface endpoint that has taken over the name of a service."""
        return self._endpoints.get(service)

    def table(self, subnet: str) -> RouteTable:
        """The route table of a subnet; an empty one when there is none."""
        found = self._subnets.get(subnet)
        return self._tables.get(found.table, _NOWHERE) if found is not None else _NOWHERE

    def alike(self, host: Host) -> list[tuple[str, ...]]:
        """The subnets of a host, those with the same route table together."""
        found: dict[str, list[str]] = {}
        for name in host.subnets:
            subnet = self._subnets.get(name)
            found.setdefault(subnet.table if subnet is not None else name, []).append(name)
        return [tuple(names) for names in found.values()]

    def groups(self, host: Host) -> list[Group]:
        """The security groups of a host that exist."""
        return [self._groups[name] for name in host.groups if name in self._groups]

    def party(self, host: Host) -> Party:
        """A host as the rules of others see it: by its groups and by the addresses of its subnets."""
        found = self._parties.get(host.name)
        if found is None:
            subnets = (self._subnets.get(name) for name in host.subnets)
            blocks = tuple(one.cidr for one in subnets if one is not None and one.cidr is not None)
            label = host.groups[0] if host.groups else host.name
            found = self._parties[host.name] = Party(label, (*host.groups, ALL_IPV4), blocks)
        return found

    def internet_gateway(self) -> Gateway | None:
        """The internet gateway of the VPC."""
        return next((gateway for gateway in self.network.gateways if gateway.kind == "internet"), None)


_LIES_IN = {"kind": "lies-in"}
_GUARDED_BY = {"kind": "guarded-by"}
_SERVES = {"kind": "serves"}
_LEADS_TO = {"kind": "leads-to"}
_ROUTED_BY = {"kind": "routed-by"}
_ROUTE = {"kind": "route"}
