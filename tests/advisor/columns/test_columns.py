"""The door, the shapes and the corners of the columnar reading."""

import math
from datetime import date
from typing import Any

import polars as pl
import pytest

from advisor import Advisor
from advisor.columns import RULED, Columns, InvalidColumnError, compile_columns
from advisor.columns import columns as chunked
from tests.workloads import random_workloads


@pytest.fixture(scope="module")
def columns(advisor: Advisor) -> Columns:
    return compile_columns(advisor.edition().program)


@pytest.mark.parametrize("height", [0, 1, 2, 63, 64, 65, 127, 128, 129, 500])
def test_any_height(columns: Columns, height: int) -> None:
    """How many other rows stand beside a workload makes no difference."""
    rows = columns.frame(random_workloads(columns.program, 5, 1_000))
    found = columns.evaluate(rows[:height], RULED)
    assert found.schema == columns.schema(RULED)
    assert found.equals(columns.evaluate(rows, RULED)[:height])


def test_chunks_and_lazy_frames_make_no_difference(columns: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = columns.frame(random_workloads(columns.program, 6, 3_000))
    alone = columns.evaluate(rows, RULED)
    monkeypatch.setattr(chunked, "LEAST", 64)
    for size in (64, 640, 1_000, 3_000):
        monkeypatch.setattr(chunked, "CHUNK", size)
        assert columns.evaluate(rows, RULED).equals(alone)
    assert columns.evaluate(rows.lazy(), RULED).collect().equals(alone)


def test_values_that_are_the_same_everywhere(columns: Columns) -> None:
    """Given once, they mean what they mean when they stand in every row."""
    for fixed in random_workloads(columns.program, 7, 30):
        swept = {"longest_run_s": [None, 1.0, 900.0, 901.0], "requests_per_s_peak": [0.5, 5.0, None, 5_000.0]}
        rest = {name: value for name, value in fixed.items() if name not in swept}
        rows = [
            rest | {name: value for name, value in zip(swept, row, strict=True) if value is not None}
            for row in zip(*swept.values(), strict=True)
        ]
        assert columns.evaluate(pl.DataFrame(swept), RULED, rest).equals(columns.evaluate(columns.frame(rows), RULED))


def test_facts_that_do_not_matter_are_ignored(columns: Columns) -> None:
    found = columns.evaluate(pl.DataFrame({"id": ["a"], "gpu": [True]}))
    assert found.equals(columns.evaluate(pl.DataFrame({"gpu": [True]})))


@pytest.mark.parametrize(
    ("name", "column", "found"),
    [
        ("longest_run_s", pl.Series([900.0, math.nan]), "NaN"),
        ("longest_run_s", pl.Series([900.0, math.nan, None]), "NaN"),
        ("longest_run_s", pl.Series([900.0, -1.0]), "-1"),
        ("longest_run_s", pl.Series(["900"]), "a column of String"),
        ("vcpus", pl.Series([0.0]), "0"),
        ("steps", pl.Series([1.0]), "a column of Float64"),
        ("gpu", pl.Series([1]), "a column of Int64"),
        ("trigger", pl.Series(["api", "apo"]), "'apo'"),
        ("trigger", pl.Series([True]), "a column of Boolean"),
        ("aws_services", pl.Series(["s3"]), "a column of String"),
        ("aws_services", pl.Series([["s3"], ["what"]]), "'what'"),
    ],
)
def test_what_can_not_be_read_is_refused(columns: Columns, name: str, column: pl.Series, found: str) -> None:
    with pytest.raises(InvalidColumnError) as caught:
        columns.evaluate(column.alias(name).to_frame())
    assert (caught.value.problem.where, caught.value.problem.found) == (name, found)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("trigger", pl.Series(["api", None], dtype=pl.Categorical)),
        ("trigger", pl.Series([None, None])),
        ("longest_run_s", pl.Series([5, None], dtype=pl.UInt8)),
        ("aws_services", pl.Series([["s3", "sqs"], None], dtype=pl.List(pl.Categorical))),
    ],
)
def test_other_types_of_columns(columns: Columns, name: str, column: pl.Series) -> None:
    known = {name: column[0]} if column[0] is not None else {}
    value = known.get(name)
    rows: list[dict[str, Any]] = [{name: tuple(value) if isinstance(value, pl.Series) else value} if known else {}, {}]
    assert columns.evaluate(column.alias(name).to_frame(), RULED).equals(columns.evaluate(columns.frame(rows), RULED))


def test_an_edition_has_its_own_options(advisor: Advisor) -> None:
    columns = compile_columns(advisor.edition(date(2020, 2, 1)).program)
    assert "batch-fargate" not in columns.options
    assert [name for name in columns.schema() if name.startswith("score_")] == [f"score_{name}" for name in columns.options]
