"""Answers depend on nothing but the question: not on threads, not on how often they change.

That the readings agree is tested where all three are there: `tests/advisor/columns/test_equality.py`.
"""

import hashlib
import sys
import threading
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Findings, Inference
from tests.workloads import random_workloads


def same(one: Findings, other: Findings) -> bool:
    """Whether two readings found the same; only in the order of firing may they differ."""
    found = one.fired == other.fired and one.asking == other.asking and one.known == other.known
    return found and sorted(one.trace) == sorted(other.trace)


def answers(advisor: Advisor, workloads: list[dict[str, Any]], *, planned: bool) -> list[str]:
    """The digest of each whole answer as JSON."""
    return [
        hashlib.sha256(advisor.advise(values, planned=planned).model_dump_json().encode()).hexdigest() for values in workloads
    ]


def listed(today: Inference, count: int) -> list[dict[str, Any]]:
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        for values in random_workloads(today.program, 7, count)
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("interval", "count", "planned"), [(None, 200, False), (1e-6, 200, False), (1e-6, 8, True)])
def test_threads_answer_as_one_alone(
    advisor: Advisor, today: Inference, interval: float | None, count: int, planned: bool
) -> None:
    """32 threads, each with all workloads in another order; the plan, which takes longest, for a few of them."""
    workloads = listed(today, count)
    alone = answers(advisor, workloads, planned=planned)
    results: list[list[str]] = [[] for _ in range(32)]

    def work(number: int) -> None:
        turn = number % count
        found = answers(advisor, workloads[turn:] + workloads[:turn], planned=planned)
        results[number] = found[count - turn :] + found[: count - turn]

    before = sys.getswitchinterval()
    if interval is not None:
        sys.setswitchinterval(interval)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert all(found == alone for found in results)
