"""`advisor ask`: one question at a time, and after each a better answer."""

import os
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.exits import ExitCode
from advisor.cli.extras import need_for
from advisor.cli.interrupts import Interrupts
from advisor.cli.keeping import resuming, save
from advisor.cli.output import note
from advisor.cli.parameters import AsOf, BadArgumentError, advisor, read_date
from advisor.questionnaire.session import Session, load_session

DEFAULT = "workload.toml"
Resume = Annotated[str | None, typer.Option("--resume", metavar="FILE", help="Go on with the answers in this file.")]
Out = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Keep the answers in this file.")]
PlainMode = Annotated[bool, typer.Option("--plain", help="Plain numbered lines, for screen readers and simple terminals.")]


def ask(
    resume: Resume = None,
    out: Out = None,
    as_of: AsOf = None,
    plain: PlainMode = False,  # noqa: FBT002 - a flag of the command line
) -> int:
    """Ask only what can still change the answer, one question at a time.

    Numbers may have units and may be ranges: '15 min', '2 GB', '5 to 40 min, usually 8 min'. At any prompt: why, back,
    change FACT, show, save, quit. The answers are kept in a file after each one; `advisor advise` reads it as it is.
    """
    day = read_date(as_of)
    path = Path(resume) if resume is not None and out is None else Path(out or free_name())
    if not sys.stdin.isatty():
        raise BadArgumentError(
            "standard input: found no terminal; expected one to ask questions on; "
            "write what is known in a file and use `advisor advise FILE`, which names the open questions"
        )
    need_for("ask")
    session = Session(path) if resume is None else load_session(Path(resume), path)
    simple = plain or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    with Interrupts() as interrupts:
        try:
            _interview(day, session, interrupts, plain=simple)
        except KeyboardInterrupt:
            interrupts.ignore()
            save(session)
            file = shlex.quote(str(session.path))
            note(f"\ninterrupted; the answers are in {file}: go on with `{resuming(session.path, day)}`")
            return ExitCode.INTERRUPTED
    return ExitCode.OK


def _interview(day: date | None, session: Session, interrupts: Interrupts, *, plain: bool) -> None:
    from advisor.cli.interview import Interview
    from advisor.cli.prompts import prompter

    interrupts.arm()  # what was just imported may have taken the signal
    Interview(advisor(), day, session, prompter(interrupts, plain=plain)).run()


def free_name() -> str:
    """A name for the answers that no file has yet."""
    stem, _, suffix = DEFAULT.partition(".")
    names = (DEFAULT, *(f"{stem}-{number}.{suffix}" for number in range(2, 1000)))
    return next((name for name in names if not Path(name).exists()), DEFAULT)
