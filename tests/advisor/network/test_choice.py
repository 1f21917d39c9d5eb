"""NAT gateway or endpoints: both bills, and the exact amount of data at which they change places."""

import random
from fractions import Fraction
from math import inf
from typing import Any

import pytest

from advisor.cost.formulas import HOURS
from advisor.cost.money import add
from advisor.cost.prices import PriceBook, Steps, price_book
from advisor.inference import Inference
from advisor.network.choice import Case, Rates, cheaper, compare, crossings, rates_of
from advisor.network.models import Need
from tests.advisor.network.plans import plan_of

RATES = Rates(0.045, 0.005, 0.045, 0.01, 0.01)
TIERS: Steps = ((1000.0, 0.01), (inf, 0.05))


def exact(value: float) -> Fraction:
    return Fraction(repr(value))


def cost(price: float | Steps, gib: Fraction) -> Fraction:
    """A bill by the gigabyte, tier by tier, in exact numbers."""
    total, left = Fraction(0), gib
    for width, each in price if isinstance(price, tuple) else ((inf, price),):
        part = left if width == inf else min(left, exact(width))
        total, left = total + part * exact(each), left - part
    return total


def bills(case: Case, rates: Rates, gib: Fraction) -> tuple[Fraction, Fraction]:
    hours = Fraction(case.zones * HOURS)
    gateway = hours * (exact(rates.nat_hour) + exact(rates.address_hour or 0))
    endpoints = hours * case.services * exact(rates.endpoint_hour)
    nat = gateway + cost(rates.nat_gb, gib)
    return nat, (gateway if case.nat_anyway else 0) + endpoints + cost(rates.endpoint_gb, gib)


@pytest.mark.parametrize(
    ("services", "zones", "anyway", "first", "roots"),
    [
        (1, 2, False, "endpoints", []),
        (4, 2, False, "endpoints", []),
        (5, 2, False, "endpoints", []),
        (6, 2, False, "nat", [Fraction(2920, 7)]),
        (6, 1, False, "nat", [Fraction(1460, 7)]),
        (2, 2, True, "nat", [Fraction(5840, 7)]),
    ],
)
def test_where_the_bills_cross(services: int, zones: int, anyway: bool, first: str, roots: list[Fraction]) -> None:
    found = crossings(Case(services, zones, nat_anyway=anyway, regional=True), RATES)
    assert found == (first, tuple(roots))


def test_at_a_crossing_both_bills_are_equal_and_beside_it_they_are_not() -> None:
    rng = random.Random(1)
    for _ in range(300):
        tiers: list[float | Steps] = [
            round(rng.uniform(0.001, 0.1), 4),
            ((float(rng.randint(1, 5000)), 0.02), (inf, 0.06)),
            TIERS,
        ]
        rates = Rates(
            round(rng.uniform(0.01, 0.1), 4), 0.005, rng.choice(tiers), round(rng.uniform(0.005, 0.02), 4), rng.choice(tiers)
        )
        case = Case(rng.randint(1, 12), rng.randint(1, 6), nat_anyway=rng.random() < 0.5, regional=False)
        first, roots = crossings(case, rates)
        assert list(roots) == sorted(set(roots))
        borders = [Fraction(0), *roots]
        for number, root in enumerate(roots):
            nat, endpoints = bills(case, rates, root)
            assert nat == endpoints
            assert cheaper(case, rates, float(root)) in ("nat", "endpoints")
            middle = (borders[number] + root) / 2
            nat, endpoints = bills(case, rates, middle)
            expected = first if number % 2 == 0 else {"nat": "endpoints", "endpoints": "nat"}[first]
            assert (nat < endpoints) == (expected == "nat")
        far = (roots[-1] if roots else Fraction(0)) + 10**7
        nat, endpoints = bills(case, rates, far)
        assert (nat < endpoints) == (cheaper(case, rates, float(far)) == "nat")


def test_stairs_can_cross_twice() -> None:
    rates = Rates(0.045, 0.005, 0.03, 0.01, ((1000.0, 0.01), (inf, 0.06)))
    case = Case(2, 1, nat_anyway=True, regional=False)
    first, roots = crossings(case, rates)
    assert first == "nat"
    assert len(roots) == 2
    assert [cheaper(case, rates, gib) for gib in (0, 900, 5000)] == ["nat", "endpoints", "nat"]
    after = compare(case, ("sqs", "kms"), rates, 5000, ("nat", None))
    assert (after.other_wins, after.other_wins_from_gib_per_month) == ("below", float(roots[1]))
    between = compare(case, ("sqs", "kms"), rates, 900, ("endpoints", None))
    assert (between.other_wins, between.other_wins_from_gib_per_month) == ("above", float(roots[1]))


