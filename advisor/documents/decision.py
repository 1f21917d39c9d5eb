"""The decision: what is recommended on which sum, how large it is, of which parts it consists; and the options beside it."""

from dataclasses import replace

from advisor.capacity.models import Sizing
from advisor.documents.phrases import asked_by, component_items, said
from advisor.documents.subject import Subject
from advisor.language.words import mib, number
from advisor.reports.content import Block, Item, Items, Line, Pairs, Paragraph, Section, Span, words
from advisor.reports.phrases import option_titles, reason
from advisor.reports.ranking import account, others_section
from advisor.result import Recommendation

ELSEWHERE = ("security", "failure", "observability", "deployment", "network")
"""Kinds of components that have a section of their own."""
TOLD_THERE = ("FAI-", "OBS-", "REL-")
"""Rules whose warnings stand in those sections."""


def decision_section(subject: Subject) -> Section:
    """What is recommended, why, how large it is and of which parts it consists; what to know before building it."""
    answer = subject.recommendation
    blocks: list[Block] = [Paragraph(said(subject, answer.recommendation.because))]
    blocks += [Paragraph(line) for line in tie_lines(answer)]
    sections = [_contradictions(answer), _sums(answer), _size(subject), _parts(subject), _left(subject), _warnings(subject)]
    return Section("decision", "The decision", tuple(blocks), tuple(one for one in sections if one is not None))


def tie_lines(answer: Recommendation) -> tuple[Line, ...]:
    """What would part options of the same score."""
    titles = option_titles(answer)
    return tuple(
        (
            Span("An answer about "), Span(", ".join(breaker["facts"]), "code"),
            *reason(
                " would part " + " and ".join(titles.get(name, name) for name in breaker["options"]) + ".", [breaker["rule"]]
            ),
        )
        for breaker in answer.recommendation.tie_breakers
    )  # fmt: skip


def _contradictions(answer: Recommendation) -> Section | None:
    items = tuple(
        Item(reason(one.because, [one.rule]), tone="bad", more=((Span("Answers: "), Span(", ".join(one.facts), "code")),))
        for one in answer.contradictions
    )
    return Section("contradictions", "Answers that contradict each other", (Items(items),)) if items else None


def _sums(answer: Recommendation) -> Section | None:
    """The sum of the recommended option, or of each one that ties."""
    best = [option for option in answer.options if option.status == "recommended"]
    blocks: list[Block] = []
    for option in best:
        blocks += [Paragraph(words(option.title, "strong"))] if len(best) > 1 else []
        blocks.append(account(option))
    return Section("sum", "Points and reasons", tuple(blocks)) if blocks else None


def _size(subject: Subject) -> Section | None:
    best = subject.best
    if best is None or best.sizing is None:
        return None
    size = best.sizing
    notes = tuple(Item(asked_by(note.because, note.rule)) for note in size.notes)
    blocks = (Pairs(_size_rows(size)), *((Items(notes),) if notes else ()))
    return Section("size", "Size", blocks)


def _size_rows(size: Sizing) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    unit = size.unit
    rows: list[tuple[str, str | None]] = [
        (f"runs in one {unit}", f"{'one' if size.runs_per_unit == 1 else number(size.runs_per_unit)} at a time"),
        ("architecture", size.architecture),
        (f"memory of one {unit}", None if size.memory_mib is None else mib(size.memory_mib)),
        (f"vCPU of one {unit}", None if size.vcpus is None else number(size.vcpus)),
        ("GPUs", number(size.gpus) if size.gpus else None),
        ("scratch disk", None if size.storage_mib is None else mib(size.storage_mib)),
        (f"{unit}s at the peak", None if size.units_peak is None else number(size.units_peak)),
        (f"{unit}s on average", None if size.units_mean is None else number(size.units_mean)),
        (f"{unit}s always there", number(size.units_always) if size.units_always else None),
        ("machine", size.instance_type),
        (f"{unit}s on one machine", None if size.units_per_instance is None else number(size.units_per_instance)),
        ("machines at the peak", None if size.instances_peak is None else number(size.instances_peak)),
        ("zones", number(size.zones)),
        ("batches", size.stream.because if size.stream is not None else None),
        ("not reckoned", f"for want of {', '.join(size.missing)}" if size.missing else None),
    ]
    return tuple((name, (words(text),)) for name, text in rows if text is not None)


def _parts(subject: Subject) -> Section | None:
    """The parts that have no section of their own."""
    parts = [one for one in subject.recommendation.components if one.kind not in ELSEWHERE]
    return Section("parts", "Parts of the pattern", (component_items(parts),)) if parts else None


def _left(subject: Subject) -> Section | None:
    """What stays with the owner of the workload."""
    best = subject.best
    option = subject.edition.base.options.get(best.id) if best is not None else None
    if option is None or not option.leaves_to_owner:
        return None
    items = tuple(Item(words(text)) for text in option.leaves_to_owner)
    return Section("owner", "What is left to you", (Items(items),))


def _warnings(subject: Subject) -> Section | None:
    """What to know about the recommended option; of the others only when none is recommended."""
    answer, best = subject.recommendation, subject.best
    near = [
        one
        for one in answer.warnings
        if best is None
        or ((not one.options or best.id in one.options) and not (one.rule is not None and one.rule.startswith(TOLD_THERE)))
    ]
    items = tuple(Item(asked_by(one.because, one.rule), tone="bad", bullet="!") for one in near)
    return Section("warnings", "Warnings", (Items(items),)) if items else None


def options_section(subject: Subject) -> Section:
    """All options side by side: points by criterion, why the nearest ones lost, and the rules against the rest."""
    found = others_section(subject.recommendation, "brief")
    if found is None:
        return Section("options", "Options side by side", (Paragraph(words("No other option exists on this date.")),))
    return replace(found, title="Options side by side")
