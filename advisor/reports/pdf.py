"""A document as PDF: tagged for screen readers (PDF/UA-1), with its own fonts, the same bytes every time.

Everything that is said goes to the template as data, never as markup. Letters for which no font is inside are written by
their number, as such a PDF may hold none that can't be shown.
"""

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from advisor.language.clean import shortened
from advisor.reports.content import (
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
    plain,
)
from advisor.reports.setting import Shown, set_table
from advisor.reports.stamp import FILE

if TYPE_CHECKING:
    from typst import Compiler

Paper = Literal["a4", "letter"]
Data = dict[str, Any]

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE = TEMPLATES / "document.typ"
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_LONG = 18
"""A run of letters without a blank may be broken after so many, or after a joint."""
_BRIEF = 40
"""Names with something at most so long behind them stand two abreast."""
_ROOMS: dict[Paper, float] = {"a4": 470.55, "letter": 487.28}
"""The width of a line in points: that of the paper less 22 mm on either side."""
_FOOT = 80
"""So much of a title stands at the foot of every page."""

# What the fonts inside typst show: Latin, Greek, Cyrillic, Armenian, Hebrew, and signs. A test draws each of them.
_SHOWN = (
    "\x20-\x7e\xa1-\xac\xae-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u0531-\u0556\u0559-\u058a"
    "\u05d0-\u05ea\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2042\u2044-\u2052\u2054-\u205e\u2070-\u2071\u2074-\u208e\u2090-\u209c"
    "\u20a0-\u20c0\u2100-\u211e\u2120\u2122\u2124\u2126-\u2151\u2153-\u2184\u2190-\u23ff\u2460-\u262f\ufb00-\ufb06\ufffd"
)
_HIDDEN = re.compile(f"[^{_SHOWN}]+")
_RUN = re.compile(rf"[^ ]{{{_LONG + 1},}}")
_JOINT = re.compile(r"([-_/:.,=&?])(?=[^ ])")
_BREAK = "\N{ZERO WIDTH SPACE}"
_INSIDE = b"x-inside:"
_LINK = re.compile(
    rb"/A<</Type/Action/S/URI/URI\(" + _INSIDE + rb"(?P<name>[a-z0-9_-]+)\)>>"
    rb"(?P<between>/F 4/StructParent \d+)/Contents\(" + _INSIDE + rb"(?P=name)\)"
)
_lock = threading.Lock()


