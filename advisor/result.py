"""The recommendation as a value: the JSON of the project, field by field.

`Recommendation.model_dump(mode="json")` is what `advise --format json` and `POST /v1/advice` return. Lists have a fixed order
(said at each field), so that equal questions give equal bytes.
"""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from advisor.capacity.models import Assumption, Headroom, LatencyPart, Load, Sizing
from advisor.cost.models import Bill
from advisor.network.models import NetworkPlan
from advisor.values import Result

Status = Literal["recommended", "viable", "excluded", "undetermined"]


class EditionRef(Result):
    """Which knowledge was used: the date asked about, the digest of base and date, the day it was last read."""

    as_of: date
    digest: str
    read: date


class Citation(Result):
    """A source and the day it was read."""

    source: str
    title: str
    url: str | None
    read: date


class FigureUse(Result):
    """A figure as a finding used it: the value on the date, since when it holds, and where it was read."""

    value: Any
    unit: str
    since: date | None
    confidence: str
    source: str


class Finding(Result):
    """One rule that fired."""

    rule: str
    title: str
    effect: str
    target: list[str]
    criterion: str | None
    points: int
    because: str
    rationale: str
    not_when: str
    facts: dict[str, Any]
    figures: dict[str, FigureUse]
    notes: list[str]
    citations: list[Citation]


class CriterionSum(Result):
    """Points of an option on one criterion, the weight of that criterion, and their product."""

    points: int
    weight: int
    score: int


class OptionFinding(Result):
    """A rule (or, with rule `standing`, what holds for every workload) that counted for or against an option."""

    rule: str
    effect: str
    criterion: str | None
    points: int
    because: str
    sources: list[str]


class LatencyBudget(Result):
    """Totals of an option's latency parts in milliseconds, warm and when a unit must start, against `p99_latency_ms`."""

    warm_low_ms: float | None
    warm_high_ms: float | None
    cold_low_ms: float | None
    cold_high_ms: float | None
    target_ms: float | None
    verdict: str
    because: str
    assumptions: list[Assumption]
    missing: list[str]


class OptionResult(Result):
    """One option with everything that speaks for and against it; `components` are ids.

    The plan (from `sizing` on) is there for options that are not excluded, when answers do not contradict each other; `cost`
    lacks where the Region has no prices. `latency` has the parts in the order of the path, `headroom` the tightest limit first.
    """

    id: str
    title: str
    family: str
    status: Status
    score: int
    criteria: dict[str, CriterionSum]
    findings: list[OptionFinding]
    components: list[str]
    sizing: Sizing | None = None
    network: NetworkPlan | None = None
    cost: Bill | None = None
    load: Load | None = None
    latency: list[LatencyPart] = Field(default_factory=list)
    latency_budget: LatencyBudget | None = None
    headroom: list[Headroom] = Field(default_factory=list)


class ComponentResult(Result):
    """A part that the design needs, with the rule that says so and the options it is needed for."""

    id: str
    title: str
    kind: str
    need: Literal["required", "advised"]
    because: str
    rule: str
    rules: list[str]
    options: list[str] = Field(alias="for")


class Headline(Result):
    """The answer in short. `tie` names all options of equal score when there are several; `option` is the first of them."""

    option: str | None
    family: str | None
    tie: list[str]
    tie_breakers: list[dict[str, Any]]
    margin: int | None
    nearest: str | None
    because: str


class OpenQuestion(Result):
    """An unknown fact that could still change the result, with what hangs on it."""

    fact: str
    question: str
    why: str
    rules: list[str]


class Contradiction(Result):
    """Answers that cannot hold together."""

    rule: str
    facts: list[str]
    because: str


class Warned(Result):
    """Something to know about the workload or the answer; `options` it concerns."""

    rule: str | None
    because: str
    options: list[str] = Field(alias="for")


class Recommendation(Result):
    """The whole answer."""

    edition: EditionRef
    title: str
    workload: dict[str, Any]
    unknown: list[str]
    derived: dict[str, Any]
    recommendation: Headline
    options: list[OptionResult]
    components: list[ComponentResult]
    open_questions: list[OpenQuestion]
    contradictions: list[Contradiction]
    warnings: list[Warned]
    findings: list[Finding]
    trace: list[str]
