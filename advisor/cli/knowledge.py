"""What the advisor knows, as lists and singly: `advisor rules`, `facts`, `figures`, `options`, `sources` and so on."""

from typing import Annotated

import typer

from advisor.cli.output import OutputFormat, emit, format_of
from advisor.cli.parameters import AsOf, FormatOption, Out, advisor, read_date, unknown
from advisor.entries import list_json, single_json
from advisor.reports.catalogue import KINDS, Kind, list_document
from advisor.reports.entries import entry_document

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of an entry.")]


def _group(kind: Kind) -> typer.Typer:
    """The commands of one kind: the list, and `show`."""
    group = typer.Typer(invoke_without_command=True, add_completion=False, help=f"List {kind.about}; `show ID` for one.")

    @group.callback(invoke_without_command=True)
    def listed(context: typer.Context, as_of: AsOf = None, format_: FormatOption = None, out: Out = None) -> None:
        if context.invoked_subcommand is None:
            edition = advisor().edition(read_date(as_of)).program.edition
            emit(lambda: list_document(kind, edition), lambda: list_json(kind.name, edition), format_of(format_, out), out)
        elif (as_of, format_, out) != (None, None, None):
            context.fail(f"write the options after the command: advisor {kind.name} show ID --as-of DATE --format FORMAT")

    def shown(entry_id: Id, as_of: AsOf = None, format_: FormatOption = None, out: Out = None) -> None:
        _show(kind, entry_id, as_of, format_of(format_, out), out)

    shown.__doc__ = f"Show one {kind.one}, with its sources and what rests on it."
    group.command("show", short_help=shown.__doc__)(shown)
    return group


def _show(kind: Kind, entry_id: str, as_of: str | None, format_: OutputFormat, out: str | None) -> None:
    edition = advisor().edition(read_date(as_of)).program.edition
    entry = kind.find(edition, entry_id)
    if entry is None:
        known = [*kind.known(edition), *(edition.base.component_ids if kind.name == "components" else ())]
        raise unknown(f"{kind.name} show", entry_id, known, f"advisor {kind.name}")
    emit(
        lambda: entry_document(kind, edition, entry_id, entry),
        lambda: single_json(kind.name, edition, entry_id, entry),
        format_,
        out,
    )


rules, facts, figures, options, sources, components, notes = (
    _group(KINDS[name]) for name in ("rules", "facts", "figures", "options", "sources", "components", "notes")
)
