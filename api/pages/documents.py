"""The advice as a document to keep: PDF, HTML, Markdown, or a decision record."""

import re

from fastapi import APIRouter, Request, Response

from advisor import Advisor, InvalidWorkloadError, NoEditionError, Recommendation
from api.pages.address import Address, Pairs, pairs_of, read_address, refused_answers
from api.pages.advice import advice_at
from api.pages.ready import part_of
from api.problems import ProblemError, in_address, shorten
from api.requests import advisor_of, no_edition_of_address, worker_of

router = APIRouter(include_in_schema=False)
DESK = "advisor.documents.desk"
PAPERS = ("a4", "letter")
KINDS = {
    "pdf": ("application/pdf", ".pdf"),
    "html": ("text/html; charset=utf-8", ".html"),
    "markdown": ("text/markdown; charset=utf-8", ".md"),
    "adr": ("text/markdown; charset=utf-8", "-decision.md"),
    "svg": ("image/svg+xml", ".svg"),
    "drawio": ("application/vnd.jgraph.mxfile", ".drawio"),
}
DRAWINGS = ("svg", "drawio")


@router.get("/advice/document")
async def show_document(request: Request) -> Response:
    """Send the document on the answers in the address as a file."""
    advisor = advisor_of(request)
    form, paper, rest = _read(pairs_of(request))
    address = read_address(rest, advisor.base.facts)
    return await worker_of(request).run(written, advisor, address, form, paper)


def _read(pairs: Pairs) -> tuple[str, str, Pairs]:
    """The form, the paper, and the parameters that are neither. Raises ProblemError (422)."""
    wanted = {"form": "pdf", "paper": PAPERS[0]}
    rest: Pairs = []
    for name, text in pairs:
        if name in wanted:
            wanted[name] = text
        else:
            rest.append((name, text))
    known = {"form": tuple(KINDS), "paper": PAPERS}
    wrong = [in_address(name, shorten(text) or "nothing", "one of " + ", ".join(known[name]), "choose one of them")
             for name, text in wanted.items() if text not in known[name]]  # fmt: skip
    if wrong:
        raise ProblemError("invalid-parameter", "There is no such document.", wrong)
    return wanted["form"], wanted["paper"], rest


def written(advisor: Advisor, address: Address, form: str, paper: str) -> Response:
    """The document or drawing as a file. Raises ProblemError (404, 422, 501)."""
    if form in DRAWINGS:
        content = _drawing(advice_at(advisor, address), form)
    else:
        desk = part_of(DESK, "docs")
        try:
            content = desk.produce(advisor, address.answers, form, address.as_of, paper=paper)
        except InvalidWorkloadError as error:
            raise refused_answers(error) from None
        except NoEditionError:
            raise no_edition_of_address(advisor.base, address.as_of) from None
    media_type, ending = KINDS[form]
    name = re.sub(r"[^a-z0-9]+", "-", address.texts.get("title", "").lower()).strip("-")[:60] or "advice"
    headers = {"Content-Disposition": f'attachment; filename="{name}{ending}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type=media_type)


def _drawing(found: Recommendation, form: str) -> bytes:
    """The architecture as a drawing. Raises ProblemError (404, 501)."""
    picture = part_of("advisor.pictures.architecture", "docs").draw_architecture(found)
    text = picture.svg if form == "svg" and picture else None
    if form == "drawio":
        text = part_of("advisor.pictures.drawio", "docs").as_drawio(found)
    if not text:
        raise ProblemError("not-found", "There is no option to draw: nothing is recommended on these answers.")
    return str(text).encode()
