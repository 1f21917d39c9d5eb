"""POST /v1/map: where the answer changes over the plane of two facts, as data or as a picture."""

from datetime import date
from importlib import import_module
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor
from api.accepting import JSON, accepted
from api.answering import one_date
from api.bodies import DATE, FACTS, described, located, read_day, read_object, refusals, refuse
from api.nearest import nearest
from api.problems import Kind, document, in_body, respond, shorten
from api.questions import type_of
from api.reading import body_of
from api.requests import AskedDate, advisor_of, worker_of

router = APIRouter(tags=["differences"])
DESK = "advisor.maps.desk"
SVG = "image/svg+xml"
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}
NOT_INSTALLED = Kind("", 501, "Not Implemented", "")
_AXIS = {"$ref": "#/components/schemas/NumberFact"}
_MAP = described("Plane", {"workload": FACTS, "x": _AXIS, "y": _AXIS, "as_of": DATE}, "workload", "x", "y")


@router.post("/v1/map", response_class=Response, responses=refusals(501), openapi_extra=_MAP)
async def ask_map(request: Request, as_of: AskedDate) -> Response:
    """Draw the plane of two facts of a workload: regions by recommended option, boundaries with the rule that draws them."""
    media_type = accepted(request, (JSON, SVG))
    body = await body_of(request)
    return await worker_of(request).run(answer_map, advisor_of(request), body, as_of, media_type)


def answer_map(advisor: Advisor, body: bytes, as_of: date | None, media_type: str) -> Response:
    """From the bytes of a question to the map. Raises ProblemError (422)."""
    told = read_object(body, "workload", ("x", "y", "as_of"))
    own = read_day(told)
    x, y = _axis(advisor, told, "x"), _axis(advisor, told, "y")
    try:
        desk: Any = import_module(DESK)
    except ModuleNotFoundError as error:
        said = f"This needs the extra 'bulk' ({error.name} is missing): install aws-compute-advisor[bulk] on the server."
        return respond(document(NOT_INSTALLED, said, "/v1/map"))
    with located(advisor, [("workload", told["workload"])], {"#/as_of": own, "?as_of": as_of}):
        found = desk.draw(advisor, told["workload"], x, y, one_date(own, as_of))
    content = desk.as_svg(found) if media_type == SVG else found.model_dump_json()
    return Response(content, headers=HEADERS, media_type=media_type)


def number_facts(advisor: Advisor) -> list[str]:
    """The facts that can be an axis."""
    return [name for name, fact in advisor.base.facts.items() if fact.type in ("number", "integer") and fact.asked]


def _axis(advisor: Advisor, told: dict[str, Any], key: str) -> str:
    """The fact under a key. Raises ProblemError (422)."""
    found, known = told.get(key), number_facts(advisor)
    if isinstance(found, str) and found in known:
        return found
    near = nearest(found, known) if isinstance(found, str) else None
    shown = "nothing" if key not in told else shorten(repr(found)) if isinstance(found, str) else type_of(found)
    remedy = f"did you mean {near!r}?" if near else "GET /v1/facts lists them"
    refuse([in_body(f"#/{key}", shown, "a fact that is a number", remedy)])
    raise AssertionError(found)
