"""What a network file says about itself: every name in it exists, blocks of addresses do not overlap, routes do not loop."""

import difflib
from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from advisor.network.graph import NetworkGraph
from advisor.network.ground import Ground
from advisor.network.parts import INTERNET, Block, Network, block
from advisor.network.user_file import UserGateway, UserNetwork, UserRule
from knowledge import Problem

_PLACES = {"gateway-endpoint": "service", "peering": "network", "vpn": "network"}


def lint(path: str, found: UserNetwork, ground: Ground) -> list[Problem]:
    """Every problem between the parts of a file."""
    services = ground.interface_services | ground.gateway_services
    return [
        *_references(path, found, services),
        *_gateways(path, found, services),
        *_routes(path, found, services),
        *_rules(path, found, services),
        *_dependencies(path, found, services, frozenset(ground.ports)),
        *_blocks(path, found, ground),
        *_names(path, found),
    ]


def _unknown(where: str, what: str, name: str, known: Iterable[str]) -> Problem:
    choices = sorted(known)
    near = difflib.get_close_matches(name, choices, 1)
    hint = (
        f"did you mean {near[0]!r}?"
        if near
        else f"describe it, or correct the name ({', '.join(choices[:12]) or 'none is there'})"
    )
    return Problem(where, f"the unknown {what} {name!r}", f"a {what} of the file", hint)


