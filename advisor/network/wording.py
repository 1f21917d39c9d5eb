"""Sentences of the plan: what each step of a path does, what each rule and route is for, what fails without a part."""

from collections.abc import Iterable, Mapping, Sequence

from advisor.network.parts import ALL_IPV4, ALL_IPV6, INTERNET, PRIVATE, Group, Route, Rule
from advisor.network.traces import Step, Stop, Trace

_PEERS = {
    ALL_IPV4: "any IPv4 address",
    ALL_IPV6: "any IPv6 address",
    PRIVATE: "the private network",
    INTERNET: "the internet",
}
_STEPS = {
    "outside": "The {part} runs in a network of AWS, from which public addresses can be called.",
    "interface": "The {part} sends from its network interface in {detail}, and in the same way from every other zone.",
    "group-out": "The security group {part} lets {detail}.",
    "group-in": "The security group {part} lets {detail}.",
    "subnet": "The route table of {part} decides where to.",
    "route": "The route table {part} sends what goes to {detail}.",
    "nat": "It puts a public address in the place of the private one, and lets no call in.",
    "address": "The public address from which calls come.",
    "internet": "The door between the VPC and the internet.",
    "egress-only": "The door to the internet for IPv6, which lets no call in.",
    "gateway-endpoint": "A route of its own to the service, past the internet and free of charge.",
    "peering": "It joins the two networks, so that they reach each other by private addresses.",
    "vpn": "It joins the VPC with the data centre.",
    "invocation": "AWS hands the request over to the {part}; no part of your network lies between.",
}
_HOSTS = {
    "interface-endpoint": "Private addresses in the subnets that stand for the service.",
    "rds-proxy": "It shares a few connections to the database among many callers.",
    "application-load-balancer": "It spreads requests over what is healthy.",
    "internal-load-balancer": "It spreads requests over what is healthy, and has private addresses only.",
    "vpc-link": "It leads requests of the API into the VPC.",
}
_DETOURS = {
    "nat": "the NAT gateway, which charges for each gigabyte",
    "public": "the internet gateway, over public addresses",
}
_NAMED = 4
"""How many dependencies a sentence names before it counts the rest."""
_ENTRIES = {
    "own-address": "The HTTPS address of the unit itself.",
    "function-url": "The HTTPS address of the function itself.",
    "cloudfront": "The delivery network that callers meet first.",
    "private-api": "An API without a public address.",
}


def because_of(step: Step) -> str:
    """What a step does on its path."""
    if step.kind == "entry":
        return _ENTRIES.get(step.component or step.part, "It takes requests, checks them and passes them on.")
    if step.kind == "host":
        return _HOSTS.get((step.component or "").partition(":")[0], f"The {step.part} itself, at its private address.")
    return _STEPS[step.kind].format(part=step.part, detail=_readable(step.detail))


def _readable(detail: str) -> str:
    """A port and peer, or a destination and target, with addresses and places in words."""
    return " ".join(_PEERS.get(word, word) for word in detail.split(" "))


def without(component: str | None, part: str, lost: Sequence[str], detour: str | None) -> str:
    """What fails when a component is taken out: the dependencies that lose their path, or the way that they take instead."""
    if detour is not None:
        return f"Without it calls to {(component or part).partition(':')[2]} take {_DETOURS[detour]}."
    named = ", ".join(lost[:_NAMED]) + (f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else "")
    return f"Without it there is no path for {named}."


def group_rules(group: Group, uses: Mapping[str, Iterable[str]]) -> list[tuple[Rule, str]]:
    """The rules of a group, each with the dependencies that it lets through; `uses` has these by the detail of their step."""
    users: dict[Rule, dict[str, None]] = {rule: {} for rule in group.rules}
    for detail, names in uses.items():
        rule = _used(group, detail)
        if rule is not None:
            users[rule].update(dict.fromkeys(names))
    return [(rule, f"For {', '.join(names)}." if names else "For what no dependency names.") for rule, names in users.items()]


def _used(group: Group, detail: str) -> Rule | None:
    """The rule that let a step through: one that names the other end before one for all addresses."""
    protocol, port, direction, _, *label = detail.split(" ")
    fitting = [
        rule
        for rule in group.rules
        if rule.direction == direction and rule.low <= int(port) <= rule.high and rule.protocol in (protocol.lower(), "all")
    ]
    named = [rule for rule in fitting if rule.peer == " ".join(label)]
    return next(iter(named or [rule for rule in fitting if rule.peer in (ALL_IPV4, ALL_IPV6)]), None)


def route_because(route: Route) -> str:
    """What a route is for."""
    if route.destination in (ALL_IPV4, ALL_IPV6):
        return f"The way out for {_PEERS[route.destination]}."
    return f"The way to {route.destination} past everything else."


def error_because(trace: Trace, stop: Stop) -> str:
    """A dependency without a path, in a sentence."""
    one = trace.dependency
    if one.name == "no path to the internet":
        return f"A path to the internet is forbidden, but at {stop.at}: {stop.found}. To mend it, {stop.mend}."
    start = f" from {trace.start}" if trace.start not in (one.source, one.name) else ""
    return f"{one.name}: no path{start}; it stops at {stop.at}: {stop.found}. To mend it, {stop.mend}."


def ports(rule: Rule) -> str:
    """The ports of a rule as they are written."""
    return str(rule.low) if rule.low == rule.high else f"{rule.low}-{rule.high}"
