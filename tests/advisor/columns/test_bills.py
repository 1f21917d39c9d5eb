"""The bill by columns is the bill of the plan, to the cent, on every option that has one."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from advisor import Advisor
from advisor.capacity.sizing import size
from advisor.columns import Columns, bills, compile_columns
from advisor.cost.bill import bill
from advisor.cost.price_file import parse_prices
from advisor.cost.prices import RegionWithoutPricesError, price_book
from advisor.cost.terms import Terms
from advisor.inference import Inference
from advisor.network.models import Need
from advisor.network.plan import plan_network
from advisor.plan import parts_of
from advisor.recommend import tally, weights_for
from tests.workloads import random_workloads

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.toml"))
Row = dict[str, Any]


def answered(columns: Columns, rows: list[Row]) -> Iterator[Row]:
    return columns.evaluate(columns.frame(rows), ("bill",)).iter_rows(named=True)


def nothing(columns: Columns, reason: str | None) -> Row:
    names = [f"{kind}_{name}" for kind in ("bill", "lower_bound") for name in columns.options]
    return dict.fromkeys(names) | {"no_bill": reason}


def of_plan(inference: Inference, columns: Columns, values: Row, chosen: set[str]) -> Row:
    """The bills of the chosen options by the whole steps of the plan, with the checked network and every line."""
    program, findings = inference.program, inference.infer(values)
    if any(found.rule.rule.effect == "contradicts" for found in findings.fired):
        return nothing(columns, "answers contradict each other")
    try:
        book = price_book(program, values.get("region"))
    except RegionWithoutPricesError:
        return nothing(columns, "no prices for the Region")
    needed, told = findings.needed, nothing(columns, None)
    for name, one in tally(program, findings, weights_for(program, ())).items():
        if one.excluded_by or name not in chosen:
            continue
        founds = needed.get(name, {})
        needs = {item: Need(first[0].rule.id, "", first[0].rule.rule.effect == "requires") for item, first in founds.items()}
        sizing = size(program, findings.known, name, list(founds))
        network = plan_network(program, findings.known, name, sizing, needs, book)
        parts = parts_of(founds, network.components, {item.id for item in network.left_out})
        found = bill(program, findings.known, name, sizing, parts, book)
        told |= {f"bill_{name}": float(found.monthly_usd), f"lower_bound_{name}": found.lower_bound}
    return told


@pytest.mark.slow
@pytest.mark.parametrize(("day", "seed", "count"), [(None, 31, 1_600), (date(2020, 2, 1), 32, 500)])
def test_bills_are_those_of_the_plan(advisor: Advisor, day: date | None, seed: int, count: int) -> None:
    """Thousands of workloads; of each a third of the options, another third each time."""
    inference = advisor.edition(day)
    columns = compile_columns(inference.program)
    rows = list(random_workloads(inference.program, seed, count))
    priced = 0
    for number, (values, found) in enumerate(zip(rows, answered(columns, rows), strict=True)):
        chosen = set(columns.options[number % 3 :: 3])
        expected = of_plan(inference, columns, values, chosen)
        for name in columns.options:
            if name not in chosen:
                del (
                    found[f"bill_{name}"],
                    expected[f"bill_{name}"],
                    found[f"lower_bound_{name}"],
                    expected[f"lower_bound_{name}"],
                )
        assert found == expected, values
        priced += sum(found[f"bill_{name}"] is not None for name in chosen)
    assert priced > count / 2


def test_bills_are_those_of_the_answer(advisor: Advisor) -> None:
    """What `advise` says, from the examples and from random workloads."""
    columns = compile_columns(advisor.edition().program)
    raw = [tomllib.loads(path.read_text()) for path in EXAMPLES]
    facts = advisor.base.facts
    rows = [{name: value for name, value in one.items() if name in facts} for one in raw]
    rows += random_workloads(columns.program, 33, 150)
    for values, found in zip(rows, answered(columns, rows), strict=True):
        for one in advisor.advise(values).options:
            expected = (float(one.cost.monthly_usd), one.cost.lower_bound) if one.cost is not None else (None, None)
            assert (found[f"bill_{one.id}"], found[f"lower_bound_{one.id}"]) == expected, (one.id, values)


OWN = b"""
"price.eu-west-3.lambda.request" = 0.3
"price.eu-west-1.nat.hour" = 0.001
"price.us-east-1.ec2.c7i.large" = 0.01
"price.us-east-1.lambda.gb_second.x86" = 0.00002
"""


@pytest.mark.parametrize(
    ("day", "own", "free_tier", "seed"),
    [(None, None, False, 41), (None, OWN, True, 42), (date(2023, 11, 1), OWN, False, 43), (date(2020, 2, 1), None, True, 44)],
)
def test_rows_in_step_are_rows_one_by_one(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch, day: date | None, own: bytes | None, *, free_tier: bool, seed: int
) -> None:
    """Workloads with every Region, at limits and beside them, and some of them again with other numbers alone."""
    program = advisor.edition(day).program
    columns = compile_columns(program, Terms(parse_prices(own, "own", advisor.base) if own else None, free_tier))
    rows = [one for one in random_workloads(program, seed, 70) if len(one) > 3]
    moved = {"requests_per_month": 2_000_003, "typical_run_ms": 87.5, "memory_mib": 900}
    frame = columns.frame([*rows, *(row | {name: moved[name] for name in moved if name in row} for row in rows)])
    monkeypatch.setattr(bills, "FEW", 0)
    in_step = columns.evaluate(frame, ("bill",))
    monkeypatch.setattr(bills, "FEW", len(frame) + 1)
    assert_frame_equal(in_step, columns.evaluate(frame, ("bill",)), check_exact=True)
    priced = [in_step[f"bill_{name}"].is_not_null().sum() for name in columns.options]
    assert sum(priced) > 30


def test_the_bill_of_a_chosen_option(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as among the bills of all; none where no option is chosen or the chosen one is excluded."""
    monkeypatch.setattr(bills, "FEW", 0)
    columns = compile_columns(advisor.edition().program)
    frame = columns.frame(random_workloads(columns.program, 45, 60))
    every = columns.evaluate(frame, ("bill",))
    chosen = [(*columns.options, None)[number % (len(columns.options) + 1)] for number in range(frame.height)]
    found = columns.bills_of(frame, chosen)
    for row, name in enumerate(chosen):
        expected = (every[f"bill_{name}"][row], every[f"lower_bound_{name}"][row]) if name else (None, None)
        assert found.row(row) == expected
    assert columns.bills_of(frame[:0], []).is_empty()


