"""What a design document is about: the answers as they were given, the decision, how far it is from another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.advice import Advisor
from advisor.cost.price_file import OwnPrices
from advisor.language.workload import RESERVED, Workload
from advisor.questionnaire.answers import Answers, read_answers, with_ranges
from advisor.questionnaire.desk import distances_of, questionnaire_of
from advisor.questionnaire.models import Flips, SpreadOutcome
from advisor.questionnaire.spreads import spread_outcome
from advisor.reports.phrases import option_of
from advisor.result import OptionResult, Recommendation
from knowledge import Edition


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a design document tells; `given` is the workload as it was given, with its ranges.

    `spread` says what ranges leave open, if there are any. `prices` are the user's own.
    """

    given: Mapping[str, Any]
    answers: Answers
    recommendation: Recommendation
    flips: Flips
    spread: SpreadOutcome | None
    edition: Edition
    prices: OwnPrices | None
    free_tier: bool

    @property
    def best(self) -> OptionResult | None:
        """The recommended option; the first of those that tie."""
        return option_of(self.recommendation, self.recommendation.recommendation.option)

    @property
    def description(self) -> str:
        """What the user wrote about the workload."""
        return str(self.given.get("description", ""))


def study(
    advisor: Advisor,
    raw: Mapping[str, object],
    as_of: date | None = None,
    prices: OwnPrices | None = None,
    *,
    free_tier: bool = False,
) -> Subject:
    """Decide on a workload and find out all that its document tells.

    A number may be a range {low, high, usual}; as everywhere, the decision takes it as a fact that is not known. Raises
    InvalidWorkloadError and NoEditionError.
    """
    given = with_ranges(raw)
    answers = read_answers(given, advisor.base.facts)
    plain = {name: value for name, value in given.items() if name not in answers.spreads}
    recommendation = advisor.advise(plain, as_of, prices, free_tier=free_tier)
    inference = advisor.edition(as_of)
    spread = None
    if answers.ranges:
        spread = spread_outcome(questionnaire_of(inference), answers, inference.infer(answers.known))
    return Subject(
        given={name: value for name, value in given.items() if name in advisor.base.facts or name in RESERVED},
        answers=answers,
        recommendation=recommendation,
        flips=distances_of(inference).flips(Workload(answers.known, answers.title)),
        spread=spread,
        edition=inference.program.edition,
        prices=prices,
        free_tier=free_tier,
    )
