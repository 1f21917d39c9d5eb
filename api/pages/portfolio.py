"""Many workloads at once: a table that is uploaded, its summary, or its answers as a file."""

from functools import partial
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor, AdvisorError, NoEditionError
from api.pages.forms import Upload, read_body
from api.pages.page import Pages, pages_of
from api.pages.ready import part_of
from api.problems import ProblemError, in_body, shorten
from api.questions import bad_date, date_of
from api.requests import advisor_of, no_edition_of_address, worker_of
from api.routes.portfolio import DESK, TOTALS

router = APIRouter(include_in_schema=False)
ENDINGS = {".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet"}
MOST = 200
"""Answers that the page shows; the file has all of them."""
MAX_SHOWN = 40


@router.get("/portfolio")
async def show_form(request: Request) -> Response:
    """Show where a table is uploaded."""
    return _page(pages_of(request), advisor_of(request))


@router.post("/portfolio")
async def judge(request: Request) -> Response:
    """Judge every workload of the table."""
    body = await read_body(request)
    day = date_of(body.fields["as_of"]) if body.fields.get("as_of") else None
    if body.fields.get("as_of") and day is None:
        problem = bad_date(body.fields["as_of"], partial(in_body, "as_of"))
        raise ProblemError("invalid-parameter", "The date can't be read.", [problem])
    as_file = body.fields.get("give") == "file"
    return await worker_of(request).run(judged, advisor_of(request), pages_of(request), body.files.get("table"), day, as_file)


def judged(advisor: Advisor, pages: Pages, file: Upload | None, day: Any, as_file: bool) -> Response:  # noqa: FBT001 - a choice of the form
    """The summary as a page, or the answers as a file in CSV."""
    desk = part_of(DESK, "bulk")
    kind = ENDINGS.get(PurePosixPath(file.name).suffix.lower()) if file else None
    if file is None or kind is None:
        found = shorten(file.name) if file else "no file"
        told = [in_body("file", found, "a file that ends in " + ", ".join(ENDINGS), "choose one")]
        return _page(pages, advisor, 422, day=day, error=told)
    try:
        if as_file:
            return _file(desk.answer_table(advisor, file.content, kind, day, "csv", bills=None))
        summary, answers = desk.summarise_table(advisor, file.content, kind, day, MOST)
    except NoEditionError:
        raise no_edition_of_address(advisor.base, day) from None
    except AdvisorError as error:
        problems = getattr(error, "problems", None) or (getattr(error, "problem", None),)
        told = [in_body(shorten(one.where), one.found, one.expected, one.remedy) for one in problems if one]
        return _page(pages, advisor, 422, day=day, error=told[:MAX_SHOWN], name=shorten(file.name))
    return _page(
        pages, advisor, day=day, name=shorten(file.name), summary=summary, answers=answers, most=MOST,
        titles={name: option.title for name, option in advisor.base.options.items()}, totals=part_of(TOTALS, "bulk"),
    )  # fmt: skip


def _page(pages: Pages, advisor: Advisor, status: int = 200, **values: Any) -> Response:
    """The page with its form; `day` stays chosen in it."""
    empty = {"summary": None, "error": None, "name": "", "day": None, "first": advisor.base.first}
    return pages.page("portfolio.html.j2", status, **empty | values)


def _file(content: bytes) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="answers.csv"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type="text/csv")
