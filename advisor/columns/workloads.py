"""Rows of a frame as workloads, for what is worked out one workload at a time."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from advisor.columns.frames import LISTS, NUMBERS
from knowledge.models import Fact

WHOLE = 2**53
"""Above it a float has no fraction and not every whole number."""


def workloads_of(
    frame: pl.DataFrame, facts: Mapping[str, Fact], fixed: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The known facts of every row, canonical (see `advisor.language.workload`) and in the vocabulary's order.

    `fixed` are canonical values that hold on all rows.
    """
    rows: list[dict[str, Any]] = [{} for _ in range(frame.height)]
    for name, fact in facts.items():
        if name in frame.columns:
            for row, value in zip(rows, _values(frame[name], fact), strict=True):
                if value is not None:
                    row[name] = value
        elif fixed is not None and name in fixed:
            for row in rows:
                row[name] = fixed[name]
    return rows


def _values(column: pl.Series, fact: Fact) -> list[Any]:
    values = column.to_list()
    if fact.type in NUMBERS and column.dtype.is_float():
        return [int(value) if value is not None and value.is_integer() and abs(value) < WHOLE else value for value in values]
    if fact.type == "set":
        return [None if value is None else tuple(item for item in fact.values or {} if item in value) for value in values]
    return [None if value is None else tuple(value) for value in values] if fact.type in LISTS else values
