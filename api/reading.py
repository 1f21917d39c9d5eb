"""From a body to one JSON document, read strictly, with every fault named by its place in the body."""

import json
import math
import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from fastapi import Request

from advisor.files import MAX_DEPTH
from advisor.language.workload import MAX_KEYS
from api.problems import MAX_ERRORS, FieldProblem, ProblemError, in_body, in_header, shorten

Path = tuple[str | int, ...]  # keys and numbers of items, from the outside in
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Repeated(dict[str, Any]):
    """A JSON object in which a key came twice."""

    names: tuple[str, ...] = ()


async def body_of(request: Request) -> bytes:
    """Return the body of a request that announces JSON. Raises ProblemError (413, 415)."""
    check_media_type(request)
    return await request.body()


def check_media_type(request: Request) -> None:
    """Raise ProblemError (415) unless the headers announce JSON in UTF-8, uncompressed."""
    announced = request.headers.get("content-type", "")
    media_type, *parameters = (part.strip().lower() for part in announced.split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "utf-8")
    if media_type != "application/json" or charset not in ("utf-8", "utf8", "us-ascii"):
        _refuse_header("Content-Type", announced, "application/json")
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        _refuse_header("Content-Encoding", coding, "an uncompressed body")


def _refuse_header(name: str, found: str, expected: str) -> None:
    error = in_header(name, shorten(found) or "nothing", expected, "send it so")
    raise ProblemError("unsupported-media-type", f"The header {name} does not announce {expected}.", [error])


def read_json(body: bytes) -> object:
    """Return the JSON document of a body. Raises ProblemError (422) naming all places that are wrong."""
    if not body.strip():
        raise _unreadable("nothing", "a JSON document", "send the question in the body")
    try:
        found = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_object, parse_float=_number)
    except UnicodeDecodeError as error:
        place = f"byte 0x{body[error.start]:02x} at offset {error.start}"
        raise _unreadable(place, "text in UTF-8", "encode the body in UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"{error.msg} at {place}", "one JSON document", "correct the body at that place") from None
    except RecursionError:
        raise _unreadable("deep nesting", f"at most {MAX_DEPTH} levels", "flatten the document") from None
    except ValueError:
        raise _unreadable("a number of thousands of digits", "a number that a computer can hold", "shorten it") from None
    errors = list(islice(faults(found), MAX_ERRORS + 1))
    if errors:
        raise ProblemError("unreadable-body", "The body is not a document that can be read in only one way.", errors)
    return found


def _unreadable(found: str, expected: str, remedy: str) -> ProblemError:
    error = in_body("#", found, expected, remedy)
    return ProblemError("unreadable-body", f"Found {found}; expected {expected}.", [error])


def _number(text: str) -> float:
    """A number with a point or an exponent; 304.0 is the whole number 304, as JSON Schema has it."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = _Repeated(found)
    repeated.names = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return repeated


def faults(document: object) -> Iterator[FieldProblem]:
    """Yield what plain JSON readers let pass: repeated keys, lone surrogates, numbers that are not finite, excess of items."""
    waiting: deque[tuple[Path, object]] = deque([((), document)])
    while waiting:
        path, value = waiting.popleft()
        if not isinstance(value, dict | list):
            yield from _leaf_faults(path, value)
            continue
        yield from _container_faults(path, value)
        if len(path) < MAX_DEPTH and len(value) <= MAX_KEYS:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend(((*path, name), item) for name, item in items if not isinstance(item, bool | int))


def _leaf_faults(path: Path, value: object) -> Iterator[FieldProblem]:
    if isinstance(value, float) and not math.isfinite(value):
        yield in_body(pointer(path), str(value), "a finite number", "leave the key out if it is not known")
    elif isinstance(value, str) and not value.isascii():
        lone = _SURROGATE.search(value)
        if lone is not None:
            found = f"half of a character, \\u{ord(lone[0]):04x}"
            yield in_body(pointer(path), found, "text in Unicode", "send both halves or neither")


def _container_faults(path: Path, value: dict[str, Any] | list[Any]) -> Iterator[FieldProblem]:
    if len(path) == MAX_DEPTH and value:
        yield in_body(pointer(path), "deep nesting", f"at most {MAX_DEPTH} levels", "flatten the document")
    if len(value) > MAX_KEYS:
        found = f"{len(value):,} {'keys' if isinstance(value, dict) else 'items'}"
        yield in_body(pointer(path), found, f"at most {MAX_KEYS}", "leave out what is not a fact")
    elif isinstance(value, dict):
        for name in value:
            yield from _leaf_faults(path, name)
    for name in value.names if isinstance(value, _Repeated) else ():
        yield in_body(pointer((*path, name)), "the key more than once", "each key once", "keep the one that is meant")


def pointer(path: Path) -> str:
    """A place in the body as a JSON Pointer in a URI fragment; a stranger's keys are shortened."""
    return "#" + "".join(f"/{escape(str(name))}" for name in path)


def escape(name: str) -> str:
    """A key as a part of a JSON Pointer, shortened like all of a stranger's text."""
    return shorten(name).replace("~", "~0").replace("/", "~1")
