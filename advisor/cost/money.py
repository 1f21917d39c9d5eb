"""Money at the edge: dollars rounded to the cent once for each line, and sums of such lines.

Inside, formulas work on floats (and on columns and curves). A line that is shown is rounded to a billionth of a dollar, which
takes off the noise of binary fractions, and then half up to the cent; a total is the sum of the lines as shown, as on a bill of
AWS.
"""

import math
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Annotated, Any

from pydantic import PlainSerializer

Usd = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""An amount in whole cents: exact in Python, a plain number in JSON."""

ZERO = Decimal("0.00")
_WIDE = Context(prec=60)
_NANO = 10**9
_CENT = 10**7


def cents(usd: float) -> Decimal:
    """An amount in dollars, not below zero, rounded half up to the cent. Never falls when the amount rises."""
    return Decimal(in_cents(usd)).scaleb(-2, _WIDE)


def in_cents(usd: Any) -> Any:
    """The same as a whole number of cents; also of a column of amounts."""
    whole = math.trunc(usd)
    nano = round((usd - whole) * _NANO)
    return whole * 100 + (nano + _CENT // 2) // _CENT


def add(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum of amounts in whole cents."""
    return sum(amounts, ZERO)
