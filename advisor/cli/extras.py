"""What a command needs beyond the core, and the one sentence that says how to install it.

`advisor/extras.toml` names the extras of each command. `./run` installs them by itself; under plain pip the error says how.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from advisor.cli.identity import DISTRIBUTION
from knowledge import AdvisorError

_FILE = Path(__file__).parent.parent / "extras.toml"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class MissingExtraError(AdvisorError):
    """A command needs an extra that is not installed."""

    def __init__(self, extra: str, missing: str = "") -> None:
        self.extra = extra
        what = f" ({missing} is missing)" if missing else ""
        super().__init__(f"this needs the extra {extra!r}{what}: install it with pip install '{DISTRIBUTION}[{extra}]'")


@cache
def extras_of_commands() -> dict[str, tuple[str, ...]]:
    """The extras by command, or by command and one of its options, as `portfolio --cluster`."""
    if not _FILE.exists():
        return {}
    return {name: tuple(extras) for name, extras in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def need(extra: str) -> None:
    """Raise MissingExtraError unless every distribution of an extra is installed. Call it before importing what it brings."""
    for name in _distributions(extra):
        try:
            version(name)
        except PackageNotFoundError:
            raise MissingExtraError(extra, name) from None


def need_for(command: str) -> None:
    """Raise MissingExtraError unless the extras of a command are installed; `portfolio --cluster` names those of an option."""
    for extra in extras_of_commands().get(command, ()):
        need(extra)


def _distributions(extra: str) -> Iterator[str]:
    """The distributions that an extra brings on this platform, those of extras inside it too."""
    for requirement in _requirements():
        text, _, marker = requirement.partition(";")
        if f'extra == "{extra}"' not in marker.replace("'", '"') or not _holds(marker):
            continue
        name = _NAME.match(text.strip())
        inner = re.search(r"\[([^\]]*)\]", text)
        if name and name[0].lower() == DISTRIBUTION and inner:
            for other in inner[1].split(","):
                yield from _distributions(other.strip())
        elif name:
            yield name[0]


def _requirements() -> list[str]:
    try:
        return requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        return []  # not installed at all: the import itself will tell


def _holds(marker: str) -> bool:
    """Whether a marker's platform, if it names one, is this one."""
    import sys

    found = re.search(r"""sys_platform\s*(==|!=)\s*["'](\w+)["']""", marker)
    return found is None or (sys.platform == found[2]) == (found[1] == "==")
