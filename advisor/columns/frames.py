"""From a Polars frame to the values of facts, checked as far as a wrong answer would otherwise come out of it.

The frame has a column per fact, by its name: Boolean, any number, String or Enum, List of String or Enum; null is unknown. What
is no fact is ignored. Row by row reasons for refusal are `advisor.columns.check`'s work; here the first bad column raises.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.columns.derive import allowed_values
from advisor.columns.members import masks_of, places_of, repeated
from advisor.columns.planes import NOBODY, Array, whole
from advisor.columns.values import Members, Numbers, Values, codes, constant, nothing, numbers, unknown_where
from advisor.language.program import Program
from knowledge import AdvisorError, Problem
from knowledge.models import Fact

LISTS = ("set", "order")
NUMBERS = ("number", "integer")


class InvalidColumnError(AdvisorError):
    """A column can't be read; `problem` says which one, what was found, and what would do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"the table can't be read: {problem}")


def column_type(fact: Fact) -> pl.DataType:
    """The type that a column of a fact is stored in."""
    if fact.type == "bool":
        return pl.Boolean()
    if fact.type in NUMBERS:
        return pl.Float64() if fact.type == "number" else pl.Int64()
    member = pl.Enum(list(fact.values or {}))
    return member if fact.type == "choice" else pl.List(member)


