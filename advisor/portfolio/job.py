"""What is done with every batch of a portfolio, the same here and on another machine."""

import hashlib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import polars as pl

from advisor.columns import Columns, Output
from advisor.columns.check import ROW, check
from advisor.columns.survey import Survey
from advisor.cost.terms import LISTED, Terms
from advisor.portfolio.batches import Batch, Vocabulary
from advisor.portfolio.leaders import FILE
from advisor.portfolio.mapping import Mapping
from advisor.portfolio.rows import as_text
from advisor.portfolio.sources import Source
from advisor.portfolio.today import check_today


class Extra(Protocol):
    """A further part of the answer, such as money: columns for every row, and counts that can be put together.

    It travels to other machines with the job, so it holds nothing large.
    """

    @property
    def name(self) -> str:
        """The key under which its counts stand in the summary."""

    def columns(self, reading: Columns, workloads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
        """Its columns for rows that were judged: the checked workloads and the outputs that were asked for."""

    def empty(self, reading: Columns) -> pl.DataFrame:
        """Its columns without rows."""

    def count(self, rows: pl.DataFrame) -> Any:
        """What whole rows of the output come to, as JSON."""

    def merge(self, one: Any, other: Any) -> Any:
        """The counts of two sets of rows as those of both."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers, refusals and counts of one batch."""

    answers: pl.DataFrame
    rejects: pl.DataFrame
    survey: Survey
    extras: dict[str, Any]

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return self.rejects[ROW].n_unique()


@dataclass(frozen=True, slots=True)
class Job:
    """The question that is put to every row.

    `kept` columns may travel along, `travelling` ones do, `files` says whether rows name their file.
    `terms` are those of bills: they travel to other machines as values, whatever file they were read from.
    """

    as_of: date
    outputs: tuple[Output, ...]
    mapping: Mapping
    kept: tuple[str, ...]
    travelling: tuple[str, ...]
    files: bool
    extras: tuple[Extra, ...] = ()
    terms: Terms = LISTED

    def vocabulary(self, columns: Columns) -> Vocabulary:
        """The columns as they stand in the sources: foreign ones are read as text, and understood afterwards."""
        mapping = self.mapping
        foreign = [name for name in (*mapping.columns, *mapping.ignore, *mapping.values) if name not in self.kept]
        facts = columns.program.edition.base.facts
        return Vocabulary({name: fact for name, fact in facts.items() if name not in foreign}, (*self.kept, *foreign))

    def judge(self, columns: Columns, batch: Batch) -> Judged:
        """Check the rows of a batch, and answer those that can be."""
        facts = columns.program.edition.base.facts
        frame = as_text(self.mapping.apply(batch.rows.frame, facts), self.kept)
        checked = check_today(check(frame, facts, batch.rows.numbers, self.kept), columns.options)
        found, survey = columns.survey(checked.good, self.outputs)
        added = [extra.columns(columns, checked.good, found) for extra in self.extras]
        head = checked.good.select(self._head(batch.source, checked.good.columns))
        answers = pl.concat([head, found, *added], how="horizontal")
        rejects = pl.concat([batch.rows.rejects, checked.rejects]).sort(ROW, maintain_order=True)
        named = rejects.select(pl.lit(str(batch.source.path)).alias(FILE), pl.all())
        return Judged(answers, named, survey, {extra.name: extra.count(answers) for extra in self.extras})

    def _head(self, source: Source, present: Sequence[str]) -> list[pl.Expr]:
        """What says which workload a row of the output is about."""
        file = [pl.lit(str(source.path)).alias(FILE)] if self.files else []
        kept = [(pl.col(name) if name in present else pl.lit(None, pl.String)).alias(name) for name in self.travelling]
        return [*file, pl.col(ROW), *kept]

    def empty(self, columns: Columns) -> pl.DataFrame:
        """The output without rows."""
        head: dict[str, Any] = {FILE: pl.String()} if self.files else {}
        head |= {ROW: pl.UInt64(), **dict.fromkeys(self.travelling, pl.String())}
        answers = pl.DataFrame(schema=head | dict(columns.schema(self.outputs)))
        return pl.concat([answers, *(extra.empty(columns) for extra in self.extras)], how="horizontal")

    def plan(self, digest: str, sources: Sequence[Source]) -> dict[str, Any]:
        """Everything that the answers depend on, as JSON."""
        return {
            "edition": digest,
            "outputs": list(self.outputs),
            "extras": [extra.name for extra in self.extras],
            "terms": self.terms.digest,
            "mapping": hashlib.sha256(repr(self.mapping).encode()).hexdigest(),
            "sources": [[str(source.path), source.format, source.size, source.changed] for source in sources],
        }


def merged(extras: Sequence[Extra], counts: Sequence[Table[str, Any]]) -> dict[str, Any]:
    """The counts of all parts put together."""
    found: dict[str, Any] = {}
    for extra in extras:
        for count in counts:
            found[extra.name] = extra.merge(found[extra.name], count[extra.name]) if extra.name in found else count[extra.name]
    return found
