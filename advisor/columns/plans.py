"""The plan of one chosen option on every row, in outline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from advisor.columns.bills import Amount, prices_of
from advisor.columns.columns import Columns
from advisor.columns.needs import needs_of
from advisor.columns.workloads import workloads_of
from advisor.inference.plain import derive_all
from advisor.outline import Outline, monthly_bill, outline


def outlines(
    reading: Columns, frame: pl.DataFrame, options: Sequence[str | None], fixed: Mapping[str, Any] | None = None
) -> Iterator[Outline | None]:
    """For each row the outline of an option, which must not be excluded there; None where none is named."""
    program = reading.program
    words = reading.evaluate(frame, ("components",), fixed).rows()
    for given, option, row in zip(workloads_of(frame, program.edition.base.facts, fixed), options, words, strict=True):
        if option is None:
            yield None
        else:
            needs = needs_of(reading.needs, row).get(option, {})
            yield outline(program, derive_all(program, given), option, needs, prices_of(program, given))


def bills_of(
    reading: Columns, frame: pl.DataFrame, options: Sequence[str | None], fixed: Mapping[str, Any] | None = None
) -> list[Amount]:
    """For each row the bill of an option, None where none is named or the Region has no prices."""
    found: list[Amount] = []
    for one in outlines(reading, frame, options, fixed):
        book = prices_of(reading.program, one.known) if one is not None else None
        if one is None or book is None:
            found.append(None)
        else:
            usd, least = monthly_bill(one, book)
            found.append((float(usd), least))
    return found
