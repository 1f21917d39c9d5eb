"""The ground of the questionnaire: an edition's rules as columns, and the completions that answers are laid over."""

import numpy as np
import polars as pl

from advisor.columns.columns import Columns
from advisor.inference import Inference
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.completions import COUNT, SEED, draw_freely, fitted
from advisor.questionnaire.domains import deciding_part, domains_of
from advisor.questionnaire.gain import Cells, Codes
from advisor.questionnaire.overlay import Completions, Overlay


class Ground:
    """Made once for an edition; safe to share between threads."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.program = inference.program
        self.domains = domains_of(self.program)
        self.columns = Columns(deciding_part(self.program))
        self.options = list(self.program.options)
        free = self._consistent(draw_freely(self.program, 3 * COUNT, SEED).select(self.domains.facts))
        self.frame = fitted(self.program, free)
        self.cells = Cells(self.program, free)
        self._overlay = Overlay(self.columns, self.cells, free)

    def _consistent(self, free: pl.DataFrame) -> pl.DataFrame:
        """The first so many draws whose answers do not contradict each other."""
        won = self.winners(fitted(self.program, free), Answers())
        return free.filter(pl.Series(won < len(self.options))).head(COUNT)

    def completions(self, answers: Answers) -> Completions:
        """The completions that agree with the answers."""
        return self._overlay.completions(answers)

    def won(self, completions: Completions) -> Codes:
        """The winning option of each completion, as `winners` has it."""
        return self.columns.winners_of(completions.values, completions.height, completions.tested).option.astype(np.int64)

    def winners(self, frame: pl.DataFrame, answers: Answers) -> Codes:
        """The winning option of each row as its index; the number of options where answers contradict each other."""
        return self.columns.winners(frame, answers.known).option.astype(np.int64)
