"""`advisor portfolio`: every workload of some files at once, with a summary."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.extras import need_for
from advisor.cli.output import OutputError, OutputFormat, emit, format_of, note, write, write_file
from advisor.cli.parameters import AsOf, BadArgumentError, FreeTier, Prices, advisor, read_date
from advisor.columns import OUTPUTS, Output, compile_columns
from advisor.columns import Columns as AllColumns
from advisor.columns.check import InvalidTableError
from advisor.cost.price_file import read_prices
from advisor.cost.terms import LISTED, Terms
from advisor.portfolio import (
    Mapping,
    Progress,
    Settings,
    Summary,
    as_html,
    read_mapping,
    run,
    summarise,
    summary_document,
    template,
)
from advisor.portfolio.plans import PLANNED_ROWS, further_parts
from advisor.portfolio.run import Report, Run
from advisor.portfolio.sources import FORMATS, Format, find_sources

TEMPLATE = "template"

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="IN...", help="Files, patterns or folders: CSV, NDJSON, Parquet or Excel. `template` writes an empty sheet."
    ),
]
Out = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="OUT", help="Where the answers go: .parquet, .csv or .ndjson; without an ending a folder."
    ),
]
Map = Annotated[str | None, typer.Option("--map", metavar="FILE", help="Which foreign columns are which facts, as TOML.")]
InputKind = Annotated[
    str | None,
    typer.Option("--input-format", metavar="|".join(FORMATS), help="The format of IN, where its ending doesn't tell."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="|".join(OUTPUTS), help="What to write for each workload; may be repeated. Default: the verdict."
    ),
]
SummaryFile = Annotated[
    str | None, typer.Option("--summary", metavar="FILE", help="Write the summary there: .txt, .json or .html.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Begin again instead of going on where a killed run stopped.")]

Bills = Annotated[
    bool | None,
    typer.Option(
        "--bills/--no-bills",
        help=(
            "Work out bills and nearest limits, some thousand a second. "
            f"Default: for up to {PLANNED_ROWS:,} workloads, without --column."
        ),
    ),
]

Cluster = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS|local", help="Run on the workers of this dask scheduler.")
]


def portfolio(  # noqa: PLR0913, PLR0917 - each is an option of the command
    inputs: Inputs,
    out: Out = None,
    as_of: AsOf = None,
    map_: Map = None,
    input_format: InputKind = None,
    column: Columns = None,
    summary: SummaryFile = None,
    fresh: Fresh = False,  # noqa: FBT002 - a flag of the command line
    bills: Bills = None,
    cluster: Cluster = None,
    prices: Prices = None,
    free_tier: FreeTier = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Judge every workload of some files and sum the answers up.

    A column is a fact, by its name; an empty cell is unknown. Rows that can't be read go to OUT's .rejects.csv with the
    reason, the others are judged. A run that was killed goes on where it stopped. The columns id, title, description and
    current_option (the option in use today) travel along.

    --prices and --free-tier are those of `advisor advise`, and ask for bills.
    """
    base = advisor().base
    if inputs == [TEMPLATE] and not Path(TEMPLATE).exists():
        _give(template(base.facts), out)
        return
    if out is None:
        raise BadArgumentError("-o: found nothing; expected a file or folder for the answers; write for example -o out.parquet")
    mapping = read_mapping(Path(map_), base.facts) if map_ is not None else Mapping()
    terms = Terms(read_prices(prices, base) if prices is not None else None, free_tier)
    columns = compile_columns(advisor().edition(read_date(as_of)).program, terms)
    bills = _billed(bills, column, terms)
    extras = further_parts(find_sources(inputs, _kind(input_format)), wanted=bills)
    with _progress() as tell, _writing(out):
        settings = Settings(
            outputs=_outputs(column),
            mapping=mapping,
            input_format=_kind(input_format),
            resume=not fresh,
            extras=extras,
            progress=tell,
        )
        report = _run(columns, inputs, Path(out), settings, cluster)
    if report.resumed:
        note(f"went on after {report.resumed:,} workloads")
    if report.rejects is not None:
        rows = "1 row was" if report.refused == 1 else f"{report.refused:,} rows were"
        note(f"{rows} refused: {report.rejects} says why")
    note(f"written to {report.output}")
    _tell(summarise(columns, report), summary)


def _billed(bills: bool | None, column: list[str] | None, terms: Terms) -> bool | None:  # noqa: FBT001 - as the flag was given
    """Whether bills are wanted; None where the size of the portfolio is to decide."""
    if terms != LISTED and bills is False:
        what = "--prices" if terms.own is not None else "--free-tier"
        raise BadArgumentError(
            f"{what}: found together with --no-bills; expected bills that it is for; leave one of the two out"
        )
    if bills is None and terms != LISTED:
        return True
    return False if bills is None and column and "bill" not in column else bills


def _run(columns: AllColumns, inputs: list[str], out: Path, settings: Settings, cluster: str | None) -> Report:
    if cluster is None:
        return run(columns, inputs, out, settings)
    need_for("portfolio --cluster")
    from advisor.portfolio.cluster import run_on

    return run_on(cluster, Run(columns, inputs, out, settings, units=True))


def _give(content: str, out: str | None) -> None:
    if out is None:
        write(content)
    else:
        write_file(Path(out), content)


def _tell(summary: Summary, file: str | None) -> None:
    kind = format_of(None, file)
    if kind is OutputFormat.HTML and file is not None:
        write_file(Path(file), as_html(summary))  # a page of its own, with pictures
    else:
        emit(lambda: summary_document(summary), lambda: summary.model_dump(mode="json"), kind, file)


def _kind(text: str | None) -> Format | None:
    for kind in FORMATS:
        if text is not None and text.casefold() == kind:
            return kind
    if text is None:
        return None
    raise BadArgumentError(f"--input-format: found {text[:60]!r}; expected {', '.join(FORMATS)}; use one of these")


def _outputs(names: list[str] | None) -> list[Output] | None:
    unknown = [name for name in names or () if name not in OUTPUTS]
    if unknown:
        raise BadArgumentError(f"--column: found {unknown[0][:60]!r}; expected {', '.join(OUTPUTS)}; use one of these")
    return [output for output in OUTPUTS if output in names] if names else None


@contextmanager
def _writing(out: str) -> Iterator[None]:
    try:
        yield
    except InvalidTableError:
        note("--map FILE says which columns are which facts, and which to keep or to ignore")
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{out}: found {reason}; expected room to write; choose another place for -o") from None


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None] | None]:
    """A bar on standard error, when somebody watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    ) as bar:
        task: Any = bar.add_task("workloads", total=None)
        yield lambda seen: bar.update(task, completed=seen.rows + seen.refused, total=seen.total, description=seen.source.name)
