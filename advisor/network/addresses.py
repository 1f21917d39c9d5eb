"""Addresses: how many a subnet needs at the peak, the smallest block that lasts, and the load at which a block runs dry.

A Fargate task and a machine take an address each. Functions share Hyperplane interfaces: one for each subnet and set of
security groups, and another one when so many connections are open; before September 2019 each environment had an interface of
its own. AWS keeps five addresses of each block. Sources: aws-lambda-vpc, aws-lambda-releases, aws-ecs-task-networking,
aws-ec2-api-createsubnet, aws-ec2-api-createvpcendpoint, cloudaffaire-alb-addresses.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.capacity.models import Sizing
from advisor.language.words import number
from advisor.network.demand import Demand
from advisor.network.forms import Place
from advisor.network.ground import Ground, Sizes
from advisor.network.models import SubnetPlan
from advisor.network.parts import Host, Network, Subnet


@dataclass(frozen=True, slots=True)
class Units:
    """How units take addresses in each subnet: `needed` at the peak, and how it grows.

    `per_address` is how many units, in one subnet, an address carries; None when the number does not grow with the load.
    """

    name: str
    needed: int | None
    per_address: float | None
    text: str


def usable(prefix: int, reserved: int) -> int:
    """The addresses of an IPv4 block of a prefix length that are left to its owner."""
    return int(2 ** (32 - prefix)) - reserved


def smallest_prefix(needed: int, sizes: Sizes, *, balancer: bool = False) -> int | None:
    """The prefix length of the smallest block that holds so many addresses; None when not even the largest does."""
    start = min(sizes.smallest, sizes.balancer_prefix) if balancer else sizes.smallest
    return next((prefix for prefix in range(start, sizes.largest - 1, -1) if usable(prefix, sizes.reserved) >= needed), None)


def units_of(ground: Ground, place: Place, sizing: Sizing, zones: int, connections: int) -> Units:
    """How an option's units take addresses; `connections` are those that one unit keeps open, one for each thing it reaches."""
    peak = sizing.units_peak
    if place == "connector":
        return Units(sizing.unit, 1, None, "one interface of the network connector")
    if place == "function":
        return _functions(ground, peak, zones, connections)
    if place == "task":
        return _tasks(sizing, peak, zones)
    return _machines(sizing, zones)


def _functions(ground: Ground, peak: float | None, zones: int, connections: int) -> Units:
    if ground.connections is None:
        needed = math.ceil(peak / zones) if peak is not None else None
        return Units("environment", needed, 1, "an interface for each environment")
    per_interface = ground.connections / max(connections, 1)
    needed = max(1, math.ceil(peak / zones / per_interface)) if peak is not None else 1
    each = f"{connections} connection{'s' if connections != 1 else ''} for each environment"
    text = f"shared interfaces of {number(ground.connections)} connections each, {each}"
    return Units("environment", needed, per_interface, text)


def _tasks(sizing: Sizing, peak: float | None, zones: int) -> Units:
    twice = 2 if sizing.units_always > 0 else 1
    needed = math.ceil(twice * peak / zones) if peak is not None else None
    text = "an address for each task" + (", twice as many during a release" if twice == 2 else "")
    return Units(sizing.unit, needed, 1 / twice, text)


def _machines(sizing: Sizing, zones: int) -> Units:
    """Machines take one address each; with task networking, the recommended mode of ECS, each task takes one as well."""
    tasks = sizing.units_peak if sizing.unit == "task" else 0
    machines, held = sizing.instances_peak, sizing.units_per_instance
    needed = math.ceil((machines + tasks) / zones) if machines is not None and tasks is not None else None
    per_unit = (1 / held if held else None) if sizing.unit != "task" else (1 + 1 / held if held else None)
    text = "an address for each machine" + (" and for each task on it" if sizing.unit == "task" else "")
    return Units(sizing.unit, needed, 1 / per_unit if per_unit is not None else None, text)


def fixed_in(subnet: str, network: Network, sizes: Sizes) -> int:
    """The addresses that parts other than units take in a subnet: endpoints, links, NAT gateways, nodes of load balancers."""
    each = {"endpoint": sizes.endpoint_addresses, "link": 1, "balancer": sizes.balancer_addresses}
    hosts = sum(each.get(host.kind, 0) for host in network.hosts if subnet in host.subnets)
    return hosts + sum(gateway.subnet == subnet for gateway in network.gateways)


def plan_subnets(ground: Ground, demand: Demand, network: Network, sizing: Sizing) -> list[SubnetPlan]:
    """Every subnet of a plan with its addresses."""
    if not network.subnets:
        return []
    connections = sum(one.source == demand.form.unit for one in demand.dependencies)
    units = units_of(ground, demand.form.place, sizing, demand.zones, connections) if demand.attached else None
    home = next((host.subnets for host in network.hosts if host.kind == "unit"), ())
    public = network.public_tables()
    return [
        _planned(
            subnet, network, ground.sizes, units if subnet.name in home else None, demand.zones, public=subnet.table in public
        )
        for subnet in network.subnets
    ]


def _planned(subnet: Subnet, network: Network, sizes: Sizes, units: Units | None, zones: int, *, public: bool) -> SubnetPlan:
    fixed = fixed_in(subnet.name, network, sizes)
    balancer = any(host.kind == "balancer" and subnet.name in host.subnets for host in network.hosts)
    needed = fixed if units is None else None if units.needed is None else fixed + units.needed
    prefix = smallest_prefix(needed, sizes, balancer=balancer) if needed is not None else None
    dry = None
    if units is not None and units.per_address is not None and prefix is not None:
        dry = runs_dry_at(prefix, fixed, units, zones, sizes)
    return SubnetPlan.build(
        name=subnet.name,
        zone=subnet.zone,
        kind="public" if public else "private",
        route_table=subnet.table,
        addresses_needed=needed,
        smallest_prefix=prefix,
        runs_dry_at=dry,
        unit=units.name if units is not None else "address",
        because=_because(fixed, units, needed, prefix, sizes, proxied=_proxied(subnet, network.hosts)),
    )


def runs_dry_at(prefix: int, fixed: int, units: Units, zones: int, sizes: Sizes) -> float | None:
    """The number of units in all zones that take the last address of each subnet with such a prefix."""
    if units.per_address is None:
        return None
    free = max(0, usable(prefix, sizes.reserved) - fixed)
    return math.floor(free * units.per_address * zones + 1e-9)


def _proxied(subnet: Subnet, hosts: Iterable[Host]) -> bool:
    return any(host.kind == "proxy" and subnet.name in host.subnets for host in hosts)


def _because(fixed: int, units: Units | None, needed: int | None, prefix: int | None, sizes: Sizes, *, proxied: bool) -> str:
    parts = [units.text] if units is not None else []
    if fixed:
        parts.append(f"{fixed} for endpoints, gateways and load balancers")
    text = (" and ".join(parts) or "nothing of this plan takes an address").capitalize()
    text += "; RDS Proxy takes more, by the size of the database" if proxied else ""
    if needed is None:
        return f"{text}. How many that are is not known."
    size = (
        f"a /{prefix} leaves {number(usable(prefix, sizes.reserved))} after the {sizes.reserved} that AWS keeps"
        if prefix
        else (f"even a /{sizes.largest} is too small, so spread over more subnets")
    )
    return f"{text}: {number(needed)} at the peak; {size}."
