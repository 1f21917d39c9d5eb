"""Where a result goes and in which format: to the terminal, into a pipe, or into a file."""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from advisor.cli.terminal import folded, is_terminal, show
from advisor.language.clean import clean
from advisor.reports import Format, render_document
from advisor.reports.content import Document
from knowledge import AdvisorError

STDOUT = "-"


class OutputFormat(StrEnum):
    """The formats of every command that prints a result."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    HTML = "html"


class OutputError(AdvisorError):
    """The output can't be written."""


class ReaderGoneError(OutputError):
    """Whoever read the output has closed it, as `head` does when it has seen enough. Nothing is said about it."""


_ENDINGS = {
    ".txt": OutputFormat.TEXT,
    ".json": OutputFormat.JSON,
    ".md": OutputFormat.MD,
    ".html": OutputFormat.HTML,
    ".htm": OutputFormat.HTML,
}
_RENDERED: dict[OutputFormat, Format] = {OutputFormat.TEXT: "text", OutputFormat.MD: "markdown", OutputFormat.HTML: "html"}


def format_of(chosen: OutputFormat | None, out: str | None) -> OutputFormat:
    """The format: the one that was chosen, else the one that the ending of the file names, else text."""
    return chosen or _ENDINGS.get(Path(out or "").suffix.lower(), OutputFormat.TEXT)


def emit(document: Callable[[], Document], raw: Callable[[], Any], format_: OutputFormat, out: str | None = None) -> None:
    """Write a result: `document` for people, `raw` for JSON; only the one that is wanted is made. Raises OutputError."""
    to_stdout = out is None or out == STDOUT
    if format_ is OutputFormat.TEXT and to_stdout and is_terminal():
        show(document())
        return
    content = to_json(raw()) if format_ is OutputFormat.JSON else render_document(document(), _RENDERED[format_])
    if out is None or to_stdout:
        write(content)
    else:
        write_file(Path(out), content)


def to_json(raw: Any) -> str:
    """JSON as people and programs read it: two blanks, characters as they are, and an end of line."""
    return json.dumps(raw, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write(content: str) -> None:
    """Write text to standard output, in UTF-8 whatever the locale when it is a pipe. Raises OutputError."""
    if sys.stdout is None:
        raise OutputError("standard output: found it closed; expected a place to write to; use -o FILE")
    buffer = getattr(sys.stdout, "buffer", None)
    try:
        if buffer is None or sys.stdout.isatty():
            sys.stdout.write(content)
        else:
            sys.stdout.flush()
            buffer.write(content.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError("standard output: the reader has gone") from None
    except UnicodeEncodeError:
        sys.stdout.write(content.encode("ascii", "replace").decode())
    except OSError as error:
        raise OutputError(f"standard output: found {(error.strerror or str(error)).lower()}; expected room to write") from None


def write_file(path: Path, content: str | bytes) -> None:
    """Write bytes, or text in UTF-8, to a file and say so on standard error. Raises OutputError."""
    try:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
        raise OutputError(f"{path}: found {reason}; expected a file that can be written; choose another place for -o") from None
    note(f"written to {path}")


def note(text: str) -> None:
    """Say something that is not the result; what was typed may be in it, so control characters are taken out."""
    if sys.stderr is not None:
        lines = [clean(line) for line in text.splitlines()]
        if sys.stderr.isatty():
            lines = [row for line in lines for row in folded(line)]
        sys.stderr.write("\n".join(lines) + "\n")
