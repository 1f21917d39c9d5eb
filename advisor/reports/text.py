"""A document as text of a fixed width, for terminals and pipes: the same words with and without colour.

`lay_out` yields lines of (text, style) pairs; what the styles look like is left to whoever shows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from rich.cells import cell_len

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
    words,
)

Style = Literal["plain", "strong", "muted", "code", "rule", "link", "title", "heading", "good", "bad", "rail"]
Row = list[tuple[str, Style]]

WIDTH = 80
MIN_WIDTH = 40
UNBOUND = 10_000  # a width at which nothing is wrapped
MAX_RAIL = 100
MIN_COLUMN = 8
LAST_COLUMN = 30
INDENT = "  "


def render_text(document: Document, width: int = WIDTH) -> str:
    """The document as plain text, each line without trailing blanks."""
    return "\n".join("".join(text for text, _ in row).rstrip() for row in lay_out(document, width)) + "\n"


def lay_out(document: Document, width: int = WIDTH) -> Iterator[Row]:
    """Yield the rows of a document; `width` below MIN_WIDTH counts as MIN_WIDTH."""
    width = max(width, MIN_WIDTH)
    if document.title:
        yield from _wrap(words(document.title), width, style="muted" if document.answer else "title")
    if document.answer:
        style: Style = document.tone if document.tone != "plain" else "title"
        yield from _wrap(words(document.answer), width, first=[("▌ ", style)], rest=[("▌ ", style)], style=style)
    for line in document.lead:
        yield []
        yield from _wrap(line, width)
    for section in document.sections:
        yield from _section(section, width)


def _section(section: Section, width: int) -> Iterator[Row]:
    yield []
    yield []
    title = section.title.upper()
    row: Row = [(title, "heading")]
    note = plain(section.note)
    if note and cell_len(title) + cell_len(note) + 3 <= width <= MAX_RAIL:
        row += [(" " * (width - cell_len(title) - cell_len(note)), "plain"), (note, "muted")]
    yield row
    yield [("─" * min(width, MAX_RAIL), "rail")]
    yield from _blocks(section, width)


def _blocks(section: Section, width: int) -> Iterator[Row]:
    for number, block in enumerate(section.blocks):
        if number:
            yield []
        yield from _block(block, width)
    for number, inner in enumerate(section.sections):
        if number or section.blocks:
            yield []
        yield from _inner(inner, width)


def _inner(section: Section, width: int) -> Iterator[Row]:
    """A smaller section: its title with the note beside it, its blocks close together below."""
    note = tuple(Span(span.text, "muted") for span in section.note)
    title = Span(section.title, "strong")
    yield from _wrap((title, Span(" · ", "muted"), *note) if note else (title,), width, rest=[("  ", "plain")])
    for block in section.blocks:
        yield from _shift(_block(block, width - len(INDENT)), INDENT)


def _shift(rows: Iterable[Row], indent: str) -> Iterator[Row]:
    for row in rows:
        yield [(indent, "plain"), *row] if row else row


def _block(block: Block, width: int) -> Iterator[Row]:
    match block:
        case Paragraph():
            yield from _wrap(block.line, width, style=block.tone)
        case Items():
            yield from _items(block.items, width)
        case Table():
            yield from _table(block, width)
        case Ledger():
            yield from _ledger(block, width)
        case Pairs():
            yield from _pairs(block, width)
        case Figure():
            yield from _wrap((Span(block.title, "strong"), Span(f": {block.description}")), width)


def _items(items: tuple[Item, ...], width: int) -> Iterator[Row]:
    marks = [item.points or item.bullet for item in items]
    room = max((cell_len(mark) for mark in marks), default=0)
    for mark, item in zip(marks, items, strict=True):
        style: Style = "muted" if item.tone == "plain" else item.tone
        first: Row = [(" " * (room - cell_len(mark)), "plain"), (mark, style), ("  ", "plain")]
        rest: Row = [(" " * (room + 2), "plain")]
        yield from _wrap(item.line, width, first=first, rest=rest)
        for line in item.more:
            yield from _wrap(line, width, first=rest, rest=rest)


def _ledger(ledger: Ledger, width: int) -> Iterator[Row]:
    room = max(cell_len(amount) for amount in (ledger.total, *(account.amount for account in ledger.accounts)))
    yield [(f"{'points × weight = score':>{width}}", "muted")]
    for account in ledger.accounts:
        yield _sum_row(account.label, f"{account.reckoning} = {account.amount:>{room}}", width, "strong")
        yield from _shift(_items(account.reasons, width - 2), INDENT)
    yield [("─" * width, "rail")]
    yield _sum_row(ledger.label, f"{ledger.total:>{room}}", width, "strong")
    if ledger.remark:
        yield from _wrap(words(ledger.remark, "muted"), width)


def _sum_row(left: str, right: str, width: int, style: Style) -> Row:
    gap = max(2, width - cell_len(left) - cell_len(right))
    return [(left, style), (" " * gap, "plain"), (right, style)]


def _pairs(pairs: Pairs, width: int) -> Iterator[Row]:
    room = min(max((cell_len(name) for name, _ in pairs.rows), default=0), 30) + 2
    for name, lines in pairs.rows:
        label: Row = [(name + " " * max(1, room - cell_len(name)), "muted")]
        for line in lines or (words(""),):
            yield from _wrap(line, width, first=label, rest=[(" " * room, "plain")])
            label = [(" " * room, "plain")]


def _table(table: Table, width: int) -> Iterator[Row]:
    """Columns side by side; where they don't fit, the widest gives way, but no word of the first is cut.

    When that would squeeze the last column, it goes below the others.
    """
    spare = width - 2 * (len(table.head) - 1)
    head, widths = table.head, _natural(table.head, table)
    if sum(widths) > spare and table.short:
        head, widths = table.short, _natural(table.short, table)
    least = [min(size, MIN_COLUMN) if number else size for number, size in enumerate(widths)]
    while sum(widths) > spare and any(size > low for size, low in zip(widths, least, strict=True)):
        _, widest = max((size, number) for number, size in enumerate(widths) if size > least[number])
        widths[widest] -= 1
    rows = [tuple(words(title, "muted") for title in head), *table.rows]
    if table.align.endswith("l") and widths[-1] < min(LAST_COLUMN, _natural(head, table)[-1]):
        yield from _stacked(rows, width, table.align, _natural(head, table))
        return
    for row in rows:
        yield from _table_row(row, widths, table.align)


def _stacked(rows: Sequence[Sequence[Line]], width: int, align: str, widths: list[int]) -> Iterator[Row]:
    """The last cell of each row below the others."""
    while sum(widths[:-1]) + 2 * (len(widths) - 2) > width and widths[1] > MIN_COLUMN:
        widths[1] -= 1
    for row in rows:
        yield from _table_row(row[:-1], widths[:-1], align)
        yield from _wrap(row[-1], width, first=[("    ", "plain")], rest=[("    ", "plain")])


def _natural(head: tuple[str, ...], table: Table) -> list[int]:
    """The width that each column wants."""
    cells = [[words(title) for title in head], *table.rows]
    return [max(sum(cell_len(span.text) for span in row[column]) for row in cells) for column in range(len(head))]


def _table_row(row: Sequence[Line], widths: list[int], align: str) -> Iterator[Row]:
    wrapped = [list(_wrap(cell, size, hard=True)) for cell, size in zip(row, widths, strict=True)]
    for number in range(max(len(cell) for cell in wrapped)):
        out: Row = []
        for column, (cell, size) in enumerate(zip(wrapped, widths, strict=True)):
            part = cell[number] if number < len(cell) else []
            space: Row = [(" " * (size - _cells(part)), "plain")]
            out += [("  ", "plain")] if column else []
            out += space + part if align[column] == "r" else part + space
        yield out


def _wrap(
    line: Line, width: int, *, first: Row | None = None, rest: Row | None = None, style: Style = "plain", hard: bool = False
) -> Iterator[Row]:
    """Fill rows with the words of a line. A word longer than the width sticks out, or is cut when `hard`."""
    row, used = list(first or []), _cells(first or [])
    empty = True
    for word in _words(line, style):
        for part in _cut(word, width) if hard else [word]:
            size = _cells(part)
            if not empty and used + 1 + size > width:
                yield row
                row, used, empty = list(rest or []), _cells(rest or []), True
            row += part if empty else [(" ", "plain"), *part]
            used += size + (not empty)
            empty = False
    yield row


def _cells(row: Row) -> int:
    return sum(cell_len(text) for text, _ in row)


def _words(line: Line, style: Style) -> Iterator[Row]:
    """What stands between blanks, each as the pieces that it is made of."""
    word: Row = []
    for span in line:
        role: Style = style if span.role == "plain" else span.role
        text = f"[{span.text}]" if span.role == "rule" else span.text
        for number, piece in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = []
            if piece:
                word.append((piece, role))
    if word:
        yield word


def _cut(word: Row, width: int) -> Iterator[Row]:
    """Cut a word into pieces of at most `width` cells."""
    piece: Row = []
    for text, style in word:
        for letter in text:
            if _cells(piece) + cell_len(letter) > width:
                yield piece
                piece = []
            piece.append((letter, style))
    if piece:
        yield piece
