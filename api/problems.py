"""Problem documents (RFC 9457): every error of the HTTP interface in one shape that names the field.

Each kind has a page below `/v1/problems`, which is what `type` points to. A document holds nothing of the server's inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from knowledge import AdvisorError

MEDIA_TYPE = "application/problem+json"
PATH = "/v1/problems"
MAX_ERRORS = 100
MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the last part of its `type`, its status, its title, and when it comes and what to do."""

    id: str
    status: int
    title: str
    meaning: str


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("unreadable-body", 422, "The body can't be read",
             "The body is not one JSON document in UTF-8 with each key once and finite numbers. `errors` says where."),
        Kind("invalid-question", 422, "The question has values that do not fit",
             "A key or value does not suit the vocabulary. `errors` has one entry for each; GET /v1/facts and "
             "GET /v1/schemas/workload say what is allowed."),
        Kind("invalid-table", 422, "The table can't be read",
             "The body is no table in the format that Content-Type names, has a column that is no fact, or too many rows. "
             "A row that can't be read is no such problem: it is answered with its reason."),
        Kind("invalid-parameter", 422, "A parameter of the address does not fit",
             "A query parameter is unknown, given twice or has a value that does not fit."),
        Kind("no-edition", 422, "There is no edition for that date",
             "The date is before the first option existed. GET /v1/edition names the first date."),
        Kind("not-found", 404, "There is nothing at this address", "GET /openapi.json lists all addresses."),
        Kind("unknown-id", 404, "There is no entry of this id on this date",
             "The id is misspelt, or the entry is not in force on the date. `errors` names the nearest id or the dates."),
        Kind("method-not-allowed", 405, "The method is not offered here", "The header Allow names the methods that are."),
        Kind("not-acceptable", 406, "None of the accepted media types is offered", "`errors` names the types on offer."),
        Kind("address-too-long", 414, "The address is too long",
             "A page carries all answers in its address; these are more than an address can hold. POST /v1/advice takes more."),
        Kind("body-too-large", 413, "The body is too large", "Send a smaller body; reading stops at the limit."),
        Kind("unsupported-media-type", 415, "The body is of a media type that is not read here",
             "Send JSON in UTF-8, uncompressed, with the header Content-Type: application/json."),
        Kind("internal-error", 500, "The server failed",
             "The fault is ours and has been logged. The same question may fail again."),
        Kind("not-installed", 501, "A part of the distribution is not installed",
             "What was asked for comes with an extra that this server lacks. `detail` names it."),
        Kind("unhealthy", 503, "The advisor does not answer as it did at its start", "Start the server again."),
    )
}  # fmt: skip


class FieldProblem(BaseModel):
    """One thing wrong with one place; exactly one of pointer, parameter and header names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pointer: str | None = Field(None, description="JSON Pointer into the body, as a URI fragment.")
    parameter: str | None = Field(None, description="Name of the parameter of the address.")
    header: str | None = Field(None, description="Name of the header.")
    found: str = Field(description="What was read.")
    expected: str = Field(description="What can stand there.")
    remedy: str = Field(description="What to do.")


def in_body(pointer: str, found: str, expected: str, remedy: str) -> FieldProblem:
    """Something wrong at a place of the body."""
    return FieldProblem(pointer=pointer, found=found, expected=expected, remedy=remedy)


def in_address(parameter: str, found: str, expected: str, remedy: str) -> FieldProblem:
    """Something wrong with a parameter of the address."""
    return FieldProblem(parameter=parameter, found=found, expected=expected, remedy=remedy)


def in_header(header: str, found: str, expected: str, remedy: str) -> FieldProblem:
    """Something wrong with a header."""
    return FieldProblem(header=header, found=found, expected=expected, remedy=remedy)


class ProblemDocument(BaseModel):
    """A problem document, see RFC 9457."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="Address of the page on this kind of problem.")
    title: str = Field(description="The kind of problem in words; the same for all of its kind.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="This occurrence in words.")
    instance: str = Field(description="The path that was asked.")
    errors: list[FieldProblem] = Field(description="Every place that is wrong, at most a hundred.")


class ProblemError(AdvisorError, HTTPException):
    """A request that is refused; the interface answers with the problem document of its kind."""

    def __init__(self, kind: str, detail: str, errors: Sequence[FieldProblem] = ()) -> None:
        HTTPException.__init__(self, KINDS[kind].status, detail)
        self.kind = KINDS[kind]
        self.errors = errors


def document(kind: Kind, detail: str, path: str, errors: Sequence[FieldProblem] = ()) -> ProblemDocument:
    """Put an occurrence into the shape of RFC 9457; places beyond `MAX_ERRORS` are left out."""
    if len(errors) > MAX_ERRORS:
        detail += f" Only the first {MAX_ERRORS} places are listed."
    return ProblemDocument(
        type=f"{PATH}/{kind.id}" if kind.id else "about:blank",
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=quote(path, errors="replace"),
        errors=list(errors[:MAX_ERRORS]),
    )


def respond(told: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """The response that carries a problem document."""
    content = told.model_dump_json(exclude_none=True).encode()
    return Response(content, told.status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def shorten(text: str) -> str:
    """A stranger's text as it is shown back: printable, and at most sixty characters."""
    shown = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    return "".join(character if character.isprintable() else "�" for character in shown)
