"""The monthly bill of every option on every row: the plan's own, to the cent.

The bill of an option hangs on its size, its network and its parts, which are chosen in steps (the cheapest instance that
holds the load, the cheaper way out of the network). So conditions, components and statuses are read by columns, and the bill is
then worked out row by row by the plan's own steps, once for rows that are equal.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from advisor.columns.needs import NeedBit, Needs, need_planes, needs_of
from advisor.columns.outputs import NO_BILL
from advisor.columns.planes import Array, Plane, unpack, words
from advisor.columns.settled import Settled
from advisor.columns.workloads import workloads_of
from advisor.cost.prices import PriceBook, RegionWithoutPricesError, price_book
from advisor.inference.plain import derive_all
from advisor.language.program import Program
from advisor.outline import Outline, monthly_bill, outline

Amount = tuple[float, bool] | None
"""Dollars a month and whether they are a lower bound; None where an option is excluded."""


class Biller:
    """Works bills out for one program. Safe to share between threads."""

    def __init__(self, program: Program, needs: Sequence[NeedBit]) -> None:
        self._program, self._needs = program, needs
        self._options = tuple(program.options)

    def bills(self, settled: Settled) -> list[pl.Series]:
        """For every option a column of dollars and one that says whether they are a lower bound; why there is no bill."""
        rows = self._rows(settled)
        amounts, reasons = [one for one, _ in rows], [reason for _, reason in rows]
        columns = list(zip(*amounts, strict=True))
        usd = [pl.Series([one[0] if one is not None else None for one in column], dtype=pl.Float64) for column in columns]
        least = [pl.Series([one[1] if one is not None else None for one in column], dtype=pl.Boolean) for column in columns]
        return [*usd, *least, pl.Series(reasons, dtype=NO_BILL)]

    def _rows(self, settled: Settled) -> list[tuple[list[Amount], str | None]]:
        """The amounts of each row, option by option, and the reason where there are none."""
        workloads = workloads_of(settled.frame, self._program.edition.base.facts, settled.fixed)
        contradicted = _flags([settled.contradicted], settled)[0]
        excluded = _flags(settled.excluded, settled)
        needed = [word.tolist() for word in words(need_planes(self._needs, settled.truths), settled.rows)]
        seen: dict[Any, tuple[list[Amount], str | None]] = {}
        found: list[tuple[list[Amount], str | None]] = []
        for number, given in enumerate(workloads):
            if contradicted[number]:
                found.append(([None] * len(self._options), NO_BILL.categories[0]))
                continue
            key = tuple(given.items())
            if key not in seen:
                needs = needs_of(self._needs, [word[number] for word in needed])
                seen[key] = self._row(given, needs, excluded[:, number])
            found.append(seen[key])
        return found

    def _row(self, given: dict[str, Any], needs: Needs, excluded: Array) -> tuple[list[Amount], str | None]:
        book = prices_of(self._program, given)
        if book is None:
            return [None] * len(self._options), NO_BILL.categories[1]
        known = derive_all(self._program, given)
        return [
            None if out else _amount(outline(self._program, known, name, needs.get(name, {}), book), book)
            for name, out in zip(self._options, excluded, strict=True)
        ], None


def prices_of(program: Program, given: Mapping[str, Any]) -> PriceBook | None:
    """The prices of a workload's Region; None where there are none."""
    try:
        return price_book(program, given.get("region"))
    except RegionWithoutPricesError:
        return None


def _amount(of: Outline, book: PriceBook) -> Amount:
    usd, least = monthly_bill(of, book)
    return float(usd), least


def _flags(planes: Sequence[Plane], settled: Settled) -> Array:
    return np.array([np.broadcast_to(unpack(plane), settled.rows) for plane in planes])
