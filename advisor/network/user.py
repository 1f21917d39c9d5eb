"""The check of a user's own network: which dependency has no path, at which part it stops, and what would mend it."""

from collections.abc import Iterator

from advisor.language.program import Program
from advisor.language.words import number
from advisor.network.addresses import Units, fixed_in, runs_dry_at, usable
from advisor.network.ground import HTTPS, Ground, ground_of
from advisor.network.models import CheckedPath, CheckedSubnet, NetworkCheck, PlanError
from advisor.network.parts import (
    INTERNET,
    Aim,
    Dependency,
    Gateway,
    Group,
    Host,
    Network,
    Route,
    RouteTable,
    Rule,
    Subnet,
    block,
)
from advisor.network.traces import Trace
from advisor.network.user_file import NetworkFileError, UserDependency, UserNetwork, read
from advisor.network.user_lint import lint, loops, ports_of
from advisor.network.verify import verify
from advisor.network.wording import error_because


def check_file(path: str, program: Program) -> NetworkCheck:
    """Check the network in a TOML file (see `user_file` for its shape) with the figures of a program's date.

    Raises NetworkFileError with everything that is wrong with the file itself; a network with a dependency without a path is no
    such error, but a result with `errors`.
    """
    found, ground = read(path), ground_of(program)
    problems = lint(path, found, ground)
    if problems:
        raise NetworkFileError(problems)
    network = network_of(found)
    problems = loops(path, network)
    if problems:
        raise NetworkFileError(problems)
    traces = verify(network, tuple(_dependencies(found, ground)))
    errors = list(_errors(traces))
    return NetworkCheck.build(
        title=found.title,
        sound=not errors,
        paths=list(_paths(traces)),
        errors=errors,
        subnets=list(_subnets(found, network, ground)),
    )


def network_of(found: UserNetwork) -> Network:
    """The parts of a file that has passed its checks."""
    unit = found.unit
    return Network(
        hosts=(
            Host(
                unit.name,
                "unit",
                tuple(unit.subnets),
                tuple(unit.security_groups),
                public=unit.public_address,
                outside=unit.kind == "function" and not unit.subnets,
                invoked=unit.kind == "function",
            ),
            *(Host(name, "system", (), tuple(system.security_groups)) for name, system in found.systems.items()),
            *(
                Host(name, "endpoint", tuple(one.subnets), tuple(one.security_groups), serves=one.service)
                for name, one in found.endpoints.items()
            ),
            *(
                Host(name, "balancer", tuple(one.subnets), tuple(one.security_groups), leads_to=unit.name, public=one.public)
                for name, one in found.load_balancers.items()
            ),
        ),
        subnets=tuple(Subnet(name, one.zone, one.route_table, one.cidr) for name, one in found.subnets.items()),
        tables=tuple(
            RouteTable(name, tuple(Route(destination, target) for destination, target in routes.items()))
            for name, routes in found.route_tables.items()
        ),
        groups=tuple(_group(name, found) for name in found.security_groups),
        gateways=tuple(
            Gateway(name, one.kind, None, one.subnet, one.addresses, one.service or one.network)
            for name, one in found.gateways.items()
        ),
        networks=tuple((name, one.cidr) for name, one in found.networks.items()),
        isolated=found.isolated,
    )


def _group(name: str, found: UserNetwork) -> Group:
    group = found.security_groups[name]
    rules = [(Rule("out", rule.peer, *(ports_of(rule) or (0, 0)), rule.protocol)) for rule in group.out]
    rules += [(Rule("in", rule.peer, *(ports_of(rule) or (0, 0)), rule.protocol)) for rule in group.into]
    return Group(name, tuple(rules))


def _dependencies(found: UserNetwork, ground: Ground) -> Iterator[Dependency]:
    for one in found.dependencies:
        if one.source is not None:
            yield Dependency(f"callers from {one.source}", one.source, found.unit.name, "caller", one.port or HTTPS)
            continue
        yield Dependency(
            name=one.to,
            source=found.unit.name,
            to=one.to,
            aim=_aim(one.to, found),
            port=one.port or _port(one, found, ground),
            protocol=one.protocol,
            family=6 if one.ipv6 else 4,
            fixed=one.fixed_address,
        )


def _aim(place: str, found: UserNetwork) -> Aim:
    if place == INTERNET:
        return "internet"
    if place in found.systems:
        return "system"
    return "network" if place in found.networks else "service"


def _port(one: UserDependency, found: UserNetwork, ground: Ground) -> int:
    system = found.systems.get(one.to)
    if system is None:
        return ground.smtp if one.to == "email-smtp" else HTTPS
    known = ground.ports.get(system.kind or one.to)
    return system.port or (known.number if known is not None else HTTPS)


def _errors(traces: tuple[Trace, ...]) -> Iterator[PlanError]:
    for trace in traces:
        stop = trace.stop
        if stop is not None:
            yield PlanError.build(
                dependency=trace.dependency.name,
                at=stop.at,
                found=stop.found,
                mend=stop.mend,
                because=error_because(trace, stop),
            )


def _paths(traces: tuple[Trace, ...]) -> Iterator[CheckedPath]:
    """One path of each dependency that arrives from every subnet."""
    done = {trace.dependency.name for trace in traces if trace.stop is not None}
    for trace in traces:
        one = trace.dependency
        if one.name not in done:
            done.add(one.name)
            yield CheckedPath.build(dependency=one.name, to=one.to, through=[step.part for step in trace.steps])


def _subnets(found: UserNetwork, network: Network, ground: Ground) -> Iterator[CheckedSubnet]:
    """The addresses of each subnet whose block is known."""
    units = _units(found, ground)
    for name, subnet in found.subnets.items():
        value = block(subnet.cidr) if subnet.cidr is not None else None
        if value is None or value.version != 4:
            continue
        fixed, inside = fixed_in(name, network, ground.sizes), name in found.unit.subnets
        count = usable(value.prefixlen, ground.sizes.reserved)
        dry = runs_dry_at(value.prefixlen, fixed, units, len(found.unit.subnets), ground.sizes) if inside else None
        yield CheckedSubnet.build(
            name=name,
            cidr=str(value),
            addresses=count,
            fixed=fixed,
            runs_dry_at=dry,
            because=_because(found, count, fixed, dry),
        )


def _units(found: UserNetwork, ground: Ground) -> Units:
    kind, called = found.unit.kind, sum(one.source is None for one in found.dependencies)
    if kind == "function" and ground.connections is not None:
        return Units("environments", None, ground.connections / max(called, 1), "")
    return Units(f"{kind}s", None, 1, "")


def _because(found: UserNetwork, count: int, fixed: int, dry: float | None) -> str:
    text = f"{number(count)} addresses after those that AWS keeps, {number(fixed)} for endpoints, gateways, load balancers"
    if dry is None:
        return f"{text}."
    peak = found.unit.peak
    verdict = "" if peak is None else f", {'enough' if peak <= dry else 'too few'} for a peak of {number(peak)}"
    return f"{text}; the rest is used up at {number(dry)} {found.unit.kind}s in all subnets together{verdict}."