def test_terms_change_bills_and_say_so(advisor: Advisor) -> None:
    """A price of one's own counts in its Region, the free tier everywhere."""
    rows = [{"trigger": "s3", "region": region, "requests_per_month": 5e6, "typical_run_ms": 200, "memory_mib": 512,
             "longest_run_s": 5} for region in ("us-east-1", "eu-west-1")]  # fmt: skip
    own = parse_prices(b'"price.eu-west-1.lambda.request" = 10', "own", advisor.base)
    program = advisor.edition().program
    terms = (Terms(), Terms(own), Terms(free_tier=True))
    listed, mine, free = ([row["bill_lambda"] for row in answered(compile_columns(program, one), rows)] for one in terms)
    assert [round(mine[0] - listed[0], 2), round(mine[1] - listed[1], 2)] == [0.0, 49.0]
    assert all(one < other for one, other in zip(free, listed, strict=True))
    assert len({one.digest for one in terms}) == len({*terms}) == 3


def test_equal_rows_and_values_given_once(advisor: Advisor) -> None:
    columns = compile_columns(advisor.edition().program)
    one = {"trigger": "api", "requests_per_month": 1e6, "typical_run_ms": 100, "memory_mib": 512, "longest_run_s": 3}
    other = one | {"memory_mib": 1024}
    alone = [*answered(columns, [one]), *answered(columns, [other])]
    assert alone[0]["bill_lambda"] < alone[1]["bill_lambda"]
    assert list(answered(columns, [one, other, one])) == [alone[0], alone[1], alone[0]]
    memory = {"memory_mib": [512, 1024]}
    fixed = {name: value for name, value in one.items() if name != "memory_mib"}
    frame = columns.frame([{"memory_mib": value} for value in memory["memory_mib"]])
    assert columns.evaluate(frame, ("bill",), fixed).rows(named=True) == alone
