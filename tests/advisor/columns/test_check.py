"""Bad cells are refused with row, column and reason; the other rows run."""

import math
from typing import Any

import polars as pl
import pytest

from advisor.columns.check import InvalidTableError, check
from knowledge import Base

BAD_CELLS: list[tuple[str, Any, str, str]] = [
    ("longest_run_s", [900.0, math.nan], "nan", "leave the fact out if it is not known"),
    ("longest_run_s", [900.0, math.inf], "inf", "leave the fact out if it is not known"),
    ("longest_run_s", [900.0, -1.0], "-1", "check the unit: the fact is in s"),
    ("longest_run_s", ["900", "15 min"], "'15 min' (text)", "write the number alone, without quotes and without a unit"),
    ("longest_run_s", ["900", "nan"], "nan", "leave the fact out if it is not known"),
    ("longest_run_s", ["900", "1,5"], "'1,5' (text)", "write the number alone, without quotes and without a unit"),
    ("steps", [3.0, 3.5], "3.5 (a number)", "round it"),
    ("steps", ["3", "3.5"], "3.5 (a number)", "round it"),
    ("gpu", ["true", "1"], "'1' (text)", "write true or false, without quotes"),
    ("trigger", ["api", "apo"], "'apo' (text)", "did you mean 'api'?"),
    ("aws_services", [["s3"], ["s3", "sq"]], "'sq' (text)", "did you mean 'sqs'?"),
    ("aws_services", [["s3"], ["s3", "s3"]], "['s3', 's3'] (a list)", "remove the repeated item"),
    ("aws_services", ["s3;sqs", "s3;what"], "'what' (text)", "use one of them"),
    ("aws_services", ["s3;sqs", "s3,sqs"], "'s3,sqs' (text)", "write ; in place of the commas"),
]


@pytest.mark.parametrize(("name", "column", "found", "remedy"), BAD_CELLS)
def test_a_bad_cell_costs_its_row(base: Base, name: str, column: list[Any], found: str, remedy: str) -> None:
    checked = check(pl.DataFrame({"id": ["a", "b"], name: column}), base.facts)
    assert checked.good["row"].to_list() == [1]
    assert checked.good["id"].to_list() == ["a"]
    assert checked.rejects.select("row", "column", "found", "remedy").rows() == [(2, name, found, remedy)]


@pytest.mark.parametrize(
    ("name", "column"),
    [("longest_run_s", [True, None]), ("gpu", [1, None]), ("trigger", [5, None]), ("vpc_resources", [1.5, None])],
)
def test_a_column_of_another_kind(base: Base, name: str, column: list[Any]) -> None:
    checked = check(pl.DataFrame({name: column}), base.facts)
    assert checked.good["row"].to_list() == [2]
    assert checked.rejects["row"].to_list() == [1]


def test_text_is_read(base: Base) -> None:
    rows = {
        "longest_run_s": [" 900 ", "", "?", "1e3"],
        "steps": ["3", "4.0", "unknown", None],
        "gpu": ["yes", "FALSE", "no", ""],
        "trigger": ["api", " sqs ", "", None],
        "aws_services": ["s3; sqs", "none", "", "[]"],
        "priorities": ["latency;cost", "none", "?", None],
    }
    good = check(pl.DataFrame(rows), base.facts, pl.Series([11, 12, 13, 14])).good
    assert good.to_dict(as_series=False) == {
        "row": [11, 12, 13, 14],
        "longest_run_s": [900.0, None, None, 1000.0],
        "steps": [3, 4, None, None],
        "gpu": [True, False, False, None],
        "trigger": ["api", "sqs", None, None],
        "aws_services": [["s3", "sqs"], [], None, []],
        "priorities": [["latency", "cost"], [], None, None],
    }


@pytest.mark.parametrize(
    ("names", "found", "remedy"),
    [
        (["longest_run"], "an unknown fact", "did you mean 'longest_run_s'?"),
        (["concurrency"], "a value for a derived fact", "give these instead"),
        (["row"], "a column of this name", "row numbers are written under it; rename yours"),
        (["unknown"], "a key of workload files", "leave the column out"),
    ],
)
def test_a_bad_name_costs_the_table(base: Base, names: list[str], found: str, remedy: str) -> None:
    with pytest.raises(InvalidTableError) as caught:
        check(pl.DataFrame({name: [1] for name in names}), base.facts)
    assert [(problem.found, problem.remedy) for problem in caught.value.problems] == [(found, remedy)]
