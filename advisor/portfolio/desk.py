"""A portfolio that comes in one message and is answered in one table: bytes in, bytes out. Needs the extra `bulk`."""

import csv
import io
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import polars as pl

from advisor.advice import Advisor
from advisor.columns import Columns, Output, compile_columns
from advisor.columns.check import RESERVED, ROW, check_names
from advisor.language.program import Program
from advisor.portfolio.batches import Batch, Place
from advisor.portfolio.delimited import header_in, read_records
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.job import Extra, Job
from advisor.portfolio.jsonlines import read_lines
from advisor.portfolio.mapping import Mapping
from advisor.portfolio.money import LEAST, RECOMMENDED, SAVED, Money
from advisor.portfolio.plans import BILLED
from advisor.portfolio.rows import Rows, as_text, whole
from advisor.portfolio.run import READABLE
from advisor.portfolio.safe import flattened
from advisor.portfolio.sources import Source
from advisor.portfolio.summary import Summary, summary_of

Kind = Literal["csv", "ndjson", "parquet"]
MAX_ROWS = 50_000
MAX_BILLED = 5_000
"""Rows with bills and nearest limits: some seconds of one processor."""
REFUSED = "refused"
WHERE = "body"
"""Where problems of the whole table are said to be."""


@lru_cache(maxsize=4)
def columns_of(program: Program) -> Columns:
    """The columnar reading of an edition, kept for the editions used last."""
    return compile_columns(program)


def answer_table(
    advisor: Advisor, content: bytes, kind: Kind, as_of: date | None, answer: Kind, *, bills: bool | None = False
) -> bytes:
    """Return a row for every row of a table: what is recommended, or in the column `refused` why it can't be read.

    With `bills` there are also the monthly bill of every option that is not excluded, and what changing from the option in use
    to the recommended one saves, for fewer rows; None asks for them where the rows are few enough.

    Raises PortfolioError when the table as a whole can't be read, InvalidTableError for a wrong column, NoEditionError.
    """
    return _written(_judged(advisor, content, kind, as_of, (*READABLE, "bill"), (Money(),), bills=bills)[0], answer)


def summarise_table(
    advisor: Advisor, content: bytes, kind: Kind, as_of: date | None, most: int
) -> tuple[Summary, list[dict[str, Any]]]:
    """Return the summary of a table and its first answers, those that are refused before all others. Raises as `answer_table`.

    An answer has the number of its row and, where the table has them, `id` and `title`; then `option` or `refused`. Up to
    `MAX_BILLED` rows have bills (the columns of `Money`); for more there are none, nor in the summary.
    """
    told, summary = _judged(advisor, content, kind, as_of, READABLE, BILLED, bills=None)
    shown = told.select(name for name in (ROW, *RESERVED, "option", REFUSED, RECOMMENDED, LEAST, SAVED) if name in told.columns)
    first = shown.sort(pl.col(REFUSED).is_null(), ROW).head(most)
    return summary, first.with_columns(pl.col("option").cast(pl.String)).to_dicts()


def _judged(
    advisor: Advisor,
    content: bytes,
    kind: Kind,
    as_of: date | None,
    outputs: tuple[Output, ...],
    extras: tuple[Extra, ...],
    *,
    bills: bool | None,
) -> tuple[pl.DataFrame, Summary]:
    """The answers row by row, and their summary. Without bills the output `bill` and the extras are left out."""
    columns = columns_of(advisor.edition(as_of).program)
    rows = _read(columns, content, kind)
    _check_count(rows.count)
    if bills and rows.count > MAX_BILLED:
        remedy = "send it in parts, or leave the bills out"
        raise PortfolioError(WHERE, f"{rows.count:,} rows", f"at most {MAX_BILLED:,} with bills", remedy)
    billed = bills is not False and rows.count <= MAX_BILLED
    job = Job(
        columns.program.edition.as_of,
        tuple(one for one in outputs if billed or one != "bill"),
        Mapping(),
        RESERVED,
        tuple(name for name in rows.frame.columns if name in RESERVED),
        files=False,
        extras=extras if billed else (),
        terms=columns.terms,
    )
    found = job.judge(columns, Batch(Source(Path(WHERE), kind, len(content), 0), rows, Place()))
    reasons = found.rejects.group_by(ROW).agg(_reason().str.join("; ").alias(REFUSED))
    names = as_text(rows.frame, job.travelling).select(rows.numbers.alias(ROW), *job.travelling)
    refused = reasons.join(names, on=ROW, how="left")
    told = pl.concat([found.answers, refused], how="diagonal").sort(ROW)
    return told, summary_of(columns, found.survey, reasons.height, found.extras)


def _check_count(rows: int) -> None:
    if rows > MAX_ROWS:
        raise PortfolioError(WHERE, f"{rows:,} rows", f"at most {MAX_ROWS:,}", "send it in parts")


def _reason() -> pl.Expr:
    place = pl.when(pl.col("column").is_not_null()).then(pl.col("column") + ": ").otherwise(pl.lit(""))
    return place + "found " + pl.col("found") + "; expected " + pl.col("expected") + "; " + pl.col("remedy")


def _read(columns: Columns, content: bytes, kind: Kind) -> Rows:
    facts = columns.program.edition.base.facts
    try:
        if kind == "ndjson":
            return read_lines(content, facts, RESERVED, 0)
        if kind == "csv":
            header = header_in(content, WHERE)
            check_names(header.names, facts)
            return read_records(content[header.end :], header, 0)
        table = pl.scan_parquet(io.BytesIO(content))
        _check_count(table.select(pl.len()).collect().item())  # a small file may hold very many rows
        return whole(table.collect(), 0)
    except (pl.exceptions.PolarsError, csv.Error) as error:
        found = str(error).splitlines()[0][:200] if str(error) else "nothing"
        raise PortfolioError(WHERE, found, f"a table in {kind}", "send it whole") from None


def _written(frame: pl.DataFrame, kind: Kind) -> bytes:
    target = io.BytesIO()
    if kind == "csv":
        flattened(frame).write_csv(target)
    elif kind == "ndjson":
        frame.write_ndjson(target)
    else:
        frame.write_parquet(target, statistics=False)
    return target.getvalue()
