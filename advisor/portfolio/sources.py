"""Which files a portfolio consists of: names, patterns and folders become files in a fixed order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Literal, get_args

from advisor.portfolio.errors import PortfolioError

Format = Literal["csv", "ndjson", "parquet", "excel"]
FORMATS: tuple[Format, ...] = get_args(Format)
_ENDINGS: dict[str, Format] = {
    ".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet", ".pq": "parquet", ".xlsx": "excel",
    ".xlsm": "excel", ".xls": "excel", ".ods": "excel",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, with its size in bytes and the time of its last change in nanoseconds."""

    path: Path
    format: Format
    size: int
    changed: int


def format_of(path: Path) -> Format | None:
    """The format that a file's ending names."""
    return _ENDINGS.get(path.suffix.lower())


def find_sources(inputs: Sequence[str | Path], given: Format | None = None) -> list[Source]:
    """Return the files of names, patterns (`*`, `**`) and folders, in name order, each once.

    In a folder, and under it, files with a known ending count. Raises PortfolioError for a name
    without a file, or a file without a format.
    """
    found: dict[Path, Source] = {}
    for item in inputs:
        paths = sorted(_paths(str(item)))
        if not paths:
            raise PortfolioError(str(item), "no such file", "files with workloads", "check the name or the pattern")
        for path in paths:
            found.setdefault(path.resolve(), _source(path, given))
    return list(found.values())


def _paths(item: str) -> Iterable[Path]:
    path = Path(item)
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file() and format_of(file)]
    if path.is_file():
        return [path]
    return [Path(name) for name in glob(item, recursive=True) if Path(name).is_file()]  # noqa: PTH207 (takes absolute patterns)


def _source(path: Path, given: Format | None) -> Source:
    kind = given or format_of(path)
    if kind is None:
        endings = ", ".join(sorted(_ENDINGS))
        raise PortfolioError(str(path), f"the ending {path.suffix!r}", f"one of {endings}", "name the format")
    state = path.stat()
    return Source(path, kind, state.st_size, state.st_mtime_ns)
