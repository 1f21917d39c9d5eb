"""Results of the cost part: a bill with its lines, what it leaves out, its variants, and where bills of two options cross."""

from datetime import date
from typing import Any, Literal

from advisor.capacity.models import Assumption
from advisor.cost.money import Usd
from advisor.values import Result

Axis = Literal["requests_per_month", "typical_run_ms"]
Confidence = Literal["confirmed", "reported", "uncertain", "own"]


class BillLine(Result):
    """One line: `quantity` of `unit` in a month, at `unit_usd` dollars each on average over the tiers, is `usd` in whole cents.

    `price` is the figure, `since` and `source` its row; `confidence` is `own` for a price of the user's. `formula` says how the
    quantity comes about, `note` what else to know, `assumes` on which assumptions of the bill the line rests.
    """

    id: str
    what: str
    quantity: float
    unit: str
    unit_usd: float
    usd: Usd
    price: str
    since: date | None
    source: str
    confidence: Confidence
    formula: str
    note: str | None
    assumes: list[str]


class Unpriced(Result):
    """Something that costs money and could not be priced: for want of a fact (`missing`) or of a price."""

    id: str
    what: str
    because: str
    missing: list[str]


class Variant(Result):
    """The same bill under another way to buy: Spot capacity or a Savings Plan. `saves_usd` against the bill."""

    name: str
    monthly_usd: Usd
    saves_usd: Usd
    confidence: Confidence
    because: str


class BreakEven(Result):
    """Where the bills of this option and another one cross when one fact moves and all others stay.

    `at` is the first crossing, `last` the last one and `crossings` their number: where one of the two is paid in whole units,
    its bill is a stair and can cross the other one several times; None when there are too many to count. Without a crossing
    `at` is None and `cheaper_below` and `cheaper_above` are the same option, or None when the bills are equal all along. `usd`
    is the bill of both at `at`.
    """

    other: str
    axis: Axis
    at: float | None
    last: float | None
    crossings: int | None
    usd: float | None
    cheaper_below: str | None
    cheaper_above: str | None
    until: float
    because: str


class CurvePoint(Result):
    """A corner of a bill's curve: `usd` at `x`; two points at one x are a step."""

    x: float
    usd: float


class CostCurve(Result):
    """The bill of an option as one fact moves: straight between its points, and beyond the last one up to `until`.

    `complete` is false when steps beyond the last point have been left out.
    """

    axis: Axis
    points: list[CurvePoint]
    until: float
    complete: bool


class Bill(Result):
    """What one option costs in a month of 730 hours, in US dollars before tax.

    `monthly_usd` is the sum of `lines` as shown. `lower_bound` says that something is in `unpriced`, so that the true bill is
    higher. `confidence` is the weakest of the lines. `missing` names facts that would complete or sharpen it.
    """

    option: str
    region: str
    monthly_usd: Usd
    lower_bound: bool
    free_tier: bool
    confidence: Confidence
    lines: list[BillLine]
    unpriced: list[Unpriced]
    assumptions: list[Assumption]
    missing: list[str]
    variants: list[Variant]
    break_even: list[BreakEven]
    curves: list[CostCurve]

    def line(self, line_id: str) -> BillLine | None:
        """The line of an id, if the bill has it."""
        return next((line for line in self.lines if line.id == line_id), None)


def bare(value: Any) -> Any:
    """A number without a fraction as a whole number, so that equal bills give equal bytes."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
