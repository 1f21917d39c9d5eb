"""Which of the offered media types a client accepts best (RFC 9110, section 12.5.1)."""

from functools import lru_cache

from fastapi import Request

from api.problems import ProblemError, in_header, shorten

JSON = "application/json"


def accepted(request: Request, offered: tuple[str, ...] = (JSON,)) -> str:
    """Return the media type to answer with. Raises ProblemError (406) when none of those offered is accepted."""
    header = ", ".join(request.headers.getlist("accept"))
    best = choose(header, offered)
    if best is None:
        error = in_header("Accept", shorten(header), "one of " + ", ".join(offered), "accept one of them")
        raise ProblemError("not-acceptable", "Nothing that the header Accept names is offered here.", [error])
    return best


@lru_cache(maxsize=256)
def choose(header: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered type of the highest quality, the first of equal ones; None when all have quality 0.

    An empty header accepts everything. The most specific range that matches a type decides on its quality.
    """
    if not header.strip():
        return offered[0]
    ranges = dict(_range(part) for part in header.split(","))
    qualities = {media_type: _quality(media_type, ranges) for media_type in offered}
    best = max(offered, key=lambda media_type: qualities[media_type])
    return best if qualities[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return name, max(0.0, min(1.0, float(weight)))
    except ValueError:
        return name, 0.0


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    family = media_type.partition("/")[0]
    for name in (media_type, f"{family}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
