"""The plan in the rationale: the checked network with its paths, the bill with its lines, the latency budget, the headroom."""

from advisor.capacity.models import Assumption, Headroom, LatencyPart
from advisor.cost.meters import COMPUTING
from advisor.cost.models import Bill, BillLine
from advisor.language.words import duration, milliseconds, number, percent
from advisor.network.models import NetworkPlan, Path
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, Table, Tone, words
from advisor.reports.phrases import Detail, counted, option_of, reason
from advisor.result import OptionResult, Recommendation

BRIEF_LIMITS = 3
LEAST = 0.001
"""The smallest share of a limit that is told as a number."""


def dollars(value: object) -> str:
    """An amount to the cent with separators: `$1,234.50`."""
    return f"${float(str(value)):,.2f}"


def _recommended(recommendation: Recommendation) -> OptionResult | None:
    return option_of(recommendation, recommendation.recommendation.option)


def network_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """How the recommended option reaches what it must reach: every path hop by hop, what is in the way, what it costs."""
    best = _recommended(recommendation)
    if best is None or best.network is None:
        return None
    plan = best.network
    blocks: list[Block] = [Paragraph((Span(f"{item.because}"),), "bad") for item in plan.errors]
    if not plan.needs_vpc:
        blocks.append(Paragraph(words("No VPC is needed: nothing that is called lies in one.")))
    if plan.paths:
        blocks.append(_path_table(plan))
    if plan.choice is not None:
        blocks.append(Paragraph(words(plan.choice.because)))
    sections = _network_details(plan) if detail == "full" else ()
    return (
        Section("network", "The network, checked path by path", (*blocks, *_stated(plan.assumptions, detail)), sections)
        if blocks
        else None
    )


def _path_table(plan: NetworkPlan) -> Table:
    rows = tuple(
        (words(f"{number}"), words(f"{path.source} to {path.to}"), words(" → ".join(hop.through for hop in path.hops)))
        for number, path in enumerate(plan.paths, 1)
    )
    return Table("Paths and the parts on them", ("", "from and to", "through"), rows, "rll")


def _network_details(plan: NetworkPlan) -> tuple[Section, ...]:
    found = [
        Section(f"path-{number}", f"Path {number}: {path.source} to {path.to}", (_hops(path),))
        for number, path in enumerate(plan.paths, 1)
    ]
    if plan.subnets:
        rows = tuple(
            (
                words(subnet.name), words(subnet.zone), words(subnet.kind),
                words("not known" if subnet.addresses_needed is None else number(subnet.addresses_needed)),
                words("none lasts" if subnet.smallest_prefix is None else f"/{subnet.smallest_prefix}"),
            )
            for subnet in plan.subnets
        )  # fmt: skip
        head = ("subnet", "zone", "kind", "addresses at the peak", "smallest block")
        found.append(Section("subnets", "Subnets", (Table("Subnets and their addresses", head, rows, "lllrr"),)))
    if plan.security_groups:
        rows = tuple(
            (
                words(group.name),
                words(rule.direction),
                words(rule.peer),
                words(f"{rule.protocol} {rule.port}"),
                words(rule.because),
            )
            for group in plan.security_groups
            for rule in group.rules
        )
        head = ("group", "direction", "peer", "port", "because")
        found.append(
            Section("security-groups", "Security groups", (Table("Rules of the security groups", head, rows, "lllll"),))
        )
    return tuple(found)


def _hops(path: Path) -> Items:
    items = []
    for hop in path.hops:
        cost = f" ({dollars(hop.monthly_usd)} a month)" if hop.monthly_usd is not None else ""
        said = reason(hop.because, [hop.rule]) if hop.rule else words(hop.because)
        title: Line = (Span(hop.through, "strong"), Span(cost, "muted"))
        items.append(Item(title, more=(said, words(f"Without it: {hop.without}", "muted"))))
    return Items(tuple(items), ordered=True)


