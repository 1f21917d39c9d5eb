"""What people type after --set: units, words for yes and no, lists; and what is refused, with what would be legal."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import InvalidWorkloadError
from advisor.cli.assignments import assign
from advisor.language.typed import legal_values
from advisor.language.workload import parse
from knowledge import Base

READ: list[tuple[str, Any]] = [
    ("longest_run_s=900", 900),
    ("longest_run_s=15 min", 900),
    ("longest_run_s=15m", 900),
    ("longest_run_s=1h30m", 5400),
    ("longest_run_s=1 h 30 min", 5400),
    ("longest_run_s=1.5 hours", 5400),
    ("longest_run_s=250 ms", 0.25),
    ("longest_run_s=2 weeks", 1_209_600),
    ("longest_run_s=1e3", 1000),
    ("typical_run_ms=1.5s", 1500),
    ("typical_run_ms=250", 250),
    ("memory_mib=2 GB", 2048),
    ("memory_mib=2GB", 2048),
    ("memory_mib=2 GiB", 2048),
    ("memory_mib=0.5g", 512),
    ("memory_mib=512", 512),
    ("memory_mib=1 TB", 1_048_576),
    ("gpu_memory_gib=24GB", 24),
    ("gpu_memory_gib=512 MB", 0.5),
    ("request_kib=6 MB", 6144),
    ("requests_per_s_peak=1.5k/s", 1500),
    ("requests_per_s_peak=1.5k", 1500),
    ("requests_per_s_peak=20 per second", 20),
    ("requests_per_s_peak=20 rps", 20),
    ("requests_per_s_peak=600/min", 10),
    ("requests_per_s_peak=7200 per hour", 2),
    ("requests_per_month=3M", 3_000_000),
    ("requests_per_month=3 million per month", 3_000_000),
    ("requests_per_month=1,000,000", 1_000_000),
    ("requests_per_month=1_000", 1000),
    ("egress_gib_per_month=500 GB/month", 500),
    ("vcpus=0.5 vCPU", 0.5),
    ("vcpus=2", 2),
    ("parallel_jobs=3k", 3000),
    ("gpu=yes", True),
    ("gpu=TRUE", True),
    ("gpu = no ", False),
    ("gpu=off", False),
    ("trigger=api", "api"),
    ("trigger=DynamoDB Stream", "dynamodb-stream"),
    ("trigger=step_functions", "step-functions"),
    ("vpc_resources=rds, EFS", ["rds", "efs"]),
    ("vpc_resources=[rds,'efs']", ["rds", "efs"]),
    ("vpc_resources=none", []),
    ("vpc_resources=", []),
    ("priorities=latency,cost", ["latency", "cost"]),
    ("title=a = b", "a = b"),
]
REFUSED: list[tuple[str, str, str]] = [
    ("gpu", "--set: found 'gpu'", "fact=value"),
    ("=yes", "--set: found ''", "fact=value"),
    ("", "--set: found ''", "fact=value"),
    ("gpx=yes", "--set gpx", "did you mean 'gpu'?"),
    ("\x1b[31m=1", "--set", "an unknown fact"),
    ("gpu=maybe", "--set gpu: found 'maybe'", "yes or no"),
    ("gpu=", "--set gpu: found ''", "yes or no"),
    ("trigger=", "--set trigger: found ''", "api"),
    ("longest_run_s=long", "found 'long'", "a number in s from 0 to 31,622,400, such as 900, '15 min'"),
    ("longest_run_s=5 MB", "found '5 MB'", "use ms, s, min, h, days or weeks"),
    ("longest_run_s=1 h 30", "found '1 h 30'", "give each part a unit"),
    ("longest_run_s=1e99999999", "--set longest_run_s", "a number in s"),
    ("memory_mib=2 min", "found '2 min'", "use KB, MB, GB or TB"),
    ("memory_mib=2 GB 5 MB", "--set memory_mib", "write the number"),
    ("memory_mib=2.5.5", "--set memory_mib", "write the number"),
    ("memory_mib=", "--set memory_mib", "'2 GB'"),
    ("memory_mib=\u0663", "--set memory_mib", "write the number"),
    ("requests_per_month=1,5", "--set requests_per_month", "write the number"),
    ("requests_per_s_peak=5 apples", "--set requests_per_s_peak", "use /s, /min, /h or /day"),
    ("parallel_jobs=2.5", "--set parallel_jobs", "round it"),
]


@pytest.mark.parametrize(("assignment", "value"), READ, ids=[row[0] for row in READ])
def test_a_value_reads_in_the_unit_of_its_fact(base: Base, assignment: str, value: object) -> None:
    name = assignment.partition("=")[0].strip()
    assigned = assign({}, [assignment], base.facts)
    assert assigned == {name: value}
    assert type(assigned[name]) is type(value)
    parse(assigned, base.facts)


@pytest.mark.parametrize(("assignment", "where", "says"), REFUSED)
def test_what_cannot_be_read_names_the_fact_and_what_is_legal(base: Base, assignment: str, where: str, says: str) -> None:
    with pytest.raises(InvalidWorkloadError) as caught:
        assign({}, [assignment], base.facts)
    (problem,) = caught.value.problems
    assert where in str(problem)
    assert says in str(problem)


def test_all_that_is_wrong_is_told_at_once(base: Base) -> None:
    with pytest.raises(InvalidWorkloadError) as caught:
        assign({}, ["gpu=maybe", "gpu=yes", "vcpus=x", "nothing"], base.facts)
    assert [problem.where for problem in caught.value.problems] == ["--set gpu", "--set vcpus", "--set"]


def test_a_setting_goes_before_the_file_and_the_last_one_wins(base: Base) -> None:
    raw = {"gpu": False, "vcpus": 1, "unknown": ["os"]}
    assert assign(raw, ["gpu=yes", "vcpus=2", "vcpus=4"], base.facts) == {"gpu": True, "vcpus": 4, "unknown": ["os"]}
    assert raw == {"gpu": False, "vcpus": 1, "unknown": ["os"]}


def test_a_fact_can_be_made_unknown_and_known_again(base: Base) -> None:
    assert assign({"gpu": True}, ["gpu=unknown", "os=?"], base.facts) == {"unknown": ["gpu", "os"]}
    assert assign({"unknown": ["gpu"]}, ["gpu=yes"], base.facts)["gpu"] is True
    assert "gpu" not in assign({"unknown": ["gpu", "os"]}, ["gpu=yes"], base.facts)["unknown"]


def test_every_fact_says_what_is_legal(base: Base) -> None:
    for fact in base.facts.values():
        assert legal_values(fact)


@given(number=st.integers(1, 10**6), unit=st.sampled_from([("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)]))
def test_whole_numbers_convert_exactly(base: Base, number: int, unit: tuple[str, int]) -> None:
    word, size = unit
    assert assign({}, [f"longest_run_s={number} {word}"], base.facts) == {"longest_run_s": number * size}


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(base: Base, text: str) -> None:
    for name in ("longest_run_s", "memory_mib", "requests_per_s_peak", "parallel_jobs", "gpu", "trigger", "vpc_resources"):
        try:
            value = assign({}, [f"{name}={text}"], base.facts).get(name)
        except InvalidWorkloadError:
            continue
        assert not isinstance(value, float) or math.isfinite(value)
