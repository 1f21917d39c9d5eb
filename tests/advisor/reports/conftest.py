"""A small base whose rules are all in sight, and answers of it that have every part a document can have."""

from typing import Any

import pytest

from advisor import Advisor, Recommendation
from tests.mini import mini_base, rule

GPU = '{ fact = "gpu", is = "equals", value = true }'
API = '{ fact = "trigger", is = "equals", value = "api" }'
QUEUE = '{ fact = "trigger", is = "equals", value = "queue" }'
NEITHER = '{ trigger = "sdk" }'
HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]0;x\x07<script>alert(1)</script> **b** [l](javascript:x) | `c` \u202ertl 1. a_b_c \ud800\nnext"
)


def scored(rule_id: str, effect: str, target: str, when: str, cases: tuple[str, str], counts: str) -> str:
    criterion, strength = counts.split()
    more = f'target = {target}\ncriterion = "{criterion}"\nstrength = "{strength}"'
    return rule(rule_id, effect, when, *cases, more, f"Because of {rule_id}.")


@pytest.fixture(scope="session")
def small() -> Advisor:
    return Advisor(
        mini_base(
            rules__fit=scored(
                "FIT-001", "favours", '["large", "late"]', GPU, ("{ gpu = true }", "{ gpu = false }"), "fit strong"
            ),
            rules__cost=scored("CST-001", "disfavours", '["late"]', API, ('{ trigger = "api" }', NEITHER), "cost weak"),
            rules__scale=scored("SCL-001", "favours", '["late"]', QUEUE, ('{ trigger = "queue" }', NEITHER), "scaling clear"),
            rules__warn=rule("WRN-001", "warns", API, '{ trigger = "api" }', '{ trigger = "sdk" }', because="Callers wait."),
            rules__far=rule(
                "WRN-002", "warns", API, '{ trigger = "api" }', '{ trigger = "sdk" }', 'for = ["small"]', "Small only."
            ),
            rules__advise=rule(
                "ADV-001",
                "advises",
                GPU,
                "{ gpu = true }",
                "{ gpu = false }",
                'target = "endpoint:sqs"\nfor = ["large"]',
                "It may.",
            ),
            rules__against=rule(
                "CTR-001",
                "contradicts",
                f"{QUEUE}, {GPU}",
                '{ trigger = "queue", gpu = true }',
                '{ trigger = "queue", gpu = false }',
                because="A queue has no GPU.",
            ),
        )
    )


ANSWERS: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "a winner": {"title": "Orders", "gpu": True, "trigger": "api", "run_s": 901, "services": ["s3"], "priorities": ["cost"]},
    "a tie": {"title": "Both", "gpu": True, "trigger": "sdk"},
    "contradiction": {"title": "Odd", "gpu": True, "trigger": "queue"},
    "hostile": {"title": HOSTILE, "description": HOSTILE, "gpu": True, "trigger": "api", "unknown": ["memory_mib"]},
}


@pytest.fixture(params=list(ANSWERS))
def answer(request: pytest.FixtureRequest, small: Advisor) -> Recommendation:
    return small.advise(ANSWERS[request.param], planned=False)


@pytest.fixture
def winner(small: Advisor) -> Recommendation:
    return small.advise(ANSWERS["a winner"], planned=False)


@pytest.fixture
def hostile(small: Advisor) -> Recommendation:
    return small.advise(ANSWERS["hostile"], planned=False)
