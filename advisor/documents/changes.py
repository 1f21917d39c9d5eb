"""What would change the decision: the smallest changes that flip it, and what would make each excluded option viable."""

from collections.abc import Iterable

from advisor.documents.phrases import fact_value
from advisor.documents.subject import Subject
from advisor.language.words import number, percent
from advisor.questionnaire.models import Flip, Turn, Way
from advisor.reports.content import Block, Line, Paragraph, Section, Span, Table, joined, words
from advisor.reports.phrases import counted, references

PAIRS = 8
ANSWERS = 3
"""So many answers to one question are told that lead to the same option."""


def changes_section(subject: Subject) -> Section:
    """Flip points of one fact, of an answer more, of two facts together; ways back for what is excluded."""
    flips = subject.flips
    tried = f"{number(flips.cells)} combinations of answers were tried: every fact alone and every two together, exactly."
    given = [flip for flip in flips.singles if _known(flip)]
    asked = [flip for flip in flips.singles if not _known(flip)]
    sections = (
        _flips(subject, "flip-singles", "One changed answer", given),
        _answers(asked),
        _flips(subject, "flip-pairs", "Two changes together", flips.pairs[:PAIRS], len(flips.pairs) - PAIRS),
        _excluded(subject, flips.excluded),
    )
    blocks: list[Block] = [Paragraph(words(tried)), *_spread(subject)]
    if not flips.singles and not flips.pairs:
        blocks.append(Paragraph(words("No change of one or two facts makes another option better.")))
    return Section(
        "changes", "What would change the decision", tuple(blocks), tuple(one for one in sections if one is not None)
    )


def _known(flip: Flip) -> bool:
    return all(turn.before is not None for turn in flip.changes)


def _flips(subject: Subject, anchor: str, title: str, flips: Iterable[Flip], rest: int = 0) -> Section | None:
    rows = tuple((_turns(flip.changes), _now(subject, flip.changes), words(flip.title, "strong")) for flip in flips)
    if not rows:
        return None
    table = Table(title, ("if", "today", "then"), rows, "lll")
    more = (Paragraph(words(f"{counted(rest, 'further pair')} further away.", "muted")),) if rest > 0 else ()
    return Section(anchor, title, (table, *more))


def _answers(flips: Iterable[Flip]) -> Section | None:
    """What answers to open questions would lead to; one row for each option, each fact once with its nearest answers."""
    found: dict[str, dict[str, list[str]]] = {}
    for turn, title in ((turn, flip.title) for flip in flips for turn in flip.changes):
        found.setdefault(title, {}).setdefault(turn.fact, []).append(turn.words)
    rows = tuple(
        (words(title, "strong"), joined([_ways(fact, answers) for fact, answers in facts.items()], "; "))
        for title, facts in found.items()
    )
    table = Table("One answer more", ("option", "wins if"), rows, "ll")
    return Section("flip-questions", "One answer more", (table,)) if rows else None


def _ways(fact: str, answers: list[str]) -> Line:
    rest = len(answers) - ANSWERS
    more = f" (and {counted(rest, 'further answer')})" if rest > 0 else ""
    return (Span(fact, "code"), Span(f" {' or '.join(answers[:ANSWERS])}{more}"))


def _turns(turns: Iterable[Turn]) -> Line:
    spans: list[Span] = []
    for place, turn in enumerate(turns):
        spans += [*([Span(" and ")] if place else []), Span(turn.fact, "code"), Span(f" {turn.words}")]
    return tuple(spans)


def _now(subject: Subject, turns: Iterable[Turn]) -> Line:
    facts = subject.edition.base.facts
    told = [fact_value(facts, turn.fact, turn.before) if turn.before is not None else "not known" for turn in turns]
    return words("; ".join(told), "muted")


def _spread(subject: Subject) -> tuple[Block, ...]:
    spread = subject.spread
    if spread is None or not spread.broken:
        return ()
    said: Line = (
        Span(f"In {percent(spread.broken)} of the given bounds the leading option is excluded. "),
        *references(spread.rules),
    )
    return (Paragraph(said, "bad"),)


def _excluded(subject: Subject, ways: Iterable[Way]) -> Section | None:
    rows = tuple(
        (
            words(way.title, "strong"),
            _turns(way.changes) if way.changes else words(way.because),
            references(way.rules),
        )
        for way in ways
    )
    head = ("option", "comes back when", "excluded by")
    table = Table("Ways back for excluded options", head, rows, "lll")
    return Section("ways-back", "What would make an excluded option viable", (table,)) if rows else None
