"""Foreign tables: a TOML file that says which of their columns is which fact, in which unit, with which words.

keep = ["Team"]                                                # travels along
ignore = ["Remarks"]
[columns]
"Memory"        = "memory_mib"
"Max. duration" = { fact = "longest_run_s", unit = "min" }     # converted inside the dimension of the fact's unit
[values.language]
"Node.js" = "nodejs"                                           # their word = ours; "" means unknown
"""

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from pydantic import ConfigDict, Field, ValidationError

from advisor.portfolio.errors import PortfolioError
from advisor.values import Result
from knowledge.models import Fact
from knowledge.units import factor


class ColumnOf(Result):
    """Which fact a foreign column holds, and in which unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fact: str
    unit: str | None = None


class _File(Result):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    columns: dict[str, str | ColumnOf] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    keep: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How foreign columns are read; the empty one changes nothing."""

    columns: Table[str, ColumnOf] = field(default_factory=dict)
    values: Table[str, Table[str, str]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()

    def name(self, column: str) -> str:
        """The fact (or the column itself) that a foreign column is read as."""
        return self.columns[column].fact if column in self.columns else column

    def apply(self, frame: pl.DataFrame, facts: Table[str, Fact]) -> pl.DataFrame:
        """The frame with our names, units and words; a number that can't be read stays as it is, for `check` to refuse."""
        expressions = []
        for column, kind in frame.schema.items():
            if column in self.ignore:
                continue
            name = self.name(column)
            expression = self._in_unit(column, kind, facts) if name in facts else pl.col(column)
            if name in self.values and isinstance(kind, pl.String):
                words = {word: ours or None for word, ours in self.values[name].items()}
                expression = pl.col(column).replace_strict(words, default=pl.col(column), return_dtype=pl.String)
            expressions.append(expression.alias(name))
        return frame.select(expressions)

    def _in_unit(self, column: str, kind: pl.DataType, facts: Table[str, Fact]) -> pl.Expr:
        fact = facts[self.name(column)]
        unit = self.columns[column].unit if column in self.columns else None
        ratio = factor(unit, fact.unit or "") if unit else None
        if ratio is None or ratio == 1:
            return pl.col(column)
        number = pl.col(column).str.strip_chars() if isinstance(kind, pl.String) else pl.col(column)
        converted = number.cast(pl.Float64, strict=False) * ratio.numerator / ratio.denominator
        if isinstance(kind, pl.String):
            return pl.coalesce(converted.cast(pl.String), pl.col(column))
        return converted if kind.is_numeric() else pl.col(column)


def read_mapping(path: Path, facts: Table[str, Fact]) -> Mapping:
    """Return the mapping in a file. Raises PortfolioError when it can't be read or names what does not exist."""
    try:
        raw = _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise PortfolioError(str(path), error.strerror or "an unreadable file", "a mapping file", "check the path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortfolioError(str(path), str(error), "a TOML file in UTF-8", "correct that place") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{path}: {'.'.join(map(str, first['loc']))}"
        expected = "the keys columns, values, keep and ignore"
        raise PortfolioError(where, repr(first["input"])[:60], expected, first["msg"].lower()) from None
    columns = {name: ColumnOf(fact=to) if isinstance(to, str) else to for name, to in raw.columns.items()}
    for name, to in columns.items():
        _check_column(f"{path}: columns.{name}", to, facts)
    for name in raw.values:
        if name not in facts:
            raise PortfolioError(f"{path}: values.{name}", "an unknown fact", "a fact of the vocabulary", "correct the name")
    return Mapping(columns, raw.values, tuple(raw.keep), frozenset(raw.ignore))


def _check_column(where: str, to: ColumnOf, facts: Table[str, Fact]) -> None:
    if to.fact not in facts:
        raise PortfolioError(where, f"the unknown fact {to.fact!r}", "a fact of the vocabulary", "correct the name")
    unit = facts[to.fact].unit
    if to.unit is not None and factor(to.unit, unit or "") is None:
        expected = f"a unit that converts to {unit}" if unit else "no unit, as the fact has none"
        raise PortfolioError(where, f"the unit {to.unit!r}", expected, "correct the unit")
