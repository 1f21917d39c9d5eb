"""Figures of the plan as a design document says them: the bill at other loads, what is over its limit, what is cheapest."""

import pytest

from advisor import Advisor
from advisor.documents.desk import written
from advisor.documents.subject import study
from advisor.files import read_workload
from tests.advisor.cli.conftest import EXAMPLES


def lines(advisor: Advisor, name: str) -> list[str]:
    return written(study(advisor, read_workload(str(EXAMPLES / f"{name}.toml"))), "markdown").decode().splitlines()


def line(told: list[str], start: str) -> str:
    return next(one for one in told if one.startswith(start))


@pytest.fixture(scope="module")
def genomics(advisor: Advisor) -> list[str]:
    return lines(advisor, "genomics-pipeline")


def test_the_bill_is_told_at_round_multiples_of_the_own_load(advisor: Advisor) -> None:
    told = line(lines(advisor, "s3-thumbnails"), "- **By requests a month:**")
    assert [part.rpartition(" at ")[2] for part in told.rstrip(".").split(", \\")] == [
        "0", "90,000", "450,000", "1,800,000", "9,000,000"
    ]  # fmt: skip


def test_where_no_load_is_known_it_is_told_at_powers_of_ten(genomics: list[str]) -> None:
    told = line(genomics, "- **By requests a month:**")
    assert [part.rpartition(" at ")[2] for part in told.rstrip(".").split(", \\")] == ["0", "1", "10", "100"]


def test_a_load_below_one_request_is_not_told(advisor: Advisor) -> None:
    told = line(lines(advisor, "monthly-binary"), "- **By requests a month:**")
    assert [part.rpartition(" at ")[2] for part in told.rstrip(".").split(", \\")] == ["0", "2", "10"]


def test_what_is_over_its_limit_is_told_as_a_multiple_of_it(genomics: list[str]) -> None:
    assert "the capacity at the peak is over its limit. Ask for a higher quota now" in line(genomics, "1. **Limits:**")
    assert "| 1,067 × | already |" in line(genomics, "| the capacity at the peak")
    assert line(genomics, "- **most that may run**") == "- **most that may run**: less than one"


def test_limits_are_told_in_the_unit_that_reads_best(genomics: list[str]) -> None:
    assert "150 GiB of 200 GiB" in line(genomics, "| the scratch space")


def test_the_cheapest_of_the_others_is_one_whose_computing_has_a_price(advisor: Advisor, genomics: list[str]) -> None:
    assert "the cheapest of the others" not in line(genomics, "1. **Bill:**")
    told = line(lines(advisor, "s3-thumbnails"), "1. **Bill:**")
    assert "the cheapest of the others is " in told
    assert "without the computing" not in told
