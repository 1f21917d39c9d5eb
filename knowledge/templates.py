"""The small templates of `because`: plain text with `{{ name | filter }}`, parsed once, rendered by the advisor.

A name is a fact or a figure (`lambda.timeout.max`, `batch.fargate.max:vcpu`). The filters are a closed list.
"""

import re
from dataclasses import dataclass

FILTERS = ("duration", "milliseconds", "mib", "kib", "gib", "number", "percent", "list", "words", "usd")
_HOLE = re.compile(r"\{\{\s*([A-Za-z0-9_.:-]+)\s*(?:\|\s*([a-z]+)\s*)?\}\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """A place to be filled: the name of a fact or figure, and the filter that puts it into words."""

    name: str
    filter: str


def parse(text: str) -> tuple[str | Hole, ...]:
    """Split a template into text and holes. Raises ValueError on a broken hole or an unknown filter."""
    parts: list[str | Hole] = []
    end = 0
    for match in _HOLE.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        name, filter_name = match.group(1), match.group(2) or "words"
        if filter_name not in FILTERS:
            raise ValueError(f"filter {filter_name!r} is not one of {', '.join(FILTERS)}")
        parts.append(Hole(name, filter_name))
        end = match.end()
    if end < len(text):
        parts.append(text[end:])
    if any(isinstance(part, str) and ("{{" in part or "}}" in part) for part in parts):
        raise ValueError("braces that do not read as {{ name | filter }}")
    return tuple(parts)


def names(text: str) -> tuple[str, ...]:
    """Return the names that the template fills in, in order."""
    return tuple(part.name for part in parse(text) if isinstance(part, Hole))
