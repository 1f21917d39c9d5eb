"""POST /v1/questions/next: the questionnaire without a session; the answers so far in, the next question out."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor
from advisor.questionnaire.models import CHAPTERS, Step
from api.accepting import JSON, accepted
from api.answering import one_date
from api.bodies import DATE, FACTS, described, located, read_day, read_object, refusals, refuse
from api.nearest import nearest
from api.problems import Kind, document, in_body, respond, shorten
from api.questions import type_of
from api.reading import body_of
from api.requests import AskedDate, advisor_of, worker_of

router = APIRouter(tags=["questions"])
HEADERS = {"Cache-Control": "no-store"}
DESK = "advisor.questionnaire.desk"
NOT_INSTALLED = Kind("", 501, "Not Implemented", "")
_ANSWERS = {"allOf": [FACTS], "description": "The answers so far: a workload. A number may also be a range, "
            "{low, high, usual}; unknown lists what was answered with \"I don't know\"."}  # fmt: skip
_CHAPTER = {"enum": list(CHAPTERS), "description": "What to ask about. compute, the default, settles the recommended option."}


_NEXT = described("Answers", {"answers": _ANSWERS, "chapter": _CHAPTER, "as_of": DATE}, "answers")


@router.post("/v1/questions/next", response_model=Step, responses=refusals(501), openapi_extra=_NEXT)
async def ask_next(request: Request, as_of: AskedDate) -> Response:
    """Choose the question that is expected to settle the answer most, with its reasons, and say how settled it is.

    Nothing is kept between calls: send all answers each time. Same answers, same edition: same bytes.
    """
    accepted(request)
    body = await body_of(request)
    return await worker_of(request).run(answer_next, advisor_of(request), body, as_of)


def answer_next(advisor: Advisor, body: bytes, as_of: date | None) -> Response:
    """From the bytes of some answers to the next step. Raises ProblemError (422)."""
    told = read_object(body, "answers", ("chapter", "as_of"))
    chapter = _chapter(told.get("chapter", "compute"))
    own = read_day(told)
    day = one_date(own, as_of)

    def found(desk: Any) -> Response:
        with located(advisor, [("answers", told["answers"])], {"#/as_of": own, "?as_of": as_of}):
            step: Step = desk.next_step(advisor, told["answers"], chapter, day)
        return Response(step.model_dump_json(), headers=HEADERS, media_type=JSON)

    return with_extra("/v1/questions/next", found)


def _chapter(found: object) -> str:
    if isinstance(found, str) and found in CHAPTERS:
        return found
    near = nearest(found, CHAPTERS) if isinstance(found, str) else None
    shown = shorten(repr(found)) if isinstance(found, str) else type_of(found)
    remedy = f"did you mean {near!r}?" if near else "leave it out for compute"
    refuse([in_body("#/chapter", shown, "one of " + ", ".join(CHAPTERS), remedy)])
    raise AssertionError(found)


def with_extra(path: str, found: Callable[[Any], Response]) -> Response:
    """The response of a function of the desk, which comes with an extra; without it, a problem document (501) that names it."""
    try:
        desk = import_module(DESK)
    except ModuleNotFoundError as error:
        said = f"This needs the extra 'ask' ({error.name} is missing): install aws-compute-advisor[ask] on the server."
        return respond(document(NOT_INSTALLED, said, path))
    return found(desk)
