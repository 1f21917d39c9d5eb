"""From a recommendation to the scene of one of its options: the ground first, then each path of the plan, hop by hop."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from advisor.language.clean import clean, shortened
from advisor.network.forms import FORMS
from advisor.network.models import NetworkPlan, Path, PlanError
from advisor.pictures.draft import Draft
from advisor.pictures.ground import lay_ground, place_unit
from advisor.pictures.names import COMPONENTS, SERVICES, STARTERS, SYSTEMS, named
from advisor.pictures.scene import Area, Box, BoxKind, Link, Scene, ranges
from advisor.pictures.stations import callers, destination_of, interface, place, source_of, station_of
from advisor.result import OptionResult, Recommendation

_TITLE = 80
_STARTER_KINDS: dict[str, BoxKind] = {"schedule": "clock", "sqs": "queue", "sqs-fifo": "queue", "job-queue": "queue"}
_GATHERED_FROM = 3
"""From how many services on that these share a box."""
_PATHS_SAID = 12
"""How many paths the description spells out; the path table beside a picture has them all."""


def scene_of(recommendation: Recommendation, option: str | None = None) -> Scene | None:
    """The scene of the recommended option, or of a named one; None when it has no network plan."""
    wanted = option or recommendation.recommendation.option
    found = next((one for one in recommendation.options if one.id == wanted), None)
    if found is None or found.network is None or found.sizing is None:
        return None
    plan = found.network
    draft = Draft(plan, FORMS[found.id].unit)
    region = recommendation.workload.get("region")
    lay_ground(draft, str(region) if region not in (None, "other") else None)
    place_unit(draft, found.id, found.sizing)
    for number, path in enumerate(plan.paths, 1):
        _draw_path(draft, path, number)
    for error in plan.errors:
        _draw_error(draft, error)
    _draw_start(draft, str(recommendation.workload.get("trigger")))
    _gather_services(draft)
    _mirror(draft)
    _tell_users(draft)
    _leave_nothing_out(draft)
    captions = tuple(_caption(path) for path in plan.paths)
    return Scene(
        name=f"architecture-{found.id}",
        title=_title(found, recommendation.title),
        description=_described(found, plan, captions),
        areas=tuple(draft.areas.values()),
        boxes=tuple(draft.boxes.values()),
        links=tuple(draft.links.values()),
        captions=captions,
    )


def _title(option: OptionResult, workload: str) -> str:
    told = shortened(clean(workload).strip(), _TITLE)
    return f"Architecture on {option.title}" + (f": {told}" if told else "")


def _caption(path: Path) -> str:
    ends = [_end(path.source), _end(path.to)]
    return f"{ends[0]} to {ends[1]}, {path.protocol} {path.port}"


def _component(through: str) -> str:
    kind, _, service = through.partition(":")
    name = named(COMPONENTS, kind) if kind in COMPONENTS else kind
    return f"{name} for {_end(service)}" if service else name


def _end(name: str) -> str:
    if name in ("internet", "poller"):
        return name
    if name == "private-network":
        return "private network"
    return SERVICES.get(name) or SYSTEMS.get(name) or name


def _draw_path(draft: Draft, path: Path, number: int) -> None:
    """Add the boxes of a path and its number to every step between them."""
    chain = [] if path.source != draft.unit else [draft.unit_box]
    stations = [source_of(draft, path), *(station_of(draft, hop) for hop in path.hops), destination_of(draft, path)]
    for station in stations:
        if station is not None and (not chain or station != chain[-1]):
            chain.append(station)
    for source, target in pairwise(chain):
        draft.add_link(source, target, path=number)
    for hop in path.hops:
        kind, _, service = hop.through.partition(":")
        if kind == "interface-endpoint":
            for twin in draft.twins["endpoints-a"]:
                draft.use(twin, named(SERVICES, service), number)


def _draw_error(draft: Draft, error: PlanError) -> None:
    """Show a dependency that has no path as a link that breaks off."""
    name = error.dependency
    if name == "callers":
        draft.add_link(callers(draft, "internet"), draft.unit_box, "broken")
    elif name == "internet" or name in SERVICES or name in SYSTEMS:
        draft.add_link(draft.unit_box, place(draft, name), "broken")
    else:
        kind = name.partition(":")[0]
        draft.add_box(Box("conflict-" + name, "note", COMPONENTS.get(kind, shortened(name, 26)), "region", ("can't be built",)))


def _draw_start(draft: Draft, trigger: str) -> None:
    """Show what hands over the work, where no path does so already."""
    called = any(path.source != draft.unit for path in draft.plan.paths)
    names = {trigger, trigger.removesuffix("-fifo"), f"{trigger}-streams"}
    fetched = draft.unit != "function" and any(path.to in names for path in draft.plan.paths)
    if trigger not in STARTERS or called or fetched:
        return
    kind = _STARTER_KINDS.get(trigger, "event")
    parent = None if trigger in ("sdk", "kafka") else "region"
    box = draft.add_box(Box("starter", kind, STARTERS[trigger], parent, ("starts it",)))
    draft.add_link(box, draft.unit_box, "starts")


def _mirror(draft: Draft) -> None:
    """Link what stands in the other zones: what one part there reaches from outside is shown, the rest keeps its order."""
    for link in list(draft.links.values()):
        sources, targets = draft.twins.get(link.source, ()), draft.twins.get(link.target, ())
        if len(sources) > 1 and len(targets) > 1:
            for source, target in zip(sources[1:], targets[1:], strict=False):
                if source != target:
                    draft.add_link(source, target, "alike")
        elif len(targets) > 1 and not sources:
            for target in (*targets[1:], *(("rest",) if "rest" in draft.boxes else ())):
                draft.add_link(link.source, target, "also")


def _gather_services(draft: Draft) -> None:
    """Make one box of the services that are reached from the same part, when there are many of them."""
    reached: dict[str, list[Link]] = {}
    for link in draft.links.values():
        if link.target.startswith("service-") and link.kind == "path":
            reached.setdefault(link.source, []).append(link)
    ways = Counter(link.target for link in draft.links.values())
    for source, links in reached.items():
        alone = [link for link in links if ways[link.target] == 1]
        if len(alone) < _GATHERED_FROM:
            continue
        box = draft.add_box(Box(f"services-{source}", "service", f"{len(alone)} services", "services"))
        for link in alone:
            title = draft.boxes.pop(link.target).title
            del draft.links[link.source, link.target, link.kind]
            for number in link.paths:
                draft.add_link(source, box, path=number)
                draft.use(box, title, number)


def _tell_users(draft: Draft) -> None:
    """Write the parts that share a box as its lines, each with its paths."""
    told: dict[str, list[str]] = {}
    for (box, name), paths in draft.users.items():
        told.setdefault(box, []).append(f"{ranges(tuple(paths))}  {name}")
    for name, lines in told.items():
        shared = draft.boxes[name]
        draft.boxes[name] = replace(shared, notes=(*lines, *shared.notes))


def _leave_nothing_out(draft: Draft) -> None:
    """Interfaces that no path uses, and components of the plan that nothing drawn stands for, named on the ground."""
    for component in ("vpc-attachment", "network-connector"):
        if draft.has(component) and draft.homes():
            interface(draft, component)
    parts: list[Area | Box] = [*draft.areas.values(), *draft.boxes.values()]
    drawn = {name for part in parts for name in part.components}
    missing = [component for component in draft.plan.components if component not in drawn]
    if missing:
        place = draft.areas["vpc" if "vpc" in draft.areas else "region"]
        notes = (*place.notes, *map(_component, missing))
        draft.areas[place.id] = replace(place, notes=notes, components=(*place.components, *missing))


def _described(option: OptionResult, plan: NetworkPlan, captions: tuple[str, ...]) -> str:
    zones = len({subnet.zone for subnet in plan.subnets})
    where = f"a VPC over {zones} zones" if plan.needs_vpc else "no VPC"
    inside = " with the workload inside" if plan.needs_vpc and plan.attached else ""
    said = [f"Architecture of {option.title} in an AWS account, with {where}{inside}."]
    for number, (path, caption) in enumerate(zip(plan.paths, captions, strict=True), 1):
        if number > _PATHS_SAID:
            said.append(f"{len(captions) - _PATHS_SAID} further paths.")
            break
        hops = (hop.through for hop in path.hops if hop.through not in (path.source, path.to))
        through = ", ".join(dict.fromkeys(map(_component, hops)))
        said.append(f"Path {number}: {caption}" + (f", through {through}." if through else ", directly."))
    said += [f"No path: {clean(error.because)}" for error in plan.errors]
    return " ".join(said)
