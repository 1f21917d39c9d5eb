"""The bill by columns is the bill of the plan, to the cent, on every option that has one."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.capacity.sizing import size
from advisor.columns import Columns, compile_columns
from advisor.cost.bill import bill
from advisor.cost.prices import RegionWithoutPricesError, price_book
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
