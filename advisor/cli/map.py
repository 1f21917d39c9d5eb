"""`advisor map`: where the answer changes over the plane of two facts."""

import re
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.output import emit, format_of, note, write_file
from advisor.cli.parameters import AsOf, BadArgumentError, InputFormat, Set, WorkloadFile, advisor, read_date, read_facts
from advisor.columns import compile_columns
from advisor.language.workload import parse
from advisor.maps import as_svg, decision_map, map_document

_STRETCH = re.compile(r"(?P<fact>[a-z0-9_]+)(?:=(?P<low>[0-9.e+-]+)\.\.(?P<high>[0-9.e+-]+))?", re.ASCII)

X = Annotated[str, typer.Option("--x", metavar="FACT[=LOW..HIGH]", help="The fact along the bottom, such as longest_run_s.")]
Y = Annotated[str, typer.Option("--y", metavar="FACT[=LOW..HIGH]", help="The fact along the side.")]
Out = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="OUT", help="Write to this file: .svg, .json, .txt or .md. Default: words on the terminal."
    ),
]


def map_command(
    file: WorkloadFile, x: X, y: Y, as_of: AsOf = None, settings: Set = None, out: Out = None, input_format: InputFormat = None
) -> None:
    """Draw the plane of two facts of a workload, coloured by the recommended option.

    The other facts stay as the workload has them. Every boundary is marked with the rule or the figure that draws it. JSON has
    the grid, the regions and the boundaries.
    """
    raw = read_facts(file, settings, input_format, out)
    known = parse(raw, advisor().base.facts).values
    columns = compile_columns(advisor().edition(read_date(as_of)).program)
    (x_fact, x_stretch), (y_fact, y_stretch) = _axis("--x", x), _axis("--y", y)
    found = decision_map(columns, known, x_fact, y_fact, x_stretch=x_stretch, y_stretch=y_stretch)
    if out is None or Path(out).suffix.lower() in (".txt", ".json", ".md"):
        title = str(raw.get("title") or "")
        emit(lambda: map_document(found, title), lambda: found.model_dump(mode="json"), format_of(None, out), out)
        if out is None:
            note("Add -o map.svg to have it drawn.")
    else:
        write_file(Path(out), as_svg(found))


def _axis(option: str, text: str) -> tuple[str, tuple[float, float] | None]:
    """A fact and the stretch to show. Raises BadArgumentError."""
    match = _STRETCH.fullmatch(text.strip())
    try:
        if match is not None:
            return match["fact"], (float(match["low"]), float(match["high"])) if match["low"] else None
    except ValueError:
        pass
    raise BadArgumentError(f"{option}: found {text[:60]!r}; expected FACT or FACT=LOW..HIGH; write longest_run_s=1..3600")
