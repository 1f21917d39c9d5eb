"""The column that names the option in use today: read strictly, as it stands beside the facts."""

import polars as pl

from advisor.columns.cells import UNKNOWN
from advisor.columns.check import REJECTS, ROW, TODAY, Checked


def check_today(checked: Checked, options: tuple[str, ...]) -> Checked:
    """Refuse the rows whose option in use is none of the edition; empty text, `?` and `unknown` are unknown."""
    good = checked.good
    if TODAY not in good.columns:
        return checked
    text = pl.col(TODAY).str.strip_chars()
    good = good.with_columns(pl.when(~text.is_in(UNKNOWN)).then(text).alias(TODAY))
    odd = good.select((pl.col(TODAY).is_not_null() & ~pl.col(TODAY).is_in(options)).alias("odd"))["odd"]
    if not odd.any():
        return Checked(good, checked.rejects)
    refused = good.filter(odd).select(
        ROW,
        pl.lit(TODAY).alias("column"),
        (pl.lit("'") + pl.col(TODAY).str.head(60) + "'").alias("found"),
        pl.lit("one of " + ", ".join(options)).alias("expected"),
        pl.lit("correct the name, or leave the cell empty").alias("remedy"),
    )
    rejects = pl.concat([checked.rejects, refused.match_to_schema(REJECTS)]).sort(ROW, maintain_order=True)
    return Checked(good.filter(~odd), rejects)