class Reader:
    """Reads the facts that a program's answers depend on. Safe to share between threads."""

    def __init__(self, program: Program, names: Iterable[str]) -> None:
        self._facts = {name: program.edition.base.facts[name] for name in sorted(names)}
        self._allowed = {name: allowed_values(program, name) for name in self._facts}
        self._types = {name: column_type(fact) for name, fact in self._facts.items()}
        self._ready: dict[tuple[str, pl.DataType], pl.Expr] = {}

    def read(self, frame: pl.DataFrame, fixed: Mapping[str, Any]) -> dict[str, Values]:
        """The values of every fact: from the frame, else from `fixed` (one value for all rows), else unknown.

        Arrays are filled up to whole words with unknown rows. Raises InvalidColumnError.
        """
        schema = dict(frame.schema)
        arrays = self._arrays(frame, schema)
        found: dict[str, Values] = {}
        for name, fact in self._facts.items():
            if name in arrays and fact.type in LISTS:
                found[name] = self._members(name, frame[name], arrays[name])
            elif name in arrays:
                found[name] = self._plain(name, arrays[name], frame[name])
            elif name in fixed:
                found[name] = constant(fixed[name], fact.type, self._allowed[name])
            else:
                found[name] = nothing(fact.type, self._allowed[name])
        return found

    def _arrays(self, frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> dict[str, Array]:
        """Floats, codes and lengths of all columns, worked out together."""
        names = [name for name in self._facts if name in schema]
        expressions = [self._remembered(name, schema[name]) for name in names]
        try:
            ready = frame.select(expressions).get_columns()
        except pl.exceptions.PolarsError:
            for name, expression in zip(names, expressions, strict=True):
                self._blame(frame, name, expression)
            raise
        return {name: _whole(column.to_numpy(), self._filler(name)) for name, column in zip(names, ready, strict=True)}

    def _filler(self, name: str) -> float:
        """What stands for unknown in the array of a fact."""
        kind = self._facts[name].type
        return -1 if kind in LISTS else np.nan if kind in NUMBERS else len(self._allowed[name])

    def _remembered(self, name: str, kind: pl.DataType) -> pl.Expr:
        """`_expression`, built once: that takes longer than reading a few thousand rows."""
        found = self._ready.get((name, kind))
        if found is None:
            found = self._ready[name, kind] = self._expression(name, kind)
        return found

    def _expression(self, name: str, kind: pl.DataType) -> pl.Expr:
        """A column as what the planes are made from: floats, codes, or the lengths of lists. Raises InvalidColumnError."""
        column, fact = pl.col(name), self._facts[name]
        if not _accepted(fact, kind):
            remedy = "convert it, or let `check` read it"
            raise InvalidColumnError(Problem(name, f"a column of {kind}", f"a column of {column_type(fact)}", remedy))
        if fact.type in LISTS:
            return column.list.len().cast(pl.Int64).fill_null(-1)
        if fact.type in NUMBERS:
            return column.cast(pl.Float64).fill_null(np.nan)
        if fact.type == "choice":
            column = column.cast(self._types[name]).to_physical()
        return column.cast(pl.UInt8).fill_null(len(self._allowed[name]))

    def _blame(self, frame: pl.DataFrame, name: str, expression: pl.Expr) -> None:
        """Raise InvalidColumnError when this column alone makes the reading fail."""
        try:
            frame.select(expression)
        except pl.exceptions.PolarsError:
            raise self._not_allowed(name, frame[name].drop_nulls()) from None

    def _not_allowed(self, name: str, column: pl.Series) -> InvalidColumnError:
        allowed = [str(value) for value in self._allowed[name]]
        odd = column.filter(~column.cast(pl.String).is_in(allowed)).head(1).to_list()
        found = repr(odd[0])[:60] if odd else "a value of another kind"
        return InvalidColumnError(Problem(name, found, "one of " + ", ".join(allowed), "correct the value"))

    def _plain(self, name: str, array: Array, column: pl.Series) -> Values:
        if self._facts[name].type not in NUMBERS:
            return codes(array, self._allowed[name])
        found = numbers(array)
        if found.unknown is not NOBODY and int(np.bitwise_count(found.unknown).sum()) > column.null_count() + len(array) - len(
            column
        ):
            raise InvalidColumnError(Problem(name, "NaN", "a number", "write null where it is not known"))
        self._check_range(name, found)
        return found

    def _check_range(self, name: str, found: Numbers) -> None:
        """Refuse a value outside the range: a derived fact could divide by it."""
        low, high = self._facts[name].range or (-np.inf, np.inf)
        least, most = np.fmin.reduce(found.array), np.fmax.reduce(found.array)
        if least < low or most > high:
            wrong = f"{least if least < low else most:g}"
            raise InvalidColumnError(Problem(name, wrong, f"a number from {low:g} to {high:g}", "check the unit"))

    def _members(self, name: str, column: pl.Series, lengths: Array) -> Members:
        """Masks of a column of lists, and for an order the codes by place."""
        allowed, kind = self._allowed[name], self._types[name]
        inner = column.explode(empty_as_null=False, keep_nulls=False).alias("inner").to_frame()
        try:
            coded = inner.select(pl.col("inner").cast(kind.inner).to_physical().cast(pl.UInt8))  # type: ignore[attr-defined]
        except pl.exceptions.PolarsError:
            raise self._not_allowed(name, inner["inner"]) from None
        flat, sizes = coded["inner"].to_numpy(), np.maximum(lengths, 0)
        places = places_of(flat, sizes, len(allowed)) if self._facts[name].type == "order" else ()
        masks = masks_of(flat, sizes)
        if repeated(masks, sizes).any():
            raise InvalidColumnError(Problem(name, "a list with an item twice", "each item once", "remove the repeated item"))
        return Members(masks, unknown_where(lengths < 0), allowed, places)


def _accepted(fact: Fact, kind: pl.DataType) -> bool:
    """Whether a column of some type can hold the values of a fact without a guess."""
    if isinstance(kind, pl.Null):
        return fact.type not in LISTS
    if fact.type == "bool":
        return isinstance(kind, pl.Boolean)
    if fact.type in NUMBERS:
        return kind.is_integer() or (fact.type == "number" and kind.is_numeric())
    inner = kind.inner if isinstance(kind, pl.List) else kind
    return isinstance(kind, pl.List) == (fact.type in LISTS) and isinstance(inner, pl.String | pl.Enum | pl.Categorical)


def _whole(array: Array, filler: float) -> Array:
    """The array filled up to the rows of a plane."""
    over = whole(len(array)) - len(array)
    return np.concatenate([array, np.full(over, filler, array.dtype)]) if over else array
