"""The ground of a drawing: account, Region, VPC, zones and subnets, and the unit of the workload in its place."""

from advisor.capacity.models import Sizing
from advisor.language.words import mib, number
from advisor.network.forms import FORMS
from advisor.network.models import SubnetPlan
from advisor.pictures.draft import MOST_ZONES, Draft, area_of
from advisor.pictures.names import UNITS, named
from advisor.pictures.scene import Area, Box, BoxKind

_OUTSIDE = ("function", "connector")
"""Places of units that lie in a network of AWS and reach into the VPC by an interface."""


def lay_ground(draft: Draft, region: str | None) -> None:
    """Add the areas, from the outermost inwards."""
    draft.add_area(Area("account", "account", "AWS account"))
    draft.add_area(Area("region", "region", f"Region {region}" if region else "Region", "account"))
    if not draft.plan.needs_vpc:
        return
    draft.add_area(Area("vpc", "vpc", "VPC", "region"))
    shown = draft.shown_zones()
    for zone in shown:
        notes = () if zone == shown[0] else (f"same paths as zone {shown[0]}",)
        draft.add_area(Area(f"zone-{zone}", "zone", f"Zone {zone}", "vpc", notes))
    routed = {route.table for route in draft.plan.routes}
    for subnet in sorted(draft.plan.subnets, key=lambda one: one.kind == "private"):
        if subnet.zone in shown:
            draft.add_area(_subnet(subnet, routed))
    if len(draft.zones()) > MOST_ZONES:
        rest = draft.zones()[len(shown) :]
        title = f"Zones {rest[0]} to {rest[-1]}" if len(rest) > 1 else f"Zone {rest[0]}"
        names = tuple(subnet.name for subnet in draft.plan.subnets if subnet.zone in rest)
        draft.add_area(Area("zone-rest", "zone", title, "vpc"))
        draft.add_box(Box("rest", "note", f"as zone {shown[0]}", "zone-rest", _enumerated(names)))


def _enumerated(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names in lines of two, the last line counting what does not fit."""
    rows = tuple(", ".join(names[place : place + 2]) for place in range(0, len(names), 2))
    return rows if len(rows) <= 4 else (*rows[:3], f"and {len(names) - 6} more")


def _subnet(subnet: SubnetPlan, routed: set[str]) -> Area:
    size = f"/{subnet.smallest_prefix}, " if subnet.smallest_prefix is not None else ""
    notes = (f"{size}route table {subnet.route_table}",)
    components = (f"{subnet.kind}-subnets", *(("route-table",) if subnet.route_table in routed else ()))
    kind = "Public" if subnet.kind == "public" else "Private"
    return Area(
        area_of(subnet),
        "public-subnet" if subnet.kind == "public" else "private-subnet",
        f"{kind} subnet {subnet.name}",
        f"zone-{subnet.zone}",
        notes,
        components,
    )


def place_unit(draft: Draft, option: str, sizing: Sizing) -> None:
    """Add the unit: beside the VPC where it reaches into it by an interface, else in every subnet in which it lies."""
    form = FORMS[option]
    kind: BoxKind = "function" if form.place in _OUTSIDE else "task" if form.place == "task" else "machine"
    homes = draft.homes() if draft.plan.attached and form.place not in _OUTSIDE else []
    notes = _sizes(sizing)
    if not homes:
        draft.unit_box = draft.add_box(Box("unit", kind, named(UNITS, option), "region", notes))
        return
    groups = draft.group_notes(draft.unit)
    components = (*((form.component,) if form.component else ()), *draft.group_components(groups))
    draft.unit_box = draft.spread("unit", kind, named(UNITS, option), homes, notes=(*notes, *groups), components=components)


def _sizes(sizing: Sizing) -> tuple[str, ...]:
    """What one unit has, and how many run at the peak."""
    if sizing.instance_type is not None:
        many = sizing.instances_peak
        return (sizing.instance_type, *((f"{number(many)} at the peak",) if many is not None else ()))
    parts = [mib(sizing.memory_mib)] if sizing.memory_mib is not None else []
    if sizing.vcpus is not None and sizing.unit != "environment":
        parts.append(f"{number(sizing.vcpus)} vCPU")
    many = sizing.units_peak
    return (*((", ".join(parts),) if parts else ()), *((f"{number(many)} at the peak",) if many is not None else ()))
