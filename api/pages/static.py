"""The files that pages load: read once, named in a closed list, kept by browsers for as long as they stay the same."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.problems import ProblemError

router = APIRouter(include_in_schema=False)
FOLDER = Path(__file__).parent / "static"
HTMX = "htmx-4.0.1.min.js"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
          ".txt": "text/plain; charset=utf-8"}  # fmt: skip
NAMES = ("pages.css", "pages.js", "rates.js", "mark.svg", HTMX, "htmx-LICENSE.txt")


@dataclass(frozen=True, slots=True)
class File:
    """A file with its type, its digest, and the same compressed."""

    content: bytes
    compressed: bytes
    media_type: str
    digest: str


@cache
def files() -> dict[str, File]:
    """All files by name."""
    return {name: _read(FOLDER / name) for name in NAMES}


def _read(path: Path) -> File:
    content = path.read_bytes()
    return File(content, gzip.compress(content, mtime=0), _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:16])


def address_of(name: str) -> str:
    """Where a page finds a file; another content has another address."""
    return f"/static/{name}?{files()[name].digest}"


@router.get("/static/{name}")
async def show_file(request: Request, name: str) -> Response:
    """Send a file; under its full address it never changes."""
    found = files().get(name)
    if found is None:
        raise ProblemError("not-found", "There is no such file.")
    fixed = request.url.query == found.digest
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if fixed else "no-cache",
        "ETag": f'"{found.digest}"',
        "Vary": "Accept-Encoding",
    }
    if f'"{found.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(found.compressed) < len(found.content):
        return Response(found.compressed, headers={**headers, "Content-Encoding": "gzip"}, media_type=found.media_type)
    return Response(found.content, headers=headers, media_type=found.media_type)
