"""The decision record of a subject, in the shape of MADR: context, drivers, options, outcome, consequences, pros and cons."""

from advisor.documents.appendix import evidence
from advisor.documents.design import answer_of
from advisor.documents.phrases import asked_by, fact_value, said
from advisor.documents.subject import Subject
from advisor.documents.summary import summary_section
from advisor.reports.content import (
    Block,
    Document,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    joined,
    lines_of,
    referred,
    words,
)
from advisor.reports.markdown import render_markdown
from advisor.reports.phrases import counted, reason, says
from advisor.reports.rationale import NO_ANSWER, UNTITLED, edition_line
from advisor.result import OptionResult

RIVALS = 4
"""So many options that nothing excludes are told beside the chosen one."""


def record(subject: Subject, stamp: str) -> str:
    """The record as Markdown, with the front matter of MADR. It begins as proposed: accepting it is for people."""
    day = subject.recommendation.edition.as_of.isoformat()
    return f"---\nstatus: proposed\ndate: {day}\n---\n\n" + render_markdown(_document(subject, stamp))


def _document(subject: Subject, stamp: str) -> Document:
    sections = [
        _context(subject),
        _drivers(subject),
        _considered(subject),
        _outcome(subject),
        _pros_and_cons(subject),
        _more(subject),
    ]
    wanted = referred(line for section in sections for line in lines_of(section))
    return Document(title_of(subject), "", "plain", (), (*sections, *evidence(subject, wanted)), stamp=stamp)


def title_of(subject: Subject) -> str:
    """The title of a record: what is decided, and for what."""
    answer, title = answer_of(subject), subject.recommendation.title or UNTITLED
    return f"{answer} for: {title}" if answer != NO_ANSWER else f"{NO_ANSWER} for: {title}"


def _context(subject: Subject) -> Section:
    facts, blocks = subject.edition.base.facts, [Paragraph(words(subject.recommendation.title or UNTITLED))]
    if subject.description.strip():
        blocks.append(Paragraph(words(subject.description)))
    known: list[Line] = [
        (Span(name, "code"), Span(f" {fact_value(facts, name, value)}")) for name, value in subject.answers.known.items()
    ]
    known += [
        (Span(name, "code"), Span(f" {fact_value(facts, name, one.low)} to {fact_value(facts, name, one.high)}"))
        for name, one in subject.answers.ranges.items()
    ]
    if known:
        blocks.append(Paragraph((Span("Given: "), *joined(known, "; "), Span("."))))
    if subject.answers.unknown:
        blocks.append(
            Paragraph((Span("Nobody knows: "), *joined([words(name, "code") for name in subject.answers.unknown]), Span(".")))
        )
    blocks.append(Paragraph(words("On which compute service of AWS should it run?")))
    return Section("context", "Context and Problem Statement", tuple(blocks))


def _drivers(subject: Subject) -> Section:
    """The criteria by weight."""
    best = subject.best or subject.recommendation.options[0]
    order = sorted(best.criteria.items(), key=lambda item: -item[1].weight)
    items = tuple(Item(words(f"{name}, weight {row.weight}")) for name, row in order if row.weight)
    return Section("drivers", "Decision Drivers", (Items(items),))


def _considered(subject: Subject) -> Section:
    items = tuple(Item((Span(one.title), Span(f" ({one.status})", "muted"))) for one in subject.recommendation.options)
    return Section("considered", "Considered Options", (Items(items),))


def _outcome(subject: Subject) -> Section:
    because = said(subject, subject.recommendation.recommendation.because)
    chosen: Line = (Span("Chosen option: "), Span(answer_of(subject), "strong"), Span(", because: "), *because)
    confirmed = (
        Span("advisor verify FILE", "code"),
        Span(" decides again on what this record carries and says what has changed."),
    )
    return Section(
        "outcome",
        "Decision Outcome",
        (Paragraph(chosen if subject.best is not None else because),),
        (
            Section("consequences", "Consequences", (_consequences(subject),)),
            Section("confirmation", "Confirmation", (Paragraph(confirmed),)),
        ),
    )


def _consequences(subject: Subject) -> Block:
    """The other lines of the summary, and what the chosen option leaves to the owner or warns of."""
    best, answer = subject.best, subject.recommendation
    if best is None:
        return Paragraph(words("None yet."))
    items = [Item((Span("Neutral, "), *item.line)) for block in summary_section(subject).blocks[:1]
             if isinstance(block, Items) for item in block.items[1:]]  # fmt: skip
    items += [
        Item((Span("Bad, because "), *asked_by(one.because, one.rule)))
        for one in answer.warnings
        if not one.options or best.id in one.options
    ]
    option = subject.edition.base.options[best.id]
    items += [Item((Span("Neutral, because this is left to you: "), Span(text))) for text in option.leaves_to_owner]
    return Items(tuple(items))


def _pros_and_cons(subject: Subject) -> Section:
    open_ones = [one for one in subject.recommendation.options if one.status != "excluded"]
    excluded = [one for one in subject.recommendation.options if one.status == "excluded"]
    sections = [Section(f"option-{one.id}", one.title, (_points(one),)) for one in (*open_ones[: RIVALS + 1], *excluded)]
    rest = open_ones[RIVALS + 1 :]
    more = (
        Paragraph(words(f"{counted(len(rest), 'further option')} with fewer points: {', '.join(one.title for one in rest)}.")),
    )
    return Section("pros-and-cons", "Pros and Cons of the Options", more if rest else (), tuple(sections))


def _points(option: OptionResult) -> Block:
    if option.status == "excluded":
        found = [one for one in option.findings if one.effect == "excludes"]
        return Items(tuple(Item((Span("Excluded, because "), *reason(one.because, [one.rule]))) for one in found))
    items = tuple(
        Item((Span("Good, because " if one.points > 0 else "Bad, because "), *reason(one.because, says(one))))
        for one in option.findings
        if one.points
    )
    return Items(items) if items else Paragraph(words("Nothing counts for it or against it."))


def _more(subject: Subject) -> Section:
    flips = subject.flips.singles[:3]
    items = tuple(
        Item(
            (
                *joined([(Span(turn.fact, "code"), Span(f" {turn.words}")) for turn in flip.changes], " and "),
                Span(f" leads to {flip.title}."),
            )
        )
        for flip in flips
    )
    known = (Paragraph(words("What would change the decision:")), Items(items)) if items else ()
    open_ones = subject.recommendation.open_questions[:3]
    asked = tuple(Item((Span(one.question), Span(" "), Span(one.fact, "code"))) for one in open_ones)
    still = (Paragraph(words("Open questions:")), Items(asked)) if asked else ()
    return Section("more", "More Information", (*known, *still, Paragraph(edition_line(subject.recommendation))))
