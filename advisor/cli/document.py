"""`advisor document` and `advisor verify`: the design document of a workload, and a document taken up again."""

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from advisor.cli.exits import ExitCode
from advisor.cli.extras import need_for
from advisor.cli.output import STDOUT, emit, format_of, note, write, write_file
from advisor.cli.parameters import (
    AsOf,
    BadArgumentError,
    FormatOption,
    FreeTier,
    InputFormat,
    Out,
    Prices,
    Set,
    WorkloadFile,
    advisor,
    read_date,
    read_facts,
)
from advisor.cost.price_file import read_prices

FOLDER = "docs/adr"
Form = Literal["pdf", "html", "markdown", "adr"]
Paper = Literal["a4", "letter"]
FORMS: dict[str, Form] = {".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}

Folder = Annotated[str, typer.Argument(metavar="[DIR]", help=f"With --adr: the folder of the records. Default: {FOLDER}.")]
Document = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="OUT", help="Write to this file: .pdf, .html or .md. Default: Markdown."),
]
Record = Annotated[bool, typer.Option("--adr", help="Write a decision record (MADR) with the next free number into DIR.")]
PaperOption = Annotated[str, typer.Option("--paper", metavar="a4|letter", help="The paper of a PDF.")]
Written = Annotated[str, typer.Argument(metavar="DOCUMENT", help="What `advisor document` has written, in any format.")]
Day = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Decide with what held on this day. Default: the day of the document."),
]


def document(  # noqa: PLR0913, PLR0917 - each is an option of the command
    file: WorkloadFile,
    folder: Folder = "",
    out: Document = None,
    adr: Record = False,  # noqa: FBT002 - a flag of the command line
    as_of: AsOf = None,
    settings: Set = None,
    prices: Prices = None,
    free_tier: FreeTier = False,  # noqa: FBT002 - a flag of the command line
    paper: PaperOption = "a4",
    input_format: InputFormat = None,
) -> None:
    """Write the design document of a workload: decision, options, network, bill, limits, security, operation, flip points.

    PDF, HTML and Markdown have the same content, every reason with its rule and every rule with its sources. With --adr a
    short decision record goes into a folder, as `0007-TITLE.md` with the next free number; nothing is ever written over.

    The fonts inside a PDF show Latin, Greek, Cyrillic, Armenian and Hebrew letters and signs; any other letter, such as Chinese
    or an emoji, stands there as its number ([U+65E5]). HTML and Markdown show every letter.

    The document carries the question and the outcome, so that `advisor verify` can decide again later.
    """
    need_for("document")
    from advisor.documents import desk, numbering, record
    from advisor.documents.subject import study

    form, chosen = _form(out, folder, adr=adr), _paper(paper)
    day = read_date(as_of)
    raw = read_facts(file, settings, input_format, out)
    own = read_prices(prices, advisor().base) if prices is not None else None
    subject = study(advisor(), raw, day, own, free_tier=free_tier)
    content = desk.written(subject, form, chosen)
    if form == "adr":
        path = numbering.write_record(Path(folder or FOLDER), record.title_of(subject), content)
        note(f"written to {path}")
    elif out is None or out == STDOUT:
        write(content.decode())
    else:
        write_file(Path(out), content)


def _form(out: str | None, folder: str, *, adr: bool) -> Form:
    """What to write. Raises BadArgumentError."""
    if adr and out is not None:
        raise BadArgumentError(f"-o: found {out[:60]!r} beside --adr; expected one of them; name a folder after --adr")
    if folder and not adr:
        raise BadArgumentError(f"DIR: found {folder[:60]!r}; expected it with --adr only; add --adr, or name a file with -o")
    if adr:
        return "adr"
    ending = Path(out).suffix.lower() if out is not None and out != STDOUT else ".md"
    if ending not in FORMS:
        raise BadArgumentError(f"-o: found the ending {ending[:20]!r}; expected .pdf, .html or .md; choose one of these")
    return FORMS[ending]


def _paper(text: str) -> Paper:
    """The paper of `--paper`. Raises BadArgumentError."""
    for paper in get_args(Paper):
        if text.casefold() == paper:
            chosen: Paper = paper
            return chosen
    raise BadArgumentError(f"--paper: found {text[:60]!r}; expected a4 or letter; use one of these")


def verify(written: Written, as_of: Day = None, format_: FormatOption = None, out: Out = None) -> int:
    """Decide again on what a document carries, and say: the same, or what changed and why.

    Exit code 0: the decision and all that belongs to it is the same. 1: something has changed, the decision, a part of it or
    the text. 2: the file can't be verified, as it carries no stamp or one that was changed.
    """
    need_for("document")
    from advisor.documents.verdict import verdict_document
    from advisor.documents.verify import read_document, verify

    path = Path(written)
    verdict = verify(advisor(), read_document(path), str(path), read_date(as_of))
    emit(lambda: verdict_document(verdict), verdict.as_json, format_of(format_, out), out)
    return ExitCode.OK if verdict.same and not verdict.edited else ExitCode.CHECK_FAILED
