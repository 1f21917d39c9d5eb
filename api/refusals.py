"""Answers to what can't be done: every error of the routes, the routing and our own, in the shape that the client reads."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.guard import HEADERS
from api.pages.failures import answer_problem
from api.problems import KINDS, FieldProblem, Kind, ProblemError, document, in_address, in_body, in_header, respond, shorten

_OF_ROUTING = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}


async def answer_refusal(request: Request, error: ProblemError) -> Response:
    """Answer a request that the interface refuses."""
    return answer_problem(request, document(error.kind, error.detail, request.url.path, error.errors))


async def answer_validation(request: Request, error: RequestValidationError) -> Response:
    """Answer what the typed parameters and bodies of a route refuse."""
    errors = [_from_validation(item) for item in error.errors()]
    return answer_problem(request, document(KINDS["invalid-question"], "The request does not fit.", request.url.path, errors))


def _from_validation(item: Mapping[str, Any]) -> FieldProblem:
    """One finding of pydantic: its place is the part of the request, then the path in it."""
    part, *path = item["loc"]
    name = "/".join(shorten(str(step)).replace("~", "~0").replace("/", "~1") for step in path)
    told = (shorten(repr(item.get("input"))), shorten(item["msg"]), "correct the value")
    if part == "body":
        return in_body(f"#/{name}" if name else "#", *told)
    return in_header(name, *told) if part == "header" else in_address(name, *told)


async def answer_http(request: Request, error: HTTPException) -> Response:
    """Answer what the routing refuses: no such address, no such method."""
    kind = KINDS.get(_OF_ROUTING.get(error.status_code, ""))
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(sorted(_with_head(headers["Allow"])))
    method, path = shorten(request.method), shorten(request.url.path)
    if kind is None:
        kind = Kind("", error.status_code, HTTPStatus(error.status_code).phrase, "")
    return answer_problem(request, document(kind, f"{method} {path}: {kind.title}.", request.url.path), headers)


def _with_head(allowed: str) -> set[str]:
    methods = set(allowed.split(", "))
    return methods | {"HEAD"} if "GET" in methods else methods


async def answer_failure(request: Request, error: Exception) -> Response:
    """Answer after an error of our own; what it was goes to the log of the server, never into the document.

    The outermost layer calls this, beyond the guard, so that the headers are added here.
    """
    told = document(KINDS["internal-error"], "An unexpected error stopped the work.", request.url.path)
    try:
        return answer_problem(request, told, HEADERS)
    except Exception:
        return respond(told, HEADERS)
