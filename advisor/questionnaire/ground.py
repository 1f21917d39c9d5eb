"""The ground of the questionnaire: an edition's rules as columns, and the completions that answers are laid over."""

import polars as pl

from advisor.columns.columns import Columns
from advisor.inference import Inference
from advisor.language.program import Program
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.completions import COUNT, SEED, answered, draw_freely, fitted
from advisor.questionnaire.domains import deciding_part, domains_of
from advisor.questionnaire.gain import Cells, Codes


class Ground:
    """Made once for an edition; safe to share between threads."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self.program = inference.program
        self.domains = domains_of(self.program)
        self.columns = Columns(deciding_part(self.program))
        self.options = list(self.program.options)
        self._free = self._consistent(draw_freely(self.program, 3 * COUNT, SEED).select(self.domains.facts))
        self.frame = fitted(self.program, self._free, Answers())
        self.cells = Cells(self.program, self.frame)
        self._hangs = _hanging(self.program, self.frame.columns)

    def _consistent(self, free: pl.DataFrame) -> pl.DataFrame:
        """The first so many draws whose answers do not contradict each other."""
        won = self.winners(fitted(self.program, free, Answers()), Answers())
        return free.filter(pl.Series(won < len(self.options))).head(COUNT)

    def completions(self, answers: Answers) -> pl.DataFrame:
        """The completions that agree with the answers."""
        return answered(self.program, self._free, answers)

    def codes(self, frame: pl.DataFrame, answers: Answers) -> dict[str, Codes]:
        """The cells of some completions, by fact: those of the draws, worked out anew where answers have changed them."""
        touched = answers.spreads.keys() | answers.known.keys()
        changed = [name for name in frame.columns if name in answers.spreads or not touched.isdisjoint(self._hangs[name])]
        return {**self.cells.codes, **self.cells.coded(frame.select(changed))}

    def winners(self, frame: pl.DataFrame, answers: Answers) -> Codes:
        """The winning option of each row as its index; the number of options where answers contradict each other."""
        found = self.columns.evaluate(frame, ("option",), answers.known)["option"]
        return found.to_physical().cast(pl.Int64).fill_null(len(self.options)).to_numpy()


def _hanging(program: Program, names: list[str]) -> dict[str, set[str]]:
    """For each fact the others on whose answers it depends whether the fact means anything, or is asked at all."""
    facts = program.edition.base.facts
    found = {name: set(facts[name].given) for name in names}
    for item in program.derivations:
        if item.table is not None and item.fact in found:
            found[item.fact].update(item.sources)
    return found
