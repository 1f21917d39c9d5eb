"""Where the answers of a session are kept, and how to go on with them."""

import shlex
from datetime import date
from pathlib import Path

from advisor.cli.output import OutputError
from advisor.questionnaire.session import Session


def save(session: Session) -> None:
    """Write the answers. Raises OutputError."""
    try:
        session.save()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"{session.path}: found {reason}; expected a place to keep the answers; use -o FILE") from None


def resuming(path: Path, as_of: date | None) -> str:
    """The command that goes on with a session."""
    return f"advisor ask --resume {shlex.quote(str(path))}{dated(as_of)}"


def dated(as_of: date | None) -> str:
    """The option that asks for the same day again."""
    return "" if as_of is None else f" --as-of {as_of.isoformat()}"
