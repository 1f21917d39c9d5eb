"""`advisor check`: does the knowledge hold together, and does every rule do what its cases say?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.advice import Advisor
from advisor.check import Failure, check_cases
from advisor.cli.exits import ExitCode
from advisor.cli.output import OutputFormat, to_json, write
from advisor.cli.parameters import BadArgumentError, advisor
from advisor.reports.catalogue import KINDS
from advisor.reports.phrases import counted
from knowledge import Base, load

Folder = Annotated[
    str | None, typer.Option("--knowledge", metavar="FOLDER", help="Check the knowledge in this folder, not what ships.")
]
CheckFormat = Annotated[OutputFormat, typer.Option("--format", "-f", help="The format of the output: text or json.")]


def check(folder: Folder = None, format_: CheckFormat = OutputFormat.TEXT) -> None:
    """Load and lint the knowledge, and run the cases of every rule.

    Prints what there is, each case that came out otherwise, and how many came out as they should. Exit code 1 when a case
    failed; 3 when the knowledge does not load, and then everything that is wrong is named.
    """
    if format_ not in (OutputFormat.TEXT, OutputFormat.JSON):
        raise BadArgumentError(f"--format: found {format_.value!r}; expected text or json; use one of these")
    checked = advisor() if folder is None else Advisor(load(_folder(folder)))
    count, failures = check_cases(checked)
    if format_ is OutputFormat.JSON:
        write(to_json(_as_json(checked.base, count, failures)))
    else:
        write(_as_text(checked.base, count, failures))
    if failures:
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _folder(name: str) -> Path:
    path = Path(name)
    if not path.is_dir():
        raise BadArgumentError(f"--knowledge: found {name!r}; expected a folder of TOML files; check the path")
    return path


def _counts(base: Base) -> dict[str, int]:
    return {name: len(getattr(base, name)) for name in KINDS}


def _as_text(base: Base, count: int, failures: list[Failure]) -> str:
    counts = ", ".join(counted(number, name.removesuffix("s")) for name, number in _counts(base).items())
    lines = [
        f"knowledge  {counts}",
        f"read       {base.read.isoformat()}, digest {base.digest[:16]}",
        *(f"failed     {failure}" for failure in failures),
        f"cases      {count - len(failures):,} of {count:,} as expected",
    ]
    return "\n".join(lines) + "\n"


def _as_json(base: Base, count: int, failures: list[Failure]) -> dict[str, Any]:
    return {
        "digest": base.digest,
        "read": base.read.isoformat(),
        "entries": _counts(base),
        "cases": count,
        "failures": [asdict(failure) for failure in failures],
    }
