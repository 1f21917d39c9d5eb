"""What a portfolio costs in a month: as recommended, and against the options in use today (the column `current_option`)."""

from typing import Any

import polars as pl

from advisor.columns import Columns
from advisor.columns.check import TODAY
from advisor.portfolio.leaders import Row, lead_of_both, leaders

RECOMMENDED, TODAYS, SAVED, LEAST = "bill_recommended", "bill_today", "saved", "bill_lower_bound"
_SCHEMA = {RECOMMENDED: pl.Float64(), TODAYS: pl.Float64(), SAVED: pl.Float64(), LEAST: pl.Boolean()}


class Money:
    """The bills of the recommended option and of the one in use, and what changing from one to the other saves.

    Its counts are in whole cents, so that their sum is the same in any order. A bill that is a lower bound counts as it is.
    """

    name = "money"

    def columns(self, reading: Columns, workloads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
        """Dollars of both, what is saved, and whether one of the two is a lower bound."""
        found = reading.evaluate(workloads, ("option", "status"))
        chosen, today = found["option"].to_list(), _today(reading, workloads, found)
        recommended, todays = reading.bills_of(workloads, chosen), reading.bills_of(workloads, today)
        both = pl.DataFrame(
            [
                recommended["usd"].alias(RECOMMENDED),
                todays["usd"].alias(TODAYS),
                recommended["lower_bound"],
                todays["lower_bound"].alias("today_least"),
            ]
        )
        least = pl.when(pl.col(RECOMMENDED).is_not_null()).then(
            pl.col("lower_bound") | pl.col("today_least").fill_null(value=False)
        )
        saved = ((pl.col(TODAYS) * 100).round() - (pl.col(RECOMMENDED) * 100).round()) / 100
        return both.select(RECOMMENDED, TODAYS, saved.alias(SAVED), least.alias(LEAST))

    def empty(self, reading: Columns) -> pl.DataFrame:
        """Its columns without rows."""
        return pl.DataFrame(schema=_SCHEMA)

    def count(self, rows: pl.DataFrame) -> Any:
        """Sums of the rows with a bill, and of those with both, and the rows that would change most."""
        priced, both = rows.filter(pl.col(RECOMMENDED).is_not_null()), rows.filter(pl.col(SAVED).is_not_null())
        moving = both.with_columns(pl.col(SAVED).abs().alias("moved")).filter(pl.col("moved") > 0)
        told = [name for name in (TODAY, "option", TODAYS, RECOMMENDED, SAVED, "moved") if name in moving.columns]
        return {
            "priced": priced.height,
            "lower_bounds": int(priced[LEAST].sum()),
            "recommended_cents": _cents(priced, RECOMMENDED),
            "compared": both.height,
            "today_cents": _cents(both, TODAYS),
            "instead_cents": _cents(both, RECOMMENDED),
            "without_bill_today": 0 if TODAY not in rows.columns else rows.filter(
                pl.col(TODAY).is_not_null() & pl.col(TODAYS).is_null()
            ).height,
            "movers": leaders(moving, "moved", told),
        }  # fmt: skip

    def merge(self, one: Any, other: Any) -> Any:
        """The counts of two sets of rows as those of both."""
        movers: list[Row] = lead_of_both(one["movers"], other["movers"], "moved")
        return {name: one[name] + other[name] for name in one if name != "movers"} | {"movers": movers}


def _today(reading: Columns, workloads: pl.DataFrame, found: pl.DataFrame) -> list[str | None]:
    """The option in use on each row; None where none is told, a rule excludes it or answers contradict each other."""
    if TODAY not in workloads.columns:
        return [None] * workloads.height
    statuses = [found[f"status_{name}"].to_list() for name in reading.options]
    place = {name: number for number, name in enumerate(reading.options)}
    possible = found["option"].is_not_null().to_list()
    return [
        name if name is not None and there and statuses[place[name]][row] != "excluded" else None
        for row, (name, there) in enumerate(zip(workloads[TODAY].to_list(), possible, strict=True))
    ]


def _cents(rows: pl.DataFrame, column: str) -> int:
    return sum(round(value * 100) for value in rows[column].to_list())
