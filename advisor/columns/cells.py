"""How the cells of a column are read for a fact: an expression for the values, and one for the cells that are none.

Text (from CSV and spreadsheets) is read strictly: a number alone, without unit; true, false, yes or no; allowed values as they
are spelt; members of a set with `;` between them, `none` for an empty set. Empty text, `?` and `unknown` are unknown.
"""

from dataclasses import dataclass

import polars as pl

from advisor.columns.frames import LISTS, NUMBERS, column_type
from knowledge.models import Fact

UNKNOWN = ("", "?", "unknown")
EMPTY = ("none", "[]")
BETWEEN = ";"
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Cells:
    """A column as values of a fact (null where unknown or bad), where its cells are bad, and whether any can be.

    `suspect` is one value for the whole column, quick to work out: where it is false no cell is bad and `good` reads it.
    """

    values: pl.Expr
    bad: pl.Expr
    suspect: pl.Expr
    good: pl.Expr


def cells(name: str, fact: Fact, kind: pl.DataType) -> Cells:
    """Read a column of some type for a fact."""
    column, stored = pl.col(name), column_type(fact)
    values, bad = _values(column, fact, kind)
    if kind == stored and fact.type not in NUMBERS:
        return Cells(values, bad, bad.any() if fact.type in LISTS else pl.lit(value=False), column)
    if fact.type in NUMBERS and kind.is_numeric() and (kind.is_integer() or fact.type == "number"):
        low, high = fact.range or (float("-inf"), float("inf"))
        number = column.cast(pl.Float64)
        return Cells(values, bad, (number.min() < low) | (number.max() > high) | number.is_nan().any(), column.cast(stored))
    return Cells(values, bad, bad.any(), values)


def _values(column: pl.Expr, fact: Fact, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """The values, and where there is none."""
    if isinstance(kind, pl.Categorical | pl.Enum):
        column, kind = column.cast(pl.String), pl.String()
    if isinstance(kind, pl.Null):
        return column.cast(column_type(fact)), pl.lit(value=False)
    if fact.type in NUMBERS:
        return _numbers(column, fact, kind)
    if fact.type == "bool":
        return _truths(column, kind)
    if fact.type == "choice":
        return _choices(column, fact, kind)
    return _lists(column, fact, kind)


def _nothing(column: pl.Expr, fact: Fact) -> tuple[pl.Expr, pl.Expr]:
    """A column of another kind: every cell that says something is bad."""
    return pl.lit(None, column_type(fact)), column.is_not_null()


def _text(column: pl.Expr) -> pl.Expr:
    """The text of cells without the space around it; null where it says that the fact is unknown."""
    stripped = column.str.strip_chars()
    return pl.when(~stripped.is_in(UNKNOWN)).then(stripped)


def _numbers(column: pl.Expr, fact: Fact, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    if isinstance(kind, pl.String):
        given = _text(column)
        number = given.cast(pl.Float64, strict=False)
    elif kind.is_numeric():
        given = column
        number = column.cast(pl.Float64)
    else:
        return _nothing(column, fact)
    low, high = fact.range or (float("-inf"), float("inf"))
    good = number.is_between(low, high) & number.is_not_nan()
    if fact.type == "integer":
        good &= number == number.round(0)
    values = pl.when(good).then(number)
    return values.cast(column_type(fact)), given.is_not_null() & ~good.fill_null(value=False)


def _truths(column: pl.Expr, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    if isinstance(kind, pl.Boolean):
        return column, pl.lit(value=False)
    if not isinstance(kind, pl.String):
        return pl.lit(None, pl.Boolean()), column.is_not_null()
    given = _text(column).str.to_lowercase()
    values = given.replace_strict(_TRUTHS, default=None, return_dtype=pl.Boolean)
    return values, given.is_not_null() & values.is_null()


def _choices(column: pl.Expr, fact: Fact, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    if not isinstance(kind, pl.String):
        return _nothing(column, fact)
    given = _text(column)
    values = given.cast(column_type(fact), strict=False)
    return values, given.is_not_null() & values.is_null()


def _lists(column: pl.Expr, fact: Fact, kind: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """Lists of allowed values, each once."""
    allowed = list(fact.values or {})
    if isinstance(kind, pl.String):
        given = split(column)
    elif isinstance(kind, pl.List) and isinstance(kind.inner, pl.String | pl.Categorical | pl.Enum):
        given = column.cast(pl.List(pl.String))
    else:
        return _nothing(column, fact)
    known = given.list.eval(pl.element().is_in(allowed).fill_null(value=False)).list.all()
    good = known & (given.list.n_unique() == given.list.len())
    return pl.when(good).then(given).cast(column_type(fact)), given.is_not_null() & ~good


def split(column: pl.Expr) -> pl.Expr:
    """Text as a list of members."""
    text = _text(column)
    members = text.str.split(BETWEEN).list.eval(pl.element().str.strip_chars())
    return pl.when(text.is_in(EMPTY)).then(pl.lit([], pl.List(pl.String))).otherwise(members)