def _missing(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    there = frozenset(known)
    yield from (_unknown(where, what, name, there) for name in names if name not in there)


def _references(path: str, found: UserNetwork, services: frozenset[str]) -> Iterator[Problem]:
    placed = [
        (f"{path}: unit", found.unit.subnets, found.unit.security_groups),
        *((f"{path}: endpoints.{name}", part.subnets, part.security_groups) for name, part in found.endpoints.items()),
        *(
            (f"{path}: load_balancers.{name}", part.subnets, part.security_groups)
            for name, part in found.load_balancers.items()
        ),
        *((f"{path}: systems.{name}", [], part.security_groups) for name, part in found.systems.items()),
    ]
    for where, subnets, groups in placed:
        yield from _missing(f"{where}.subnets", "subnet", subnets, found.subnets)
        yield from _missing(f"{where}.security_groups", "security group", groups, found.security_groups)
    for name, subnet in found.subnets.items():
        yield from _missing(f"{path}: subnets.{name}.route_table", "route table", [subnet.route_table], found.route_tables)
    for name, endpoint in found.endpoints.items():
        yield from _service(f"{path}: endpoints.{name}.service", endpoint.service, services)


def _service(where: str, name: str, services: frozenset[str]) -> Iterator[Problem]:
    if name not in services:
        near = difflib.get_close_matches(name, sorted(services), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(sorted(services))}"
        yield Problem(where, f"the unknown service {name!r}", "a service of AWS with an endpoint", hint)


def _gateways(path: str, found: UserNetwork, services: frozenset[str]) -> Iterator[Problem]:
    for name, gateway in found.gateways.items():
        where = f"{path}: gateways.{name}"
        if gateway.subnet is not None:
            yield from _missing(f"{where}.subnet", "subnet", [gateway.subnet], found.subnets)
        yield from _place(where, gateway)
        if gateway.service is not None:
            yield from _service(f"{where}.service", gateway.service, services)
        if gateway.network is not None:
            yield from _missing(f"{where}.network", "network", [gateway.network], found.networks)


def _place(where: str, gateway: UserGateway) -> Iterator[Problem]:
    """Each kind has its own keys: a NAT gateway its subnet and addresses, the others the place that they lead to."""
    needed = _PLACES.get(gateway.kind)
    for key, value in (("service", gateway.service), ("network", gateway.network)):
        if (value is not None) != (key == needed):
            found = f"a gateway of kind {gateway.kind} {'with' if value is not None else 'without'} {key}"
            yield Problem(where, found, f"{key} with {'gateway-endpoint' if key == 'service' else 'peering and vpn'} only",
                          f"{'remove' if value is not None else 'add'} {key}")  # fmt: skip
    if gateway.kind != "nat" and (gateway.subnet is not None or gateway.addresses):
        found = f"a gateway of kind {gateway.kind} with subnet or addresses"
        yield Problem(where, found, "these with nat only", "remove them")


def _routes(path: str, found: UserNetwork, services: frozenset[str]) -> Iterator[Problem]:
    for table, routes in found.route_tables.items():
        for destination, target in routes.items():
            where = f"{path}: route_tables.{table}.{destination}"
            yield from _missing(where, "gateway", [target], found.gateways)
            if block(destination) is None and destination not in services and destination not in found.networks:
                expected = "a block of addresses, a service or another network"
                yield Problem(where, f"the unknown destination {destination!r}", expected, "correct it")


def _rules(path: str, found: UserNetwork, services: frozenset[str]) -> Iterator[Problem]:
    known = {*found.security_groups, *services, *found.networks, "private-network"}
    for name, group in found.security_groups.items():
        for direction, rules in (("out", group.out), ("in", group.into)):
            for number, rule in enumerate(rules, 1):
                where = f"{path}: security_groups.{name}.{direction}, rule {number}"
                if block(rule.peer) is None and rule.peer not in known:
                    near = difflib.get_close_matches(rule.peer, sorted(known), 1)
                    hint = (
                        f"did you mean {near[0]!r}?" if near else "name a group, a service, a network or a block of addresses"
                    )
                    yield Problem(where, f"the unknown peer {rule.peer!r}", "a security group or a block of addresses", hint)
                if ports_of(rule) is None:
                    yield Problem(
                        where, f"the port {rule.port!r}", 'a port from 1 to 65535, a range "1024-2048", or "all"', "correct it"
                    )


def ports_of(rule: UserRule) -> tuple[int, int] | None:
    """The first and last port of a rule; None when it names none."""
    if isinstance(rule.port, int):
        return (rule.port, rule.port) if 1 <= rule.port <= 65535 else None
    if rule.port == "all":
        return 0, 65535
    low, dash, high = rule.port.partition("-")
    if not dash or not low.strip().isdecimal() or not high.strip().isdecimal():
        return None
    return (int(low), int(high)) if 1 <= int(low) <= int(high) <= 65535 else None


def _dependencies(path: str, found: UserNetwork, services: frozenset[str], kinds: frozenset[str]) -> Iterator[Problem]:
    known = {*found.systems, *services, *found.networks, INTERNET}
    for number, one in enumerate(found.dependencies, 1):
        where = f"{path}: dependencies, number {number}"
        if one.source is None and one.to not in known:
            near = difflib.get_close_matches(one.to, sorted(known), 1)
            hint = f"did you mean {near[0]!r}?" if near else "describe it as a system or a network, or name a service of AWS"
            yield Problem(where, f"the unknown place {one.to!r}", "a system, a service, a network or internet", hint)
        if one.source is not None and one.to != found.unit.name:
            yield Problem(
                where,
                f"callers of {one.to!r}",
                f"callers of the unit, {found.unit.name!r}",
                "correct `to`, or leave out `from`",
            )
    for name, system in found.systems.items():
        if system.kind is not None and system.kind not in kinds:
            yield _unknown(f"{path}: systems.{name}.kind", "kind of system", system.kind, kinds)


def _blocks(path: str, found: UserNetwork, ground: Ground) -> Iterator[Problem]:
    """Blocks are well-formed, of a size that AWS makes, and do not overlap."""
    read: list[tuple[str, Block]] = []
    named = [
        *((f"subnets.{name}.cidr", part.cidr, True) for name, part in found.subnets.items()),
        *((f"networks.{name}.cidr", part.cidr, False) for name, part in found.networks.items()),
    ]
    for place, text, subnet in named:
        if text is None:
            continue
        where, value = f"{path}: {place}", block(text)
        if value is None:
            yield Problem(where, f"{text!r}", "a block of addresses such as 10.0.1.0/24", _block_hint(text))
            continue
        sizes = ground.sizes
        if subnet and value.version == 4 and not sizes.largest <= value.prefixlen <= sizes.smallest:
            expected = f"a subnet from /{sizes.largest} to /{sizes.smallest}"
            yield Problem(where, f"a /{value.prefixlen}", expected, "choose a size that AWS makes")
        for other, met in read:
            if value.version == met.version and value.overlaps(met):
                yield Problem(where, f"{text}, which overlaps {met} of {other}", "blocks of their own", "move one of the two")
        read.append((place.rpartition(".")[0], value))


def _block_hint(text: str) -> str:
    try:
        return f"write {ip_network(text, strict=False)}, the first address of the block"
    except ValueError:
        return "correct the address or the length of the prefix"


def _names(path: str, found: UserNetwork) -> Iterator[Problem]:
    """What can be called has a name of its own."""
    met: dict[str, str] = {found.unit.name: "unit"}
    for kind, names in (("systems", found.systems), ("endpoints", found.endpoints), ("load_balancers", found.load_balancers)):
        for name in names:
            if name in met:
                yield Problem(
                    f"{path}: {kind}.{name}",
                    f"the name of {met[name]}",
                    "a name of its own",
                    "give one of the two another name",
                )
            met[name] = f"{kind}.{name}"


def loops(path: str, network: Network) -> list[Problem]:
    """The first loop in the routes: a NAT gateway whose own subnet routes back to it, alone or over others."""
    from networkx import NetworkXNoCycle, find_cycle

    try:
        cycle = find_cycle(NetworkGraph(network).graph)
    except NetworkXNoCycle:
        return []
    names = [edge[0] for edge in cycle]
    shown = " -> ".join([*names, names[0]])
    expected = "routes that end at an internet gateway"
    return [
        Problem(
            f"{path}: route_tables", f"a loop: {shown}", expected, "route the subnet of the NAT gateway to an internet gateway"
        )
    ]
