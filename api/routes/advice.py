"""POST /v1/advice: a workload in, a recommendation out, as JSON or rendered for reading."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request, Response

from advisor import Advisor, Recommendation
from advisor.reports import Format, render
from api.accepting import JSON, accepted
from api.answering import answer
from api.questions import read_question
from api.reading import body_of
from api.requests import AskedDate, advisor_of, worker_of

router = APIRouter(tags=["advice"])

FORMATS: Mapping[str, Format] = {"text/html": "html", "text/markdown": "markdown", "text/plain": "text"}
OFFERED = (JSON, *FORMATS)
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}
# A rendered page is one file with its style inside, and runs nothing.
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = {**HEADERS, "Content-Security-Policy": PAGE_POLICY}


@router.post("/v1/advice", response_model=Recommendation)
async def advise(request: Request, as_of: AskedDate) -> Response:
    """Recommend a compute service for a workload, with every reason and its source.

    The workload holds the facts that are known; leave out what is not. Same question, same edition: same bytes.
    """
    media_type = accepted(request, OFFERED)
    body = await body_of(request)
    return await worker_of(request).run(reply, advisor_of(request), body, as_of, media_type)


def reply(advisor: Advisor, body: bytes, as_of: date | None, media_type: str) -> Response:
    """From the bytes of a question to the response with its answer. Raises ProblemError (422)."""
    return represent(answer(advisor, read_question(body), as_of), media_type)


def represent(recommendation: Recommendation, media_type: str) -> Response:
    """The recommendation in the form that the client accepts best."""
    if media_type == JSON:
        return Response(recommendation.model_dump_json(), headers=HEADERS, media_type=JSON)
    headers = PAGE_HEADERS if media_type == "text/html" else HEADERS
    return Response(render(recommendation, FORMATS[media_type]), headers=headers, media_type=media_type)
