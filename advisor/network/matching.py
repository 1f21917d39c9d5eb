"""What decides on the way: which rule of a security group matches, and which route is the most specific one.

Sources: aws-lambda-vpc, aws-vpc-nat, aws-vpc-gateway-endpoints.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network
from typing import NamedTuple

from advisor.network.parts import ALL_IPV4, ALL_IPV6, Block, Dependency, Direction, Group, Route, Rule, block

_NAMED = 200
"""How specific a route is that names a prefix list or a network: more than any block of addresses."""


class Party(NamedTuple):
    """The other end of a connection as rules see it: what it is called, the names and blocks under which a rule may mean it."""

    label: str
    names: tuple[str, ...]
    blocks: tuple[str, ...] = ()


def allowed(groups: Iterable[Group], direction: Direction, party: Party, protocol: str, port: int) -> str | None:
    """The first group with a rule that lets the connection through; None when all refuse."""
    for group in groups:
        for rule in group.rules:
            if rule.direction == direction and rule.low <= port <= rule.high and _means(rule, party, protocol):
                return group.name
    return None


def _means(rule: Rule, party: Party, protocol: str) -> bool:
    return rule.protocol in (protocol, "all") and (rule.peer in party.names or _covers(rule.peer, party.blocks))


def _covers(peer: str, blocks: Iterable[str]) -> bool:
    wide = block(peer)
    return wide is not None and any(_within(narrow, wide) for text in blocks if (narrow := block(text)) is not None)


def _within(narrow: Block, wide: Block) -> bool:
    if isinstance(narrow, IPv4Network):
        return isinstance(wide, IPv4Network) and narrow.subnet_of(wide)
    return isinstance(wide, IPv6Network) and narrow.subnet_of(wide)


def best_route(routes: Iterable[Route], dependency: Dependency, address: str | None) -> Route | None:
    """The most specific route that leads to a dependency's place, whose block of addresses is given if it is known."""
    best, found = -1, None
    for route in routes:
        specific = _specific(route.destination, dependency, address)
        if specific > best:
            best, found = specific, route
    return found


def _specific(destination: str, dependency: Dependency, address: str | None) -> int:
    """How specific a destination is for the place: the length of its prefix, more for a name; -1 when it does not match."""
    if destination == dependency.to and dependency.aim in ("service", "network"):
        return _NAMED
    if destination == (ALL_IPV4 if dependency.family == 4 else ALL_IPV6):
        return 0
    if address is None:
        return -1
    wide, narrow = block(destination), block(address)
    return wide.prefixlen if wide is not None and narrow is not None and _within(narrow, wide) else -1
