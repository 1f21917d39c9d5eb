"""Errors as pages: what the interface tells programs in a problem document, told to a person with a browser."""

from collections.abc import Mapping
from typing import cast

from fastapi import Request, Response

from api.accepting import choose
from api.pages.page import HTML, Pages
from api.problems import MEDIA_TYPE, ProblemDocument, respond

_FOR_PROGRAMS = ("/v1/", "/healthz", "/openapi.json")
HEADLINES = {
    404: "There is nothing here", 405: "That can't be done here", 413: "That is too large", 414: "That is too long",
    422: "Something does not fit", 500: "That went wrong", 501: "A part is not installed",
}  # fmt: skip


def answer_problem(request: Request, told: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a page for browsers, as a problem document for all others and below the addresses for programs."""
    pages = cast("Pages | None", getattr(request.app.state, "pages", None))
    if pages is None or request.url.path.startswith(_FOR_PROGRAMS) or not _reads_pages(request):
        return respond(told, headers)
    found = pages.page("problem.html.j2", told.status, told=told, headline=HEADLINES.get(told.status, told.title))
    found.headers.update(headers or {})
    found.headers["Cache-Control"] = "no-store"
    return found


def _reads_pages(request: Request) -> bool:
    header = ", ".join(request.headers.getlist("accept"))
    return bool(header) and choose(header, (MEDIA_TYPE, HTML)) == HTML
