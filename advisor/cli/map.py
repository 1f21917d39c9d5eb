"""`advisor map`: where the answer changes over the plane of two facts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.output import to_json, write, write_file
from advisor.cli.parameters import AsOf, BadArgumentError, InputFormat, Set, WorkloadFile, advisor, read_date, read_facts
from advisor.columns import compile_columns
from advisor.language.workload import parse
from advisor.maps import DecisionMap, as_svg, decision_map, in_words

_STRETCH = re.compile(r"(?P<fact>[a-z0-9_]+)(?:=(?P<low>[0-9.e+-]+)\.\.(?P<high>[0-9.e+-]+))?", re.ASCII)

X = Annotated[str, typer.Option("--x", metavar="FACT[=LOW..HIGH]", help="The fact along the bottom, such as longest_run_s.")]
Y = Annotated[str, typer.Option("--y", metavar="FACT[=LOW..HIGH]", help="The fact along the side.")]
Out = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="OUT", help="Write to this file: .svg, .json or .txt. Default: words on the terminal."
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
    if out is None:
        write(in_words(found) + "\n")
    else:
        form = _FORMS.get(Path(out).suffix.lower(), as_svg)
        write_file(Path(out), form(found))


_FORMS: dict[str, Callable[[DecisionMap], str]] = {
    ".svg": as_svg,
    ".txt": lambda found: in_words(found) + "\n",
    ".json": lambda found: to_json(found.model_dump(mode="json")),
}


def _axis(option: str, text: str) -> tuple[str, tuple[float, float] | None]:
    """A fact and the stretch to show. Raises BadArgumentError."""
    match = _STRETCH.fullmatch(text.strip())
    try:
        if match is not None:
            return match["fact"], (float(match["low"]), float(match["high"])) if match["low"] else None
    except ValueError:
        pass
    raise BadArgumentError(f"{option}: found {text[:60]!r}; expected FACT or FACT=LOW..HIGH; write longest_run_s=1..3600")
