"""A layout with everything that hangs on it alone: verified, its paths as hops in waiting, groups and routes in words.

Most workloads share a few layouts, so these are kept. Nothing here depends on prices, load or rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from advisor.network.demand import Demand
from advisor.network.ground import Sizes
from advisor.network.layout import Ways, lay_out
from advisor.network.models import GroupPlan, GroupRule, PlanError, RoutePlan
from advisor.network.parts import Dependency, Network, components_of
from advisor.network.parts import without as taken_out
from advisor.network.traces import Step, Trace
from advisor.network.verify import verify
from advisor.network.wording import because_of, error_because, group_rules, ports, route_because, without

KEPT = 512
"""How many layouts are kept at most; one takes some tens of kilobytes."""


class HopBase(NamedTuple):
    """A hop without what depends on rules and prices."""

    through: str
    component: str | None
    part: str
    because: str
    without: str


class PathBase(NamedTuple):
    """A path of one dependency, from the first of its subnets."""

    dependency: Dependency
    hops: tuple[HopBase, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A layout and what its check found.

    `users` maps each component to the paths that lead through it; `throughs` are what the paths lead through, each once.
    """

    network: Network
    components: tuple[str, ...]
    users: dict[str, tuple[str, ...]]
    paths: tuple[PathBase, ...]
    throughs: tuple[str, ...]
    errors: tuple[PlanError, ...]
    groups: tuple[GroupPlan, ...]
    routes: tuple[RoutePlan, ...]


@lru_cache(maxsize=KEPT)
def check(demand: Demand, ways: Ways, sizes: Sizes) -> Checked:
    """Lay a demand out, and verify it."""
    network = lay_out(demand, ways, sizes)
    traces = verify(network, demand.dependencies)
    users = _users(traces)
    paths = tuple(_paths(traces, users, _detours(network, traces, ways)))
    return Checked(
        network=network,
        components=tuple(sorted(set(components_of(network)))),
        users=users,
        paths=paths,
        throughs=tuple(dict.fromkeys([hop.through for path in paths for hop in path.hops])),
        errors=tuple(_errors(traces)),
        groups=tuple(_groups(network, traces)),
        routes=tuple(_routes(network)),
    )


def _users(traces: tuple[Trace, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for trace in traces:
        if trace.stop is None:
            for step in trace.steps:
                found.setdefault(step.component or step.part, {})[trace.dependency.name] = None
    return {name: tuple(names) for name, names in found.items()}


def _paths(traces: tuple[Trace, ...], users: dict[str, tuple[str, ...]], detours: dict[str, str]) -> Iterator[PathBase]:
    """One path of each dependency that arrives from everywhere; equal steps share their hop."""
    done = {trace.dependency.name for trace in traces if trace.stop is not None}
    made: dict[Step, HopBase] = {}
    for trace in traces:
        if trace.dependency.name not in done:
            done.add(trace.dependency.name)
            hops = []
            for step in trace.steps:
                hop = made.get(step)
                if hop is None:
                    hop = made[step] = _hop(step, users, detours)
                hops.append(hop)
            yield PathBase(trace.dependency, tuple(hops))


def _hop(step: Step, users: dict[str, tuple[str, ...]], detours: dict[str, str]) -> HopBase:
    through = step.component or step.part
    sentence = without(step.component, step.part, users[through], detours.get(through))
    return HopBase(through, step.component, step.part, because_of(step), sentence)


def _detours(network: Network, traces: tuple[Trace, ...], ways: Ways) -> dict[str, str]:
    """The endpoints whose calls would still arrive without them, by another way; found by taking each out."""
    if not (ways.nat or ways.public):
        return {}
    called: dict[str, list[Dependency]] = {}
    for trace in traces:
        for step in trace.steps:
            if step.component is not None and ":" in step.component:
                called.setdefault(step.component, []).append(trace.dependency)
    way = "nat" if ways.nat else "public"
    return {
        component: way
        for component, dependencies in called.items()
        if all(trace.stop is None for trace in verify(taken_out(network, component), dependencies))
    }


def _errors(traces: tuple[Trace, ...]) -> Iterator[PlanError]:
    met: set[tuple[str, str, str]] = set()
    for trace in traces:
        if trace.stop is None:
            continue
        key = (trace.dependency.name, trace.stop.at, trace.stop.found)
        if key not in met:
            met.add(key)
            yield PlanError.build(
                dependency=trace.dependency.name,
                at=trace.stop.at,
                found=trace.stop.found,
                mend=trace.stop.mend,
                because=error_because(trace, trace.stop),
            )


def _groups(network: Network, traces: tuple[Trace, ...]) -> Iterator[GroupPlan]:
    uses: dict[str, dict[str, dict[str, None]]] = {group.name: {} for group in network.groups}
    for trace in traces:
        for step in trace.steps:
            if step.kind in ("group-in", "group-out"):
                uses[step.part].setdefault(step.detail, {})[trace.dependency.name] = None
    for group in network.groups:
        rules = [
            GroupRule.build(
                direction=rule.direction,
                peer=rule.peer,
                port=ports(rule),
                protocol=rule.protocol,
                because=because,
            )
            for rule, because in group_rules(group, uses[group.name])
        ]
        yield GroupPlan.build(name=group.name, rules=rules)


def _routes(network: Network) -> Iterator[RoutePlan]:
    for table in network.tables:
        for route in table.routes:
            yield RoutePlan.build(
                table=table.name, destination=route.destination, target=route.target, because=route_because(route)
            )
