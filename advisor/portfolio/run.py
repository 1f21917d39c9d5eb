"""Run a portfolio: files in, answers and refusals out, bounded in memory, resumable, with a summary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.columns import VERDICT, Columns, Output
from advisor.columns.check import REJECTS, RESERVED, check_names
from advisor.columns.survey import Survey
from advisor.portfolio.batches import Place, batches, names_of, rows_of
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.job import Extra, Job, merged
from advisor.portfolio.leaders import FILE
from advisor.portfolio.legend import PACKED, legend
from advisor.portfolio.mapping import Mapping as ColumnMapping
from advisor.portfolio.parts import Done, Layout, Parts
from advisor.portfolio.sources import Format, Source, find_sources, format_of

READABLE: tuple[Output, ...] = ("option", "component_names", "status", "score")


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


class Run:
    """A portfolio that is ready to be judged, here or elsewhere (in `units`), and to be finished."""

    def __init__(
        self, columns: Columns, inputs: Sequence[str | Path], output: Path, settings: Settings, *, units: bool = False
    ) -> None:
        kind = settings.output_format or format_of(output) or "parquet"
        if kind == "excel":
            raise PortfolioError(str(output), "an Excel file", "Parquet, CSV or NDJSON", "choose another ending")
        self.columns, self._settings = columns, settings
        self.sources = find_sources(inputs, settings.input_format)
        outputs = settings.outputs or (VERDICT if kind == "parquet" else READABLE)
        kept = tuple(dict.fromkeys((*RESERVED, *settings.mapping.keep)))
        self.job = Job(
            columns.program.edition.as_of,
            tuple(outputs),
            settings.mapping,
            kept,
            self._travelling(kept),
            len(self.sources) > 1,
            tuple(settings.extras),
            columns.terms,
        )
        plan = self.job.plan(columns.program.edition.digest, self.sources) | {"units": units}
        self.parts = Parts(Layout(output, kind), plan, resume=settings.resume)
        self._resumed = sum(done.survey.rows for done in self.parts.done)
        totals = [rows_of(source) for source in self.sources]
        self._total = None if None in totals else sum(total or 0 for total in totals)

    def _travelling(self, kept: Sequence[str]) -> tuple[str, ...]:
        """The kept columns that any source has. Raises InvalidTableError for the first source with a wrong column."""
        found: dict[str, None] = {}
        mapping = self._settings.mapping
        for source in self.sources:
            names = [mapping.name(name) for name in names_of(source, kept) if name not in mapping.ignore]
            check_names(names, self.columns.program.edition.base.facts, kept)
            found |= dict.fromkeys(name for name in names if name in kept)
        return tuple(found)

    def note(self, done: Sequence[Done], source: Source) -> None:
        """Write some parts down, all or none, and report progress to whoever wants it."""
        self.parts.note(done)
        if self._settings.progress is not None:
            rows, refused = sum(one.survey.rows for one in self.parts.done), sum(one.refused for one in self.parts.done)
            self._settings.progress(Progress(rows, refused, self._total, source.path))

    def finish(self) -> Report:
        """Put the output in its place, and the counts of all parts together."""
        packed = set(PACKED) & set(self.job.outputs)
        meaning = legend(self.columns, self.job.outputs) if packed else None
        self.parts.finish(self.job.empty(self.columns), [FILE, *REJECTS], meaning)
        done, layout = self.parts.done, self.parts.layout
        survey = sum((one.survey for one in done), Survey())
        refused = sum(one.refused for one in done)
        rejects = layout.beside(".rejects.csv") if refused else None
        extras = merged(self.job.extras, [one.extras for one in done])
        return Report(layout.output, rejects, survey.rows, refused, self._resumed, survey, extras)


def run(columns: Columns, inputs: Sequence[str | Path], output: Path, settings: Settings | None = None) -> Report:
    """Judge every workload of some files and write the answers.

    An `output` without an ending is a folder of parts. Raises PortfolioError and InvalidTableError, before anything is judged,
    when an input or a column can't be read.
    """
    ready = Run(columns, inputs, output, settings or Settings())
    done = ready.parts.done
    start = done[-1].after if done else Place()
    for batch in batches(ready.sources, ready.job.vocabulary(columns), start):
        found = ready.job.judge(columns, batch)
        number = len(done)
        ready.parts.layout.write(number, found.answers, found.rejects)
        ready.note([Done(number, batch.after, found.refused, found.survey, found.extras)], batch.source)
    return ready.finish()
