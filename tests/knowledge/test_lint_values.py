"""What messages say about a value that does not suit its fact: numbers and dates as people write them."""

import datetime

import pytest

from knowledge import Base
from knowledge.lint_values import check_value, plain


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1"), (0, "0"), (-1, "-1"), (0.5, "0.5"), (25_165_824, "25,165,824"), (31_622_400.0, "31,622,400"),
     (1e12, "1,000,000,000,000"), (1e15, "1e+15"), (1e-5, "1e-05"), (10**200, "1e+200")],
)  # fmt: skip
def test_numbers_are_written_out(number: float, said: str) -> None:
    assert plain(number) == said


@pytest.mark.parametrize(
    ("fact", "value", "found", "expected"),
    [
        ("memory_mib", -1, "-1", "a number in MiB from 1 to 25,165,824"),
        ("longest_run_s", 1e9, "1,000,000,000", "a number in s from 0 to 31,622,400"),
        ("longest_run_s", 1e308, "a huge number", "a number in s from 0 to 31,622,400"),
        ("trigger", datetime.date(2020, 1, 31), "2020-01-31 (a date)", "one of api, function-url"),
        (
            "gpu",
            datetime.datetime(2020, 1, 31, 12, 0, tzinfo=datetime.UTC),
            "2020-01-31T12:00:00+00:00 (a date)",
            "true or false",
        ),
        ("gpu", datetime.time(12, 30), "12:30:00 (a time of day)", "true or false"),
    ],
)
def test_what_was_found_and_what_was_expected(base: Base, fact: str, value: object, found: str, expected: str) -> None:
    (problem,) = check_value("", fact, base.facts[fact], value)
    assert (problem.where, problem.found) == (fact, found)
    assert problem.expected.startswith(expected)
