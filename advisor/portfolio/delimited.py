"""CSV: a header, then records, all cells as text. A record that is none costs its row and no other.

Commas, semicolons or tabs; quotes as in RFC 4180; UTF-8. A record whose first cell starts with `#` is a remark.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from advisor.portfolio.blocks import MAX_RECORD, first_record
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.rows import Refusal, Rows, refusals, whole

REMARK = "#"


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, what stands between cells, and the byte where the records start."""

    names: tuple[str, ...]
    separator: str
    end: int


def header_of(path: Path) -> Header:
    """Return the header of a CSV file. Raises PortfolioError when there is none."""
    with path.open("rb") as file:
        return header_in(file.read(MAX_RECORD), str(path))


def header_in(content: bytes, where: str) -> Header:
    """Return the header that some bytes begin with. Raises PortfolioError when there is none."""
    record, end = first_record(content)
    try:
        text = record.decode()
    except UnicodeDecodeError:
        raise PortfolioError(where, "a header that is not UTF-8", "text in UTF-8", "save the file as UTF-8") from None
    separator = max(",;\t", key=text.count)
    names = next(csv.reader([text], delimiter=separator), [])
    if not any(name.strip() for name in names):
        raise PortfolioError(where, "no header", "the names of the columns in the first line", "add them")
    return Header(tuple(name.strip() for name in names), separator, end)


def read_records(content: bytes, header: Header, before: int) -> Rows:
    """Read whole records; `before` is how many came before them."""
    schema = {str(number): pl.String() for number in range(len(header.names))}
    try:
        frame = pl.read_csv(content, has_header=False, schema=schema, separator=header.separator, empty_string_is_null=False)
        rows = whole(frame, before)
    except (pl.exceptions.NoDataError, pl.exceptions.ComputeError):
        rows = _one_by_one(content, header, before, schema)
    rows = _without_remarks(rows)
    return Rows(named(rows.frame, header.names), rows.numbers, rows.rejects, rows.count)


def named(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The frame with the names of the header (which are known to differ)."""
    return frame.rename(dict(zip(frame.columns, names, strict=True)))


def _without_remarks(rows: Rows) -> Rows:
    remark = rows.frame.select(pl.first().str.starts_with(REMARK).fill_null(value=False)).to_series()
    if not remark.any():
        return rows
    return Rows(rows.frame.filter(~remark), rows.numbers.filter(~remark), rows.rejects, rows.count)


def _one_by_one(content: bytes, header: Header, before: int, schema: dict[str, pl.String]) -> Rows:
    """The slow way, when something in the block is no record."""
    good: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Refusal] = []
    width, number = len(header.names), before
    reader = csv.reader(io.StringIO(content.decode(errors="replace"), newline=""), delimiter=header.separator)
    for cells in reader:
        if not cells:
            continue
        number += 1
        if len(cells) > width:
            expected, remedy = f"{width} cells, as in the header", "quote the cells that contain the separator"
            refused.append((number, None, f"{len(cells)} cells", expected, remedy))
        elif any("\ufffd" in cell for cell in cells):
            column = next(name for name, cell in zip(header.names, cells, strict=False) if "\ufffd" in cell)
            refused.append((number, column, "bytes that are not UTF-8", "text in UTF-8", "save the file as UTF-8"))
        else:
            good.append(cells + [""] * (width - len(cells)))
            numbers.append(number)
    frame = pl.DataFrame(good, schema=schema, orient="row")
    return Rows(frame, pl.Series(numbers, dtype=pl.UInt64), refusals(refused), number - before)
