"""A scene in the making: areas, boxes and links in the order in which they are found, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from advisor.network.models import NetworkPlan, SubnetPlan
from advisor.pictures.scene import Area, Box, BoxKind, Link, LinkKind

MOST_ZONES = 2
"""How many zones are drawn in full; one box stands for the others."""


@dataclass(slots=True)
class Draft:
    """What has been found so far.

    `unit` is the name of the unit in the plan, `unit_box` the box that stands for it. `twins` maps the box in the first zone to
    all boxes that stand for the same part, that one included. `users` has the paths for each line of a
    box that stands for several parts.
    """

    plan: NetworkPlan
    unit: str
    unit_box: str = "unit"
    areas: dict[str, Area] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    links: dict[tuple[str, str, LinkKind], Link] = field(default_factory=dict)
    twins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    users: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add_area(self, area: Area) -> str:
        """Add an area unless it is there; returns its id."""
        return self.areas.setdefault(area.id, area).id

    def add_box(self, box: Box) -> str:
        """Add a box unless it is there; returns its id."""
        return self.boxes.setdefault(box.id, box).id

    def add_link(self, source: str, target: str, kind: LinkKind = "path", path: int | None = None) -> None:
        """Add a link, or the number of another path to it."""
        found = self.links.get((source, target, kind)) or Link(source, target, kind)
        if path is not None and path not in found.paths:
            found = replace(found, paths=(*found.paths, path))
        self.links[source, target, kind] = found

    def use(self, box: str, name: str, path: int) -> None:
        """Note that a path goes through the part of this name in a box."""
        paths = self.users.setdefault((box, name), [])
        if path not in paths:
            paths.append(path)

    def has(self, component: str) -> bool:
        """Whether the plan has a component."""
        return component in self.plan.components

    def group_notes(self, *names: str) -> tuple[str, ...]:
        """The line that names the first of these security groups that the plan has."""
        groups = {group.name for group in self.plan.security_groups}
        return next(((f"SG {name}",) for name in names if name in groups), ())

    def group_components(self, notes: Iterable[str]) -> tuple[str, ...]:
        """The component behind such a line."""
        return ("security-group",) if any(note.startswith("SG ") for note in notes) else ()

    def shown_zones(self) -> list[str]:
        """The zones that are drawn in full."""
        return self.zones()[:MOST_ZONES]

    def zones(self) -> list[str]:
        """All zones, in order."""
        return list(dict.fromkeys(subnet.zone for subnet in self.plan.subnets))

    def subnets(self, kind: str, *, every: bool = False) -> list[SubnetPlan]:
        """The subnets of a kind that are drawn; those beyond the zones of the workload, which route nowhere, with `every`."""
        shown = self.shown_zones()
        found = [one for one in self.plan.subnets if one.kind == kind and one.zone in shown]
        return [one for one in found if every or one.route_table != "local"] or found

    def homes(self) -> list[SubnetPlan]:
        """The subnets in which units of the workload lie."""
        shown = self.shown_zones()
        return [one for one in self.plan.subnets if one.unit != "address" and one.zone in shown]

    def spread(self, key: str, kind: BoxKind, title: str, subnets: Iterable[SubnetPlan], **texts: tuple[str, ...]) -> str:
        """Put the same part into several subnets; returns the id of the first, which paths go through."""
        names = []
        for subnet in subnets:
            box = Box(f"{key}-{subnet.zone}", kind, title, area_of(subnet), **texts)
            names.append(self.add_box(box))
        self.twins.setdefault(names[0], tuple(names))
        return names[0]


def area_of(subnet: SubnetPlan) -> str:
    """The id of the area of a subnet."""
    return f"subnet-{subnet.name}"
