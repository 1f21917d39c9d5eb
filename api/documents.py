"""JSON documents that change with the edition only: serialised the same way every time, with an entity tag."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from fastapi import Request, Response
from pydantic import BaseModel

from api.accepting import JSON
from knowledge import Edition

DISTRIBUTION = "aws-compute-advisor"


@cache
def software() -> str:
    """The version of the distribution; `0` when the code runs without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"


def tag_of(edition: Edition) -> str:
    """The entity tag of everything that an edition and this version of the software say."""
    return f'"{edition.digest}-{software()}"'


def tagged(request: Request, edition: Edition, write: Callable[[], BaseModel | str], media_type: str = JSON) -> Response:
    """The response that carries a document of an edition, or says that the client holds it (RFC 9110, section 13.1.2).

    `write` makes the document: a text as it is, or a model, whose absent values are left out.
    """
    tag = tag_of(edition)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    told = write()
    content = told if isinstance(told, str) else told.model_dump_json(by_alias=True, exclude_none=True)
    return Response(content, headers=headers, media_type=media_type)
