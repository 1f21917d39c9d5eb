"""A document as PDF: tagged for screen readers (PDF/UA-1), with its own fonts, the same bytes every time.

Everything that is said goes to the template as data, never as markup. Letters for which no font is inside are written by
their number, as such a PDF may hold none that can't be shown.
"""

import json
import re
import threading
from collections.abc import Iterator
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
_NARROW = 14
"""Columns whose longest cell is at most so long get the width that they want."""

_HEAD = 80
"""So much of a title stands at the head of every page."""

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
    told = {"document": _document(document), "paper": _PAPERS[paper], "stamp": document.stamp, "file": FILE}
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


def _document(document: Document) -> Data:
    anchors = {one.anchor for section in document.sections for one in (section, *section.sections)}
    return {
        "title": breakable(document.title),
        "head": shown(shortened(document.title, _HEAD)),
        "answer": breakable(document.answer),
        "tone": document.tone,
        "lead": [_line(line, anchors) for line in document.lead],
        "sections": [_section(section, anchors, str(place)) for place, section in enumerate(document.sections, 1)],
    }


def _section(section: Section, anchors: set[str], number: str) -> Data:
    """A section as data. It carries its number: one that typst counts has every heading laid out again and again."""
    return {
        "anchor": section.anchor,
        "number": number,
        "title": breakable(section.title),
        "note": _line(section.note, anchors),
        "entry": section.entry,
        "blocks": [
            _block(block, anchors, after) for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=False)
        ],
        "sections": [_section(inner, anchors, f"{number}.{place}") for place, inner in enumerate(section.sections, 1)],
    }


def _block(block: Block, anchors: set[str], after: Block | None) -> Data:
    """A block as data; a paragraph that leads to what comes after it stays on its page."""
    match block:
        case Paragraph():
            leads = isinstance(after, Table | Figure) or (after is not None and plain(block.line).endswith(":"))
            return {"kind": "paragraph", "line": _line(block.line, anchors), "tone": block.tone, "leads": leads}
        case Items():
            return {"kind": "items", "items": [_item(item, anchors) for item in block.items], "ordered": block.ordered}
        case Table():
            return _table(block, anchors)
        case Ledger():
            accounts = [
                {
                    "label": breakable(account.label), "reckoning": account.reckoning, "amount": account.amount,
                    "reasons": [_item(item, anchors) for item in account.reasons],
                }
                for account in block.accounts
            ]  # fmt: skip
            sums = {"label": breakable(block.label), "total": block.total, "remark": breakable(block.remark)}
            return {"kind": "ledger", "caption": shown(block.caption), "accounts": accounts, **sums}
        case Pairs():
            rows = [{"name": breakable(name), "lines": [_line(line, anchors) for line in lines]} for name, lines in block.rows]
            return {"kind": "pairs", "rows": rows}
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


def _item(item: Item, anchors: set[str]) -> Data:
    more = [_line(line, anchors) for line in item.more]
    return {"points": item.points, "tone": item.tone, "line": _line(item.line, anchors), "more": more}


def _table(table: Table, anchors: set[str]) -> Data:
    return {
        "kind": "table",
        "caption": breakable(table.caption),
        "head": [breakable(title) for title in table.head],
        "rows": [[_line(cell, anchors) for cell in row] for row in table.rows],
        "align": list(table.align),
        "widths": _widths(table),
    }


def _widths(table: Table) -> list[float]:
    """The share of the width that each column gets; 0 for as wide as it wants."""
    shares: list[float] = []
    for column, side in enumerate(table.align):
        longest = max([len(table.head[column]), *(sum(len(span.text) for span in row[column]) for row in table.rows)])
        word = max((len(word) for row in table.rows for span in row[column] for word in span.text.split(" ")), default=0)
        narrow = longest <= _NARROW or (side == "r" and longest <= 2 * _NARROW)
        shares.append(0 if narrow else round(max(min(longest, 200) ** 0.7, min(word, _LONG) * 0.9), 2))
    return shares


def _line(line: Line, anchors: set[str]) -> list[Any]:
    """Spans as plain text, or as text, role and target; a target that is not in the document is left out."""
    return [breakable(span.text) if span.role == "plain" and span.target is None else _span(span, anchors) for span in line]


def _span(span: Span, anchors: set[str]) -> list[str]:
    target = span.target or ""
    if target.startswith("#"):
        target = f"{_INSIDE.decode()}{target[1:]}" if target[1:] in anchors else ""
    text = shown(span.text) if span.role == "rule" else breakable(span.text)
    return [text, span.role, target]
