"""`advisor picture`: the architecture, the cost curve or the headroom of an answer as a picture."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.extras import need_for
from advisor.cli.output import STDOUT, write, write_file
from advisor.cli.parameters import (
    AsOf,
    BadArgumentError,
    InputFormat,
    Set,
    WorkloadFile,
    advisor,
    read_date,
    read_facts,
    unknown,
)
from advisor.pictures.architecture import draw_architecture
from advisor.pictures.charts import cost_curve, headroom_bars
from advisor.pictures.drawio import as_drawio
from advisor.pictures.mermaid import as_mermaid
from advisor.pictures.models import Picture
from advisor.result import Recommendation


class Kind(StrEnum):
    """What can be drawn of an answer."""

    ARCHITECTURE = "architecture"
    COST = "cost"
    HEADROOM = "headroom"


_TEXTS = {".mmd": as_mermaid, ".drawio": as_drawio}
_LACKING = {
    Kind.ARCHITECTURE: "no network plan",
    Kind.COST: "no bill that hangs on the load",
    Kind.HEADROOM: "no limit with a known use",
}

Out = Annotated[
    str,
    typer.Option("--output", "-o", metavar="OUT", help="Write to this file: .svg, and for the architecture .mmd or .drawio."),
]
Chosen = Annotated[Kind, typer.Option("--kind", help="What to draw.")]
OptionId = Annotated[
    str | None,
    typer.Option("--option", metavar="OPTION", help="Draw the architecture of this option. Default: the recommended one."),
]


def picture(
    file: WorkloadFile,
    out: Out,
    kind: Chosen = Kind.ARCHITECTURE,
    option: OptionId = None,
    as_of: AsOf = None,
    settings: Set = None,
    input_format: InputFormat = None,
) -> None:
    """Draw the architecture with its network and numbered paths, the bill over the load, or how far each limit is.

    SVG stands alone and says in words what it shows; Mermaid text (.mmd) is drawn by GitHub and many editors; a file of draw.io
    (.drawio) can be edited there.
    """
    ending = _ending(out, kind, option)
    if ending != ".mmd":
        need_for("picture")
    raw = read_facts(file, settings, input_format, out)
    answer = advisor().advise(raw, read_date(as_of))
    if option is not None and option not in {one.id for one in answer.options}:
        raise unknown("--option", option, [one.id for one in answer.options], "advisor options")
    content = _TEXTS[ending](answer, option) if ending in _TEXTS else _svg(answer, kind, option)
    if not content:
        raise BadArgumentError(_nothing(file, kind, option))
    if out == STDOUT:
        write(content)
    else:
        write_file(Path(out), content)


def _ending(out: str, kind: Kind, option: str | None) -> str:
    """The ending of the file to write; standard output takes SVG. Raises BadArgumentError for what can't be."""
    ending = ".svg" if out == STDOUT else Path(out).suffix.lower()
    if ending not in (".svg", *_TEXTS):
        raise BadArgumentError(f"-o: found {out[:60]!r}; expected a name that ends in .svg, .mmd or .drawio; choose one")
    if kind is not Kind.ARCHITECTURE and (ending in _TEXTS or option is not None):
        what = f"the ending {ending}" if ending in _TEXTS else "--option"
        raise BadArgumentError(f"--kind {kind}: found {what}; expected that only with the architecture; write -o OUT.svg alone")
    return ending


def _svg(answer: Recommendation, kind: Kind, option: str | None) -> str:
    found: Picture | None
    if kind is Kind.ARCHITECTURE:
        found = draw_architecture(answer, option)
    else:
        found = cost_curve(answer) if kind is Kind.COST else headroom_bars(answer)
    return found.svg if found is not None else ""


def _nothing(file: str, kind: Kind, option: str | None) -> str:
    remedy = f"`advisor why {file} {option}` says why" if option is not None else f"`advisor advise {file}` says what is known"
    return f"{file}: found {_LACKING[kind]}; expected something to draw; {remedy}"
