"""Where a decision record goes: the next free number of its folder, which no other writer gets, and never over a file."""

import re
import unicodedata
from pathlib import Path

from knowledge import AdvisorError

FOLDER = "docs/adr"
MOST = 9999
_NUMBERED = re.compile(r"(\d{4})-.*")
_MAX_SLUG = 60


class NoRecordError(AdvisorError):
    """The record can't be written where it should go."""


def write_record(folder: Path, title: str, content: bytes) -> Path:
    """Write a record under the next free number and return its path. Raises NoRecordError.

    Two writers never get the same number: each holds it by a folder that only one can make, looks again, and writes a file
    that must not exist yet. What a writer that was killed has held stays unused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = _last(folder) + 1
        while number <= MOST:
            path = _try(folder, number, slug(title), content)
            if path is not None:
                return path
            number += 1
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise NoRecordError(f"{folder}: found {found}; expected a folder that can be written; choose another one") from None
    raise NoRecordError(f"{folder}: found record {MOST}; expected a free number of four digits; choose another folder")


def _try(folder: Path, number: int, name: str, content: bytes) -> Path | None:
    """Write under a number, or return None when somebody else has it."""
    held = folder / f".{number:04d}.held"
    try:
        held.mkdir()
    except FileExistsError:
        return None
    try:
        if any(folder.glob(f"{number:04d}-*")):
            return None
        path = folder / f"{number:04d}-{name}.md"
        with path.open("xb") as file:
            file.write(content)
        return path
    finally:
        held.rmdir()


def _last(folder: Path) -> int:
    found = (_NUMBERED.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=0)


def slug(title: str) -> str:
    """A title as a part of a file's name: small letters, digits and hyphens, at most sixty of them."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_MAX_SLUG].rstrip("-") or "decision"
