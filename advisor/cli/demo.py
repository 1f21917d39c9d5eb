"""`advisor demo`, which is also what `advisor` alone does: advice on a workload that ships with it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.advise import tell
from advisor.cli.output import OutputFormat
from advisor.cli.parameters import advisor
from advisor.files import read_workload
from advisor.shipped import example_path

DEFAULT = "api-rds-payment"
Example = Annotated[str, typer.Argument(metavar="[EXAMPLE]", help="The name of an example; a wrong one lists them all.")]


def demo(example: Example = DEFAULT) -> None:
    """Show advice on an example that ships with the advisor: an API on a private database that calls a payment provider."""
    path = example_path(example)
    recommendation = advisor().advise(read_workload(str(path)))
    tell(recommendation, _shown(path), OutputFormat.TEXT)


def _shown(path: Path) -> str:
    """The path as it is shortest to type."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)
