"""The door of the columnar reading: rows that can be judged go in, the others are refused with row, column and reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from advisor.columns.arrow import lend
from advisor.columns.cells import BETWEEN, Cells, cells, split
from advisor.columns.frames import LISTS, column_type
from advisor.columns.members import masks_of, repeated
from advisor.columns.planes import unpack
from advisor.language.workload import RESERVED as KEYS
from advisor.language.workload import InvalidWorkloadError, parse
from knowledge import AdvisorError, Problem
from knowledge.lint_values import check_value
from knowledge.models import Fact

REJECTS = pl.Schema(
    {"row": pl.UInt64, "column": pl.String, "found": pl.String, "expected": pl.String, "remedy": pl.String}
)  # fmt: skip
ROW = "row"
TODAY = "current_option"
"""The column that names the option in use today; what is no option is refused."""
RESERVED = ("id", "title", "description", TODAY)
"""Columns that are no facts and travel along."""


class InvalidTableError(AdvisorError):
    """The table as a whole can't be read; `problems` has one entry for each column that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the table can't be read:\n" + "\n".join(f"  {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows that can be judged, with their number in the first column `row`, and one line for each reason against the others."""

    good: pl.DataFrame
    rejects: pl.DataFrame


def check_names(names: Sequence[str], facts: Mapping[str, Fact], kept: Sequence[str] = RESERVED) -> None:
    """Refuse columns that stand twice, that no fact is called, or that are worked out. Raises InvalidTableError."""
    problems = [
        Problem(name, f"{names.count(name)} columns of this name", "each column once", "rename or remove the others")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if ROW in names and ROW not in kept:
        problems.append(Problem(ROW, "a column of this name", "another name", "row numbers are written under it; rename yours"))
    problems += [problem for name in names if name not in kept and name != ROW for problem in _no_fact(name, facts)]
    if problems:
        raise InvalidTableError(problems)


def _no_fact(name: str, facts: Mapping[str, Fact]) -> tuple[Problem, ...]:
    """What is wrong with a name, in the words that a workload with it would get."""
    if name in facts and facts[name].asked:
        return ()
    if name in KEYS:
        return (Problem(name, "a key of workload files", "a fact of the vocabulary", "leave the column out"),)
    try:
        parse({name: None}, facts)
    except InvalidWorkloadError as error:
        return error.problems
    return ()


def check(
    frame: pl.DataFrame, facts: Mapping[str, Fact], numbers: pl.Series | None = None, kept: Sequence[str] = RESERVED
) -> Checked:
    """Sort the rows of a table out and turn its columns into what `Columns.evaluate` reads.

    `numbers` are those of the rows (default: from 1). `kept` columns travel along as they are. Raises InvalidTableError for a
    wrong column.
    """
    check_names(frame.columns, facts, kept)
    read = {name: cells(name, facts[name], kind) for name, kind in frame.schema.items() if name in facts}
    plain = [name for name in frame.columns if name in kept]
    rows = (pl.int_range(1, frame.height + 1, eager=True) if numbers is None else numbers).cast(pl.UInt64).alias(ROW)
    wrong = _suspects(frame, facts, read)
    values = [(one.values if name in wrong else one.good).alias(name) for name, one in read.items()]
    taken = frame.select(rows, *plain, *values)
    rejects = pl.concat(
        [pl.DataFrame(schema=REJECTS), *(_reasons(frame, name, facts[name], read[name], rows) for name in wrong)]
    )
    if rejects.height == 0:
        return Checked(taken, rejects)
    refused = frame.select(pl.any_horizontal(*(read[name].bad for name in wrong))).to_series()
    return Checked(taken.filter(~refused), rejects.sort(ROW, maintain_order=True))


def _suspects(frame: pl.DataFrame, facts: Mapping[str, Fact], read: Mapping[str, Cells]) -> list[str]:
    """The columns in which a cell may be bad. Lists of the very type are only looked at for an item that stands twice."""
    lists = [name for name in read if facts[name].type in LISTS and frame.schema[name] == column_type(facts[name])]
    found = frame.select(one.suspect.alias(name) for name, one in read.items() if name not in lists)
    return [name for name in read if (_repeats(frame[name]) if name in lists else found[name].item())]


def _repeats(column: pl.Series) -> bool:
    """Whether any list of an Enum column has an item twice, or a null."""
    lent = lend(column.to_frame()).get(column.name)
    if lent is None or lent.inner is None:
        return False
    if lent.inner.nulls:
        return True
    masks, lengths = masks_of(lent.inner.values, lent.bounds), np.diff(lent.bounds)
    return bool((repeated(masks, lengths) & (unpack(lent.unknown) == 0)[: len(masks)]).any())


def _reasons(frame: pl.DataFrame, name: str, fact: Fact, read: Cells, rows: pl.Series) -> pl.DataFrame:
    """One line for each bad cell of a column; equal cells are looked at once."""
    bad = frame.select(rows, pl.col(name).alias("cell"), read.bad.alias("bad")).filter("bad")
    reasons: dict[str, tuple[str, str, str]] = {}
    keys = [repr(value) for value in bad["cell"].to_list()]
    for key, value in zip(keys, bad["cell"].to_list(), strict=True):
        if key not in reasons:
            problem = next(_problems(name, fact, value), None) or _odd(name, value)
            reasons[key] = problem.found, problem.expected, problem.remedy
    lines = [(row, name, *reasons[key]) for row, key in zip(bad[ROW].to_list(), keys, strict=True)]
    return pl.DataFrame(lines, schema=REJECTS, orient="row")


def _problems(name: str, fact: Fact, value: Any) -> Iterator[Problem]:
    """What a workload with this value would be refused for; members of a set in one text are looked at one by one."""
    if isinstance(value, str) and fact.type in LISTS:
        if "," in value:
            expected, remedy = f"members with {BETWEEN} between them", f"write {BETWEEN} in place of the commas"
            return iter([Problem(name, f"{value[:60]!r} (text)", expected, remedy)])
        value = pl.select(split(pl.lit(value))).to_series().to_list()[0]
    if isinstance(value, str) and fact.type in ("number", "integer"):
        try:
            number = float(value)
        except ValueError:
            number = None
        value = value if number is None else int(number) if number.is_integer() else number
    return iter(check_value("", name, fact, value))


def _odd(name: str, value: Any) -> Problem:
    return Problem(name, repr(value)[:60], "a value of the fact", "correct the value")
