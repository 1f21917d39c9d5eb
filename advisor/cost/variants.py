"""The same bill bought otherwise: Spot capacity, and Savings Plans of one and three years without payment in advance."""

from collections.abc import Mapping
from decimal import Decimal

from advisor.cost.formulas import discounted
from advisor.cost.meters import METERS
from advisor.cost.models import BillLine, Confidence, Variant
from advisor.cost.money import add, cents
from advisor.cost.prices import Price, PriceBook
from advisor.cost.usage import Usage
from advisor.language.words import percent

_DURATION = ("lambda-duration", "lambda-ready", "lambda-ready-duration")
_TASKS = ("fargate-vcpu", "fargate-memory")
_SPOT = {"fargate-vcpu": "fargate-spot-vcpu", "fargate-memory": "fargate-spot-memory"}
_PLANS: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "savings-plan-1-year": (
        (_DURATION, "lambda.savings_plan:no_upfront_share"),
        (_TASKS, "fargate.savings_plan:one_year_no_upfront:share"),
        (("instances",), "ec2.savings_plan:sample_one_year"),
    ),
    "savings-plan-3-years": (
        (_DURATION, "lambda.savings_plan:no_upfront_share"),
        (_TASKS, "fargate.savings_plan:three_years_no_upfront:share"),
        (("instances",), "ec2.savings_plan:sample_three_years"),
    ),
}


def variants_of(usage: Usage, lines: list[BillLine]) -> list[Variant]:
    """The ways to buy that change a line of the bill, and for which a price is known."""
    one_year, three_years = (_plan(name, usage.book, lines) for name in _PLANS)
    if one_year is not None and three_years is not None and one_year.monthly_usd == three_years.monthly_usd:
        one_year, three_years = one_year.but(because=f"{one_year.because} Three years cost the same."), None
    return [variant for variant in (_spot(usage, lines), one_year, three_years) if variant is not None]


def _variant(name: str, lines: list[BillLine], changed: Mapping[str, Decimal], because: str, confidence: Confidence) -> Variant:
    total = add(changed.get(line.id, line.usd) for line in lines)
    saved = add(line.usd for line in lines) - total
    return Variant.build(name=name, monthly_usd=total, saves_usd=saved, confidence=confidence, because=because)


def _spot(usage: Usage, lines: list[BillLine]) -> Variant | None:
    """Fargate Spot, for Linux tasks that may be broken off."""
    if usage.known.get("interruption_ok") is False or usage.known.get("os") == "windows":
        return None
    of, book = {"architecture": usage.sizing.architecture}, usage.book
    changed: dict[str, Decimal] = {}
    used: Price | None = None
    for line in lines:
        meter = METERS.get(_SPOT.get(line.id, ""))
        price = meter.prices(book, of) if meter is not None else None
        if meter is not None and price is not None:
            changed[line.id] = cents(meter.usd(line.quantity, price, book))
            used = price
    if used is None or len(changed) < len(_SPOT):
        return None
    because = f"Spare capacity at the price of {_day(used)}, which moves; a task may be taken back at short notice."
    return _variant("spot", lines, changed, because, used.confidence)


def _day(price: Price) -> str:
    return price.since.isoformat() if price.since is not None else "the price file"


def _plan(name: str, book: PriceBook, lines: list[BillLine]) -> Variant | None:
    """A Savings Plan: a share off what it covers, as far as the whole of it is committed to."""
    changed: dict[str, Decimal] = {}
    said: list[str] = []
    weakest: Confidence = "confirmed"
    for ids, figure in _PLANS[name]:
        covered = [line for line in lines if line.id in ids]
        price = book.price(figure) or book.reference.get(figure)
        if covered and price is not None and isinstance(price.value, int | float):
            changed |= {line.id: cents(discounted(float(line.usd), price.value)) for line in covered}
            said.append(f"{percent(price.value)} off {', '.join(line.what for line in covered)}")
            weakest = price.confidence
    if not changed:
        return None
    because = f"{'; '.join(said)}, when all of it is committed to by the hour, nothing paid in advance."
    return _variant(name, lines, changed, because, weakest)
