"""The plan of one chosen option on every row, in outline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from advisor.columns.columns import Columns
from advisor.columns.needs import needs_of
from advisor.columns.workloads import workloads_of
from advisor.inference.plain import derive_all
from advisor.outline import Outline, outline


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
            yield outline(program, derive_all(program, given), option, needs, reading.book(given.get("region")))
