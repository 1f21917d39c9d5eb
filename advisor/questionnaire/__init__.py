"""Which question to ask next, when to stop, and how far the answer is from another one.

What is here loads without the extra `ask`; `advisor.questionnaire.desk`, which does the work, needs it.
"""

from advisor.questionnaire.answers import Answers, Spread, read_answers
from advisor.questionnaire.models import CHAPTERS, Chapter, Flips, Step

__all__ = ["CHAPTERS", "Answers", "Chapter", "Flips", "Spread", "Step", "read_answers"]