def bill_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """What each option costs in a month, and the recommended one line by line."""
    billed = [option for option in recommendation.options if option.cost is not None]
    best = _recommended(recommendation)
    if not billed:
        return None
    sections = []
    if best is not None and best.cost is not None:
        sections.append(_bill(best.title, best.cost, detail))
        sections += _reckoning(best.cost) if detail == "full" else []
        sections += _crossings(best.cost, recommendation, detail)
    intro = Paragraph(words("In US dollars before tax, for a month of 730 hours. ≥ means at least: a line of it has no price."))
    return Section("bill", "The bill", (intro, _bills(billed)), tuple(sections))


def _bills(billed: list[OptionResult]) -> Table:
    rows = tuple((words(option.title), words(_total(option.cost))) for option in billed if option.cost is not None)
    return Table("Monthly bill by option", ("option", "a month"), rows, "lr")


def total(bill: Bill) -> str:
    """The sum of a bill, marked when something is missing from it, and when that is the computing itself."""
    sum_of_lines = f"{'≥ ' if bill.lower_bound else ''}{dollars(bill.monthly_usd)}"
    return sum_of_lines if computing_priced(bill) else f"{sum_of_lines} (without the computing)"


def computing_priced(bill: Bill) -> bool:
    """Whether the computing itself is in a bill."""
    return any(line.id in COMPUTING for line in bill.lines)


def _total(bill: Bill) -> str:
    shown = total(bill)
    return shown if bill.confidence != "reported" or shown.endswith(")") else f"{shown} (a price only reported)"


def _bill(title: str, bill: Bill, detail: Detail) -> Section:
    full = detail == "full"
    rows = tuple(_bill_row(line, full=full) for line in bill.lines)
    head = ("line", "quantity", "unit price", "a month") if full else ("line", "quantity", "a month")
    blocks: list[Block] = [Table(f"Bill of {title} in {bill.region}", head, rows, "l" + "r" * (len(head) - 1))]
    blocks += [Paragraph(words(f"Not priced: {item.what}. {item.because}"), "bad") for item in bill.unpriced]
    if bill.variants and full:
        items = tuple(
            Item((Span(item.name, "strong"), Span(f": {dollars(item.monthly_usd)}. {item.because}"))) for item in bill.variants
        )
        blocks.append(Items(items))
    blocks += _stated(bill.assumptions, detail)
    return Section("bill-lines", f"{title}, line by line", tuple(blocks), note=words(_total(bill)))


def _reckoning(bill: Bill) -> list[Section]:
    """How each line of a bill comes about: its formula, its price, and where that was read."""
    noted = tuple(Item((Span(line.what, "strong"), Span(f": {line.formula}.")), more=_note(line)) for line in bill.lines)
    return [Section("bill-reckoning", "How each line is reckoned", (Items(noted),))] if noted else []


def _bill_row(line: BillLine, *, full: bool) -> tuple[Line, ...]:
    mark = " *" if line.confidence in ("reported", "uncertain") else ""
    unit = words(unit_price(line.unit_usd))
    return (words(line.what + mark), words(quantity(line)), *((unit,) if full else ()), words(dollars(line.usd)))


def quantity(line: BillLine) -> str:
    """How much of what a line bills: `12,000,000 requests`, `1 alarm`, `40 GB`."""
    plural = "s" if line.unit.isalpha() and line.unit.islower() and line.quantity != 1 else ""
    return f"{number(line.quantity)} {line.unit}{plural}"


def unit_price(usd: float) -> str:
    """A price to its last digit, cents at least: `$0.0000166667`, `$0.50`."""
    whole, _, digits = f"{usd:.10f}".rstrip("0").partition(".")
    return f"${whole}.{digits:0<2}"


def _note(line: BillLine) -> tuple[Line, ...]:
    since = f", seen {line.since.isoformat()}" if line.since else ""
    seen = f"Price {line.price}{since}, {line.confidence}, from {line.source}."
    return (words(seen, "muted"), *((words(line.note),) if line.note else ()))


