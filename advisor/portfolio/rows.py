"""What a stretch of a source yields: its rows as a frame, their numbers, and what is no row at all."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from advisor.columns.check import REJECTS, InvalidTableError
from knowledge import Problem

Refusal = tuple[int, str | None, str, str, str]
"""Row, column, what was found, what was expected, what to do."""


@dataclass(frozen=True, slots=True)
class Rows:
    """`count` records were read; those that are rows stand in `frame`, numbered by `numbers`, the others in `rejects`."""

    frame: pl.DataFrame
    numbers: pl.Series
    rejects: pl.DataFrame
    count: int


def whole(frame: pl.DataFrame, before: int) -> Rows:
    """Rows that are all good; `before` is how many came before them."""
    return Rows(frame, numbered(before, frame.height), refusals([]), frame.height)


def numbered(before: int, count: int) -> pl.Series:
    """The numbers of the next rows; the first row has the number 1."""
    return pl.int_range(before + 1, before + count + 1, dtype=pl.UInt64, eager=True)


def as_text(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """A frame whose columns of these names, as far as it has them, are text. Raises InvalidTableError for what is no text."""
    kinds = {name: kind for name, kind in frame.schema.items() if name in names}
    odd = [name for name, kind in kinds.items() if kind.is_nested() or kind in (pl.Binary, pl.Duration, pl.Object)]
    if odd:
        expected, remedy = "text, a number or a date in each cell", "turn it into text, or leave the column out"
        raise InvalidTableError([Problem(name, f"a column of {kinds[name]}"[:80], expected, remedy) for name in odd])
    return frame.with_columns(pl.col(name).cast(pl.String) for name in kinds)


def refusals(lines: list[Refusal]) -> pl.DataFrame:
    """The frame of some refusals."""
    return pl.DataFrame(lines, schema=REJECTS, orient="row")
