"""The rows that lead a list, kept while parts of a portfolio come in any order."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from advisor.columns.check import ROW

FILE = "file"
TOP = 15
"""How many rows a list names."""
WHO = (FILE, ROW, "id", "title")
"""The columns that say which workload a row is, as far as it has them."""

Row = dict[str, Any]


def leaders(rows: pl.DataFrame, by: str, columns: Sequence[str]) -> list[Row]:
    """The rows with the greatest values of a column, the greatest first; equal ones by file and row. Null never leads."""
    who = [name for name in WHO if name in rows.columns]
    keys = [name for name in (FILE, ROW) if name in rows.columns]
    known = rows.filter(pl.col(by).is_not_null())
    order = known.sort(by, *keys, descending=[True, *(False for _ in keys)]).head(TOP)
    return order.select(*who, *columns).to_dicts()


def lead_of_both(one: Sequence[Row], other: Sequence[Row], by: str) -> list[Row]:
    """The leading rows of two lists."""
    return sorted((*one, *other), key=lambda row: (-abs(row[by]), row.get(FILE, ""), row[ROW]))[:TOP]
