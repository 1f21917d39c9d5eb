"""How far each workload is from the nearest limit of its recommended option."""

from typing import Any

import polars as pl

from advisor.columns import Columns
from advisor.columns.plans import outlines
from advisor.outline import tightest
from advisor.portfolio.leaders import Row, lead_of_both, leaders

NEAR = 0.8
"""The share of a limit from which on it is near."""
LIMIT, SHARE, GROWTH = "tightest_limit", "tightest_share", "breaks_at"
_SCHEMA = {LIMIT: pl.String(), SHARE: pl.Float64(), GROWTH: pl.Float64()}


class Limits:
    """The tightest limit of the recommended option: which one, what share of it is used, at which growth it breaks."""

    name = "limits"

    def columns(self, reading: Columns, workloads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
        """Limit, share and growth; null where no option is recommended or nothing known comes near a limit."""
        options = reading.evaluate(workloads, ("option",))["option"].to_list()
        nearest = [tightest(one) if one is not None else None for one in outlines(reading, workloads, options)]
        rows = [(one.limit, one.share, one.breaks_at) if one is not None else (None, None, None) for one in nearest]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    def empty(self, reading: Columns) -> pl.DataFrame:
        """Its columns without rows."""
        return pl.DataFrame(schema=_SCHEMA)

    def count(self, rows: pl.DataFrame) -> Any:
        """How many workloads have a limit that is known, are above it or near it, and which are tightest."""
        share = pl.col(SHARE)
        counts = rows.select(
            known=share.is_not_null().sum(),
            above=(share > 1).sum(),
            near=share.is_between(NEAR, 1).sum(),
        ).row(0, named=True)
        told = [name for name in ("option", LIMIT, SHARE, GROWTH) if name in rows.columns]
        return counts | {"tightest": leaders(rows, SHARE, told)}

    def merge(self, one: Any, other: Any) -> Any:
        """The counts of two sets of rows as those of both."""
        tight: list[Row] = lead_of_both(one["tightest"], other["tightest"], SHARE)
        return {name: one[name] + other[name] for name in one if name != "tightest"} | {"tightest": tight}
