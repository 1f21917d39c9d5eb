"""How far each workload is from the nearest limit of its recommended option."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from advisor.capacity.models import Headroom
from advisor.columns import Columns
from advisor.columns.needs import needs_of
from advisor.columns.workloads import workloads_of
from advisor.cost.prices import PriceBook, RegionWithoutPricesError, price_book
from advisor.inference.plain import derive_all
from advisor.language.program import Program
from advisor.outline import outline, tightest
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
        program = reading.program
        found = reading.evaluate(workloads, ("option", "components"))
        packed = found.select(name for name in found.columns if name.startswith("components_")).rows()
        rows = []
        for given, option, bits in zip(
            workloads_of(workloads, program.edition.base.facts), found["option"].to_list(), packed, strict=True
        ):
            nearest: Headroom | None = None
            if option is not None:
                known, needs = derive_all(program, given), needs_of(reading.needs, bits).get(option, {})
                nearest = tightest(outline(program, known, option, needs, _book(program, known)))
            rows.append((nearest.limit, nearest.share, nearest.breaks_at) if nearest is not None else (None, None, None))
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


def _book(program: Program, known: Mapping[str, Any]) -> PriceBook | None:
    try:
        return price_book(program, known.get("region"))
    except RegionWithoutPricesError:
        return None
