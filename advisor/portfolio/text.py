"""The summary as a document for a terminal or a file."""

from collections.abc import Iterator, Sequence

from advisor.language.words import number, percent
from advisor.portfolio.summary import Summary
from advisor.portfolio.totals import UNPRICED, LimitTotals, MoneyTotals, Tight, on_terms, who
from advisor.reports.content import Block, Document, Item, Items, Pairs, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import counted

_NAMED = 10
_BAR = 16


def summary_document(summary: Summary) -> Document:
    """Return the document: which options how often, which rules decide, and where known what it costs and what is tight."""
    sections = [Section("recommended", "Recommended", (_options(summary), *_ties(summary)))]
    if summary.rules:
        sections.append(Section("rules", "Rules that decided most", _rules(summary)))
    if summary.money is not None:
        sections.append(Section("money", "Bill in a month", tuple(_money(summary.money))))
    if summary.limits is not None:
        sections.append(Section("limits", "Nearest limits of the recommended options", tuple(_limits(summary.limits))))
    edition = words(f"Edition {summary.as_of} ({summary.digest}).", "muted")
    title = f"{counted(summary.rows, 'workload')} judged, {number(summary.refused)} refused"
    return Document(title, "", "plain", (edition,), tuple(sections))


def _options(summary: Summary) -> Table:
    rows = tuple(
        (words(number(one.count)), words(_share(one.share)), words("█" * round(one.share * _BAR)), words(one.title))
        for one in summary.options
    )
    return Table("Workloads by recommended option", ("workloads", "share", "", "option"), rows, "rrll")


def _ties(summary: Summary) -> Sequence[Paragraph]:
    if not summary.tied and not summary.contradicted:
        return ()
    said = f"{number(summary.tied)} tie with another option; {number(summary.contradicted)} have answers that contradict."
    return (Paragraph(words(said, "muted")),)


def _rules(summary: Summary) -> tuple[Block, ...]:
    told = Paragraph(words("A rule decided a workload when, without it, another option would be best.", "muted"))
    rows = tuple(
        (words(number(one.count)), words(_share(one.share)), words(one.rule, "code"),
         words(f"{one.title} ({one.effect} {_named(one.targets)})"))
        for one in summary.rules
    )  # fmt: skip
    return told, Table("Workloads by deciding rule", ("workloads", "share", "rule", "situation"), rows, "rrll")


def _money(money: MoneyTotals) -> Iterator[Block]:
    least = f", {number(money.lower_bounds)} of them lower bounds" if money.lower_bounds else ""
    rows = [(money.recommended_usd, f"as recommended, {counted(money.priced, 'workload')} with a bill{least}")]
    if money.compared:
        rows += [
            (money.today_usd, f"today, {counted(money.compared, 'workload')} that say what they run on"),
            (money.instead_usd, "the same workloads as recommended"),
            (money.saved_usd, "saved"),
        ]
    yield Pairs(tuple((f"{usd:,.2f} USD", (words(said),)) for usd, said in rows))
    yield Paragraph(words(on_terms(money), "muted"))
    if money.unpriced:
        yield Paragraph(words(f"{counted(money.unpriced, 'workload')} without a bill: {UNPRICED}."))
    if money.without_bill_today:
        yield Paragraph(words(f"{number(money.without_bill_today)} run on an option that is excluded, or have no bill today."))
    if not money.compared:
        yield Paragraph(words("A column current_option with the option in use today gives the comparison.", "muted"))
    moved = tuple(
        (words(f"{one.saved_usd:+,.2f}"), words(who(one)), words(f"{one.today} -> {one.option}" if one.option else one.today))
        for one in money.movers[:_NAMED]
    )
    if moved:
        yield Table("Workloads that save most", ("USD saved", "workload", "today and instead"), moved, "rll")


def _limits(limits: LimitTotals) -> Iterator[Block]:
    known = f"{number(limits.known)} have a known one; {number(limits.above)} are above it"
    yield Paragraph(words(f"{known}, {number(limits.near)} use four fifths of it or more."))
    if limits.tightest:
        yield Items(tuple(_limit(one) for one in limits.tightest[:_NAMED]))


def _limit(one: Tight) -> Item:
    grows = f", breaks at {one.breaks_at:,.2f} times the use" if one.breaks_at is not None else ""
    where = f"{who(one)}{f' on {one.option}' if one.option else ''}{grows}"
    return Item((Span(f"{one.limit}: {_share(one.share)} used", "strong"), Span(f", {where}.")))


def _share(share: float) -> str:
    return percent(round(share, 3))


def _named(targets: list[str], most: int = 3) -> str:
    return ", ".join(targets) if len(targets) <= most else f"{len(targets)} options"
