"""A document as Markdown (CommonMark with tables, as GitHub and GitLab read it). Text of users is escaped, never markup."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from advisor.reports.content import Document, Line, Span, kind
from advisor.reports.stamp import commented

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$!#@{}])")
_AT_START = re.compile(r"^(\s*)([-+=>]|\d+(?=[.)]))")
_BARE_LINK = re.compile(r"\b(https?|ftp|mailto|www)([:.])", re.IGNORECASE)


def render_markdown(document: Document) -> str:
    """The document as Markdown."""
    text = _environment().get_template("document.md.j2").render(document=document)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=False, finalize=_only_written,
        autoescape=False,  # noqa: S701 - Markdown is escaped by the filters, and nothing else may be put out
    )  # fmt: skip
    environment.filters |= {
        "kind": kind, "line": in_line, "inside": in_place, "cell": in_cell, "text": in_text, "fence": in_fence,
        "comment": in_comment,
    }  # fmt: skip
    block: Any = environment.get_template("block.md.j2").module
    environment.filters["shown"] = lambda one: Written(block.shown(one))
    return environment


class Written(str):
    """Text that is Markdown already."""

    __slots__ = ()


def _only_written(value: object) -> object:
    """Let nothing through that a filter has not escaped."""
    if isinstance(value, Written):
        return value
    raise TypeError(f"{value} would be put out without being escaped")  # an undefined name raises its own error here


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """Text that reads as itself: no emphasis, link, code, table, heading or list of its own."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _BARE_LINK.sub(r"\1\\\2", escaped)


def in_text(text: str) -> Written:
    """Plain text that does not start a line."""
    return Written(escape(text))


def in_fence(diagram: str) -> Written:
    """Mermaid text between fences that are longer than any inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", diagram)), default=0))
    return Written(f"{fence}mermaid\n{diagram.strip()}\n{fence}")


def in_comment(stamp: str) -> Written:
    """What programs read, where people who read the page don't see it."""
    return Written(commented(stamp))


def _guard(text: str) -> str:
    """Keep the start of a line from reading as a list, a quote or an underline."""
    match = _AT_START.match(text)
    if match is None:
        return text
    end = match.end() if match[2].isdigit() else match.start(2)
    return f"{text[:end]}\\{text[end:]}"


def in_line(line: Line) -> Written:
    """Spans at the start of a line."""
    text = in_place(line)
    return Written(_guard(text)) if line and line[0].role in ("plain", "muted") else text


def in_place(line: Line) -> Written:
    """Spans that do not start a line."""
    return Written("".join(_span(span) for span in line))


def in_cell(line: Line) -> Written:
    """A line of spans in a table, where a bar in code would end the cell."""
    return Written(in_place(line).replace("|", r"\|").replace(r"\\|", r"\|"))


def _span(span: Span) -> str:
    if span.role == "code":
        return _code(span.text)
    text = escape(span.text)
    if span.role == "link" or span.target is not None:
        return f"[{text}]({_address(span.target)})" if span.target else text
    if span.role == "strong" and text.strip():
        return f"**{text.strip()}**"
    return text


@lru_cache(maxsize=4096)
def _address(target: str) -> str:
    return quote(target, safe="#:/?&=%+,;@~.-_!*")


def _code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks inside."""
    if not text:
        return ""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
