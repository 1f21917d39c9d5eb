"""`advisor network check`: does a network of one's own have a path for everything that is called?"""

from typing import Annotated

import typer

from advisor.cli.exits import ExitCode
from advisor.cli.output import emit, format_of
from advisor.cli.parameters import AsOf, FormatOption, Out, advisor, read_date
from advisor.network.models import NetworkCheck
from advisor.network.user import check_file
from advisor.reports.content import Block, Document, Item, Items, Section, Span, Table, words

network = typer.Typer(no_args_is_help=True, help="Check a network of your own.")


@network.callback()
def _network() -> None:
    """Check a network of your own."""


@network.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The network: a TOML file as in examples/networks.")],
    as_of: AsOf = None,
    format_: FormatOption = None,
    out: Out = None,
) -> None:
    """Walk every dependency through subnets, routes, security groups, endpoints and gateways.

    Says for each one its path, or where it stops, what is missing there and what would mend it. Exit code 1 when a dependency
    has no path.
    """
    found = check_file(file, advisor().edition(read_date(as_of)).program)
    emit(lambda: _document(found, file), lambda: found.model_dump(mode="json"), format_of(format_, out), out)
    if not found.sound:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _document(found: NetworkCheck, file: str) -> Document:
    answer = "Every dependency has its path" if found.sound else "Something can't be reached"
    sections = []
    if found.errors:
        items = tuple(Item((Span(error.because),), tone="bad", bullet="!") for error in found.errors)
        sections.append(Section("missing", "What is missing", (Items(items),)))
    if found.paths:
        rows = tuple((words(path.dependency), words(" → ".join(path.through))) for path in found.paths)
        blocks: tuple[Block, ...] = (Table("Paths", ("dependency", "through"), rows, "ll"),)
        sections.append(Section("paths", "Paths", blocks))
    return Document(found.title or file, answer, "good" if found.sound else "bad", (), tuple(sections))
