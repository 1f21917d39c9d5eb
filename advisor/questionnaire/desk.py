"""The questionnaire as everybody calls it: plain mappings in, steps and flips out. Needs the extra `ask`.

What an edition needs is made on the first call, in a quarter of a second, and kept for the editions used last.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from advisor.advice import Advisor
from advisor.inference import Inference
from advisor.language.workload import parse
from advisor.questionnaire.answers import read_answers
from advisor.questionnaire.flips import Distances
from advisor.questionnaire.models import Chapter, Flips, Step
from advisor.questionnaire.steps import Questionnaire

KEPT = 4


@lru_cache(maxsize=KEPT)
def questionnaire_of(inference: Inference) -> Questionnaire:
    """The questionnaire of an edition."""
    return Questionnaire(inference)


@lru_cache(maxsize=KEPT)
def distances_of(inference: Inference) -> Distances:
    """What finds the flips of an edition."""
    return Distances(inference)


def next_step(advisor: Advisor, answers: Mapping[str, object], chapter: Chapter = "compute", as_of: date | None = None) -> Step:
    """Return where some answers stand and what to ask next; the same answers give the same step.

    `answers` is a workload in which a number may be a table {low, high, usual} and `unknown` lists the facts that nobody
    knows. Raises InvalidWorkloadError and NoEditionError.
    """
    inference = advisor.edition(as_of)
    read = read_answers(answers, advisor.base.facts)
    return questionnaire_of(inference).step(read, chapter)


def flips(advisor: Advisor, workload: Mapping[str, object], as_of: date | None = None) -> Flips:
    """Return the smallest changes to a workload that flip its answer, and what would make each excluded option viable.

    Raises InvalidWorkloadError and NoEditionError.
    """
    inference = advisor.edition(as_of)
    return distances_of(inference).flips(parse(workload, advisor.base.facts))
