"""Closed models of everything on disk: an unknown key is an error, types are strict, values are frozen.

The file shapes are those of CONTRIBUTING.md; `load.py` reads them and gathers every error in one run.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

Number = StrictInt | StrictFloat
Scalar = StrictBool | StrictInt | StrictFloat | StrictStr
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:*-]*$")]

Criterion = Literal["fit", "operations", "cost", "latency", "scaling", "control", "portability"]
Strength = Literal["weak", "clear", "strong"]
Effect = Literal["excludes", "favours", "disfavours", "requires", "advises", "warns", "contradicts"]
Kind = Literal["network", "security", "failure", "observability", "deployment", "latency", "pattern"]
Operator = Literal[
    "above", "at-least", "below", "at-most", "equals", "differs", "one-of", "none-of",
    "includes", "lacks", "includes-any", "nonempty", "empty", "required", "fired", "excluded",
]  # fmt: skip

CRITERIA: tuple[Criterion, ...] = ("fit", "operations", "cost", "latency", "scaling", "control", "portability")
STRENGTHS: dict[Strength, int] = {"weak": 1, "clear": 2, "strong": 3}


class Closed(BaseModel):
    """Base of all models here: unknown keys refused, strict types, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Source(Closed):
    """A page (or the notes) that was read on a day."""

    title: Text
    kind: Literal["aws", "aws-code", "community", "notes"]
    read: date
    url: str | None = None


class Note(Closed):
    """One claim of the notes of 2020, in our words, with its line numbers."""

    claim: Text
    lines: list[StrictInt]
    kind: Literal["limit", "trigger", "choice", "network", "advice", "fact"]
    section: Text


class FigureValue(Closed):
    """One dated value of a figure. `since` left out: the start is not known and counts as always."""

    source: Id
    confidence: Literal["confirmed", "reported", "uncertain"]
    since: date | None = None
    value: Scalar | list[Scalar] | dict[str, object] | None = None
    ended: bool = False
    precision: Literal["day", "month", "year"] = "day"
    basis: str | None = None
    remark: str | None = None


class ModelPath(Closed):
    """Where AWS's own service model states the figure, and the value read there."""

    service: Text
    path: Text
    value: Scalar
    version: str | None = None
    differs: str | None = None


class Figure(Closed):
    """A value that AWS sets: limit, capability or price, with unit and values by start date (oldest first)."""

    about: Text
    unit: Text
    hard: bool
    values: Annotated[list[FigureValue], Field(min_length=1)]
    notes: list[Id] = []
    model: ModelPath | None = None
    remark: str | None = None


class Prior(Closed):
    """How a numeric fact is spread over the workloads that we expect, on the scale: uniform, or triangular about `usual`."""

    low: Number
    high: Number
    usual: Number | None = None
    scale: Literal["log", "linear"] = "log"


class Derivation(Closed):
    """How a fact follows from others: by a named function of `advisor.language.derived`, or by a table of one fact."""

    sources: Annotated[list[Id], Field(alias="from", min_length=1)]
    function: str | None = None
    figures: list[Id] = []
    table: dict[str, Scalar] | None = None


class Fact(Closed):
    """One typed, unit-bearing statement about a workload.

    `statement` says it as a line to tick: yes, above `{bound}`, or `{value}` of two choices. `prior`, `applies` (share of
    workloads that the fact means anything for) and `given` (the answers to another fact that it hangs on) describe the
    workloads that we expect; they choose questions and never enter a recommendation. `opens`: it is asked before others,
    which are understood in its light.
    """

    type: Literal["bool", "integer", "number", "choice", "set", "order"]
    help: Text
    unit: str | None = None
    range: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    question: str | None = None
    statement: str | None = None
    chapter: Literal["shape", "packaging", "resources", "process", "network", "quality", "team", "derived"]
    bears_on: list[Literal["compute", "network", "failure", "release", "cost", "latency", "observability", "security"]] = []
    notes: list[Id] = []
    effort: StrictInt = 2
    prior: Prior | dict[str, Number] | None = None
    applies: Number = 1
    given: dict[str, list[Scalar]] = {}
    values: dict[str, str] | None = None
    derived: Derivation | None = None
    asked: bool = True
    opens: bool = False


class Standing(Closed):
    """What holds for an option under every workload, on one criterion, as whole points."""

    criterion: Criterion
    strength: Annotated[StrictInt, Field(ge=-3, le=3)]
    because: Text
    source: Id


class Option(Closed):
    """Something that can be recommended."""

    id: Id
    title: Text
    family: Literal["Lambda", "ECS", "Batch"]
    since: date
    about: Text
    leaves_to_owner: list[str]
    sources: Annotated[list[Id], Field(min_length=1)]
    standing: list[Standing] = []
    notes: list[Id] = []
    until: date | None = None


class Component(Closed):
    """A part that a design needs. With `members` the id ends in `:*` and stands for one component a member."""

    title: Text
    kind: Kind
    about: Text
    sources: list[Id]
    notes: list[Id] = []
    members: list[str] | None = None


class Condition(Closed):
    """One condition; exactly one of fact, figure (alone), component, finding, option names what is tested."""

    operator: Annotated[Operator, Field(alias="is")]
    fact: Id | None = None
    component: Id | None = None
    finding: Id | None = None
    option: Id | None = None
    figure: Id | None = None
    value: Scalar | list[Scalar] | None = None


class Case(Closed):
    """A workload and what the rule must do with it on a date (default: the newest edition)."""

    name: Text
    workload: dict[str, object]
    expect: Literal["fires", "silent", "asks"]
    as_of: date | None = None


class Rule(Closed):
    """Conditions on facts that, all met, have one effect.

    `overrules` names rules that advise or warn for want of an answer; where this rule fires the answer is there, and they are
    not passed on.
    """

    id: Id
    title: Text
    effect: Effect
    status: Literal["draft", "reviewed", "retired"]
    reviewed: date
    sources: Annotated[list[Id], Field(min_length=1)]
    because: Text
    rationale: Text
    not_when: Text
    when: Annotated[list[Condition], Field(min_length=1)]
    case: Annotated[list[Case], Field(min_length=2)]
    target: str | list[str] | None = None
    options: Annotated[list[Id] | None, Field(alias="for")] = None
    criterion: Criterion | None = None
    strength: Strength | None = None
    notes: list[Id] = []
    since: date | None = None
    until: date | None = None
    replaced_by: Id | None = None
    overrules: list[Id] = []

    @property
    def targets(self) -> tuple[str, ...]:
        """The target(s) as a tuple."""
        if self.target is None:
            return ()
        return (self.target,) if isinstance(self.target, str) else tuple(self.target)


class Weights(Closed):
    """How findings add up: points by criterion, and what the user's first priorities add."""

    criteria: dict[Criterion, StrictInt]
    priorities: list[StrictInt]
    because: Text
