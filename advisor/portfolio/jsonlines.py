"""NDJSON: one workload a line, as in a workload file. A line that is none costs its row and no other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from advisor.columns.check import InvalidTableError, check_names
from advisor.columns.frames import column_type
from advisor.language.workload import InvalidWorkloadError, parse
from advisor.portfolio.rows import Refusal, Rows, refusals, whole
from knowledge.models import Fact

_DROPPED = ("unknown", "session")
"""Keys of workload files that say nothing to the rules."""


class _NoLineError(ValueError):
    """A line that is no table of facts: what was found."""


def read_lines(content: bytes, facts: Mapping[str, Fact], kept: Sequence[str], before: int) -> Rows:
    """Read whole lines; `before` is how many came before them. Empty lines count."""
    types: dict[str, pl.DataType] = {name: column_type(fact) for name, fact in facts.items() if fact.asked}
    types |= dict.fromkeys(kept, pl.String())
    try:
        names = pl.scan_ndjson(content, infer_schema_length=None).collect_schema().names()
        check_names(names, facts, kept)
        frame = pl.read_ndjson(content, schema={name: types[name] for name in names})
    except (pl.exceptions.PolarsError, InvalidTableError):
        return _one_by_one(content, facts, kept, types, before)
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    return whole(frame, before) if frame.height == lines else _one_by_one(content, facts, kept, types, before)


def _one_by_one(
    content: bytes, facts: Mapping[str, Fact], kept: Sequence[str], types: Mapping[str, pl.DataType], before: int
) -> Rows:
    """The slow way, when some line can't be read, or has a key that is no fact."""
    good: list[dict[str, Any]] = []
    numbers: list[int] = []
    refused: list[Refusal] = []
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:-1] if lines[-1] == b"" else lines, before + 1):
        if not line.strip():
            continue
        try:
            good.append(_row(line, facts, kept))
            numbers.append(number)
        except _NoLineError as error:
            refused.append((number, None, str(error), "one table of facts a line, in JSON", "correct the line"))
        except InvalidWorkloadError as error:
            refused += [(number, one.where, one.found, one.expected, one.remedy) for one in error.problems]
    present = [name for name in types if any(name in row for row in good)]
    columns = [pl.Series(name, [row.get(name) for row in good], dtype=types[name]) for name in present]
    frame = pl.DataFrame(columns) if columns else pl.DataFrame(height=len(good))
    return Rows(frame, pl.Series(numbers, dtype=pl.UInt64), refusals(refused), len(lines) - (lines[-1] == b""))


def _row(line: bytes, facts: Mapping[str, Fact], kept: Sequence[str]) -> dict[str, Any]:
    """The known facts and kept texts of one line. Raises _NoLineError and InvalidWorkloadError."""
    try:
        raw = json.loads(line, object_pairs_hook=_table, parse_constant=_no_number)
    except RecursionError:
        raise _NoLineError("lists inside each other, many levels deep") from None
    except UnicodeDecodeError:
        raise _NoLineError("bytes that are not UTF-8") from None
    except json.JSONDecodeError as error:
        raise _NoLineError(f"broken JSON ({error.msg.lower()}, column {error.colno})") from None
    if not isinstance(raw, dict):
        raise _NoLineError(f"{str(raw)[:40]!r}, no table")
    known = {name: value for name, value in raw.items() if value is not None and name not in (*kept, *_DROPPED)}
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in raw.items() if name in kept}
    return texts | parse(known, facts).values


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _NoLineError(f"the key {twice!r} twice")
    return dict(pairs)


def _no_number(text: str) -> None:
    raise _NoLineError(text)