def test_equal_prices_all_along_and_a_crossing_at_the_border_of_a_tier() -> None:
    same = Case(5, 1, nat_anyway=False, regional=False)
    assert crossings(same, Rates(0.045, 0.005, 0.01, 0.01, 0.01)) == ("endpoints", ())
    touching = Rates(0.045, 0.005, 0.01, 0.01, ((100.0, 0.01), (inf, 0.02)))
    assert crossings(same, touching) == ("nat", ())
    border = Rates(0.045, 0.005, ((100.0, 0.01), (inf, 0.05)), 0.01, ((100.0, 0.02), (inf, 0.02)))
    assert crossings(Case(1, 1, nat_anyway=True, regional=False), border)[0] == "nat"
    at_border = Rates(0.045, 0.005, ((730.0, 0.02), (inf, 0.05)), 0.01, 0.01)
    assert crossings(Case(1, 1, nat_anyway=True, regional=False), at_border) == ("nat", (Fraction(730),))


def test_the_bills_are_the_sums_of_their_lines() -> None:
    choice = compare(Case(3, 2, nat_anyway=True, regional=True), ("sqs", "kms", "sns"), RATES, 1234.5, ("endpoints", None))
    for way, total in (("nat", choice.nat_usd), ("endpoints", choice.endpoints_usd)):
        assert add(line.usd for line in choice.lines if line.way == way) == total
    assert {line.zone for line in choice.lines} == {"a", "b", None}
    nat, endpoints = bills(Case(3, 2, nat_anyway=True, regional=True), RATES, Fraction("1234.5"))
    assert choice.nat_usd is not None
    assert choice.endpoints_usd is not None
    assert abs(Fraction(choice.nat_usd) - nat) < Fraction(1, 20)
    assert abs(Fraction(choice.endpoints_usd) - endpoints) < Fraction(1, 20)


def test_a_rule_decides_against_the_bill_and_the_other_way_is_said_to_win() -> None:
    need = Need("NET-041", "...")
    case = Case(8, 2, nat_anyway=False, regional=True)
    choice = compare(case, ("sqs",) * 8, RATES, 0, ("endpoints", need))
    assert (choice.rule, choice.chosen, choice.other_wins) == ("NET-041", "endpoints", "below")
    assert "NET-041 asks for endpoints" in choice.because
    always = compare(
        Case(9, 2, nat_anyway=False, regional=True), ("sqs",) * 9, Rates(0.045, 0.005, 0.01, 0.01, 0.01), 5, ("endpoints", need)
    )
    assert (always.other_wins, always.other_wins_from_gib_per_month) == ("above", 0)
    late = Rates(0.045, 0.005, ((100.0, 0.05), (inf, 0.0)), 0.001, 0.01)
    turned = compare(Case(1, 1, nat_anyway=False, regional=True), ("sqs",), late, 10**6, ("endpoints", need))
    assert turned.other_wins == "above"


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"])
def test_rates_of_a_region(today: Inference, region: str) -> None:
    rates = rates_of(price_book(today.program, region), regional=True)
    assert rates is None or rates.nat_hour > rates.endpoint_hour
    assert rates_of(None, regional=True) is None


def test_without_a_price_of_addresses_they_are_in_neither_bill() -> None:
    choice = compare(
        Case(6, 2, nat_anyway=False, regional=True), ("sqs",) * 6, Rates(0.045, None, 0.045, 0.01, 0.01), 0, ("nat", None)
    )
    assert choice.nat_usd == add(line.usd for line in choice.lines if line.way == "nat")
    assert "public addresses is not known" in choice.because
    assert not any("address" in line.what for line in choice.lines)


def test_a_book_of_tiers_where_a_number_is_needed_has_no_rates(today: Inference) -> None:
    book = price_book(today.program, "us-east-1")
    price = book.price("nat.hour")
    assert price is not None
    odd: dict[str, Any] = {**book.prices, "nat.hour": type(price)("x", TIERS, "USD", None, "x", "own")}
    assert rates_of(PriceBook(book.region, book.edition, odd, book.reference), regional=False) is None


def test_the_plan_follows_the_bill(today: Inference) -> None:
    facts = {"calls_internet": False, "availability_zones": 2}
    few = plan_of(today, facts | {"egress_gib_per_month": 100}, "ecs-ec2")
    many = plan_of(today, facts | {"egress_gib_per_month": 1000}, "ecs-ec2")
    assert few.choice is not None
    assert many.choice is not None
    assert (few.choice.chosen, few.choice.other_wins, few.choice.other_wins_from_gib_per_month) == ("nat", "above", 2920 / 7)
    assert (many.choice.chosen, many.choice.other_wins, many.choice.other_wins_from_gib_per_month) == (
        "endpoints",
        "below",
        2920 / 7,
    )
    assert "nat-gateway" in few.components
    assert "nat-gateway" not in many.components


def test_endpoints_pay_beside_a_gateway_that_is_there_anyway(today: Inference) -> None:
    facts = {"vpc_resources": ["rds"], "calls_internet": True, "aws_services": ["sqs"], "availability_zones": 2}
    assert "interface-endpoint:sqs" not in plan_of(today, facts | {"egress_gib_per_month": 10}, "lambda").components
    plan = plan_of(today, facts | {"egress_gib_per_month": 10_000}, "lambda")
    assert {"interface-endpoint:sqs", "nat-gateway"} <= set(plan.components)
    reason = next(one for one in plan.reasons if one.id == "interface-endpoint:sqs")
    assert "the cheaper way" in reason.because
