"""Documents on a terminal: the lines of the text format, in colour where there is any, as wide as is good to read."""

import os
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from advisor.reports.content import Document
from advisor.reports.text import MIN_WIDTH, lay_out

if TYPE_CHECKING:
    from rich.console import Console

MAX_WIDTH = 100
_STYLES = {
    "plain": "",
    "strong": "bold",
    "muted": "bright_black",
    "code": "cyan",
    "rule": "cyan",
    "link": "blue underline",
    "title": "bold",
    "heading": "bold",
    "good": "bold green",
    "bad": "bold red",
    "rail": "bright_black",
}


def is_terminal() -> bool:
    """Whether somebody watches: standard output is a terminal that can do more than print."""
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def show(document: Document) -> None:
    """Print a document on the terminal; without colour the words and lines are the same."""
    from rich.text import Text

    console = _console()
    for row in lay_out(document, width(console.width)):
        line = Text.assemble(*((text, _STYLES[style]) for text, style in row), end="")
        line.rstrip()
        console.print(line, soft_wrap=True, highlight=False, markup=False, emoji=False)
    console.print()


def folded(line: str) -> list[str]:
    """A line as the rows of the terminal, broken between words; what goes on stands below what it belongs to."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    across = width(shutil.get_terminal_size().columns)
    rows = textwrap.wrap(line, across, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return rows or [""]


def width(columns: int) -> int:
    """How wide to print on a terminal of so many columns."""
    return min(max(columns, MIN_WIDTH), MAX_WIDTH)


def _console() -> "Console":
    from rich.console import Console

    return Console(file=sys.stdout, legacy_windows=False)
