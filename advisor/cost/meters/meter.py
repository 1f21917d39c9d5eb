"""What a meter is: how a quantity follows from use, and which price figure it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.cost import formulas as of
from advisor.cost.prices import Price, PriceBook


@dataclass(frozen=True, slots=True)
class Meter:
    """One thing that AWS counts.

    `inputs` name the arguments of `quantity`; counting figures that it needs too (`figures`: steps, leasts) come after them.
    `price` names figures of the price book, the preferred one first; `{architecture}` and the like are filled in by the use.
    `per` is how many units the price is for, `free` the figure of what is free in a month, `how` the quantity in words.
    """

    id: str
    what: str
    unit: str
    quantity: Callable[..., Any]
    inputs: tuple[str, ...]
    price: tuple[str, ...]
    how: str
    per: float = 1
    free: str | None = None
    figures: tuple[str, ...] = ()

    def prices(self, book: PriceBook, of: Mapping[str, str]) -> Price | None:
        """The price that the meter takes from a book; None when the book has none of its names."""
        return book.price(*self.names(of))

    def names(self, of: Mapping[str, str]) -> tuple[str, ...]:
        """The names of its price, filled in."""
        return tuple([name.format_map(of) for name in self.price]) if of else self.price

    def amount(self, book: PriceBook, inputs: Mapping[str, Any]) -> Any:
        """The quantity in a month; None when a counting figure has no value."""
        figures = [book.number(name) for name in self.figures]
        if None in figures:
            return None
        return self.quantity(*[inputs[name] for name in self.inputs], *figures)

    def usd(self, quantity: Any, price: Price, book: PriceBook, *, free_tier: bool = False) -> Any:
        """Dollars for a quantity: a number, a column or a curve, as the quantity is."""
        free = (book.number(self.free) or 0) if free_tier and self.free is not None else 0
        return of.charge(quantity, price.value, self.per, free)
