"""The three readings agree: the engine's, the plain one, and by columns on every output."""

from datetime import date

import pytest

from advisor import Advisor
from advisor.columns import RULED, compile_columns
from advisor.inference import infer_plainly
from tests.advisor.columns.oracle import answers, quickly, wholly
from tests.advisor.inference.test_readings import same
from tests.workloads import cut_points, random_workloads

VERDICT_AND_RULES = ("option", "status", "score", "components", "rules", "asking")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "seed", "count"),
    [(None, 1_000 + seed, 11_000) for seed in range(8)] + [(date(2020, 2, 1), 1_100, 6_000), (date(2023, 6, 1), 1_200, 6_000)],
)
def test_the_readings_agree(advisor: Advisor, day: date | None, seed: int, count: int) -> None:
    """100,000 random, boundary and null-ridden workloads over three editions: verdict, rules, components."""
    inference = advisor.edition(day)
    program, columns = inference.program, compile_columns(inference.program)
    assert cut_points(program)
    rows = list(random_workloads(program, seed, count))
    for values, found in zip(rows, answers(columns, rows, VERDICT_AND_RULES), strict=True):
        findings = inference.infer(values)
        assert same(findings, infer_plainly(program, values)), values
        assert found == quickly(program, values, findings), values


@pytest.mark.slow
@pytest.mark.parametrize(("day", "seed", "count"), [(None, 1, 3_000), (date(2020, 2, 1), 2, 1_000)])
def test_columns_and_recommendation_agree(advisor: Advisor, day: date | None, seed: int, count: int) -> None:
    """The whole recommendation, with the open questions in their order."""
    inference = advisor.edition(day)
    columns = compile_columns(inference.program)
    rows = list(random_workloads(inference.program, seed, count))
    for values, found in zip(rows, answers(columns, rows, RULED), strict=True):
        assert found == wholly(inference, values), values
