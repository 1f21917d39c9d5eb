"""From a Polars frame to the values of facts, checked as far as a wrong answer would otherwise come out of it.

The frame has a column per fact, by its name: Boolean, any number, String or Enum, List of String or Enum; null is unknown. What
is no fact is ignored. Row by row reasons for refusal are `advisor.columns.check`'s work; here the first bad column raises.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.columns.arrow import Lent, lend
from advisor.columns.derive import allowed_values
from advisor.columns.members import masks_of, places_of, repeated
from advisor.columns.planes import Array, unpack, whole
from advisor.columns.values import Codes, Flags, Members, Numbers, Values, constant, nothing
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

    def read(self, frame: pl.DataFrame, fixed: Mapping[str, Any]) -> dict[str, Values]:
        """The values of every fact: from the frame, else from `fixed` (one value for all rows), else unknown.

        Arrays are filled up to whole words. Raises InvalidColumnError.
        """
        lent = lend(self._stored(frame))
        columns = {name: self._values(name, self._facts[name], column) for name, column in lent.items()}
        return self.same(fixed) | columns

    def same(self, fixed: Mapping[str, Any]) -> dict[str, Values]:
        """The values of every fact where it has the same one on all rows, or none."""
        return {
            name: constant(fixed[name], fact.type, self._allowed[name])
            if name in fixed
            else nothing(fact.type, self._allowed[name])
            for name, fact in self._facts.items()
        }

    def _stored(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of facts, in the types that they are stored in."""
        schema = dict(frame.schema)
        names = [name for name in self._facts if name in schema and not self._empty(name, schema[name])]
        odd = [name for name in names if schema[name] != self._types[name]]
        if not odd:
            return frame.select(names)
        try:
            return frame.select(pl.col(name).cast(self._types[name]) if name in odd else name for name in names)
        except pl.exceptions.PolarsError:
            for name in odd:
                self._blame(frame, name)
            raise

    def _empty(self, name: str, kind: pl.DataType) -> bool:
        """Whether a column is null throughout. Raises InvalidColumnError for a type that can't hold the fact."""
        fact = self._facts[name]
        if not _accepted(fact, kind):
            remedy = "convert it, or let `check` read it"
            raise InvalidColumnError(Problem(name, f"a column of {kind}", f"a column of {column_type(fact)}", remedy))
        return isinstance(kind, pl.Null)

    def _blame(self, frame: pl.DataFrame, name: str) -> None:
        """Raise InvalidColumnError when this column alone can't be stored."""
        column = frame[name]
        try:
            column.cast(self._types[name])
        except pl.exceptions.PolarsError:
            inner = column.explode(empty_as_null=False, keep_nulls=False) if isinstance(column.dtype, pl.List) else column
            raise self._not_allowed(name, inner.drop_nulls()) from None

    def _not_allowed(self, name: str, column: pl.Series) -> InvalidColumnError:
        allowed = [str(value) for value in self._allowed[name]]
        odd = column.filter(~column.cast(pl.String).is_in(allowed)).head(1).to_list()
        found = repr(odd[0])[:60] if odd else "a value of another kind"
        return InvalidColumnError(Problem(name, found, "one of " + ", ".join(allowed), "correct the value"))

    def _values(self, name: str, fact: Fact, lent: Lent) -> Values:
        if fact.type == "bool":
            return Flags(lent.truths, lent.unknown)
        if fact.type == "choice":
            return Codes(_whole(lent.values), lent.unknown, self._allowed[name])
        if fact.type in LISTS:
            return self._members(name, lent)
        self._check_range(name, lent)
        return Numbers(_whole(lent.values).astype(np.float64, copy=False), lent.unknown)

    def _check_range(self, name: str, lent: Lent) -> None:
        """Refuse NaN, and a value outside the range: a derived fact could divide by it."""
        low, high = self._facts[name].range or (-np.inf, np.inf)
        array = lent.values
        if low <= array.min() and array.max() <= high:
            return
        known = array[unpack(lent.unknown)[: lent.length] == 0] if lent.nulls else array
        if np.isnan(known).any():
            raise InvalidColumnError(Problem(name, "NaN", "a number", "write null where it is not known"))
        if known.min(initial=high) < low or known.max(initial=low) > high:
            wrong = known.min() if known.min() < low else known.max()
            raise InvalidColumnError(Problem(name, f"{wrong:g}", f"a number from {low:g} to {high:g}", "check the unit"))

    def _members(self, name: str, lent: Lent) -> Members:
        """Masks of a column of lists, and for an order the codes by place."""
        bounds, inner, allowed = lent.bounds, lent.inner, self._allowed[name]
        if inner is None or inner.nulls:
            raise InvalidColumnError(Problem(name, "a list with null in it", "names alone", "take it out"))
        lengths, masks = np.diff(bounds), masks_of(inner.values, bounds)
        twice = repeated(masks, lengths)
        if lent.nulls:
            known = unpack(~lent.unknown)[: lent.length]
            lengths, twice = lengths * known, twice & known.view(np.bool_)
        if twice.any():
            raise InvalidColumnError(Problem(name, "a list with an item twice", "each item once", "remove the repeated item"))
        places = places_of(inner.values, bounds[:-1], lengths, len(allowed)) if self._facts[name].type == "order" else ()
        return Members(_whole(masks), lent.unknown, allowed, tuple(_whole(codes) for codes in places))


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


def _whole(array: Array) -> Array:
    """The array filled up with zeros to the rows of a plane."""
    over = whole(len(array)) - len(array)
    return np.concatenate([array, np.zeros(over, array.dtype)]) if over else array
