"""Answers in an address: what is written is read back, and everything that does not fit is named."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from api.pages.address import MAX_ADDRESS, Address, from_answers, read_address
from api.problems import ProblemError
from tests.api.pages.addresses import pairs

BACK_AND_FORTH: list[dict[str, Any]] = [
    {},
    {"trigger": "s3", "gpu": False, "longest_run_s": 900},
    {"memory_mib": 0.5, "longest_run_s": {"low": 1, "high": 20}},
    {"longest_run_s": {"low": 0.25, "high": 2400, "usual": 480}, "memory_mib": {"low": 0, "high": 10_240, "open": True}},
    {"parallel_jobs": {"low": 0, "high": 999.9999999999999, "open": True}, "vcpus": {"low": 0.01, "high": 6, "open": True}},
    {"vcpus": 1e-05, "egress_gib_per_month": {"low": 1e-05, "high": 2.5}},
    {"vpc_resources": [], "aws_services": ["s3", "sqs"], "priorities": ["cost", "latency"]},
    {"gpu": True, "unknown": ["memory_mib", "os"], "title": "A & B = <b>ü</b> %3C ..", "description": "two\nlines"},
    {"requests_per_month": 10**9, "session": {"asked": ["requests_per_month"]}},
]


@pytest.mark.parametrize("raw", BACK_AND_FORTH)
def test_back_and_forth(advisor: Advisor, raw: dict[str, Any]) -> None:
    written = from_answers(raw).query()
    read = read_address(pairs(written), advisor.base.facts)
    assert read.answers == {name: value for name, value in raw.items() if name != "session"}
    assert read.query() == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15 min", 900),
        ("1 h 30 min", 5400),
        ("5 to 40 min, usually 8 min", {"low": 300, "high": 2400, "usual": 480}),
        ("~0..900", {"low": 0, "high": 900, "open": True}),
    ],
)
def test_values_by_hand(advisor: Advisor, text: str, value: Any) -> None:
    assert read_address([("longest_run_s", text)], advisor.base.facts).values == {"longest_run_s": value}


@pytest.mark.parametrize(
    ("asked", "parameter", "expected", "remedy"),
    [
        ([("longest_runs", "5")], "longest_runs", "a fact of the vocabulary", "did you mean 'longest_run_s'?"),
        ([("gpu", "maybe")], "gpu", "yes or no", "write yes or no, or unknown"),
        ([("gpu", "yes"), ("gpu", "no")], "gpu", "each one once", "keep the one that is meant"),
        ([("longest_run_s", "")], "longest_run_s", "a number in s from", "write the number"),
        ([("longest_run_s", "x" * 500)], "longest_run_s", "a number in s from", "write the number"),
        ([("longest_run_s", "~1..2..3")], "longest_run_s", "a number in s from", "write the number"),
        ([("as_of", "yesterday")], "as_of", "YYYY-MM-DD", "leave it out"),
        ([("chapter", "poetry")], "chapter", "one of compute", "leave it out"),
        ([("ask", "nothing_of_it")], "ask", "a fact that is asked for", "leave it out"),
        ([("os", "linux"), ("former", "os")], "former", "as it was before", "leave it out"),
        ([("longest_run_s", "5"), ("former", "longest_run_s:long")], "former", "as it was before", "leave it out"),
        ([("os", "linux"), ("former", "gpu:yes")], "former", "as it was before", "leave it out"),
        ([("", "")], "?", "a fact of the vocabulary", "leave it out"),
        ([("<b>", "1")], "<b>", "a fact of the vocabulary", "leave it out"),
    ],
)
def test_what_does_not_fit_is_named(
    advisor: Advisor, asked: list[tuple[str, str]], parameter: str, expected: str, remedy: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        read_address(asked, advisor.base.facts)
    (problem,) = caught.value.errors
    assert (caught.value.status_code, problem.parameter) == (422, parameter)
    assert expected in problem.expected
    assert remedy in problem.remedy
    assert len(problem.found) <= 60


def test_every_problem_at_once(advisor: Advisor) -> None:
    with pytest.raises(ProblemError) as caught:
        read_address([("gpu", "maybe"), ("nope", "1"), ("longest_run_s", "long")], advisor.base.facts)
    assert [problem.parameter for problem in caught.value.errors] == ["gpu", "nope", "longest_run_s"]


def test_rounds() -> None:
    first = Address().given({"trigger": "s3"})
    second = first.given({"gpu": False, "os": "linux"}, ("memory_mib",))
    assert second.rounds == (("trigger",), ("gpu", "os", "memory_mib"))
    assert "rounds=1.3" in second.query()
    assert second.back() == first
    assert first.back().rounds == ()
    assert second.without("gpu", "os", "memory_mib").rounds == (("trigger",),)


@pytest.mark.parametrize(
    ("values", "unknown", "former"),
    [
        ({"trigger": "sqs"}, (), "trigger:s3"),
        ({"gpu": True}, (), "gpu:no"),
        ({}, ("gpu",), "gpu:no"),
        ({"memory_mib": 512}, (), "memory_mib:unknown"),
        ({"longest_run_s": 5}, (), "longest_run_s:~0..900"),
        ({"gpu": True, "memory_mib": {"low": 1, "high": 2}}, ("trigger",), "gpu:no%3Bmemory_mib:unknown%3Btrigger:s3"),
    ],
)
def test_a_change_is_taken_back(advisor: Advisor, values: dict[str, Any], unknown: tuple[str, ...], former: str) -> None:
    """Back after a change is where one was before it, order and all; the next answer ends that."""
    before = Address().given({"trigger": "s3"}).given({"gpu": False, "longest_run_s": {"low": 0, "high": 900, "open": True}})
    before = before.given({}, ("memory_mib",))
    changed = before.given(values, unknown)
    assert changed.rounds == before.rounds
    assert f"&former={former}" in changed.query()
    assert "former" not in changed.query(place=False)
    assert changed.given({}, (), ("os",)).back().query() == before.query()
    read = read_address(pairs(changed.query()), advisor.base.facts)
    assert read.query() == changed.query()
    assert read.back().query() == before.query()
    assert "former" not in read.given({"os": "linux"}).query()
    assert "former" not in read.without("trigger").query()


def test_the_same_answer_again_changes_nothing() -> None:
    before = Address().given({"trigger": "s3"}).given({"gpu": False})
    assert before.given({"trigger": "s3"}).query() == before.query()


def test_rounds_that_do_not_add_up(advisor: Advisor) -> None:
    for rounds in ("7", "x", "1.0.1", "-1.3", "1.1.1.1", ""):
        read = read_address([("gpu", "yes"), ("os", "linux"), ("rounds", rounds)], advisor.base.facts)
        assert read.rounds == (("gpu",), ("os",))


def test_what_the_advice_reads() -> None:
    address = Address({"gpu": True, "memory_mib": {"low": 1, "high": 2}}, ("os",), (), {"title": "T"}, date(2020, 2, 1))
    assert address.workload == {"gpu": True, "unknown": ["os"], "title": "T"}
    assert address.query(place=False) == "?title=T&as_of=2020-02-01"


def test_examples_fit() -> None:
    from api.pages.start import examples

    assert len(examples()) >= 12
    assert max(len(example.query) for example in examples()) < MAX_ADDRESS / 4