def _crossings(bill: Bill, recommendation: Recommendation, detail: Detail) -> list[Section]:
    """Where the bills cross; in brief only the crossings that exist."""
    titles = {option.id: option.title for option in recommendation.options}
    found = [item for item in bill.break_even if item.at is not None or detail == "full"]
    if not found:
        return []
    axis = {"requests_per_month": "requests a month", "typical_run_ms": "run time"}
    items = tuple(
        Item((Span(titles.get(item.other, item.other), "strong"), Span(f", by {axis[item.axis]}: {item.because}")))
        for item in found
    )
    return [Section("break-even", "Where the bills cross", (Items(items if detail == "full" else items[:4]),))]


def latency_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """The latency budget along the path, warm and when a unit must start, against the target."""
    best = _recommended(recommendation)
    if best is None or not best.latency or best.latency_budget is None:
        return None
    budget = best.latency_budget
    tone: Tone = "bad" if budget.verdict in ("not", "only-warm") else "plain"
    blocks: list[Block] = [Paragraph(words(budget.because), tone)]
    blocks.append(Items(tuple(_latency_item(part, detail) for part in best.latency), ordered=True))
    return Section("latency", "Latency budget", (*blocks, *_stated(budget.assumptions, detail)))


_WHEN = {"always": "", "cold": ", only when a unit must start", "inside": ", inside the run time"}


def _latency_item(part: LatencyPart, detail: Detail) -> Item:
    low, high = milliseconds(part.low_ms), milliseconds(part.high_ms)
    given = ", as given" if part.confidence == "given" else ""
    span = f"{low if low == high else f'{low} to {high}'}{_WHEN[part.when]}{given}"
    more = (words(part.because, "muted"),) if detail == "full" else ()
    return Item((Span(part.what, "strong"), Span(f": {span}.")), more=more)


def headroom_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """How far each limit is, the tightest first, with what to watch; and what happens at the peak."""
    best = _recommended(recommendation)
    if best is None or (not best.headroom and best.load is None):
        return None
    limits = best.headroom if detail == "full" else best.headroom[:BRIEF_LIMITS]
    blocks: list[Block] = []
    if limits:
        blocks.append(Items(tuple(_limit(item) for item in limits)))
        rest = len(best.headroom) - len(limits)
        if rest:
            blocks.append(Paragraph(words(f"{counted(rest, 'further limit')} with more room.", "muted")))
    if best.load is not None:
        noted = tuple(
            Item(reason(note.because, [note.rule]) if note.rule else words(note.because)) for note in best.load.because
        )
        blocks += [Items(noted)] if noted else []
        if best.load.drain_s is not None:
            blocks.append(Paragraph(words(f"The backlog is worked off in {duration(round(best.load.drain_s))}.")))
    return Section("headroom", "Headroom and the peak", tuple(blocks)) if blocks else None


def _limit(item: Headroom) -> Item:
    used = percent(item.share) if item.share >= LEAST else f"less than {percent(LEAST)}"
    said = f"{item.what[:1].upper()}{item.what[1:]}: {used} of the limit is used."
    more: Line = (Span(item.trigger), *((Span(f" ({item.rule})", "muted"),) if item.rule else ()))
    return Item((Span(said, "strong"),), tone="bad" if item.share > 1 else "plain", more=(more,))


def _stated(assumptions: list[Assumption], detail: Detail) -> list[Block]:
    """What was assumed for want of an answer; in brief only on what."""
    if not assumptions:
        return []
    if detail == "brief":
        names = ", ".join(dict.fromkeys(item.fact for item in assumptions))
        return [Paragraph((Span("Rests on assumptions about ", "muted"), Span(names, "code"), Span(" (see --full).", "muted")))]
    return [
        Paragraph((Span("Assumed: ", "muted"), Span(item.fact, "code"), Span(f" = {item.value}. {item.because}", "muted")))
        for item in assumptions
    ]
