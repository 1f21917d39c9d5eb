"""The guidance cases: what AWS's own pages settle must come out."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor, Recommendation

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text())["case"]
MISSES = {
    "c-048": "The page answers with a mixture: a state machine sends small objects to a function and large ones to a task. "
    "The advisor recommends what runs the large ones, and shows the mixture as the component route-by-size.",
}
"""Case id -> why the advisor deliberately answers otherwise. At most two."""


def components(answer: Recommendation, case: dict[str, Any]) -> set[str]:
    """The components of the option that the case is about: the recommended one if it is acceptable, else the first that is."""
    chosen = answer.recommendation.option
    about = chosen if chosen in case["compute"] else case["compute"][0]
    return set(next(option.components for option in answer.options if option.id == about))


def wrong(answer: Recommendation, case: dict[str, Any]) -> list[str]:
    """What the case decides and the answer does not have."""
    found: list[str] = []
    best = answer.recommendation.tie or [answer.recommendation.option]
    if "compute" in case["decides"]:
        if not set(best) <= set(case["compute"]):
            scores = [(option.id, option.status, option.score) for option in answer.options[:5]]
            found.append(f"recommended {best}, acceptable {case['compute']}; {scores}")
        found += [f"{name} is ruled out" for name in case["not"] if name in best]
    needed = components(answer, case)
    for part in ("network", "advice"):
        if part in case["decides"]:
            wanted = [item for item in case[part] if item != "none"]
            found += [f"no {item}" for item in wanted if not needed & set(item.split("|"))]
            if "none" in case[part] and "vpc-attachment" in needed:
                found.append("a VPC attachment")
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_what_the_page_decides_comes_out(advisor: Advisor, case: dict[str, Any]) -> None:
    found = wrong(advisor.advise(case["workload"]), case)
    if case["id"] in MISSES:
        assert found, "no longer a miss: take it off the list"
    else:
        assert not found, f"{case['scenario']} {found}"


def test_there_are_52_cases_and_few_misses() -> None:
    assert len({case["id"] for case in CASES}) == 52
    assert len(MISSES) <= 2
    assert all(MISSES.values())
