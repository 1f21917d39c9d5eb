"""The monthly bill of options on every row: the plan's own, to the cent.

The bill of an option hangs on its size, its network and its parts, which the plan chooses in steps. The steps are called with
columns (`advisor.columns.design`): rows part only where a step decides differently for them, so that a step is called as often
as there are ways through it, not as often as there are rows. Few rows, and those whose numbers are too large for columns, are
worked out one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.design import Chunk, charges
from advisor.columns.frames import Reader
from advisor.columns.lockstep import Flags, Floats, Rows
from advisor.columns.needs import NeedBit, need_planes, needs_of
from advisor.columns.outputs import BILL, NO_BILL, named
from advisor.columns.planes import flags_of, words
from advisor.columns.settled import Settled
from advisor.columns.values import Values
from advisor.columns.views import Facts, Needs
from advisor.columns.workloads import workloads_of
from advisor.cost.prices import PriceBook, RegionWithoutPricesError, price_book
from advisor.cost.terms import Terms
from advisor.inference.plain import derive_all
from advisor.language.program import Program
from advisor.outline import monthly_bill, outline

FEW = 96
"""Below so many rows of an option, calling the steps with columns costs more than calling them row by row."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The bills of an option: dollars a month, whether they are a lower bound, and where there is a bill."""

    usd: Floats
    least: Flags
    there: Flags

    def frame(self) -> pl.DataFrame:
        """Dollars and lower bounds (see `BILL`), null where there is no bill."""
        there = pl.Series(self.there)
        columns = [
            pl.Series(name, array, kind) for (name, kind), array in zip(BILL.items(), (self.usd, self.least), strict=True)
        ]
        return pl.DataFrame(columns).select(pl.when(there).then(pl.all()))


class Biller:
    """Works bills out for one program on some terms. Safe to share between threads."""

    def __init__(self, program: Program, needs: Sequence[NeedBit], terms: Terms) -> None:
        self.program, self.needs, self.terms = program, needs, terms
        self.options = tuple(program.options)
        self._books: dict[str | None, PriceBook | None] = {}
        self._rest: Reader | None = None

    def bills(self, settled: Settled) -> list[pl.Series]:
        """For every option a column of dollars and one that says whether they are a lower bound; why there is no bill."""
        work = _Work(self, settled)
        frames = [work.amounts(name).frame() for name in self.options]
        return [*(one["usd"] for one in frames), *(one["lower_bound"] for one in frames), work.reasons()]

    def of_options(self, settled: Settled, chosen: pl.Series) -> pl.DataFrame:
        """The bill of one option in each row (see `BILL`): of the chosen one, where it is not excluded."""
        work = _Work(self, settled)
        usd, least, there = np.zeros(settled.height), np.zeros(settled.height, np.bool_), np.zeros(settled.height, np.bool_)
        for name in chosen.drop_nulls().unique().to_list():
            found = work.amounts(name, (chosen == name).fill_null(value=False).to_numpy())
            usd[found.there], least[found.there] = found.usd[found.there], found.least[found.there]
            there |= found.there
        return Amounts(usd, least, there).frame()

    def book(self, region: str | None) -> PriceBook | None:
        """The prices of a Region; None where there are none."""
        if region not in self._books:
            try:
                self._books[region] = price_book(self.program, region, self.terms.own)
            except RegionWithoutPricesError:
                self._books[region] = None
        return self._books[region]

    def values(self, settled: Settled) -> dict[str, Values]:
        """The values of all facts, also of those that no rule reads and that are therefore not settled."""
        if self._rest is None:
            facts = self.program.edition.base.facts
            self._rest = Reader(self.program, {name for name in facts if name not in settled.known})
        return settled.known | self._rest.read(settled.frame, settled.fixed)


class _Work:
    """The bills of one chunk of rows, while they are worked out."""

    def __init__(self, biller: Biller, settled: Settled) -> None:
        self._biller, self._settled, self._height = biller, settled, settled.height
        self._planes = need_planes(biller.needs, settled.truths)
        facts = Facts(biller.program, biller.values(settled), self._height)
        books, book = self._priced(facts)
        self._chunk = Chunk(biller.program, facts, books, book, biller.terms.free_tier)
        self._sound = ~flags_of(settled.contradicted, self._height)

    def _priced(self, facts: Facts) -> tuple[list[PriceBook], npt.NDArray[np.int64]]:
        """The price books of the rows' Regions, and which one each row has; -1 for none."""
        codes, known = facts.column("region")
        allowed, books = facts.allowed("region"), list[PriceBook]()
        book = np.full(self._height, -1)
        regions = [(allowed[code], known & (codes == code)) for code in np.unique(codes[known]).tolist()]
        for region, rows in (*regions, (None, ~known)):
            found = self._biller.book(region) if rows.any() else None
            if found is not None:
                book[rows] = len(books)
                books.append(found)
        return books, book

    def reasons(self) -> pl.Series:
        """Why no option of a row has a bill; null where one can have."""
        codes = np.where(self._sound, np.where(self._chunk.book < 0, 1, 2), 0).astype(np.uint8)
        return named(codes, NO_BILL)

    def amounts(self, option: str, wanted: Flags | None = None) -> Amounts:
        """The bill of an option on the rows that want it (None: all), that do not exclude it and have prices."""
        excluded = flags_of(self._settled.excluded[self._biller.options.index(option)], self._height)
        there = self._sound & (self._chunk.book >= 0) & ~excluded
        there = there if wanted is None else there & wanted
        rows = np.flatnonzero(there)
        usd, least = np.zeros(self._height), np.zeros(self._height, np.bool_)
        single = rows
        if len(rows) >= FEW:
            found = charges(self._chunk, option, Needs(self._biller.needs, self._planes, option, self._height), rows)
            usd, least, single = found.cents / 100, found.least, rows[found.odd[rows]]
        for row, amount in zip(single.tolist(), self._one_by_one(option, single), strict=True):
            usd[row], least[row] = amount
        return Amounts(usd, least, there)

    def _one_by_one(self, option: str, rows: Rows) -> Iterator[tuple[float, bool]]:
        """The bill of an option on some rows, each for itself."""
        biller, program = self._biller, self._biller.program
        if not len(rows):
            return
        needed = [word.tolist() for word in words(self._planes, self._settled.rows)]
        workloads = workloads_of(self._settled.frame[rows], program.edition.base.facts, self._settled.fixed)
        for row, given in zip(rows.tolist(), workloads, strict=True):
            book = self._chunk.books[self._chunk.book[row]]
            needs = needs_of(biller.needs, [word[row] for word in needed]).get(option, {})
            one = outline(program, derive_all(program, given), option, needs, book)
            usd, least = monthly_bill(one, book, free_tier=biller.terms.free_tier)
            yield float(usd), least
