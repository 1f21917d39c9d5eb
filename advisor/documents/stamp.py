"""The stamp of a document: the question as it was asked and the outcome as it was given, for whoever checks it again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from advisor.cost.money import Usd
from advisor.cost.price_file import OwnPrices
from advisor.documents.outcome import Told, figures_told, rules_told, told_of
from advisor.documents.subject import Subject
from advisor.identity import version
from advisor.reports.pdf import Paper
from advisor.result import OptionResult, Recommendation
from advisor.values import Result

Kind = Literal["aws-compute-advisor document 1"]
KIND: Kind = "aws-compute-advisor document 1"


class Stamp(Result):
    """What a document says about itself.

    The question: `workload` as it was given, `as_of`, `free_tier` and the user's `prices` by figure id. The answer: `digest`
    and `read` of the edition, the `outcome`, the `figures` that the rules in it used, the `bills` of all options, and a hash of
    each part of the plan of the recommended one. `software` wrote it on `paper`. `seal` is the SHA-256 of all of this.
    """

    kind: Kind
    software: str
    paper: Paper
    workload: dict[str, Any]
    as_of: date
    free_tier: bool
    prices: dict[str, Any] | None
    digest: str
    read: date
    outcome: Told
    figures: dict[str, Any]
    bills: dict[str, Usd]
    plan: dict[str, str]
    seal: str


def stamp_of(subject: Subject, paper: Paper) -> str:
    """The stamp of what a document tells, as one line of JSON in ASCII."""
    answer = subject.recommendation
    told = {
        "kind": KIND,
        "software": version(),
        "paper": paper,
        "workload": dict(subject.given),
        "as_of": answer.edition.as_of.isoformat(),
        "free_tier": subject.free_tier,
        "prices": None if subject.prices is None else prices_told(subject.prices),
        "digest": answer.edition.digest,
        "read": answer.edition.read.isoformat(),
        "outcome": told_of(answer).model_dump(mode="json"),
        "figures": figures_used(answer),
        "bills": bills(answer),
        "plan": plan_hashes(subject.best),
    }
    return json.dumps({**told, "seal": seal(told)}, separators=(",", ":"), allow_nan=False)


def seal(told: Mapping[str, Any]) -> str:
    """The SHA-256 of everything but the seal itself."""
    rest = {name: value for name, value in told.items() if name != "seal"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def figures_used(answer: Recommendation) -> dict[str, Any]:
    """The value of every figure that a rule has used of which the document tells, by id."""
    return figures_told(answer.findings, rules_told(answer))


def bills(answer: Recommendation) -> dict[str, float]:
    """What each option costs in a month."""
    return {option.id: float(option.cost.monthly_usd) for option in answer.options if option.cost is not None}


def plan_hashes(best: OptionResult | None) -> dict[str, str]:
    """A hash of each part of the plan, so that a change anywhere in it shows."""
    if best is None:
        return {}
    parts = best.model_dump(mode="json", include={"sizing", "network", "cost", "load", "latency", "latency_budget", "headroom"})
    return {
        name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16] for name, part in sorted(parts.items())
    }


def prices_told(own: OwnPrices) -> dict[str, Any]:
    """The user's prices as `check_prices` takes them, with dates as text."""
    return {
        name: {"value": price.value, "source": price.source, **({"since": price.since.isoformat()} if price.since else {})}
        for name, price in own.prices.items()
    }
