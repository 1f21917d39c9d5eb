"""What a stretch of a source yields: its rows as a frame, their numbers, and what is no row at all."""

from dataclasses import dataclass

import polars as pl

from advisor.columns.check import REJECTS

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


def refusals(lines: list[Refusal]) -> pl.DataFrame:
    """The frame of some refusals."""
    return pl.DataFrame(lines, schema=REJECTS, orient="row")
