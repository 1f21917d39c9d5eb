"""Bills and break-evens that were published elsewhere: ours come out the same, or the difference has its reason."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from advisor.capacity.sizing import size
from advisor.cost.bill import bill, price_use
from advisor.cost.crossings import crossings
from advisor.cost.curves import Curve
from advisor.cost.formulas import discounted
from advisor.cost.meters import METERS
from advisor.cost.models import BillLine
from advisor.cost.money import add, cents
from advisor.cost.price_file import check_prices
from advisor.cost.prices import PriceBook, price_book
from advisor.cost.usage import Use
from advisor.inference import Inference
from advisor.language.program import Program

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "bills.toml").read_text())
BILLS: list[dict[str, Any]] = DATA["bill"]
BREAK_EVENS: list[dict[str, Any]] = DATA["break_even"]
NOT_OURS = ("line", "meter", "less", "free_tier", "architecture", "instance_type", "source")


def book_of(program: Program, published: dict[str, Any]) -> PriceBook:
    own = check_prices(published["own"], "the author's", program.edition.base) if "own" in published else None
    return price_book(program, published["region"], own)


def line_usd(use: dict[str, Any], book: PriceBook, *, free_tier: bool) -> Decimal:
    """One use of a published bill as a line of ours, less what a plan takes off."""
    inputs = {name: value for name, value in use.items() if name not in NOT_OURS}
    if "usd_hour" in inputs:
        inputs["usd_hour"] = book.number(f"ec2.{inputs['usd_hour']}")
    of = {name: use[name] for name in ("architecture", "instance_type", "source") if name in use}
    line = price_use(
        Use(use["meter"], tuple(inputs.items()), tuple(of.items())), book, free_tier=use.get("free_tier", free_tier)
    )
    assert isinstance(line, BillLine), line
    return cents(discounted(float(line.usd), use.get("less", 0)))


def near(found: Decimal, published: float) -> bool:
    """Within one cent or one per cent."""
    difference = abs(found - Decimal(str(published)))
    return difference <= max(Decimal("0.01"), abs(Decimal(str(published))) / 100)


def test_every_published_bill_is_here() -> None:
    assert len({published["id"] for published in BILLS}) == 51
    assert len({published["id"] for published in BREAK_EVENS}) == 5


@pytest.mark.parametrize("published", BILLS, ids=lambda published: str(published["id"]))
def test_a_published_bill_comes_out(today: Inference, published: dict[str, Any]) -> None:
    book = book_of(today.program, published)
    lines = [line_usd(use, book, free_tier=published["free_tier"]) for use in published["use"]]
    total = add(lines)
    assert abs(total - Decimal(str(published["worked_out"]))) <= Decimal("0.02")
    assert published["note"]
    if published["verdict"] == "agrees":
        assert near(total, published["published"])
        for name, usd in published["lines"].items():
            ours = add(line for line, use in zip(lines, published["use"], strict=True) if use["line"] == name)
            assert name == "per_drained_key" or near(ours, usd), name
    else:
        assert published["verdict"] in ("rounding", "published-error", "page-is-behind")


@pytest.mark.parametrize("published", [one for one in BILLS if "workload" in one], ids=lambda published: str(published["id"]))
def test_the_facts_alone_give_the_published_bill(today: Inference, published: dict[str, Any]) -> None:
    """From the workload over its sizing to the bill, nothing said by hand."""
    program, option = today.program, published["option"]
    known = today.infer(published["workload"]).known
    sized = size(program, known, option)
    found = bill(program, known, option, sized, (), book_of(program, published), free_tier=published["free_tier"])
    assert not found.lower_bound
    assert abs(found.monthly_usd - Decimal(str(published["worked_out"]))) <= Decimal("0.02")
    assert {line.id for line in found.lines} == {use["meter"] for use in published["use"]}


def test_every_formula_with_a_published_bill_is_one_of_ours() -> None:
    assert {use["meter"] for published in BILLS for use in published["use"]} <= METERS.keys()


def gateways_and_endpoints(book: PriceBook, wanted: dict[str, Any]) -> tuple[Curve, Curve]:
    """The bills of both ways out over the GiB that pass; gateways that stay are paid for in both."""
    gib, hours = Curve.axis(), wanted["hours"]

    def usd(meter: str, **inputs: Any) -> Any:
        one = METERS[meter]
        price = one.prices(book, {})
        assert price is not None
        return one.usd(one.amount(book, inputs), price, book)

    nat = usd("nat-data", gb=gib) + usd("nat-hours", units=wanted["gateways"], hours=hours)
    zones = wanted["endpoints"] * wanted["zones"]
    return nat, usd("endpoint-data", gb=gib) + usd("endpoint-hours", endpoint_zones=zones, hours=hours)


@pytest.mark.parametrize("wanted", BREAK_EVENS, ids=lambda wanted: str(wanted["id"]))
def test_a_published_break_even_comes_out(today: Inference, wanted: dict[str, Any]) -> None:
    if "not_worked_out" in wanted:
        assert "published" not in wanted
        assert "without" in wanted["not_worked_out"]
        return
    book = price_book(today.program, wanted["region"])
    found = crossings(*gateways_and_endpoints(book, wanted), 1e6)
    assert len(found.points) == 1
    assert found.points[0] == pytest.approx(wanted["published"], abs=0.005)
    assert (found.sign_below, found.sign_above) == (-1, 1)


def test_up_to_four_endpoints_always_cost_less_than_a_gateway(today: Inference) -> None:
    wanted = {"endpoints": 4, "zones": 1, "gateways": 1, "hours": 1}
    found = crossings(*gateways_and_endpoints(price_book(today.program, "us-east-1"), wanted), 1e6)
    assert (found.points, found.sign_below, found.sign_above) == ((), 1, 1)
