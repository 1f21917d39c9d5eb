"""The arithmetic of derived facts as text, so that other engines derive what we derive.

The functions of `advisor.language.derived` only calculate and compare, so they can be called with terms that write down what
is done to them.
"""

from collections.abc import Callable
from typing import Any, Self

from advisor.language.program import DerivationAt

Write = Callable[[str, str, str], str]
"""How an engine writes an operator between two texts."""


class Term:
    """A value that writes down what is done to it."""

    def __init__(self, text: str, write: Write, number: Callable[[float], str]) -> None:
        self.text = text
        self._write = write
        self._number = number

    def _join(self, operator: str, one: Any, other: Any) -> Self:
        texts = [value.text if isinstance(value, Term) else self._number(value) for value in (one, other)]
        return type(self)(self._write(operator, *texts), self._write, self._number)

    def __add__(self, other: Any) -> Self:
        return self._join("+", self, other)

    def __radd__(self, other: Any) -> Self:
        return self._join("+", other, self)

    def __sub__(self, other: Any) -> Self:
        return self._join("-", self, other)

    def __rsub__(self, other: Any) -> Self:
        return self._join("-", other, self)

    def __mul__(self, other: Any) -> Self:
        return self._join("*", self, other)

    def __rmul__(self, other: Any) -> Self:
        return self._join("*", other, self)

    def __truediv__(self, other: Any) -> Self:
        return self._join("/", self, other)

    def __rtruediv__(self, other: Any) -> Self:
        return self._join("/", other, self)

    def __gt__(self, other: Any) -> Self:
        return self._join(">", self, other)

    def __lt__(self, other: Any) -> Self:
        return self._join("<", self, other)

    def __abs__(self) -> Self:
        return self._join("abs", self, self)


def formula(derivation: DerivationAt, arguments: list[str], write: Write, number: Callable[[float], str]) -> str:
    """The text of a derivation by a function; `arguments` are the texts of its sources."""
    if derivation.function is None:
        raise ValueError(f"{derivation.fact} follows by a table")
    terms = [Term(argument, write, number) for argument in arguments]
    text: str = derivation.function(*terms, *derivation.figures).text
    return text
