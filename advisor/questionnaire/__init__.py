"""Which question to ask next, when to stop, and how far the answer is from another one. Needs the extra `ask`."""

from advisor.questionnaire.answers import Answers, Spread
from advisor.questionnaire.models import Step
from advisor.questionnaire.steps import Questionnaire

__all__ = ["Answers", "Questionnaire", "Spread", "Step"]
