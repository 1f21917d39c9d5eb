"""The network plan: the picture, every path by number, subnets, routes, and the choice between NAT gateway and endpoints."""

import re
from collections.abc import Iterable
from decimal import Decimal

from advisor.documents.figures import network_figure
from advisor.documents.phrases import asked_by, component_items, undecided
from advisor.documents.subject import Subject
from advisor.language.words import number
from advisor.network.models import Choice, ComponentReason, Hop, NetworkPlan
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import counted, reason, reference
from advisor.reports.plan import dollars
from advisor.result import ComponentResult

TITLE = "Network plan"
_WAYS = {"nat": "NAT gateways", "endpoints": "endpoints", "public": "public addresses"}
_ZONE = re.compile(r" in zone \w+$")


def network_section(subject: Subject) -> Section:
    """How the recommended option reaches what it must reach, path by path."""
    best = subject.best
    if best is None or best.network is None:
        return undecided("network", TITLE)
    plan = best.network
    blocks: list[Block] = [Paragraph(words(_overview(plan))), *network_figure(subject)]
    blocks += [Paragraph(words(error.because), "bad") for error in plan.errors]
    parts = _parts(plan, subject.recommendation.components)
    sections = (_paths(plan), parts, _subnets(plan), _routes(plan), _choice(plan), _left_out(plan))
    if plan.missing:
        blocks.append(Paragraph((Span("Would sharpen the plan: "), Span(", ".join(plan.missing), "code"), Span("."))))
    return Section("network", TITLE, tuple(blocks), tuple(one for one in sections if one is not None))


def _overview(plan: NetworkPlan) -> str:
    checked = f"{counted(len(plan.paths), 'path')} checked"
    state = (
        f"{counted(len(plan.errors), 'dependency', 'dependencies')} without a path" if plan.errors else "each one leads through"
    )
    if not plan.needs_vpc:
        return f"No VPC is needed: nothing that is called lies in one. {checked}; {state}."
    zones = len({subnet.zone for subnet in plan.subnets})
    where = f"{counted(len(plan.subnets), 'subnet')} in {counted(zones, 'zone')}"
    return f"A VPC with {where}. {checked}, in every zone; {state}."


def _paths(plan: NetworkPlan) -> Section | None:
    rows = tuple(
        (
            words(str(place)),
            words(f"{path.source} → {path.to}"),
            words(f"{path.protocol.upper()} {path.port}"),
            words(" → ".join(hop.through for hop in path.hops)),
            words(path.because),
        )
        for place, path in enumerate(plan.paths, 1)
    )
    table = Table("Paths, by the numbers of the picture", ("no.", "from and to", "port", "through", "because"), rows, "rllll")
    return Section("paths", "Paths", (table,)) if rows else None


def _parts(plan: NetworkPlan, components: list[ComponentResult]) -> Section | None:
    """What each part does on its paths, why it is there, and what it costs; what rules ask for besides stands below."""
    why = {one.id: one for one in plan.reasons}
    asked = {one.id: one.rules for one in components}
    steps = _steps(plan)
    items = tuple(
        Item((
            Span(part, "code"), Span(_told([place for place, _ in steps.get(part, ())], why.get(part)), "muted"),
            *_does([hop for _, hop in steps.get(part, ())], why.get(part), asked.get(part, ())),
        ))
        for part in dict.fromkeys([*steps, *why])
    )  # fmt: skip
    known = {*why, *(one.id for one in plan.left_out)}
    rest = [part for part in components if part.kind == "network" and part.id not in known]
    blocks: list[Block] = [Items(items)] if items else []
    blocks += [component_items(rest)] if rest else []
    return Section("network-parts", "Parts of the network", tuple(blocks)) if blocks else None


def _steps(plan: NetworkPlan) -> dict[str, list[tuple[int, Hop]]]:
    """The hops of each part with the numbers of their paths."""
    found: dict[str, list[tuple[int, Hop]]] = {}
    for place, path in enumerate(plan.paths, 1):
        for hop in path.hops:
            found.setdefault(hop.through, []).append((place, hop))
    return found


