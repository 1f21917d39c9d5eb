"""`advisor what-if`, `as-of` and `flips`: how far an answer is from another one, and what makes the difference."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.assignments import assign
from advisor.cli.exits import ExitCode
from advisor.cli.extras import need_for
from advisor.cli.output import emit, format_of
from advisor.cli.parameters import (
    AsOf,
    BadArgumentError,
    FormatOption,
    InputFormat,
    Out,
    Set,
    WorkloadFile,
    advisor,
    read_date,
    read_facts,
    read_syntax,
)
from advisor.differences import between, what_if
from advisor.files import STDIN, read_workload
from advisor.language.workload import InvalidWorkloadError
from advisor.reports.differences import Compared, difference_document, folder_document

ENDINGS = (".toml", ".json", ".yaml", ".yml")
Changes = Annotated[
    list[str],
    typer.Option("--set", metavar="FACT=VALUE", help="The fact that changes; FACT=unknown takes it away. May be repeated."),
]
Place = Annotated[
    str, typer.Argument(metavar="FILE|FOLDER", help="A workload file, - for standard input, or a folder of them.")
]
First = Annotated[str, typer.Argument(metavar="DATE", help="The day to compare, such as 2020-02-01.")]
Second = Annotated[str | None, typer.Argument(metavar="[DATE]", help="The other day. Default: the newest reading.")]
Full = Annotated[bool, typer.Option("--full", help="Text in full: every flip, not only the nearest.")]


def what_if_command(
    file: WorkloadFile,
    settings: Changes,
    as_of: AsOf = None,
    format_: FormatOption = None,
    out: Out = None,
    input_format: InputFormat = None,
) -> None:
    """Compare the answer for a workload with the answer after some facts changed: only what differs, rule by rule.

    The file stays as it is. JSON is the document that POST /v1/what-if answers.
    """
    day = read_date(as_of)
    raw = read_facts(file, (), input_format, out)
    changed = assign(raw, settings, advisor().base.facts)
    changes = {name: changed.get(name) for name in {**raw, **changed} if changed.get(name) != raw.get(name)}
    found = what_if(advisor(), raw, changes, day)
    title = str(raw.get("title") or "What if")
    emit(
        lambda: difference_document(found, title, advisor().base),
        lambda: found.model_dump(mode="json"),
        format_of(format_, out),
        out,
    )


def as_of(
    place: Place,
    first: First,
    second: Second = None,
    format_: FormatOption = None,
    out: Out = None,
    input_format: InputFormat = None,
) -> int:
    """Compare the answers of two days, with the dated figure, rule or option that made the difference and its source.

    For a folder: which answers changed. JSON for a file is the document that POST /v1/as-of answers.
    """
    one = read_date(first) or advisor().base.read
    other = read_date(second) or advisor().base.read
    if place != STDIN and Path(place).is_dir():
        return _folder(place, (one, other), format_, out)
    raw = read_facts(place, (), input_format, out)
    found = between(advisor(), raw, one, other)
    title = str(raw.get("title") or "Two dates")
    emit(
        lambda: difference_document(found, title, advisor().base),
        lambda: found.model_dump(mode="json"),
        format_of(format_, out),
        out,
    )
    return ExitCode.OK


def _folder(place: str, dates: tuple[date, date], format_: FormatOption, out: Out) -> int:
    files = sorted(path for path in Path(place).iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    if not files:
        raise BadArgumentError(f"{place}: found no workload files; expected {', '.join(ENDINGS)}; name another folder")
    compared = [_compare(path, dates) for path in files]

    def raw() -> dict[str, object]:
        shown = [
            {"file": one.file, "problem": one.problem or None,
             "difference": one.difference.model_dump(mode="json") if one.difference else None}
            for one in compared
        ]  # fmt: skip
        return {"dates": [day.isoformat() for day in dates], "files": shown}

    emit(lambda: folder_document(compared, dates, _titles()), raw, format_of(format_, out), out)
    return ExitCode.BAD_INPUT if any(one.difference is None for one in compared) else ExitCode.OK


def _compare(path: Path, dates: tuple[date, date]) -> Compared:
    try:
        found = between(advisor(), read_workload(str(path), read_syntax(None)), *dates)
    except InvalidWorkloadError as error:
        return Compared(path.name, None, "; ".join(str(problem) for problem in error.problems))
    return Compared(path.name, found)


def flips(
    file: WorkloadFile,
    as_of: AsOf = None,
    settings: Set = None,
    format_: FormatOption = None,
    full: Full = False,  # noqa: FBT002 - a flag of the command line
    out: Out = None,
    input_format: InputFormat = None,
) -> None:
    """Find the smallest changes that flip the answer, and what would make each excluded option viable.

    Every fact alone and every two together are tried in every cell that rules can tell apart, so that nothing is missed; the
    number itself is said. JSON is the document that POST /v1/flips answers.
    """
    need_for("flips")
    from advisor.questionnaire import desk
    from advisor.reports.questions import flips_document

    day = read_date(as_of)
    found = desk.flips(advisor(), read_facts(file, settings, input_format, out), day)
    emit(
        lambda: flips_document(found, advisor().base, full=full),
        lambda: found.model_dump(mode="json"),
        format_of(format_, out),
        out,
    )


def _titles() -> Mapping[str, str]:
    return {name: option.title for name, option in advisor().base.options.items()}
