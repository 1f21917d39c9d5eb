"""Latency budget, concurrency and headroom: how fast, how many at once, how far from each limit, and what to watch."""

from collections.abc import Iterable

from advisor.capacity.models import Headroom, LatencyPart, Load
from advisor.documents.figures import headroom_figure
from advisor.documents.phrases import asked_by, undecided
from advisor.documents.subject import Subject
from advisor.language.words import duration, measure, milliseconds, number, percent
from advisor.reports.content import Block, Item, Items, Line, Pairs, Paragraph, Section, Span, Table, Tone, joined, words
from advisor.reports.phrases import reference
from advisor.result import LatencyBudget

FAR = 0.01
"""A limit of which less is used is named in a sentence only."""
_WHEN = {"always": "always", "cold": "when a unit must start", "inside": "inside the run time"}
MANY = 10.0
"""From so many times a limit on, a share of it is told as a multiple."""


def latency_section(subject: Subject) -> Section:
    """The latency budget along the path, warm and when a unit must start, against the target."""
    title, best = "Latency budget", subject.best
    if best is None or best.latency_budget is None:
        return undecided("latency", title)
    budget = best.latency_budget
    tone: Tone = "bad" if budget.verdict in ("not", "only-warm", "tight") else "plain"
    blocks: list[Block] = [Paragraph(words(budget.because), tone)]
    if best.latency:
        rows = (*map(_part, best.latency), *_totals(budget))
        head = ("part", "when", "from", "to", "where it is from")
        blocks.append(Table("Parts of an answer, in the order of the path", head, rows, "llrrl"))
    else:
        blocks.append(Paragraph(words("Nobody waits for an answer, so there is no path to add up.")))
    return Section("latency", title, tuple(blocks))


def _part(part: LatencyPart) -> tuple[Line, ...]:
    figure: Line = (Span(part.figure, "code"), Span(" ")) if part.figure else ()
    source: Line = (reference(part.source),) if part.source else ()
    seen: Line = (Span(part.confidence if not source else f" ({part.confidence})", "muted"),)
    return (
        words(part.what), words(_WHEN[part.when]), words(milliseconds(part.low_ms)), words(milliseconds(part.high_ms)),
        (*figure, *source, *seen),
    )  # fmt: skip


def _totals(budget: LatencyBudget) -> tuple[tuple[Line, ...], ...]:
    sums = (("Together, warm", budget.warm_low_ms, budget.warm_high_ms),
            ("Together, when a unit must start", budget.cold_low_ms, budget.cold_high_ms))  # fmt: skip
    rows = [
        (words(name, "strong"), (), words(milliseconds(low), "strong"), words(milliseconds(high), "strong"), ())
        for name, low, high in sums
        if low is not None and high is not None
    ]
    if budget.target_ms is not None:
        rows.append((words("Target for 99 of 100 answers"), (), (), words(milliseconds(budget.target_ms), "strong"), ()))
    return tuple(rows)


def headroom_section(subject: Subject) -> Section:
    """How far each limit is, the tightest first, with what to watch; and what happens at the peak."""
    title, best = "Concurrency and headroom", subject.best
    if best is None or (best.load is None and not best.headroom):
        return undecided("headroom", title)
    blocks: list[Block] = [*headroom_figure(subject)]
    sections = []
    if best.headroom:
        near = [one for one in best.headroom if one.share >= FAR] or best.headroom[:1]
        far = [one for one in best.headroom if one not in near]
        head = ("what", "use and limit", "share", "breaks at", "what to do, and when")
        blocks.append(Table("Distance to each limit, the tightest first", head, tuple(map(_limit, near)), "llrrl"))
        blocks += [Paragraph(_far(far))] if far else []
    if best.load is not None:
        sections.append(_load(best.load))
    return Section("headroom", title, tuple(blocks), tuple(sections))


def _limit(one: Headroom) -> tuple[Line, ...]:
    growth = "never" if one.breaks_at is None else "already" if one.breaks_at < 1 else f"{number(one.breaks_at)} ×"
    hard = ", hard" if one.hard else ", can be raised"
    rule: Line = (Span(" "), reference(one.rule)) if one.rule else ()
    told = f"{measure(one.use, one.unit)} of {measure(one.maximum, one.unit)} "
    return (
        words(one.what), (Span(told), Span(one.limit, "code"), Span(hard, "muted")),
        words(_share(one.share)), words(growth), (Span(one.trigger), *rule),
    )  # fmt: skip


def _far(limits: Iterable[Headroom]) -> Line:
    """Limits that are far off, in a sentence."""
    told = [
        (
            Span(f"{one.what} {number(one.breaks_at)} × " if one.breaks_at is not None else f"{one.what} "),
            Span(one.limit, "code"),
        )
        for one in limits
    ]
    return (Span(f"Far off, with less than {percent(FAR)} used, and when they break: "), *joined(told), Span("."))


def _share(share: float) -> str:
    """A share as a percentage, many times the whole as a multiple."""
    return percent(share) if share < MANY else f"{number(share)} ×"


def _load(load: Load) -> Section:
    rows: list[tuple[str, str | None]] = [
        ("runs at the same time", _known(load.concurrency)),
        ("most that may run", "less than one" if load.limit is not None and load.limit < 1 else _known(load.limit)),
        ("share of it", None if load.share is None else _share(load.share)),
        ("turned away at the peak", None if load.throttled_per_s is None else f"{number(load.throttled_per_s)} a second"),
        ("waiting at the peak", None if load.queued_per_s is None else f"{number(load.queued_per_s)} a second"),
        ("time to grow to the peak", None if load.ramp_s is None else duration(load.ramp_s)),
        ("turned away meanwhile", _known(load.ramp_refused)),
        ("backlog worked off in", None if load.drain_s is None else duration(round(load.drain_s))),
        ("connections to the database", _known(load.downstream_connections)),
        ("share of those it accepts", None if load.downstream_share is None else percent(load.downstream_share)),
        ("not reckoned", f"for want of {', '.join(load.missing)}" if load.missing else None),
    ]
    told = Pairs(tuple((name, (words(text),)) for name, text in rows if text is not None))
    notes = tuple(Item(asked_by(note.because, note.rule)) for note in load.because)
    return Section("peak", "At the peak", (told, *((Items(notes),) if notes else ())))


def _known(value: float | None) -> str | None:
    return None if value is None else number(value)
