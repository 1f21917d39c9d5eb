"""Arguments and options that several commands take, and the values that they carry."""

import difflib
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.advice import Advisor, default_advisor
from advisor.cli.assignments import assign
from advisor.cli.output import STDOUT, OutputFormat
from advisor.files import STDIN, SYNTAXES, Syntax, read_workload
from knowledge import AdvisorError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class BadArgumentError(AdvisorError):
    """An argument that can't be used; the message says where, what was found, what was expected and what to do."""


WorkloadFile = Annotated[
    str, typer.Argument(metavar="FILE", help="The workload: a TOML, JSON or YAML file, or - for standard input.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Answer with what held on this day, such as 2020-02-01. Default: the newest reading."
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FACT=VALUE",
        help="Set a fact, beside or instead of the file's: gpu=yes, longest_run_s='15 min', memory_mib=2GB, "
        "requests_per_s_peak=1.5k/s, vpc_resources=rds,efs; FACT=unknown takes it out. May be repeated.",
    ),
]  # fmt: skip
FormatOption = Annotated[
    OutputFormat | None,
    typer.Option("--format", "-f", help="The format of the output. Default: by the ending of -o, else text."),
]
Out = Annotated[
    str | None, typer.Option("--output", "-o", metavar="OUT", help="Write to this file instead of standard output.")
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format", metavar="toml|json|yaml", help="The format of FILE, where its ending or first line doesn't tell."
    ),
]
Prices = Annotated[
    str | None,
    typer.Option("--prices", metavar="FILE", help="Your own prices, a TOML file of figure id = value; they come first."),
]
FreeTier = Annotated[bool, typer.Option("--free-tier", help="Take off what AWS gives each month without end.")]


def read_date(text: str | None) -> date | None:
    """The day of `--as-of`. Raises BadArgumentError."""
    if text is None:
        return None
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        found = repr(text[:60])
    except ValueError as error:
        found = f"{text!r} ({error})"
    raise BadArgumentError(f"--as-of: found {found}; expected a date as YYYY-MM-DD; write for example 2020-02-01")


def read_syntax(text: str | None) -> Syntax | None:
    """The syntax of `--input-format`. Raises BadArgumentError."""
    for syntax in SYNTAXES:
        if text is not None and text.casefold().replace("yml", "yaml") == syntax:
            return syntax
    if text is None:
        return None
    raise BadArgumentError(f"--input-format: found {text[:60]!r}; expected toml, json or yaml; use one of these")


def read_facts(file: str, settings: Iterable[str] | None, input_format: str | None, out: str | None = None) -> dict[str, Any]:
    """The raw workload of a file with the settings put in. Raises InvalidWorkloadError and BadArgumentError."""
    if file != STDIN and out not in (None, STDOUT) and _same(file, str(out)):
        raise BadArgumentError(f"-o: found {out!r}, the workload itself; expected another file; choose another name")
    raw = read_workload(file, read_syntax(input_format))
    return assign(raw, settings or (), advisor().base.facts)


def _same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def advisor() -> Advisor:
    """The advisor of the shipped knowledge."""
    return default_advisor()


def unknown(what: str, name: str, known: Iterable[str], lists: str) -> BadArgumentError:
    """The error for an id that does not exist, with the nearest one."""
    near = difflib.get_close_matches(name[:100], list(known), 1, 0.5)
    remedy = f"did you mean {near[0]!r}?" if near else f"`{lists}` lists them all"
    return BadArgumentError(f"{what}: found {name[:60]!r}, which does not exist; expected the id of one; {remedy}")
