"""The start page: what this is, examples to click, the questionnaire, a workload of one's own."""

from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from advisor import Advisor, InvalidWorkloadError
from advisor.files import parse_workload, read_workload
from advisor.language.program import edition_on
from advisor.questionnaire.answers import read_answers
from advisor.questionnaire.session import resumed
from advisor.shipped import example_names, example_path
from api.pages.address import MAX_ADDRESS, from_answers, too_long
from api.pages.forms import Body, read_body
from api.pages.page import HEADERS, pages_of
from api.requests import advisor_of
from knowledge import Problem

router = APIRouter(include_in_schema=False)
MAX_SHOWN = 40
HINT = 'trigger = "api"\nlongest_run_s = 12\nmemory_mib = 1024\nvpc_resources = ["rds"]\n'


@dataclass(frozen=True, slots=True)
class Example:
    """A workload that ships: its title, its answers as a query."""

    name: str
    title: str
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """The workloads that ship, read once."""
    found = []
    for name in example_names():
        raw = read_workload(str(example_path(name)))
        found.append(Example(name, str(raw.get("title", name)), from_answers(raw).query()))
    return tuple(found)


@router.get("/")
async def show_start(request: Request) -> Response:
    """Show the start page."""
    return _start(request, "", [])


@router.post("/workload")
async def take_workload(request: Request) -> Response:
    """Read a workload that was pasted or uploaded, and lead to the advice on it."""
    body = await read_body(request)
    text = body.fields.get("workload", "")
    try:
        query = _query(advisor_of(request), body)
    except InvalidWorkloadError as error:
        return _start(request, text, list(error.problems))
    if len(query) > MAX_ADDRESS:
        raise too_long(len(query))
    return RedirectResponse("/advice" + query, 303, HEADERS)


def _query(advisor: Advisor, body: Body) -> str:
    """The answers of a workload as a query. Raises InvalidWorkloadError."""
    file = body.files.get("file")
    content, where = (file.content, "the file") if file else (body.fields.get("workload", "").encode(), "the text")
    raw, asked = resumed(parse_workload(content, where=where))
    read_answers(raw, advisor.base.facts)
    return from_answers(raw, asked).query()


def _start(request: Request, text: str, problems: list[Problem]) -> Response:
    base = advisor_of(request).base
    edition = edition_on(base, base.read)
    counts = {"rules": len(edition.rules), "figures": len(edition.figures), "sources": len(base.sources)}
    return pages_of(request).page(
        "start.html.j2", 422 if problems else 200,
        examples=examples(), text=text, hint=HINT, problems=problems[:MAX_SHOWN], counts=counts,
    )  # fmt: skip
