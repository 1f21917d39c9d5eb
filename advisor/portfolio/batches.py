"""A portfolio as batches of bounded size, each with the place from which a run can go on after it."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from advisor.portfolio.blocks import blocks
from advisor.portfolio.delimited import header_of, read_records
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.jsonlines import read_lines
from advisor.portfolio.rows import Rows, whole
from advisor.portfolio.sources import Source
from knowledge.models import Fact

ROWS = 131_072
"""Rows of a batch where the format lets us choose."""
SNIFFED = 1024 * 1024
"""Bytes of an NDJSON file in which the columns to keep are looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a run has come: the number of the source, rows read of it, and the byte where the next record starts."""

    source: int = 0
    row: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one source and the place behind them."""

    source: Source
    rows: Rows
    after: Place


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What columns can be: facts, and those that travel along."""

    facts: Mapping[str, Fact]
    kept: Sequence[str]


def names_of(source: Source, kept: Sequence[str]) -> list[str]:
    """The names of a source's columns; of NDJSON, where every row has its own, those to keep. Raises PortfolioError."""
    try:
        if source.format == "csv":
            return list(header_of(source.path).names)
        if source.format == "excel":
            return _sheet(source)[0]
        if source.format == "parquet":
            return pl.scan_parquet(source.path, glob=False).collect_schema().names()
        with source.path.open("rb") as file:
            start = file.read(SNIFFED)
        return [name for name in kept if f'"{name}"'.encode() in start]
    except (pl.exceptions.PolarsError, csv.Error, OSError) as error:
        raise _unreadable(source, error) from None


def rows_of(source: Source) -> int | None:
    """How many rows a source has, where that is known without reading it."""
    if source.format != "parquet":
        return None
    return int(pl.scan_parquet(source.path, glob=False).select(pl.len()).collect().item())


def batches(sources: Sequence[Source], vocabulary: Vocabulary, start: Place) -> Iterator[Batch]:
    """Yield everything from a place on, source by source. Raises PortfolioError for a source that can't be read."""
    place = start
    for number in range(start.source, len(sources)):
        source = sources[number]
        try:
            for rows, offset in _READERS[source.format](source, place, vocabulary):
                place = Place(number, place.row + rows.count, offset)
                yield Batch(source, rows, place)
        except (pl.exceptions.PolarsError, csv.Error, OSError) as error:
            raise _unreadable(source, error) from None
        place = Place(number + 1)


def _unreadable(source: Source, error: Exception) -> PortfolioError:
    text = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return PortfolioError(str(source.path), text, f"a {source.format} file", "check that the file is whole, or leave it out")


Reading = Iterator[tuple[Rows, int]]
"""Rows, and the byte behind them where the format counts bytes."""


def _parquet(source: Source, place: Place, vocabulary: Vocabulary) -> Reading:
    for start in range(place.row, rows_of(source) or 0, ROWS):
        yield whole(pl.scan_parquet(source.path, glob=False).slice(start, ROWS).collect(), start), 0


def _excel(source: Source, place: Place, vocabulary: Vocabulary) -> Reading:
    _, rows = _sheet(source)
    for start in range(place.row, rows.height, ROWS):
        yield whole(rows.slice(start, ROWS), start), 0


def _sheet(source: Source) -> tuple[list[str], pl.DataFrame]:
    """Names and rows of the first sheet, all cells as text; it is read whole, as it has a million rows at most."""
    sheet = pl.read_excel(source.path, has_header=False, read_options={"dtypes": "string"})
    if sheet.height == 0:
        raise PortfolioError(str(source.path), "an empty sheet", "the names of the columns in the first row", "add them")
    names = [(name or f"column {number}").strip() for number, name in enumerate(sheet.row(0), 1)]
    rows = sheet.slice(1)
    unique = len(set(names)) == len(names)
    return names, rows.rename(dict(zip(rows.columns, names, strict=True))) if unique else rows


def _csv(source: Source, place: Place, vocabulary: Vocabulary) -> Reading:
    header, row = header_of(source.path), place.row
    for block in blocks(source.path, place.offset or header.end, quoted=True):
        rows = read_records(block.content, header, row)
        row += rows.count
        yield rows, block.after


def _ndjson(source: Source, place: Place, vocabulary: Vocabulary) -> Reading:
    row = place.row
    for block in blocks(source.path, place.offset, quoted=False):
        rows = read_lines(block.content, vocabulary.facts, vocabulary.kept, row)
        row += rows.count
        yield rows, block.after


_READERS: dict[str, Callable[[Source, Place, Vocabulary], Reading]] = {
    "parquet": _parquet,
    "excel": _excel,
    "csv": _csv,
    "ndjson": _ndjson,
}
