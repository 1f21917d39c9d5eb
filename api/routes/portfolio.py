"""POST /v1/portfolio: a table of workloads in, a row of answers for each out, as CSV, NDJSON or Parquet."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from importlib import import_module
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from advisor import Advisor, AdvisorError, NoEditionError
from api.accepting import accepted
from api.bodies import refusals
from api.problems import Kind, ProblemError, document, in_address, in_body, in_header, respond, shorten
from api.requests import AS_OF, advisor_of, date_in_address, no_edition, worker_of

router = APIRouter(tags=["advice"])
DESK, TOTALS = "advisor.portfolio.desk", "advisor.portfolio.totals"
KINDS: Mapping[str, str] = {
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "application/vnd.apache.parquet": "parquet",
}
NOT_INSTALLED = Kind("", 501, "Not Implemented", "")
HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}
PIECE = 64 * 1024
MAX_BODY = 16 * 1024 * 1024
"""Bytes of a table: enough for the most rows that are judged at once."""
TRUTHS = ("true", "false")
BILLS = "Whether each row has the monthly bill of every option, at AWS's prices; for at most 5,000 rows. Without it: false."
_TABLE = {"type": "string", "format": "binary", "description": "A column for each fact, by its name; empty or null is unknown."}
_EXAMPLE = "id,trigger,typical_run_ms,memory_mib,requests_per_month\nthumbnails,s3,800,1024,2000000\n"
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {media_type: {"schema": _TABLE} for media_type in KINDS}}}
_BODY["requestBody"]["content"]["text/csv"]["example"] = _EXAMPLE


@router.post("/v1/portfolio", response_class=Response, responses=refusals(501), openapi_extra=_BODY)
async def judge_portfolio(
    request: Request,
    as_of: Annotated[str | None, Query(description=AS_OF, json_schema_extra={"format": "date"})] = None,
    bills: Annotated[str | None, Query(description=BILLS, json_schema_extra={"enum": list(TRUTHS)})] = None,
) -> Response:
    """Judge every workload of a table.

    With `bills=true` each row has also the monthly bill of every option that is not excluded (`bill_OPTION` in dollars,
    `lower_bound_OPTION`), and in `no_bill` why there is none; the bills of the recommended option and of the one in use
    (`current_option`) and what is `saved`. A table may then have fewer rows.

    A row that can't be read is answered with the reason in the column `refused`. Without `Accept` the answer has the format of
    the body.
    """
    day = date_in_address(request, as_of, ("as_of", "bills"))
    if bills is not None and bills not in TRUTHS:
        error = in_address("bills", shorten(repr(bills)), " or ".join(TRUTHS), "leave it out if they are not wanted")
        raise ProblemError("invalid-parameter", "A parameter of the address does not fit.", [error])
    announced = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if announced not in KINDS:
        error = in_header("Content-Type", shorten(announced) or "nothing", "one of " + ", ".join(KINDS), "send it so")
        raise ProblemError("unsupported-media-type", "The header Content-Type announces no table.", [error])
    wanted = accepted(request, (announced, *(kind for kind in KINDS if kind != announced)))
    body = await request.body()
    return await worker_of(request).run(reply, advisor_of(request), body, announced, wanted, day, bills == "true")


def reply(
    advisor: Advisor,
    body: bytes,
    announced: str,
    wanted: str,
    as_of: date | None,
    bills: bool,  # noqa: FBT001
) -> Response:
    """From the bytes of a table to the response with its answers. Raises ProblemError (422)."""
    try:
        desk: Any = import_module(DESK)
    except ModuleNotFoundError as error:
        said = f"This needs the extra 'bulk' ({error.name} is missing): install aws-compute-advisor[bulk] on the server."
        return respond(document(NOT_INSTALLED, said, "/v1/portfolio"))
    try:
        answers: bytes = desk.answer_table(advisor, body, KINDS[announced], as_of, KINDS[wanted], bills=bills)
    except NoEditionError:
        raise no_edition(advisor.base, as_of or advisor.base.read, partial(in_address, "as_of")) from None
    except AdvisorError as error:
        problems = getattr(error, "problems", None) or (getattr(error, "problem", None),)
        errors = [in_body("#", f"{shorten(one.where)}: {one.found}", one.expected, one.remedy) for one in problems if one]
        raise ProblemError("invalid-table", "The table can't be read.", errors) from None
    return StreamingResponse(_pieces(answers), headers=HEADERS, media_type=wanted)


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
