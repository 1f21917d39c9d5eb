"""The checked base of the package, kept on disk between runs: reading it back takes a tenth of parsing and checking it.

One file in the user's cache folder: a line with two digests, then the entries as JSON. The first digest covers every file that
the base was read from and the code that checked it, so that a change of either is always seen and only what was checked is
left unchecked; the second covers the JSON, so that damage is seen. What is read back passes the closed models again. No step
here ever fails a run: without a place to write, everything is read and checked each time.
"""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import pydantic

from knowledge.edition import Base
from knowledge.models import Closed, Component, Fact, Figure, Note, Option, Rule, Source, Weights

NAME = "knowledge.json"


class Entries(Closed):
    """Everything in a base."""

    sources: dict[str, Source]
    figures: dict[str, Figure]
    notes: dict[str, Note]
    facts: dict[str, Fact]
    options: dict[str, Option]
    components: dict[str, Component]
    rules: dict[str, Rule]
    weights: Weights


def place() -> Path:
    """The file: in `XDG_CACHE_HOME`, else in `~/.cache`. Raises RuntimeError when there is no home."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(folder) if Path(folder).is_absolute() else Path.home() / ".cache") / "aws-compute-advisor" / NAME


def key_of(digest: str) -> str:
    """What a kept base must match: the digest of its files, the code that checked them, and what that code stands on."""
    total = hashlib.sha256(f"{digest} {pydantic.VERSION}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def fetch(digest: str) -> Base | None:
    """Return the base that was kept for files of this digest; None when another one was, or none, or it is damaged."""
    try:
        head, _, payload = place().read_bytes().partition(b"\n")
        if head != _head(digest, payload):
            return None
        entries = Entries.model_validate_json(payload)
    except (OSError, RuntimeError, pydantic.ValidationError):
        return None
    return Base(**dict(entries), digest=digest)


def keep(base: Base) -> None:
    """Keep a base that has been read from files and checked, in place of the one kept before.

    The file is replaced in one step, so that others read the old or the new one whole. Does nothing where it can't be
    written, or when the base would not come back as it is.
    """
    entries = Entries.model_construct(**{name: getattr(base, name) for name in Entries.model_fields})
    payload = entries.model_dump_json(by_alias=True, exclude_unset=True, warnings=False).encode()
    with contextlib.suppress(OSError, RuntimeError, pydantic.ValidationError):
        if Entries.model_validate_json(payload) == entries:
            _replace(place(), _head(base.digest, payload) + b"\n" + payload)


def _head(digest: str, payload: bytes) -> bytes:
    return f"{key_of(digest)} {hashlib.sha256(payload).hexdigest()}".encode()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=NAME, delete=False) as file:
        try:
            file.write(content)
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink()
            raise
