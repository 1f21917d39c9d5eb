"""The bill: line by line with every price and its source, what could not be priced, and where it crosses other bills."""

from advisor.cost.models import Bill, BillLine, BreakEven, CostCurve
from advisor.documents.figures import cost_figure
from advisor.documents.phrases import undecided
from advisor.documents.subject import Subject
from advisor.language.words import milliseconds, number
from advisor.pictures.curves import value_at
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import option_titles, reference
from advisor.reports.plan import dollars, quantity, total, unit_price
from advisor.result import OptionResult

TITLE = "Bill"
TIMES = (0.1, 0.5, 2, 10)
"""The multiples of the workload's own load at which its bill is told besides."""
LOADS = 4
"""So many loads are told where the workload's own is not known, each ten times the one before."""
_AXES = {"requests_per_month": "requests a month", "typical_run_ms": "time of a run"}


def bill_section(subject: Subject) -> Section:
    """What each option costs in a month, and the recommended one line by line."""
    best = subject.best
    billed = [option for option in subject.recommendation.options if option.cost is not None]
    if not billed:
        return undecided("bill", TITLE) if best is None else Section("bill", TITLE, (Paragraph(words("There are no prices.")),))
    said = "US dollars before tax, for a month of 730 hours. ≥ marks a total that lacks a line without a price."
    sections = _of_best(subject, best.cost) if best is not None and best.cost is not None else ()
    return Section("bill", TITLE, (Paragraph(words(said)), _options(billed, best)), sections)


def _options(billed: list[OptionResult], best: OptionResult | None) -> Table:
    """The bill of each option, and when it is lower than that of the recommended one as one fact moves and all others stay."""
    crossings: dict[str, dict[str, str]] = {}
    for one in best.cost.break_even if best is not None and best.cost is not None else ():
        crossings.setdefault(one.other, {})[one.axis] = _cheaper(one)
    axes = [axis for axis in _AXES if any(axis in told for told in crossings.values())]
    rows = tuple(
        (
            words(option.title, "strong" if best is not None and option.id == best.id else "plain"),
            words(total(option.cost)), words(option.cost.confidence),
            *(words(crossings.get(option.id, {}).get(axis, "")) for axis in axes),
        )
        for option in billed if option.cost is not None
    )  # fmt: skip
    head = ("option", "a month", "prices", *(f"costs less, by {_AXES[axis]}" for axis in axes))
    caption = f"Monthly bill by option{', and when it is lower than the recommended one' if axes else ''}"
    return Table(caption, head, rows, "lrl" + "l" * len(axes))


def _of_best(subject: Subject, bill: Bill) -> tuple[Section, ...]:
    titles = option_titles(subject.recommendation)
    found = (_lines(subject, bill, titles[bill.option]), _variants(bill), _curves(subject, bill))
    return tuple(one for one in found if one is not None)


def _lines(subject: Subject, bill: Bill, title: str) -> Section:
    head = ("line (what its quantity is)", "quantity", "unit price", "a month", "price and source")
    rows = tuple(_row(line) for line in bill.lines)
    blocks: list[Block] = [Table(f"Bill of {title} in {bill.region}", head, rows, "lrrrl")] if rows else []
    blocks += [Paragraph(words(f"Not priced: {one.what}. {one.because}"), "bad") for one in bill.unpriced]
    notes = tuple(Item((Span(line.what, "strong"), Span(f": {line.note}"))) for line in bill.lines if line.note)
    blocks += [Items(notes)] if notes else []
    if subject.free_tier:
        blocks.append(Paragraph(words("What AWS gives each month without end is taken off.")))
    return Section("bill-lines", "Line by line", tuple(blocks), note=words(total(bill)))


def _row(line: BillLine) -> tuple[Line, ...]:
    since = f" {line.since.isoformat()}" if line.since else ""
    seen = "" if line.confidence == "confirmed" else f" ({line.confidence})"
    price: Line = (Span(line.price, "code"), Span(f"{since}{seen} ", "muted"), reference(line.source))
    what: Line = (Span(f"{line.what} "), Span(f"({line.formula})", "muted"))
    return (what, words(quantity(line)), words(unit_price(line.unit_usd)), words(dollars(line.usd)), price)


def _variants(bill: Bill) -> Section | None:
    items = tuple(
        Item((Span(one.name, "strong"), Span(f": {dollars(one.monthly_usd)}, {dollars(one.saves_usd)} less. {one.because}")))
        for one in bill.variants
    )
    return Section("variants", "Other ways to buy", (Items(items),)) if items else None


def _curves(subject: Subject, bill: Bill) -> Section | None:
    """How the bill grows with the load, beside the other ones."""
    told = tuple(Item(_curve(curve, subject.answers.known.get(curve.axis))) for curve in bill.curves if len(curve.points) > 1)
    blocks: tuple[Block, ...] = (*cost_figure(subject), *((Items(told),) if told else ()))
    return Section("curves", "How the bill grows", blocks) if blocks else None


def _curve(curve: CostCurve, own: object) -> Line:
    """The bill without load and at some round multiples of the workload's own load, or of one."""
    points = [(point.x, point.usd) for point in curve.points]
    end = curve.until if curve.complete else points[-1][0]
    loads = [own * times for times in TIMES] if isinstance(own, int | float) and own > 0 else _tens(points)
    places = sorted({float(round(load)) for load in loads if 1 <= round(load) <= end and round(load) != own})
    told = ", ".join(f"{dollars(value_at(points, x, after=False))} at {_at(curve.axis, x)}" for x in (0.0, *places))
    return (Span(f"By {_AXES[curve.axis]}: ", "strong"), Span(f"{told}."))


def _tens(points: list[tuple[float, float]]) -> list[float]:
    """Powers of ten from the first one on that adds a hundredth to the bill without load."""
    fixed = value_at(points, 0.0, after=False)
    tens = [float(10**power) for power in range(16)]
    seen = [x for x in tens if value_at(points, x, after=False) - fixed >= max(fixed / 100, 0.01)]
    return seen[:LOADS]


def _at(axis: str, x: float) -> str:
    return milliseconds(x) if axis == "typical_run_ms" else number(round(x))


def _cheaper(one: BreakEven) -> str:
    """Where the other option costs less; bills that go in steps can cross several times."""
    if one.at is None:
        if one.cheaper_below is None:
            return "the same, as far as prices are known"
        return "always" if one.cheaper_below == one.other else "never"
    first, last = _at(one.axis, one.at), _at(one.axis, one.at if one.last is None else one.last)
    below, above = one.cheaper_below == one.other, one.cheaper_above == one.other
    if first == last:
        where = f"below {first}" if below else f"above {first}" if above else f"never; the same at {first}"
        return where if one.usd is None else f"{where}, both {dollars(one.usd)} there"
    if below and above:
        return f"below {first}, in parts up to {last}, and above"
    return (
        f"below {first}, in parts up to {last}"
        if below
        else f"in parts from {first}" + (f", above {last}" if above else f" to {last}")
    )
