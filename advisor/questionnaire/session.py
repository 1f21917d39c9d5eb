"""A questionnaire as it goes on: the answers as they were given, what was answered when, and the file that keeps them.

The file is a plain workload in TOML, which `advise` reads as it is. Ranges and the order of answering stand in its table
`session`: to the advice a range is a fact that is not known.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.files import read_workload
from advisor.language.workload import RESERVED
from advisor.questionnaire.answers import with_ranges

Raw = dict[str, Any]


class Session:
    """Answers with a way back, kept in the file `path`.

    `raw` is what `read_answers` takes; `asked` lists the facts in the order of answering.
    """

    def __init__(self, path: Path, raw: Mapping[str, Any] | None = None, asked: tuple[str, ...] = ()) -> None:
        self.path = path
        self.raw: Raw = dict(raw or {})
        self.asked = asked
        self._before: list[tuple[Raw, tuple[str, ...]]] = []

    def give(self, answers: Mapping[str, Any], unknown: tuple[str, ...] = ()) -> None:
        """Take some answers, and facts that the person does not know."""
        names = [*answers, *unknown]
        asked = tuple(dict.fromkeys([*(name for name in self.asked if name not in names), *names]))
        self._go_to(self.with_answers(answers, unknown), asked)

    def with_answers(self, answers: Mapping[str, Any], unknown: tuple[str, ...] = ()) -> Raw:
        """What `raw` would be with some answers more."""
        known = {name: value for name, value in self.raw.items() if name not in (*answers, *unknown, "unknown")}
        not_known = [name for name in self.raw.get("unknown", ()) if name not in answers and name not in unknown]
        return _raw({**known, **answers}, [*not_known, *unknown])

    def drop(self, name: str) -> None:
        """Take an answer back, as if the fact had not been asked."""
        known = {other: value for other, value in self.raw.items() if other not in (name, "unknown")}
        raw = _raw(known, [other for other in self.raw.get("unknown", ()) if other != name])
        self._go_to(raw, tuple(other for other in self.asked if other != name))

    def _go_to(self, raw: Raw, asked: tuple[str, ...]) -> None:
        self._before.append((self.raw, self.asked))
        self.raw, self.asked = raw, asked

    def back(self) -> bool:
        """Undo what was done last; False when there is nothing to undo."""
        if not self._before:
            return False
        self.raw, self.asked = self._before.pop()
        return True

    @property
    def answers(self) -> Raw:
        """The facts that were answered, with their values."""
        return {name: value for name, value in self.raw.items() if name not in RESERVED}

    @property
    def rounds(self) -> int:
        """How many answers could be undone."""
        return len(self._before)

    def save(self) -> None:
        """Write the file in one go: a reader sees the old one or the new one, whatever happens meanwhile."""
        path = self.path
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(self.to_toml())
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def to_toml(self) -> str:
        """The session as a workload file."""
        ranges = {name: value for name, value in self.raw.items() if isinstance(value, Mapping) and name not in RESERVED}
        plain = {name: value for name, value in self.raw.items() if name not in ranges and name != "session"}
        lines = [f"{name} = {_toml(value)}" for name, value in plain.items()]
        lines += ["", "[session]", f"asked = {_toml(list(self.asked))}"]
        if ranges:
            lines += ["", "[session.ranges]", *(f"{name} = {_toml(value)}" for name, value in ranges.items())]
        return "\n".join(lines).lstrip("\n") + "\n"


def load_session(file: Path, path: Path) -> Session:
    """The session of a file, to be kept in another one or the same; any workload will do. Raises UnreadableWorkloadError."""
    return Session(path, *resumed(read_workload(str(file))))


def resumed(raw: Mapping[str, Any]) -> tuple[Raw, tuple[str, ...]]:
    """The answers of a workload with the ranges of its session, and the facts in the order of answering."""
    kept = raw.get("session")
    asked = kept.get("asked") if isinstance(kept, Mapping) else None
    names = [name for name in asked if isinstance(name, str)] if isinstance(asked, list) else []
    return with_ranges(raw), tuple(names)


def _raw(known: Raw, unknown: list[str]) -> Raw:
    return {**known, **({"unknown": unknown} if unknown else {})}


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(item)}" for name, item in value.items() if item is not None) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return repr(value)
