"""How far an answer is from another one, as a document."""

from collections.abc import Mapping, Sequence

from advisor.language.words import words as in_words
from advisor.questionnaire.models import Flip, Flips, Turn, Way
from advisor.reports.content import Block, Document, Item, Items, Line, Paragraph, Section, Span, words
from advisor.reports.phrases import counted

BRIEF = 10
UNTITLED = "A workload without a title"


def flips_document(flips: Flips, titles: Mapping[str, str], *, full: bool = False) -> Document:
    """The document of the smallest changes that flip an answer; in short the nearest of each kind."""
    best = titles.get(flips.option or "", "No recommendation")
    given = [flip for flip in flips.singles if _known(flip)]
    asked = [flip for flip in flips.singles if not _known(flip)]
    sections = (
        _section("singles", "If one answer were different", given, full=full),
        _section("questions", "If one open question were answered", asked, full=full),
        _section("pairs", "If two answers were different", flips.pairs, full=full),
        _excluded(flips),
    )
    lead = (
        words(f"{counted(flips.cells, 'combination')} of answers were tried: every fact alone, and every two together."),
        words(f"As of {flips.edition.as_of.isoformat()}, edition {flips.edition.digest}.", "muted"),
    )
    none = Section("none", "No flips", (Paragraph(words("No change of one or two facts makes another option better.")),))
    found = tuple(section for section in sections if section is not None)
    return Document(flips.title or UNTITLED, best, "good" if flips.option else "bad", lead, found or (none,))


def _known(flip: Flip) -> bool:
    return all(turn.before is not None for turn in flip.changes)


def _section(anchor: str, title: str, flips: Sequence[Flip], *, full: bool) -> Section | None:
    if not flips:
        return None
    shown = flips if full else flips[:BRIEF]
    blocks: list[Block] = [Items(tuple(_flip(flip) for flip in shown))]
    rest = len(flips) - len(shown)
    if rest:
        blocks.append(Paragraph(words(f"{counted(rest, 'further way')} with --full.", "muted")))
    return Section(anchor, title, tuple(blocks))


def _flip(flip: Flip) -> Item:
    line = [span for number, turn in enumerate(flip.changes) for span in (*((Span(" and "),) if number else ()), *_turn(turn))]
    return Item((*line, Span(" → "), Span(flip.title, "strong")))


def _turn(turn: Turn) -> Line:
    now = "" if turn.before is None else f" (now {in_words(turn.before)})"
    return (Span(turn.fact, "code"), Span(f" {turn.words}"), Span(now, "muted"))


def _excluded(flips: Flips) -> Section | None:
    items = tuple(_way(way) for way in flips.excluded)
    return Section("excluded", "What would make an excluded option viable", (Items(items),)) if items else None


def _way(way: Way) -> Item:
    line = [span for number, turn in enumerate(way.changes) for span in (*((Span(" and "),) if number else ()), *_turn(turn))]
    said = line or [Span(way.because)]
    rules = (Span("Excluded by ", "muted"), Span(" ".join(way.rules), "code"))
    return Item((Span(way.title, "strong"), Span(": "), *said), tone="plain" if way.possible else "bad", more=(rules,))
