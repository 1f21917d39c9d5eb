"""The knowledge base to read in: every rule, fact, figure, option, component and source, with search."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import NoEditionError
from advisor.language.program import edition_on
from advisor.reports.catalogue import KINDS, Kind
from advisor.reports.entries import entry_document
from api.nearest import nearest
from api.pages.address import pairs_of
from api.pages.page import pages_of
from api.problems import ProblemError, in_address, shorten
from api.questions import bad_date, date_of
from api.requests import advisor_of, no_edition_of_address
from knowledge import Edition

router = APIRouter(include_in_schema=False)
MAX_WORDS = 8
TOP = 12


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found in one kind: the rows of its list, and how many there are in all."""

    kind: Kind
    rows: list[tuple[str, ...]]
    count: int


@router.get("/knowledge")
def show_kinds(request: Request) -> Response:
    """Show what there is, or what a search finds in all of it."""
    edition, text = _asked(request)
    found = [_search(kind, edition, text) for kind in KINDS.values()]
    shown = [Hits(hits.kind, hits.rows[:TOP], hits.count) for hits in found]
    return _page(request, "knowledge.html.j2", edition, text, hits=shown, kind=None)


@router.get("/knowledge/{name}")
def show_list(request: Request, name: str) -> Response:
    """Show all entries of a kind, or those that a search finds."""
    edition, text = _asked(request)
    kind = _kind(name)
    return _page(request, "knowledge.html.j2", edition, text, hits=[_search(kind, edition, text)], kind=kind)


@router.get("/knowledge/{name}/{entry_id}")
def show_entry(request: Request, name: str, entry_id: str) -> Response:
    """Show one entry: what it says, where that was read and when, and what rests on it."""
    edition, text = _asked(request)
    kind = _kind(name)
    entry = kind.find(edition, entry_id)
    if entry is None:
        near = nearest(entry_id, kind.known(edition))
        remedy = f"did you mean {near!r}?" if near else "search for it"
        problem = in_address(kind.one, shorten(entry_id), f"the id of a {kind.one}", remedy)
        raise ProblemError("unknown-id", f"There is no such {kind.one}.", [problem])
    document = entry_document(kind, edition, entry_id, entry)
    return _page(request, "entry.html.j2", edition, text, document=document, kind=kind, entry_id=entry_id)


def _page(request: Request, template: str, edition: Edition, text: str, **values: Any) -> Response:
    as_of = None if edition.as_of == edition.base.read else edition.as_of
    dated = f"?as_of={as_of}" if as_of else ""
    base = edition.base
    return pages_of(request).page(
        template, kinds=KINDS, text=text, edition=edition, as_of=as_of, dated=dated, first=base.first,
        latest=max(base.read, edition.as_of), **values,
    )  # fmt: skip


def _kind(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        problem = in_address("kind", shorten(name), "one of " + ", ".join(KINDS), "choose one of them")
        raise ProblemError("unknown-id", "There is no such kind of entry.", [problem])
    return kind


def _asked(request: Request) -> tuple[Edition, str]:
    """The edition and the words to look for. Raises ProblemError (422)."""
    told = dict(pairs_of(request))
    wrong = [in_address(shorten(name) or "?", "an unknown parameter", "q or as_of", "leave it out")
             for name in told if name not in ("q", "as_of")]  # fmt: skip
    day = date_of(told["as_of"]) if told.get("as_of") else None
    if told.get("as_of") and day is None:
        wrong.append(bad_date(told["as_of"], partial(in_address, "as_of")))
    if wrong:
        raise ProblemError("invalid-parameter", "A parameter of the address does not fit.", wrong)
    base = advisor_of(request).base
    try:
        return edition_on(base, day or base.read), " ".join(told.get("q", "").split())[:100]
    except NoEditionError:
        raise no_edition_of_address(base, day) from None


def _search(kind: Kind, edition: Edition, text: str) -> Hits:
    """The entries in whose list row and words all that is looked for occurs; all of them when nothing is."""
    wanted = text.casefold().split()[:MAX_WORDS]
    rows = [kind.row(edition, entry_id, entry) for entry_id, entry in sorted(kind.listed(edition).items())]
    if wanted:
        known = kind.known(edition)
        rows = [row for row in rows if _matches(wanted, row, known.get(row[0]))]
    return Hits(kind, rows, len(rows))


def _matches(wanted: list[str], row: tuple[str, ...], entry: Any) -> bool:
    said = [getattr(entry, name, None) for name in ("rationale", "because", "about", "help", "claim", "not_when")]
    text = " ".join((*row, *(one for one in said if isinstance(one, str)))).casefold()
    return all(word in text for word in wanted)
