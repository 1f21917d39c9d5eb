"""What the bills and the limits of a portfolio come to, as values: sums, the top movers, the tightest workloads."""

from typing import Any

from advisor.cost.terms import Terms
from advisor.language.clean import clean, shortened
from advisor.portfolio.leaders import FILE
from advisor.portfolio.money import RECOMMENDED, SAVED, TODAYS
from advisor.values import Result

_LONGEST = 60
UNPRICED = "no option fits, the answers contradict each other, or the Region has no prices"
"""Why a workload has no bill."""


class Mover(Result):
    """A workload whose bill changes most. `saved_usd` is below zero where the recommended option costs more."""

    file: str | None
    row: int
    id: str | None
    today: str
    option: str | None
    today_usd: float
    recommended_usd: float
    saved_usd: float


class MoneyTotals(Result):
    """Dollars a month. `recommended_usd` is of the `priced` workloads, of which `lower_bounds` cost more than can be priced.

    The `unpriced` ones have no bill. `own_prices` of the user's stood for those of AWS; with `free_tier` what AWS gives each
    month was taken off. `compared` workloads say what they run on today and have both bills: `today_usd` against
    `instead_usd`. Of `without_bill_today` the option in use today is excluded, or can't be priced.
    """

    own_prices: int
    free_tier: bool
    priced: int
    unpriced: int
    lower_bounds: int
    recommended_usd: float
    compared: int
    today_usd: float
    instead_usd: float
    saved_usd: float
    without_bill_today: int
    movers: list[Mover]


class Tight(Result):
    """A workload and the nearest limit of its recommended option; it breaks at `breaks_at` times the use of today."""

    file: str | None
    row: int
    id: str | None
    option: str | None
    limit: str
    share: float
    breaks_at: float | None


class LimitTotals(Result):
    """How many workloads have a limit that is `known`, use more than it allows (`above`), or four fifths of it (`near`)."""

    known: int
    above: int
    near: int
    tightest: list[Tight]


def money_totals(counts: dict[str, Any], rows: int, terms: Terms) -> MoneyTotals:
    """From the counts of `money` over so many workloads, whose bills are on some terms, to dollars."""
    return MoneyTotals(
        own_prices=len(terms.own.prices) if terms.own is not None else 0,
        free_tier=terms.free_tier,
        priced=counts["priced"],
        unpriced=rows - counts["priced"],
        lower_bounds=counts["lower_bounds"],
        recommended_usd=counts["recommended_cents"] / 100,
        compared=counts["compared"],
        today_usd=counts["today_cents"] / 100,
        instead_usd=counts["instead_cents"] / 100,
        saved_usd=(counts["today_cents"] - counts["instead_cents"]) / 100,
        without_bill_today=counts["without_bill_today"],
        movers=[
            Mover(
                file=row.get(FILE),
                row=row["row"],
                id=row.get("id"),
                today=row["current_option"],
                option=row.get("option"),
                today_usd=row[TODAYS],
                recommended_usd=row[RECOMMENDED],
                saved_usd=row[SAVED],
            )
            for row in counts["movers"]
        ],
    )


def limit_totals(counts: dict[str, Any]) -> LimitTotals:
    """From the counts of `limits` to values."""
    return LimitTotals(
        known=counts["known"],
        above=counts["above"],
        near=counts["near"],
        tightest=[
            Tight(
                file=row.get(FILE),
                row=row["row"],
                id=row.get("id"),
                option=row.get("option"),
                limit=row["tightest_limit"],
                share=row["tightest_share"],
                breaks_at=row["breaks_at"],
            )
            for row in counts["tightest"]
        ],
    )


def on_terms(money: MoneyTotals) -> str:
    """At which prices the bills are, as a sentence."""
    prices = "At AWS's prices of the day"
    if money.own_prices:
        own = "price of your own comes" if money.own_prices == 1 else "prices of your own come"
        prices += f", before which {money.own_prices:,} {own}"
    return f"{prices}; what AWS gives free each month is {'' if money.free_tier else 'not '}taken off."


def who(one: Mover | Tight) -> str:
    """How a workload is called: by its id where it has one, else by file and row."""
    return short(one.id or (f"{one.file}, row {one.row}" if one.file else f"row {one.row}"))


def short(name: str) -> str:
    """A name as a short line without control characters."""
    return shortened(clean(name), _LONGEST)