def render_pdf(document: Document, paper: Paper = "a4") -> bytes:
    """The document as the bytes of a PDF on A4 or US Letter. Needs the extra `docs`."""
    told = {"document": _document(document, paper), "paper": _PAPERS[paper], "stamp": document.stamp, "file": FILE}
    files: Any = {"main.typ": _template(), "told.json": json.dumps(told, ensure_ascii=False).encode()}
    with _lock:
        made = _compiler().compile(input=files, format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError(f"typst returned {type(made).__name__}, not one file")
    return _led_inside(made)


def _led_inside(made: bytes) -> bytes:
    """A PDF in which what leads to `_INSIDE` leads to the heading of that name, byte for byte as long as before.

    Typst finds out where a link inside the document leads by laying out twice whatever holds one. An address costs nothing, and
    every heading with an anchor can be led to by its name anyway.
    """
    led, found = _LINK.subn(_leading, made)
    if found != made.count(b"/URI(" + _INSIDE):
        raise RuntimeError("typst writes links in another way than is expected here")
    return led


def _leading(match: re.Match[bytes]) -> bytes:
    name, between = match["name"], match["between"]
    return (b"/Dest(" + name + b")" + between + b"/Contents(" + name + b")").ljust(len(match[0]))


@cache
def _compiler() -> "Compiler":
    """The compiler, with its fonts loaded once a process.

    It keeps what it has laid out: a paragraph that comes again, in this document or the next, is not set twice.
    """
    from typst import Compiler

    return Compiler(ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def shown(text: str) -> str:
    """A text as the fonts can show it; a letter that they lack stands as its number: `[U+65E5]`."""
    if text.isascii():
        return text
    return _HIDDEN.sub(lambda match: "[" + " ".join(f"U+{ord(letter):04X}" for letter in match[0]) + "]", text)


@lru_cache(maxsize=4096)
def breakable(text: str) -> str:
    """The same with places at which long words may be broken."""
    return _RUN.sub(lambda match: _cut(match[0]), shown(text))


def _cut(word: str) -> str:
    parts = _JOINT.sub(rf"\1{_BREAK}", word).split(_BREAK)
    return _BREAK.join(piece for part in parts for piece in _pieces(part))


def _pieces(part: str) -> Iterator[str]:
    return (part[start : start + _LONG] for start in range(0, len(part), _LONG))


@dataclass(frozen=True, slots=True)
class _Page:
    """What every part needs to know: what can be led to, what stands for an entry on paper, and how wide a line is."""

    anchors: frozenset[str]
    short: Mapping[str, str]
    room: float


def _document(document: Document, paper: Paper) -> Data:
    entries = [inner for section in document.sections for inner in section.sections]
    page = _Page(
        frozenset(one.anchor for one in (*document.sections, *entries)),
        {f"#{one.anchor}": one.short for one in entries if one.short},
        _ROOMS[paper],
    )
    sections = [_section(section, page, str(place)) for place, section in enumerate(document.sections, 1)]
    return {
        "title": breakable(document.title),
        "foot": shown(shortened(document.title, _FOOT)),
        "answer": breakable(document.answer),
        "tone": document.tone,
        "lead": [_line(line, page) for line in document.lead],
        "sections": [one for one in sections if not one["listing"]],
        "appendix": [one for one in sections if one["listing"]],
    }


def _section(section: Section, page: _Page, number: str) -> Data:
    """A section as data. It carries its number: one that typst counts has every heading laid out again and again.

    A `listing` is one of entries alone.
    """
    return {
        "anchor": section.anchor,
        "number": section.short if section.entry else number,
        "title": breakable(section.title),
        "note": _line(section.note, page),
        "entry": section.entry,
        "listing": bool(section.sections) and all(inner.entry for inner in section.sections),
        "blocks": [
            _block(block, page, section.title, after)
            for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=False)
        ],
        "sections": [_section(inner, page, f"{number}.{place}") for place, inner in enumerate(section.sections, 1)],
    }


def _block(block: Block, page: _Page, title: str, after: Block | None) -> Data:
    """A block as data; a paragraph that leads to what comes after it stays on its page."""
    match block:
        case Paragraph():
            leads = isinstance(after, Table | Figure) or (after is not None and plain(block.line).endswith(":"))
            return {"kind": "paragraph", "line": _line(block.line, page), "tone": block.tone, "leads": leads}
        case Items():
            return {"kind": "items", "items": [_item(item, page) for item in block.items], "ordered": block.ordered}
        case Table():
            return _table(block, page, title)
        case Ledger():
            accounts = [
                {
                    "label": breakable(account.label), "reckoning": account.reckoning, "amount": account.amount,
                    "reasons": [_item(item, page) for item in account.reasons],
                }
                for account in block.accounts
            ]  # fmt: skip
            sums = {"label": breakable(block.label), "total": block.total, "remark": breakable(block.remark)}
            return {"kind": "ledger", "caption": shown(block.caption), "accounts": accounts, **sums}
        case Pairs():
            short = all(
                len(lines) == 1 and len(plain(lines[0])) <= _BRIEF and len(name) <= _BRIEF for name, lines in block.rows
            )
            rows = [{"name": breakable(name), "lines": [_line(line, page) for line in lines]} for name, lines in block.rows]
            return {"kind": "pairs", "rows": rows, "abreast": 2 if short else 1}
        case Figure():
            svg = block.svg
            return {
                "kind": "figure", "title": breakable(block.title), "description": shown(block.description),
                "svg": svg, "size": _size(svg),
            }  # fmt: skip


def _size(svg: str) -> list[float]:
    """Width and height of a picture in points, at 96 pixels an inch."""
    found = (re.search(rf'<svg[^>]*\s{side}="([0-9.]+)', svg) for side in ("width", "height"))
    return [float(match[1]) * 0.75 if match else 0.0 for match in found]


def _item(item: Item, page: _Page) -> Data:
    more = [_line(line, page) for line in item.more]
    return {"points": item.points, "tone": item.tone, "line": _line(item.line, page), "more": more}


def _table(table: Table, page: _Page, title: str) -> Data:
    """A table as data; a caption that says the same as the heading above is left out."""
    cells = [[_shown(cell, page) for cell in row] for row in table.rows]
    head = [breakable(name) for name in table.head]
    shape = set_table(head, cells, page.room)
    return {
        "kind": "table",
        "caption": "" if table.caption == title else breakable(table.caption),
        "head": head,
        "cells": [_told(cell) for row in cells for cell in row],
        "align": list(table.align),
        "size": shape.size,
        "widths": shape.columns,
        "heights": shape.rows,
    }


def _line(line: Line, page: _Page) -> str | list[Any]:
    return _told(_shown(line, page))


def _told(run: list[Shown]) -> str | list[Any]:
    """A line as it is told to the template: plain text, or spans, each as plain text or as text, role and target."""
    spans = [text if role == "plain" and not target else (text, role, target) for text, role, target in run]
    return spans[0] if len(spans) == 1 and isinstance(spans[0], str) else spans


def _shown(line: Line, page: _Page) -> list[Shown]:
    return [
        (breakable(span.text), "plain", "") if span.role == "plain" and span.target is None else _span(span, page)
        for span in line
    ]


def _span(span: Span, page: _Page) -> Shown:
    """A span as it is shown, an entry by its short form if it has one; a target that is not in the document is left out."""
    target = span.target or ""
    text = page.short.get(target) or shown(span.text) if span.role == "rule" else breakable(span.text)
    if target.startswith("#"):
        target = f"{_INSIDE.decode()}{target[1:]}" if target[1:] in page.anchors else ""
    return (text, span.role, target)
