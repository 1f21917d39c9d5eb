"""Bodies of forms: fields as text, files as bytes, within the limit that guards every body."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.pages.ready import part_of
from api.problems import ProblemError, in_body, in_header, shorten

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MAX_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """The fields and files of a form, by name."""

    fields: dict[str, str]
    files: dict[str, Upload]


async def read_body(request: Request) -> Body:
    """Return what a form sent. Raises ProblemError (413, 415, 422, 501)."""
    announced = request.headers.get("content-type", "")
    media_type = announced.partition(";")[0].strip().lower()
    if media_type == URLENCODED:
        return Body(_fields(await request.body()), {})
    if media_type != MULTIPART:
        problem = in_header("Content-Type", shorten(announced) or "nothing", f"{URLENCODED} or {MULTIPART}", "use the page")
        raise ProblemError("unsupported-media-type", "The body is no form.", [problem])
    part_of("python_multipart", "serve")
    return await _multipart(request)


def _fields(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS))
    except ValueError:
        raise _unreadable("bytes that are no form") from None


async def _multipart(request: Request) -> Body:
    parser = MultiPartParser(request.headers, request.stream(), max_files=4, max_fields=MAX_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, UnicodeDecodeError, KeyError, ValueError):
        raise _unreadable("parts that can't be told apart") from None
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields[name] = value
        elif value.filename:
            files[name] = Upload(value.filename, await value.read())
    await form.close()
    return Body(fields, files)


def _unreadable(found: str) -> ProblemError:
    problem = in_body("#", found, "the fields of the form on this page", "send it from the page")
    return ProblemError("unreadable-body", "The form can't be read.", [problem])
