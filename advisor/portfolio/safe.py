"""Text that a spreadsheet would take for a formula gets an apostrophe in front, so that opening a file runs nothing."""

import polars as pl

_FORMULA = r"^[=+\-@\t\r]"


def defused(column: str) -> pl.Expr:
    """A text column with its formulas made plain text."""
    text = pl.col(column)
    return pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text).alias(column)


def flattened(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame for CSV: lists as text with `;` between the members, text defused."""
    lists = [
        pl.col(name).cast(pl.List(pl.String)).list.join(";").alias(name)
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.List)
    ]
    texts = [defused(name) for name, kind in frame.schema.items() if isinstance(kind, pl.String)]
    return frame.with_columns(*lists, *texts)
