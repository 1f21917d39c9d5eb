"""The output of a run while it is not yet whole: parts in a folder beside it, and a journal of what is done.

A part counts once its line stands in the journal. A run that was killed finds the folder, and goes on with what is missing. The
output itself appears in one step, by a rename, when everything is there.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import polars as pl
from polars.io.plugins import register_io_source

from advisor.columns.survey import Survey
from advisor.portfolio.batches import Place
from advisor.portfolio.safe import flattened
from advisor.portfolio.sources import Format

COMPRESSION: Literal["zstd"] = "zstd"
VERSION = 2
"""Goes up when the parts of an older version can't be gone on with."""


@dataclass(frozen=True, slots=True)
class Done:
    """One line of the journal: a part, the place behind it, how many rows were refused, and the counts of its answers."""

    part: int
    after: Place
    refused: int
    survey: Survey
    extras: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of an output lie. An output without an ending is a folder of parts."""

    output: Path
    kind: Format

    @property
    def folder(self) -> Path:
        """Everything that is not yet whole."""
        return self.output.with_name(self.output.name + ".partial")

    @property
    def whole(self) -> bool:
        """Whether the output is one file."""
        return bool(self.output.suffix)

    def part(self, number: int) -> Path:
        """The answers of a part."""
        return self.folder / "parts" / f"part-{number:012d}.{self.kind}"

    def rejects(self, number: int) -> Path:
        """The refusals of a part."""
        return self.folder / f"rejects-{number:012d}.csv"

    def beside(self, ending: str) -> Path:
        """A file that belongs to the output."""
        return self.output.with_name(self.output.stem + ending)

    def write(self, number: int, answers: pl.DataFrame, rejects: pl.DataFrame) -> None:
        """Write a part under a name of its own, and rename it: of two who write the same, one's is there whole."""
        if rejects.height:
            own = self.rejects(number).with_suffix(f".{uuid4().hex}")
            flattened(rejects).write_csv(own, include_header=False)
            own.replace(self.rejects(number))
        own = self.folder / f"part-{number}.{uuid4().hex}"
        if self.kind == "csv":
            flattened(answers).write_csv(own, include_header=not self.whole)
        elif self.kind == "ndjson":
            answers.write_ndjson(own)
        elif self.whole:
            answers.write_ipc(own)  # quick to write and to read; what stays is compressed once, at the end
        else:
            answers.write_parquet(own, compression=COMPRESSION, statistics=False)
        own.replace(self.part(number))


class Parts:
    """The unfinished output of a run. `plan` names everything that the answers depend on."""

    def __init__(self, layout: Layout, plan: Mapping[str, Any], *, resume: bool) -> None:
        self.layout = layout
        self._journal = layout.folder / "journal.ndjson"
        text = json.dumps({**plan, "format": layout.kind, "version": VERSION}, sort_keys=True)
        stored = layout.folder / "plan.json"
        if not (resume and stored.is_file() and stored.read_text("utf-8") == text):
            shutil.rmtree(layout.folder, ignore_errors=True)
            layout.part(0).parent.mkdir(parents=True)
            stored.write_text(text, "utf-8")
        self.done = self._read_journal()

    def _read_journal(self) -> list[Done]:
        if not self._journal.is_file():
            return []
        found = []
        for line in self._journal.read_bytes().split(b"\n")[:-1]:  # what a kill cut short has no line break
            raw = json.loads(line)
            raw |= {"after": Place(**raw["after"]), "survey": Survey(**raw["survey"])}
            found.append(Done(**raw))
        return found

    def note(self, done: Sequence[Done]) -> None:
        """Write down that some parts are there, in one go."""
        with self._journal.open("ab", buffering=0) as journal:
            journal.write(b"".join(json.dumps(asdict(one)).encode() + b"\n" for one in done))
        self.done.extend(done)

    def finish(self, empty: pl.DataFrame, header: Sequence[str], legend: Mapping[str, Any] | None) -> None:
        """Put the output in its place. `empty` is the output without rows, `header` that of the refusals."""
        numbers = sorted(done.part for done in self.done)
        self._finish_rejects(numbers, header)
        self._finish_legend(legend)
        if self.layout.part(0).parent.exists():  # else a run was killed after the rename below
            self._finish_file(numbers, empty) if self.layout.whole else self._finish_folder(numbers, empty)
        shutil.rmtree(self.layout.folder)

    def _finish_file(self, numbers: list[int], empty: pl.DataFrame) -> None:
        parts, whole = [self.layout.part(number) for number in numbers], self.layout.folder / "whole"
        if self.layout.kind != "parquet":
            header = flattened(empty).write_csv() if self.layout.kind == "csv" else ""
            _concatenate(parts, whole, header.encode())
        elif parts:
            _one_by_one(parts, empty.schema).sink_parquet(whole, compression=COMPRESSION, statistics=False)
        else:
            empty.write_parquet(whole)
        whole.replace(self.layout.output)

    def _finish_folder(self, numbers: list[int], empty: pl.DataFrame) -> None:
        if not numbers:
            self.layout.write(0, empty, pl.DataFrame())
        if self.layout.output.is_dir():
            self.layout.output.rename(self.layout.folder / "old")
        self.layout.part(0).parent.rename(self.layout.output)

    def _finish_legend(self, legend: Mapping[str, Any] | None) -> None:
        target = self.layout.beside(".legend.json")
        target.unlink(missing_ok=True)
        if legend is not None:
            written = self.layout.folder / "legend"
            written.write_text(json.dumps(legend, indent=1) + "\n", "utf-8")
            written.replace(target)

    def _finish_rejects(self, numbers: list[int], header: Sequence[str]) -> None:
        files = [file for number in numbers if (file := self.layout.rejects(number)).exists()]
        target = self.layout.beside(".rejects.csv")
        target.unlink(missing_ok=True)
        if files:
            whole = self.layout.folder / "rejects"
            _concatenate(files, whole, (",".join(header) + "\n").encode())
            whole.replace(target)


def _one_by_one(parts: list[Path], schema: pl.Schema) -> pl.LazyFrame:
    """The parts as one frame that is read part by part: mapped into memory all at once, they would count as held."""

    def read(columns: list[str] | None, where: pl.Expr | None, rows: int | None, size: int | None) -> Iterator[pl.DataFrame]:
        for part in parts:
            frame = pl.read_ipc(part.read_bytes())
            yield frame if columns is None else frame.select(columns)

    return register_io_source(read, schema=schema, is_pure=True)


def _concatenate(files: list[Path], whole: Path, start: bytes) -> None:
    with whole.open("wb") as target:
        target.write(start)
        for file in files:
            with file.open("rb") as source:
                shutil.copyfileobj(source, target, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())