def _does(hops: list[Hop], why: ComponentReason | None, rules: Iterable[str]) -> Line:
    """What a part does, each thing once, then why it is there; what security groups let through stands with security."""
    said = dict.fromkeys(hop.because for hop in hops if hop.through != "security-group")
    because = " ".join([*said, *([why.because] if why is not None else [])])
    named = [hop.rule for hop in hops if hop.rule] + ([why.rule] if why is not None and why.rule else [])
    ids = dict.fromkeys([*named, *rules])
    return reason(because, ids) if ids else words(because)


def _told(places: Iterable[int], why: ComponentReason | None) -> str:
    """The paths of a part, by the numbers of the picture, and what it costs."""
    paths = [str(place) for place in dict.fromkeys(places)]
    told = [f"path{'s' if len(paths) > 1 else ''} {', '.join(paths)}"] if paths else []
    if why is not None and why.monthly_usd != 0:
        told.append("paid by use" if why.monthly_usd is None else f"{dollars(why.monthly_usd)} a month")
    return f" ({'; '.join(told)}): " if told else ": "


def _subnets(plan: NetworkPlan) -> Section | None:
    rows = tuple(
        (
            words(one.name), words(one.zone), words(one.kind), words(one.route_table),
            words("not known" if one.addresses_needed is None else number(one.addresses_needed)),
            words("none lasts" if one.smallest_prefix is None else f"/{one.smallest_prefix}"),
            words("not known" if one.runs_dry_at is None else f"{number(one.runs_dry_at)} {one.unit}s"),
        )
        for one in plan.subnets
    )  # fmt: skip
    if not rows:
        return None
    head = ("subnet", "zone", "kind", "route table", "addresses at the peak", "smallest block", "full at")
    reasons = tuple(Item(words(text)) for text in dict.fromkeys(one.because for one in plan.subnets))
    return Section("subnets", "Subnets", (Table("Subnets and their addresses", head, rows, "llllrrr"), Items(reasons)))


def _routes(plan: NetworkPlan) -> Section | None:
    rows = tuple(
        (words(one.table), words(one.destination, "code"), words(one.target), words(one.because)) for one in plan.routes
    )
    head = ("table", "destination", "target", "because")
    return Section("routes", "Routes", (Table("Routes beside the local one", head, rows, "llll"),)) if rows else None


def _choice(plan: NetworkPlan) -> Section | None:
    """Both bills, line by line."""
    choice = plan.choice
    if choice is None:
        return None
    blocks: list[Block] = [Paragraph(asked_by(choice.because, choice.rule))]
    ways = tuple(dict.fromkeys(line.way for line in choice.lines))
    sums = _sums(choice)
    if sums:
        rows = (
            *(
                (words(what), *(words(dollars(found[way]) if way in found else "") for way in ways))
                for what, found in sums.items()
            ),
            (words("together", "strong"), *(words(_sum(choice, way), "strong") for way in ways)),
        )
        head = ("line", *(f"with {_WAYS[way]}" for way in ways))
        blocks.append(Table("What either way costs in a month", head, rows, "l" + "r" * len(ways)))
    return Section("nat-or-endpoints", "NAT gateway or endpoints", tuple(blocks))


def _sums(choice: Choice) -> dict[str, dict[str, Decimal]]:
    """What each line costs by way, all zones together."""
    sums: dict[str, dict[str, Decimal]] = {}
    for line in choice.lines:
        found = sums.setdefault(_ZONE.sub("", line.what), {})
        found[line.way] = found.get(line.way, Decimal()) + Decimal(str(line.usd))
    return sums


def _sum(choice: Choice, way: str) -> str:
    total = {"nat": choice.nat_usd, "endpoints": choice.endpoints_usd}.get(way)
    return "not known" if total is None else dollars(total)


def _left_out(plan: NetworkPlan) -> Section | None:
    items = tuple(Item((Span(one.id, "code"), Span(f": {one.because} "), reference(one.rule))) for one in plan.left_out)
    return Section("left-out", "Advised, and left out", (Items(items),)) if items else None
