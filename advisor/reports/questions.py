"""How far an answer is from another one, as a document."""

from collections.abc import Sequence

from advisor.questionnaire.models import Flip, Flips, Turn, Way
from advisor.reports.conditions import with_unit
from advisor.reports.content import Block, Document, Item, Items, Line, Paragraph, Section, Span, joined, words
from advisor.reports.phrases import counted
from knowledge import Base

BRIEF = 10
UNTITLED = "A workload without a title"


def flips_document(flips: Flips, base: Base, *, full: bool = False) -> Document:
    """The document of the smallest changes that flip an answer; in short the nearest of each kind.

    The knowledge base names the option and has the units of facts.
    """
    best = base.options[flips.option].title if flips.option else "No recommendation"
    given = [flip for flip in flips.singles if _known(flip)]
    asked = [flip for flip in flips.singles if not _known(flip)]
    sections = (
        _section("singles", "If one answer were different", given, base, full=full),
        _section("questions", "If one open question were answered", asked, base, full=full),
        _section("pairs", "If two answers were different", flips.pairs, base, full=full),
        _excluded(flips, base),
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


def _section(anchor: str, title: str, flips: Sequence[Flip], base: Base, *, full: bool) -> Section | None:
    if not flips:
        return None
    shown = flips if full else flips[:BRIEF]
    blocks: list[Block] = [Items(tuple(_flip(flip, base) for flip in shown))]
    rest = len(flips) - len(shown)
    if rest:
        blocks.append(Paragraph(words(f"{counted(rest, 'further way')} with --full.", "muted")))
    return Section(anchor, title, tuple(blocks))


def _flip(flip: Flip, base: Base) -> Item:
    return Item((*_turns(flip.changes, base), Span(" → "), Span(flip.title, "strong")))


def _turns(turns: Sequence[Turn], base: Base) -> Line:
    return joined([_turn(turn, base) for turn in turns], " and ")


def _turn(turn: Turn, base: Base) -> Line:
    now = "" if turn.before is None else f" (now {with_unit(turn.before, base.facts[turn.fact].unit)})"
    return (Span(turn.fact, "code"), Span(f" {turn.words}"), Span(now, "muted"))


def _excluded(flips: Flips, base: Base) -> Section | None:
    items = tuple(_way(way, base) for way in flips.excluded)
    return Section("excluded", "What would make an excluded option viable", (Items(items),)) if items else None


def _way(way: Way, base: Base) -> Item:
    said = _turns(way.changes, base) or (Span(way.because),)
    rules = (Span("Excluded by ", "muted"), Span(" ".join(way.rules), "code"))
    return Item((Span(way.title, "strong"), Span(": "), *said), tone="plain" if way.possible else "bad", more=(rules,))
