"""The network plan: the picture, every path by number, subnets, routes, and the choice between NAT gateway and endpoints."""

from advisor.documents.figures import network_figure
from advisor.documents.phrases import asked_by, assumed, component_items, undecided
from advisor.documents.subject import Subject
from advisor.language.words import number
from advisor.network.models import Choice, NetworkPlan
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import counted, reason, reference
from advisor.reports.plan import dollars
from advisor.result import ComponentResult

TITLE = "Network plan"
_WAYS = {"nat": "NAT gateway", "endpoints": "endpoints", "public": "public addresses"}


def network_section(subject: Subject) -> Section:
    """How the recommended option reaches what it must reach, path by path."""
    best = subject.best
    if best is None or best.network is None:
        return undecided("network", TITLE)
    plan = best.network
    blocks: list[Block] = [Paragraph(words(_overview(plan))), *network_figure(subject)]
    blocks += [Paragraph(words(error.because), "bad") for error in plan.errors]
    parts = _parts(plan, subject.recommendation.components)
    sections = (_paths(plan), _hops(plan), parts, _subnets(plan), _routes(plan), _choice(plan), _left_out(plan))
    blocks += assumed(plan.assumptions, subject.edition.base.facts)
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


def _hops(plan: NetworkPlan) -> Section | None:
    """What each part does on its paths, once; with the paths that fail without it."""
    told: dict[tuple[str, str, str], tuple[list[int], str | None, str]] = {}
    for place, path in enumerate(plan.paths, 1):
        for hop in path.hops:
            numbers, _, _ = told.setdefault((hop.through, hop.part, hop.because), ([], hop.rule, hop.without))
            numbers.append(place)
    rows = tuple(
        (
            words(", ".join(map(str, dict.fromkeys(numbers)))),
            words(through, "code"),
            words(part),
            asked_by(because, rule),
            words(without),
        )
        for (through, part, because), (numbers, rule, without) in told.items()
    )
    head = ("path", "part", "name", "what it does there", "without it")
    return Section("hops", "Step by step", (Table("Every step of the paths", head, rows, "lllll"),)) if rows else None


def _parts(plan: NetworkPlan, components: list[ComponentResult]) -> Section | None:
    """Why each part is in the network, and what it costs whoever else uses it; what rules ask for besides stands below."""
    asked = {one.id: one.rules for one in components}
    rows = tuple(
        (
            words(one.id, "code"),
            reason(one.because, dict.fromkeys([*([one.rule] if one.rule else []), *asked.get(one.id, [])])),
            words(", ".join(one.paths)),
            words("by use" if one.monthly_usd is None else dollars(one.monthly_usd)),
        )
        for one in plan.reasons
    )
    head = ("part", "because", "paths", "a month")
    known = {one.id for one in plan.reasons} | {one.id for one in plan.left_out}
    rest = [part for part in components if part.kind == "network" and part.id not in known]
    blocks: list[Block] = [Table("Parts and reasons", head, rows, "lllr")] if rows else []
    blocks += [component_items(rest)] if rest else []
    return Section("network-parts", "Parts of the network", tuple(blocks)) if blocks else None


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
    rows: list[tuple[Line, ...]] = []
    for way in dict.fromkeys(line.way for line in choice.lines):
        lines = [line for line in choice.lines if line.way == way]
        rows += [(words(_WAYS[way]), words(line.what), words(dollars(line.usd))) for line in lines]
        rows.append((words(_WAYS[way], "strong"), words("together", "strong"), words(_sum(choice, way), "strong")))
    if rows:
        blocks.append(Table("What either way costs in a month", ("way", "line", "a month"), tuple(rows), "llr"))
    return Section("nat-or-endpoints", "NAT gateway or endpoints", tuple(blocks))


def _sum(choice: Choice, way: str) -> str:
    total = {"nat": choice.nat_usd, "endpoints": choice.endpoints_usd}.get(way)
    return "not known" if total is None else dollars(total)


def _left_out(plan: NetworkPlan) -> Section | None:
    items = tuple(Item((Span(one.id, "code"), Span(f": {one.because} "), reference(one.rule))) for one in plan.left_out)
    return Section("left-out", "Advised, and left out", (Items(items),)) if items else None
