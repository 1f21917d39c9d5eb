"""The question: what was said about the workload, what nobody knows, what is known within bounds, and what follows."""

from advisor.documents.phrases import asked, fact_value
from advisor.documents.subject import Subject
from advisor.language.words import percent
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, Table, joined, words
from advisor.reports.phrases import counted


def question_section(subject: Subject) -> Section:
    """The answers given: known, within bounds, not known; and what follows from them."""
    blocks: list[Block] = [Paragraph(words(subject.description))] if subject.description.strip() else []
    answers = subject.answers
    counts = [counted(len(answers.known), "fact")]
    counts += [counted(len(answers.ranges), "range")] if answers.ranges else []
    counts += [f"{counted(len(answers.unknown), 'fact')} that nobody knows"] if answers.unknown else []
    blocks.append(Paragraph(words(f"Given: {', '.join(counts)}. What was not said is not assumed to be no.")))
    sections = (_known(subject), _ranges(subject), _unknown(subject), _derived(subject))
    return Section("question", "The question", tuple(blocks), tuple(one for one in sections if one is not None))


def _known(subject: Subject) -> Section | None:
    facts = subject.edition.base.facts
    rows = tuple(
        (asked(facts, name), words(fact_value(facts, name, value), "strong")) for name, value in subject.answers.known.items()
    )
    table = Table("Answers that were given", ("question", "answer"), rows, "ll")
    return Section("answers", "Known", (table,)) if rows else None


def _ranges(subject: Subject) -> Section | None:
    """Ranges, and what they leave open."""
    facts = subject.edition.base.facts
    rows = tuple(
        (
            asked(facts, name),
            words(f"{fact_value(facts, name, spread.low)} to {fact_value(facts, name, spread.high)}", "strong"),
            words("not said" if spread.usual is None else fact_value(facts, name, spread.usual)),
        )
        for name, spread in subject.answers.ranges.items()
    )
    if not rows:
        return None
    table = Table("Answers known within bounds", ("question", "between", "mostly"), rows, "lll")
    note = words("A fact known within bounds only counts as not known in the decision.", "muted")
    return Section("ranges", "Known within bounds", (table, Paragraph(note), *_spread(subject)))


def _spread(subject: Subject) -> tuple[Block, ...]:
    spread = subject.spread
    if spread is None:
        return ()
    shares: list[Line] = [(Span(share.title, "strong"), Span(f" in {percent(share.share)}")) for share in spread.shares]
    said: Line = (Span("Over the whole of the bounds, everything else as given, wins: "), *joined(shares), Span("."))
    return (Paragraph(said),) if shares else ()


def _unknown(subject: Subject) -> Section | None:
    facts = subject.edition.base.facts
    items = tuple(Item(asked(facts, name)) for name in subject.answers.unknown)
    return Section("unknown", "Not known", (Items(items),)) if items else None


def _derived(subject: Subject) -> Section | None:
    facts = subject.edition.base.facts
    told = joined(
        [
            (Span(name, "code"), Span(f" {fact_value(facts, name, value)}"))
            for name, value in subject.recommendation.derived.items()
        ],
        "; ",
    )
    return Section("derived", "What follows from the answers", (Paragraph((*told, Span("."))),)) if told else None
