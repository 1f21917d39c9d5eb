"""The output of a run while it is not yet whole: parts in a folder beside it, and a journal of what is done.

A part counts once its line stands in the journal. A run that was killed finds the folder, and goes on after the last line. The
output itself appears in one step, by a rename, when everything is there.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl

from advisor.columns.survey import Survey
from advisor.portfolio.batches import Place
from advisor.portfolio.safe import flattened
from advisor.portfolio.sources import Format

COMPRESSION: Literal["zstd"] = "zstd"


@dataclass(frozen=True, slots=True)
class Done:
    """One line of the journal: a part, the place behind it, how many rows were refused, and the counts of its answers."""

    part: int
    after: Place
    refused: int
    survey: Survey
    extras: Mapping[str, Any]


class Parts:
    """The unfinished output of a run. `plan` names everything that the answers depend on."""

    def __init__(self, output: Path, kind: Format, plan: Mapping[str, Any], *, resume: bool) -> None:
        self.output, self._kind = output, kind
        self._folder = output.with_name(output.name + ".partial")
        self._made = self._folder / "parts"
        self._journal = self._folder / "journal.ndjson"
        text = json.dumps(plan, sort_keys=True)
        stored = self._folder / "plan.json"
        if not (resume and stored.is_file() and stored.read_text("utf-8") == text):
            shutil.rmtree(self._folder, ignore_errors=True)
            self._made.mkdir(parents=True)
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

    @property
    def rejects(self) -> Path:
        """Where the refused rows go."""
        return self.output.with_name(self.output.stem + ".rejects.csv")

    def add(self, answers: pl.DataFrame, rejects: pl.DataFrame, done: Done) -> None:
        """Write a part, and its line when it is there."""
        self._write(answers, self._part(done.part), first=done.part == 0)
        if rejects.height:
            flattened(rejects).write_csv(self._reject(done.part), include_header=False)
        with self._journal.open("ab") as journal:
            journal.write(json.dumps(asdict(done)).encode() + b"\n")
        self.done.append(done)

    def _part(self, number: int) -> Path:
        return self._made / f"part-{number:06d}.{self._kind}"

    def _reject(self, number: int) -> Path:
        return self._folder / f"rejects-{number:06d}.csv"

    def _write(self, frame: pl.DataFrame, path: Path, *, first: bool) -> None:
        if self._kind == "parquet" and is_folder(self.output):
            frame.write_parquet(path, compression=COMPRESSION, statistics=False)
        elif self._kind == "parquet":
            frame.write_ipc(path)  # quick to write and to read; what stays is compressed once, at the end
        elif self._kind == "csv":
            flattened(frame).write_csv(path, include_header=first)
        else:
            frame.write_ndjson(path)

    def finish(self, empty: pl.DataFrame, header: list[str], legend: Mapping[str, Any] | None) -> None:
        """Put the output in its place. `empty` is a frame without rows, for a run without parts."""
        if not self.done:
            self._write(empty, self._part(0), first=True)
        self._finish_rejects(header)
        self._finish_legend(legend)
        if self._part(0).exists():  # else a run was killed after the rename below
            self._finish_folder() if is_folder(self.output) else self._finish_file()
        shutil.rmtree(self._folder)

    def _finish_file(self) -> None:
        parts = [self._part(done.part) for done in self.done] or [self._part(0)]
        whole = self._folder / "whole"
        if self._kind == "parquet":
            pl.scan_ipc(parts).sink_parquet(whole, compression=COMPRESSION, statistics=False)
        elif len(parts) == 1:
            whole = parts[0]
        else:
            _concatenate(parts, whole)
        whole.replace(self.output)

    def _finish_folder(self) -> None:
        old = self._folder / "old"
        if self.output.is_dir():
            self.output.rename(old)
        self._made.rename(self.output)

    def _finish_legend(self, legend: Mapping[str, Any] | None) -> None:
        target = self.output.with_name(self.output.stem + ".legend.json")
        target.unlink(missing_ok=True)
        if legend is not None:
            (self._folder / "legend").write_text(json.dumps(legend, indent=1) + "\n", "utf-8")
            (self._folder / "legend").replace(target)

    def _finish_rejects(self, header: list[str]) -> None:
        files = [self._reject(done.part) for done in self.done if self._reject(done.part).exists()]
        self.rejects.unlink(missing_ok=True)
        if files:
            whole = self._folder / "rejects"
            _concatenate(files, whole, (",".join(header) + "\n").encode())
            whole.replace(self.rejects)


def is_folder(output: Path) -> bool:
    """An output without an ending is a folder of parts."""
    return not output.suffix


def _concatenate(files: list[Path], whole: Path, start: bytes = b"") -> None:
    with whole.open("wb") as target:
        target.write(start)
        for file in files:
            with file.open("rb") as source:
                shutil.copyfileobj(source, target, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())
