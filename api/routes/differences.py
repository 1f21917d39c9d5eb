"""POST /v1/what-if, /v1/as-of and /v1/flips: how far an answer is from another one, and what makes the difference."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor
from advisor.differences import Difference, between, what_if
from advisor.questionnaire.models import Flips
from api.accepting import JSON, accepted
from api.answering import one_date
from api.bodies import DATE, FACTS, described, located, read_day, read_object, refusals, refuse
from api.problems import in_body
from api.questions import bad_date, date_of, type_of
from api.reading import body_of
from api.requests import AskedDate, advisor_of, worker_of
from api.routes.questions import with_extra

router = APIRouter(tags=["differences"])
HEADERS = {"Cache-Control": "no-store"}
_CHANGES = {"allOf": [FACTS], "description": "Facts with their new values; null takes a fact away."}
_DATES = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "string", "format": "date"},
          "description": "One or two dates; a single one is compared with as_of, or with the newest edition."}  # fmt: skip


_WHAT_IF = described("WhatIf", {"workload": FACTS, "changes": _CHANGES, "as_of": DATE}, "workload")
_AS_OF = described("AsOf", {"workload": FACTS, "dates": _DATES}, "workload", "dates")
_FLIPS = described("Distance", {"workload": FACTS, "as_of": DATE}, "workload")


@router.post("/v1/what-if", response_model=Difference, responses=refusals(), openapi_extra=_WHAT_IF)
async def ask_what_if(request: Request, as_of: AskedDate) -> Response:
    """Compare the answer for a workload with the answer after some facts changed: only what differs, rule by rule."""
    accepted(request)
    body = await body_of(request)
    return await worker_of(request).run(answer_what_if, advisor_of(request), body, as_of)


def answer_what_if(advisor: Advisor, body: bytes, as_of: date | None) -> Response:
    """From the bytes of a question to the difference. Raises ProblemError (422)."""
    document = read_object(body, "workload", ("changes", "as_of"))
    workload, changes = document["workload"], document.get("changes", {})
    if not isinstance(changes, Mapping):
        refuse([in_body("#/changes", type_of(changes), "an object of facts", "write each fact with its new value")])
    own = read_day(document)
    day = one_date(own, as_of)
    with located(advisor, [("changes", changes), ("workload", workload)], {"#/as_of": own, "?as_of": as_of}):
        found = what_if(advisor, workload, changes, day)
    return Response(found.model_dump_json(), headers=HEADERS, media_type=JSON)


@router.post("/v1/as-of", response_model=Difference, responses=refusals(), openapi_extra=_AS_OF)
async def ask_as_of(request: Request, as_of: AskedDate) -> Response:
    """Compare the answers of two dates, with the dated figure, rule or option that made the difference, decisive ones first."""
    accepted(request)
    body = await body_of(request)
    return await worker_of(request).run(answer_as_of, advisor_of(request), body, as_of)


def answer_as_of(advisor: Advisor, body: bytes, as_of: date | None) -> Response:
    """From the bytes of a question to the difference. Raises ProblemError (422)."""
    document = read_object(body, "workload", ("dates",))
    dates = _dates(document.get("dates"))
    second = dates[1] if len(dates) == 2 else as_of or advisor.base.read
    days = {"#/dates/0": dates[0], "#/dates/1": dates[1] if len(dates) == 2 else None, "?as_of": as_of}
    with located(advisor, [("workload", document["workload"])], days):
        found = between(advisor, document["workload"], dates[0], second)
    return Response(found.model_dump_json(), headers=HEADERS, media_type=JSON)


def _dates(found: Any) -> list[date]:
    """The one or two dates. Raises ProblemError (422)."""
    if not isinstance(found, list) or not 1 <= len(found) <= 2:
        shown = f"{len(found)} dates" if isinstance(found, list) else type_of(found)
        shown = "nothing" if found is None else shown
        refuse([in_body("#/dates", shown, "a list of one or two dates", 'write for example ["2020-02-01"]')])
    days = [date_of(item) for item in found]
    wrong = ((place, item) for place, (item, day) in enumerate(zip(found, days, strict=True)) if day is None)
    refuse([bad_date(item, partial(in_body, f"#/dates/{place}")) for place, item in wrong])
    return [day for day in days if day is not None]


@router.post("/v1/flips", response_model=Flips, responses=refusals(501), openapi_extra=_FLIPS)
async def ask_flips(request: Request, as_of: AskedDate) -> Response:
    """Find the smallest changes that flip the answer, of one fact or two, and what would make each excluded option viable."""
    accepted(request)
    body = await body_of(request)
    return await worker_of(request).run(answer_flips, advisor_of(request), body, as_of)


def answer_flips(advisor: Advisor, body: bytes, as_of: date | None) -> Response:
    """From the bytes of a question to the flips. Raises ProblemError (422)."""
    document = read_object(body, "workload", ("as_of",))
    own = read_day(document)
    day = one_date(own, as_of)

    def found(desk: Any) -> Response:
        with located(advisor, [("workload", document["workload"])], {"#/as_of": own, "?as_of": as_of}):
            flips: Flips = desk.flips(advisor, document["workload"], day)
        return Response(flips.model_dump_json(), headers=HEADERS, media_type=JSON)

    return with_extra("/v1/flips", found)
