"""POST /v1/documents: a workload in, its design document or decision record out, as PDF, HTML or Markdown."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor
from api.accepting import accepted
from api.answering import one_date, own_prices
from api.bodies import DATE, FACTS, described, located, read_day, read_object, refusals, refuse
from api.nearest import nearest
from api.problems import Kind, document, in_body, respond, shorten
from api.questions import Question, type_of
from api.reading import body_of
from api.requests import AskedDate, advisor_of, worker_of
from api.routes.advice import HEADERS, PAGE_HEADERS

router = APIRouter(tags=["advice"])
DESK = "advisor.documents.desk"
FORMS: Mapping[str, str] = {"application/pdf": "pdf", "text/html": "html", "text/markdown": "markdown"}
MARKDOWN = "text/markdown"
PAPERS, KINDS = ("a4", "letter"), ("design", "adr")
NOT_INSTALLED = Kind("", 501, "Not Implemented", "")
_OPTIONAL: Mapping[str, Any] = {
    "as_of": DATE,
    "kind": {
        "type": "string",
        "enum": list(KINDS),
        "description": "The design document, or the record of the decision (MADR).",
    },
    "paper": {"type": "string", "enum": list(PAPERS), "description": "The paper of a PDF."},
    "free_tier": {"type": "boolean", "description": "Take off the bill what AWS gives each month."},
    "prices": {"$ref": "#/components/schemas/OwnPrices"},
}
_BODY = described("Documented", {"workload": FACTS, **_OPTIONAL}, "workload")
_FILE = {"type": "string", "format": "binary"}
_TEXT = {"type": "string"}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document. The same question on the same edition gives the same bytes.",
        "content": {kind: {"schema": _FILE if kind == "application/pdf" else _TEXT} for kind in FORMS},
    }
}


@router.post("/v1/documents", response_class=Response, responses=_ANSWER | refusals(501), openapi_extra=_BODY)
async def write_document(request: Request, as_of: AskedDate) -> Response:
    """Write the design document of a workload: decision, options, network, bill, limits, security, operation, flip points.

    A number of the workload may be a range {low, high, usual}. `kind` adr asks for the record of the decision, which is
    Markdown. The document carries the question and the outcome, so that `advisor verify` can decide again later.
    """
    accepted(request, tuple(FORMS))
    body = await body_of(request)
    return await worker_of(request).run(reply, advisor_of(request), body, as_of, partial(accepted, request))


def reply(advisor: Advisor, body: bytes, as_of: date | None, accept: Callable[[tuple[str, ...]], str]) -> Response:
    """From the bytes of a question to the document; `accept` picks among media types. Raises ProblemError (406, 422)."""
    told = read_object(body, "workload", tuple(_OPTIONAL))
    own = read_day(told)
    paper, kind = _one_of(told, "paper", PAPERS), _one_of(told, "kind", KINDS)
    free_tier, prices = told.get("free_tier", False), told.get("prices")
    if not isinstance(free_tier, bool):
        refuse([in_body("#/free_tier", type_of(free_tier), "true or false", "leave it out if it is not wanted")])
    if "prices" in told and not isinstance(prices, Mapping):
        refuse([in_body("#/prices", type_of(prices), "an object of prices by figure id", "see GET /v1/figures")])
    media_type = accept((MARKDOWN,) if kind == "adr" else tuple(FORMS))
    form = "adr" if kind == "adr" else FORMS[media_type]
    try:
        desk: Any = import_module(DESK)
    except ModuleNotFoundError as error:
        said = f"This needs the extras 'docs' and 'bulk' ({error.name} is missing): install aws-compute-advisor[docs,bulk]."
        return respond(document(NOT_INSTALLED, said, "/v1/documents"))
    question = Question(told["workload"], own, prices if isinstance(prices, Mapping) else None, free_tier)
    checked = own_prices(advisor, question)
    with located(advisor, [("workload", told["workload"])], {"#/as_of": own, "?as_of": as_of}):
        content: bytes = desk.produce(
            advisor, told["workload"], form, one_date(own, as_of), paper=paper, prices=checked, free_tier=free_tier
        )
    return Response(content, headers=PAGE_HEADERS if form == "html" else HEADERS, media_type=media_type)


def _one_of(told: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    """The word under a key, the first one without it. Raises ProblemError (422)."""
    found = told.get(key, known[0])
    if isinstance(found, str) and found in known:
        return found
    near = nearest(found, known) if isinstance(found, str) else None
    shown = shorten(repr(found)) if isinstance(found, str) else type_of(found)
    refuse([in_body(f"#/{key}", shown, " or ".join(known), f"did you mean {near!r}?" if near else "leave it out")])
    raise AssertionError(found)
