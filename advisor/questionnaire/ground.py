"""The ground of the questionnaire: an edition's rules as columns, and the completions that answers are laid over."""

import polars as pl

from advisor.columns.columns import Columns
from advisor.inference import Inference
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.completions import COUNT, answered, draw
from advisor.questionnaire.gain import Cells, Codes


class Ground:
    """Made once for an edition; safe to share between threads."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.program = inference.program
        self.columns = Columns(self.program)
        self.options = list(self.program.options)
        self.frame = self._consistent(draw(self.program, 3 * COUNT))
        self.cells = Cells(self.program, self.frame)

    def _consistent(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The first so many draws whose answers do not contradict each other."""
        won = self.winners(frame, Answers())
        return frame.filter(pl.Series(won < len(self.options))).head(COUNT)

    def completions(self, answers: Answers) -> pl.DataFrame:
        """The completions that agree with the answers."""
        return answered(self.frame, self.program.edition.base.facts, answers)

    def winners(self, frame: pl.DataFrame, answers: Answers) -> Codes:
        """The winning option of each row as its index; the number of options where answers contradict each other."""
        found = self.columns.evaluate(frame, ("option",), answers.known)["option"]
        return found.to_physical().cast(pl.Int64).fill_null(len(self.options)).to_numpy()
