"""Run a portfolio: files in, answers and refusals out, bounded in memory, resumable, with a summary."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from advisor.columns import VERDICT, Columns, Output
from advisor.columns.check import REJECTS, RESERVED, ROW, check, check_names
from advisor.columns.survey import Survey
from advisor.portfolio.batches import Batch, Place, Vocabulary, batches, names_of, rows_of
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.legend import PACKED, legend
from advisor.portfolio.mapping import Mapping as ColumnMapping
from advisor.portfolio.parts import Done, Parts
from advisor.portfolio.sources import Format, Source, find_sources, format_of

FILE = "file"
READABLE: tuple[Output, ...] = ("option", "component_names", "status", "score")
VERSION = 1
"""Goes up when the parts of an older version can't be gone on with."""


class Extra(Protocol):
    """A further part of the answer, such as the bill: columns for every row, and counts that can be put together."""

    @property
    def name(self) -> str:
        """The key under which its counts stand in the summary."""

    def columns(self, workloads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
        """Its columns for rows that were judged."""

    def count(self, columns: pl.DataFrame) -> Any:
        """What its columns come to, as JSON."""

    def merge(self, one: Any, other: Any) -> Any:
        """The counts of two sets of rows as those of both."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; `total` rows are known for Parquet alone."""

    rows: int
    refused: int
    total: int | None
    source: Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How a portfolio is run.

    `outputs` are by default the verdict, with names instead of packed components where the output is text. `resume` goes on
    with what a killed run of the same question has left.
    """

    outputs: Sequence[Output] | None = None
    mapping: ColumnMapping = field(default_factory=ColumnMapping)
    input_format: Format | None = None
    output_format: Format | None = None
    resume: bool = True
    extras: Sequence[Extra] = ()
    progress: Callable[[Progress], None] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came out: rows judged and refused, counts, and where the refusals stand (None when there are none)."""

    output: Path
    rejects: Path | None
    rows: int
    refused: int
    resumed: int
    survey: Survey
    extras: Mapping[str, Any]


def run(columns: Columns, inputs: Sequence[str | Path], output: Path, settings: Settings | None = None) -> Report:
    """Judge every workload of some files and write the answers.

    An `output` without an ending is a folder of parts. Raises PortfolioError and InvalidTableError, before anything is judged,
    when an input or a column can't be read.
    """
    settings = settings or Settings()
    kind = settings.output_format or format_of(output) or "parquet"
    if kind == "excel":
        raise PortfolioError(str(output), "an Excel file", "Parquet, CSV or NDJSON", "choose another ending")
    outputs = settings.outputs or (VERDICT if kind == "parquet" else READABLE)
    job = _Job(columns, find_sources(inputs, settings.input_format), settings, outputs)
    parts = Parts(output, kind, job.plan(kind), resume=settings.resume)
    resumed = len(parts.done)
    start = parts.done[-1].after if parts.done else Place()
    for batch in batches(job.sources, job.vocabulary(), start):
        answers, rejects, survey, extras = job.judge(batch)
        refused = rejects[ROW].n_unique()
        parts.add(answers, rejects, Done(len(parts.done), batch.after, refused, survey, extras))
        job.tell(parts.done, batch.source)
    parts.finish(job.empty(), [FILE, *REJECTS], job.legend())
    return job.report(parts, resumed)


class _Job:
    """What stays the same during a run."""

    def __init__(self, columns: Columns, sources: list[Source], settings: Settings, outputs: Sequence[Output]) -> None:
        self._columns, self.sources, self._settings, self._outputs = columns, sources, settings, outputs
        self._facts = columns.program.edition.base.facts
        self._kept = tuple(dict.fromkeys((*RESERVED, *settings.mapping.keep)))
        self._travelling = self._check_names()
        totals = [rows_of(source) for source in sources]
        self._total = None if None in totals else sum(total or 0 for total in totals)

    def _check_names(self) -> list[str]:
        """The kept columns that any source has. Raises InvalidTableError for the first source with a wrong column."""
        found: dict[str, None] = {}
        for source in self.sources:
            names = names_of(source, self._kept)
            names = [self._settings.mapping.name(name) for name in names if name not in self._settings.mapping.ignore]
            check_names(names, self._facts, self._kept)
            found |= dict.fromkeys(name for name in names if name in self._kept)
        return list(found)

    def vocabulary(self) -> Vocabulary:
        """The columns as they stand in the sources: foreign ones are read as text, and understood afterwards."""
        mapping = self._settings.mapping
        foreign = [name for name in (*mapping.columns, *mapping.ignore, *mapping.values) if name not in self._kept]
        facts = {name: fact for name, fact in self._facts.items() if name not in foreign}
        return Vocabulary(facts, (*self._kept, *foreign))

    def plan(self, kind: Format) -> dict[str, Any]:
        """Everything that the output depends on, as JSON."""
        mapping = self._settings.mapping
        return {
            "version": VERSION,
            "edition": self._columns.program.edition.digest,
            "outputs": list(self._outputs),
            "extras": [extra.name for extra in self._settings.extras],
            "format": kind,
            "mapping": hashlib.sha256(repr(mapping).encode()).hexdigest(),
            "sources": [[str(source.path), source.format, source.size, source.changed] for source in self.sources],
        }

    def judge(self, batch: Batch) -> tuple[pl.DataFrame, pl.DataFrame, Survey, dict[str, Any]]:
        """Answers, refusals and counts of one batch."""
        frame = self._settings.mapping.apply(batch.rows.frame, self._facts)
        checked = check(frame, self._facts, batch.rows.numbers, self._kept)
        found, survey = self._columns.survey(checked.good, self._outputs)
        added = {extra.name: extra.columns(checked.good, found) for extra in self._settings.extras}
        head = checked.good.select(self._head(batch.source, checked.good.columns))
        answers = pl.concat([head, found, *added.values()], how="horizontal")
        rejects = pl.concat([batch.rows.rejects, checked.rejects]).sort(ROW, maintain_order=True)
        named = rejects.select(pl.lit(str(batch.source.path)).alias(FILE), pl.all())
        return answers, named, survey, {extra.name: extra.count(added[extra.name]) for extra in self._settings.extras}

    def _head(self, source: Source, present: Sequence[str]) -> list[pl.Expr]:
        """What says which workload a row of the output is about."""
        file = [pl.lit(str(source.path)).alias(FILE)] if len(self.sources) > 1 else []
        kept = [
            (pl.col(name).cast(pl.String) if name in present else pl.lit(None, pl.String)).alias(name)
            for name in self._travelling
        ]
        return [*file, pl.col(ROW), *kept]

    def empty(self) -> pl.DataFrame:
        """The output without rows."""
        head: dict[str, Any] = {FILE: pl.String()} if len(self.sources) > 1 else {}
        head |= {ROW: pl.UInt64(), **dict.fromkeys(self._travelling, pl.String())}
        return pl.DataFrame(schema=head | dict(self._columns.schema(self._outputs)))

    def legend(self) -> dict[str, Any] | None:
        """The meaning of packed bits, where there are any."""
        return legend(self._columns, self._outputs) if set(PACKED) & set(self._outputs) else None

    def tell(self, done: Sequence[Done], source: Source) -> None:
        """Report progress to whoever wants it."""
        if self._settings.progress is not None:
            rows, refused = sum(one.survey.rows for one in done), sum(one.refused for one in done)
            self._settings.progress(Progress(rows, refused, self._total, source.path))

    def report(self, parts: Parts, resumed: int) -> Report:
        """Put the counts of all parts together."""
        done = parts.done
        extras: dict[str, Any] = {}
        for extra in self._settings.extras:
            for one in done:
                count = one.extras[extra.name]
                extras[extra.name] = extra.merge(extras[extra.name], count) if extra.name in extras else count
        survey = sum((one.survey for one in done), Survey())
        refused = sum(one.refused for one in done)
        rows = sum(one.survey.rows for one in done[:resumed])
        rejects = parts.rejects if parts.rejects.exists() else None
        return Report(parts.output, rejects, survey.rows, refused, rows, survey, extras)
