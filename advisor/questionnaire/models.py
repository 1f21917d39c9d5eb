"""What a step of the questionnaire shows."""

from typing import Any, Literal

from advisor.result import EditionRef
from advisor.values import Result

Chapter = Literal["compute", "network", "failure", "release", "cost", "latency", "observability", "security"]
CHAPTERS: tuple[Chapter, ...] = ("compute", "network", "failure", "release", "cost", "latency", "observability", "security")


class Share(Result):
    """An option and the share of completions in which it wins."""

    option: str
    title: str
    share: float


class Effect(Result):
    """What one answer would do: the option that then leads, and in which share of completions."""

    answer: str
    option: str
    share: float


class Statement(Result):
    """One line of a checklist: a yes-or-no fact, the rarer one of two choices, or a number above a bound.

    Ticked, the fact is `yes`, left empty `no`. A number is asked for when ticked; left empty it lies between `low` and `bound`:
    answer {low, high, open: true}, so that it can still be asked for.
    """

    fact: str
    text: str
    yes: Any
    no: Any
    low: int | float | None
    bound: int | float | None


class NextQuestion(Result):
    """What to ask next: one fact, or a checklist of statements that are mostly not true ("does any of these apply?").

    `why` says what hangs on it, `rules` by id; `bits` is the information about the recommended option that is expected.
    """

    kind: Literal["one", "checklist"]
    facts: list[str]
    question: str
    help: str
    type: str
    unit: str | None
    range: list[float] | None
    values: dict[str, str]
    statements: list[Statement]
    why: str
    rules: list[str]
    bits: float
    effects: list[Effect]


class RuledOut(Result):
    """An option that the answers so far exclude, and the rules that do."""

    option: str
    rules: list[str]


class Conflict(Result):
    """A smallest set of answers that can't hold together: dropping any one of them resolves it."""

    facts: list[str]
    rule: str
    because: str


class Regret(Result):
    """A point of the ranges, `at`, where another option is recommended, and what the leader costs there more in a month.

    `extra_usd` is below zero where the leader is the cheaper one, and None without bills; `missing` are the facts they need.
    """

    at: dict[str, float]
    option: str
    title: str
    extra_usd: float | None
    missing: list[str]


class SpreadOutcome(Result):
    """What the ranges leave open: in which share of them each option wins, and the most that the leader can lose.

    `regret_points` is the largest score by which another option beats the leader, `money` what that costs at the most (None
    where the leader is always recommended or excluded), `broken` the share in which the leader is excluded, with the rules.
    """

    facts: list[str]
    shares: list[Share]
    regret_points: int
    money: Regret | None
    broken: float
    rules: list[str]


class Step(Result):
    """Where the questionnaire stands after the answers so far."""

    settled: bool
    option: str | None
    sure: float
    standing: list[Share]
    question: NextQuestion | None
    chapter: Chapter
    chapters: dict[str, int]
    answered: int
    ruled_out: list[RuledOut]
    conflicts: list[Conflict]
    could_change: list[str]
    spreads: SpreadOutcome | None
    workload: dict[str, Any]


class Turn(Result):
    """One change of a fact: what it is, a value that turns the answer, and all that do so alike.

    Of a number these are the values above `above` and up to `up_to` (None: without end), of a choice those in `like`.
    """

    fact: str
    before: Any
    after: Any
    above: float | None
    up_to: float | None
    like: list[str]
    words: str


class Flip(Result):
    """The changes that together make another option recommended; None when then no option fits. `steps` says how far it is."""

    changes: list[Turn]
    option: str | None
    title: str
    steps: int


class Way(Result):
    """How an excluded option becomes viable: the smallest set of changes; `possible` is False when it is proven that none does.

    None when none was found among the sets that were tried, as `because` says. `rules` are those that exclude it.
    """

    option: str
    title: str
    rules: list[str]
    possible: bool | None
    changes: list[Turn]
    because: str


class Flips(Result):
    """How far the answer for a workload is from others. `cells` is the number of combinations that were tried."""

    edition: EditionRef
    title: str
    option: str | None
    tie: list[str]
    cells: int
    singles: list[Flip]
    pairs: list[Flip]
    excluded: list[Way]
