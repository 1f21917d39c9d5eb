"""/v1/map: where the answer changes over the plane of two facts, as data or as a picture; by POST, or by GET as an address."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from advisor import Advisor
from api.accepting import JSON, accepted
from api.answering import one_date
from api.bodies import DATE, FACTS, described, located, read_day, read_object, refusals, refuse
from api.nearest import nearest
from api.problems import FieldProblem, Kind, ProblemError, document, in_address, in_body, respond, shorten
from api.questions import type_of
from api.reading import body_of, read_json
from api.requests import AS_OF, AskedDate, advisor_of, date_in_address, worker_of

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


@router.get("/v1/map", response_class=Response, responses={501: refusals(501)[501]})
async def show_map(
    request: Request,
    x: Annotated[str | None, Query(description="The fact along the bottom, a number.")] = None,
    y: Annotated[str | None, Query(description="The fact along the side, a number.")] = None,
    workload: Annotated[str | None, Query(description="The facts of the workload as one JSON object.")] = None,
    as_of: Annotated[str | None, Query(description=AS_OF, json_schema_extra={"format": "date"})] = None,
) -> Response:
    """The same plane as an address that a page can show: the workload is JSON in the query."""
    media_type = accepted(request, (SVG, JSON))
    day = date_in_address(request, as_of, ("x", "y", "workload", "as_of"))
    told = {name: value for name, value in (("x", x), ("y", y), ("workload", workload)) if value is not None}
    return await worker_of(request).run(answer_address, advisor_of(request), told, day, media_type)


def answer_map(advisor: Advisor, body: bytes, as_of: date | None, media_type: str) -> Response:
    """From the bytes of a question to the map. Raises ProblemError (422)."""
    told = read_object(body, "workload", ("x", "y", "as_of"))
    return _answer(advisor, told, (read_day(told), as_of), media_type)


def answer_address(advisor: Advisor, told: Mapping[str, str], as_of: date | None, media_type: str) -> Response:
    """From the parameters of an address to the map. Raises ProblemError (422), which names the parameter."""
    try:
        workload = {"workload": read_json(told["workload"].encode(errors="replace"))} if "workload" in told else {}
    except ProblemError as error:
        raise _of_address(error, lambda one: "workload") from None
    try:
        return _answer(advisor, {"workload": {}, **told, **workload}, (None, as_of), media_type)
    except ProblemError as error:
        raise _of_address(error, lambda one: (one.pointer or "#/workload").split("/")[1]) from None


def _of_address(error: ProblemError, parameter: Callable[[FieldProblem], str]) -> ProblemError:
    """The same refusal, of the parameter that stands for a part of the body; what is deeper in it is named in `found`."""
    errors = []
    for one in error.errors:
        name = one.parameter or parameter(one)
        deeper = (one.pointer or "").removeprefix(f"#/{name}").strip("#/")
        errors.append(in_address(name, f"{deeper}: {one.found}" if deeper else one.found, one.expected, one.remedy))
    if error.kind.id == "no-edition":
        return ProblemError("no-edition", str(error.detail), errors)
    return ProblemError("invalid-parameter", "A parameter of the address does not fit.", errors)


def _answer(advisor: Advisor, told: Mapping[str, Any], days: tuple[date | None, date | None], media_type: str) -> Response:
    """The map of a question whose date stands in the body or in the address."""
    own, as_of = days
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


def _axis(advisor: Advisor, told: Mapping[str, Any], key: str) -> str:
    """The fact under a key. Raises ProblemError (422)."""
    found, known = told.get(key), number_facts(advisor)
    if isinstance(found, str) and found in known:
        return found
    near = nearest(found, known) if isinstance(found, str) else None
    shown = "nothing" if key not in told else shorten(repr(found)) if isinstance(found, str) else type_of(found)
    remedy = f"did you mean {near!r}?" if near else "GET /v1/facts lists them"
    refuse([in_body(f"#/{key}", shown, "a fact that is a number", remedy)])
    raise AssertionError(found)
