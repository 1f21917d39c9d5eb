"""A document as Markdown (CommonMark with tables, as GitHub and GitLab read it). Text of users is escaped, never markup."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote

from advisor.reports.content import (
    Account,
    Block,
    Document,
    Figure,
    Item,
    Items,
    Ledger,
    Line,
    Pairs,
    Paragraph,
    Section,
    Span,
    Table,
)
from advisor.reports.stamp import commented

_SPECIAL = {ord(sign): f"\\{sign}" for sign in r"\`*_[]<>|~&$!#@{}"}
_AT_START = re.compile(r"^(\s*)([-+=>]|\d+(?=[.)]))")
_BARE_LINK = re.compile(r"\b(https?|ftp|mailto|www)([:.])", re.IGNORECASE)
_LINKS = ("http", "ftp", "mailto", "www")
_TICKS = re.compile(r"`+")


def render_markdown(document: Document) -> str:
    """The document as Markdown."""
    text = "\n\n".join(_parts(document))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def _parts(document: Document) -> Iterator[str]:
    yield f"# {escape(document.title)}"
    if document.answer:
        yield f"**{escape(document.answer)}**"
    yield from map(_start, document.lead)
    for section in document.sections:
        yield from _section(section, "##")
    if document.stamp:
        yield commented(document.stamp)


def _section(section: Section, level: str) -> Iterator[str]:
    yield f"{level} {escape(section.title)}"
    if section.note:
        yield _start(section.note)
    yield from map(_block, section.blocks)
    for inner in section.sections:
        yield from _section(inner, level + "#")


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _start(block.line)
        case Items():
            return "\n".join(_item(item, "1. " if block.ordered else "- ") for item in block.items)
        case Table():
            return _table(block)
        case Ledger():
            return _ledger(block)
        case Pairs():
            return "\n".join(_pair(escape(name), lines) for name, lines in block.rows)
        case Figure():
            diagram = block.diagram
            drawn = f"{_fenced(diagram)}\n\n" if diagram else ""
            return f"{drawn}**{escape(block.title)}** {escape(block.description)}"


def _item(item: Item, sign: str) -> str:
    first = f"**{escape(item.points)}** {_inside(item.line)}" if item.points else _start(item.line)
    return f"\\\n{' ' * len(sign)}".join([sign + first, *map(_start, item.more)])


def _table(table: Table) -> str:
    rows = [
        "".join(f" {escape(title)} |" for title in table.head),
        "".join(" ---: |" if side == "r" else " --- |" for side in table.align),
        *("".join(f" {_cell(cell)} |" for cell in row) for row in table.rows),
    ]
    return "\n".join(f"|{row}" for row in rows)


def _ledger(ledger: Ledger) -> str:
    remark = f" {escape(ledger.remark)}" if ledger.remark else ""
    last = f"- **{escape(ledger.label)}** = **{escape(ledger.total)}**{remark}"
    return "\n".join([*map(_account, ledger.accounts), last])


def _account(account: Account) -> str:
    sums = f"- **{escape(account.label)}** {escape(account.reckoning)} = **{escape(account.amount)}**"
    return "\n".join([sums, *(f"  - **{escape(item.points)}** {_inside(item.line)}" for item in account.reasons)])


def _pair(name: str, lines: tuple[Line, ...]) -> str:
    if len(lines) == 1:
        return f"- **{name}**: {_inside(lines[0])}\n"
    return "\n".join([f"- **{name}**", *(f"  - {_start(line)}" for line in lines)])


@lru_cache(maxsize=8192)
def escape(text: str) -> str:
    """Text that reads as itself: no emphasis, link, code, table, heading or list of its own."""
    escaped = text.translate(_SPECIAL)
    folded = text.casefold()
    return _BARE_LINK.sub(r"\1\\\2", escaped) if any(word in folded for word in _LINKS) else escaped


def _fenced(diagram: str) -> str:
    """Mermaid text between fences that are longer than any inside."""
    fence = "`" * max(3, 1 + _longest(diagram))
    return f"{fence}mermaid\n{diagram.strip()}\n{fence}"


def _longest(text: str) -> int:
    """The length of the longest run of backticks."""
    return max(map(len, _TICKS.findall(text)), default=0) if "`" in text else 0


def _guard(text: str) -> str:
    """Keep the start of a line from reading as a list, a quote or an underline."""
    match = _AT_START.match(text)
    if match is None:
        return text
    end = match.end() if match[2].isdigit() else match.start(2)
    return f"{text[:end]}\\{text[end:]}"


def _start(line: Line) -> str:
    """Spans at the start of a line."""
    text = _inside(line)
    return _guard(text) if line and line[0].role in ("plain", "muted") else text


def _inside(line: Line) -> str:
    """Spans that do not start a line."""
    return "".join([escape(span.text) if span.role == "plain" and span.target is None else _span(span) for span in line])


def _cell(line: Line) -> str:
    """A line of spans in a table, where a bar in code would end the cell."""
    text = _inside(line)
    return text.replace("|", r"\|").replace(r"\\|", r"\|") if "|" in text else text


def _span(span: Span) -> str:
    if span.role == "code":
        return _code(span.text)
    text = escape(span.text)
    if span.role == "link" or span.target is not None:
        return f"[{text}]({_address(span.target)})" if span.target else text
    if span.role == "strong" and (core := text.strip()):
        before, _, after = text.partition(core)
        return f"{before}**{core}**{after}"
    return text


@lru_cache(maxsize=4096)
def _address(target: str) -> str:
    return quote(target, safe="#:/?&=%+,;@~.-_!*")


def _code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks inside."""
    if not text:
        return ""
    fence = "`" * (_longest(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
