"""The columnar reading answers what the engine reading answers, on every output."""

from datetime import date

import pytest

from advisor import Advisor
from advisor.columns import RULED, compile_columns
from tests.advisor.columns.oracle import answers, quickly, wholly
from tests.workloads import random_workloads

VERDICT_AND_RULES = ("option", "status", "score", "components", "rules", "asking")


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("day", "seed", "count"),
    [(None, 1_000 + seed, 11_000) for seed in range(8)] + [(date(2020, 2, 1), 1_100, 6_000), (date(2023, 6, 1), 1_200, 6_000)],
)
def test_columns_and_engine_agree(advisor: Advisor, day: date | None, seed: int, count: int) -> None:
    """100,000 random, boundary and null-ridden workloads over three editions: verdict, rules, components."""
    inference = advisor.edition(day)
    columns = compile_columns(inference.program)
    rows = list(random_workloads(inference.program, seed, count))
    for values, found in zip(rows, answers(columns, rows, VERDICT_AND_RULES), strict=True):
        assert found == quickly(inference, values), values


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(("day", "seed", "count"), [(None, 1, 3_000), (date(2020, 2, 1), 2, 1_000)])
def test_columns_and_recommendation_agree(advisor: Advisor, day: date | None, seed: int, count: int) -> None:
    """The whole recommendation, with the open questions in their order."""
    inference = advisor.edition(day)
    columns = compile_columns(inference.program)
    rows = list(random_workloads(inference.program, seed, count))
    for values, found in zip(rows, answers(columns, rows, RULED), strict=True):
        assert found == wholly(inference, values), values
