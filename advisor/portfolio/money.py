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
        bills = answers if f"bill_{reading.options[0]}" in answers.columns else reading.evaluate(workloads, ("bill",))
        chosen = answers if "option" in answers.columns else reading.evaluate(workloads, ("option",))
        kind = pl.Enum(reading.options)
        today = workloads[TODAY].cast(kind) if TODAY in workloads.columns else pl.Series([None] * workloads.height, dtype=kind)
        frame = pl.DataFrame([chosen["option"].alias("to"), today.alias("from")])
        names = [f"{what}_{name}" for what in ("bill", "lower_bound") for name in reading.options]
        frame = pl.concat([frame, bills.select(names)], how="horizontal")
        frame = frame.select(
            _of("to", "bill", reading).alias(RECOMMENDED),
            _of("from", "bill", reading).alias(TODAYS),
            (_of("to", "lower_bound", reading) | _of("from", "lower_bound", reading).fill_null(value=False)).alias(LEAST),
        )
        return frame.with_columns((pl.col(TODAYS) - pl.col(RECOMMENDED)).round(2).alias(SAVED)).select(*_SCHEMA)

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


def _of(option: str, kind: str, reading: Columns) -> pl.Expr:
    """The value of the column of the option that another column names."""
    return pl.coalesce(pl.when(pl.col(option) == name).then(pl.col(f"{kind}_{name}")) for name in reading.options)


def _cents(rows: pl.DataFrame, column: str) -> int:
    return sum(round(value * 100) for value in rows[column].to_list())
