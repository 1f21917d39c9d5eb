"""Completions: a few thousand whole workloads that agree with what is known.

The draws are made and read once for an edition; answers then take the place of the drawn values, and what no answer has changed
is taken as it is. The same answers therefore always meet the same completions.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from advisor.columns.columns import Columns
from advisor.columns.planes import Plane, Truth, flags_of, pack, whole
from advisor.columns.values import Numbers, Values, hidden, test_of
from advisor.questionnaire.answers import Answers, Spread
from advisor.questionnaire.completions import SEED, spread_column
from advisor.questionnaire.gain import Cells, Codes
from advisor.questionnaire.hanging import Hanging


@dataclass(frozen=True, slots=True)
class Completions:
    """Whole workloads: `values` of every fact that the rules read, `codes` the cells of those that no answer settles.

    `tested` are truths of the circuit's tests, by number, that no answer has changed.
    """

    height: int
    values: dict[str, Values]
    codes: dict[str, Codes]
    tested: dict[int, Truth]


class Overlay:
    """The draws of an edition, which answers are laid over."""

    def __init__(self, columns: Columns, cells: Cells, free: pl.DataFrame) -> None:
        self._columns, self._cells, self._height = columns, cells, free.height
        self._facts = columns.program.edition.base.facts
        self._hanging = Hanging(columns.program, free.columns)
        read = columns.reader.read(free, {})
        self._drawn = {name: read[name] for name in free.columns}
        self._tests: dict[str, list[int]] = {name: [] for name in free.columns}
        for number, test in enumerate(columns.circuit.tests):
            if test.name in self._tests and test.name not in columns.program.origins:  # what is derived too is known later
                self._tests[test.name].append(number)
        applies = self._hanging.applies(self._drawn, {})
        self._values = {name: _where(values, applies.get(name)) for name, values in self._drawn.items()}
        self._codes = {name: self._coded(name, cells.codes[name], applies.get(name)) for name in free.columns}
        tests = columns.circuit.tests
        self._tested = {
            number: test_of(self._values[name], tests[number].operator, tests[number].wanted)
            for name, numbers in self._tests.items()
            for number in numbers
        }

    def completions(self, answers: Answers) -> Completions:
        """Known facts taken out, numbers drawn anew where a spread leaves them out, what no longer applies hidden.

        A fact that the person does not know stays unknown, as it will in the advice.
        """
        settled = {*answers.known, *answers.unknown}
        spread = {name: one for name, one in self._spread(answers.spreads).items() if name not in settled}
        touched = self._hanging.touched(answers.known)
        applies = self._hanging.applies(self._drawn, answers.known)
        values = self._columns.reader.same(answers.known)
        codes: dict[str, Codes] = {}
        tested: dict[int, Truth] = {}
        for name, drawn in self._drawn.items():
            if name in settled:
                continue
            if name in spread or name in touched:
                cells = self._cells_of(name, spread[name]) if name in spread else self._cells.codes[name]
                values[name] = _where(spread.get(name, drawn), applies.get(name))
                codes[name] = self._coded(name, cells, applies.get(name))
            else:
                values[name], codes[name] = self._values[name], self._codes[name]
                tested.update((number, self._tested[number]) for number in self._tests[name])
        return Completions(self._height, values, codes, tested)

    def _spread(self, spreads: dict[str, Spread]) -> dict[str, Numbers]:
        """Numbers inside of their spreads; those outside are drawn anew."""
        uniform, rows = np.random.default_rng(SEED + 1).random(self._height), whole(self._height)
        found = {}
        for number, (name, spread) in enumerate(spreads.items()):
            if name in self._drawn:
                again = spread_column(name, self._facts[name], spread, np.roll(uniform, number)).to_numpy()
                drawn, unknown = self._drawn[name].array, flags_of(self._drawn[name].unknown, rows)
                kept = np.where(unknown, spread.open, (drawn >= spread.low) & (drawn <= spread.high))
                found[name] = Numbers(np.where(kept, drawn, np.resize(again, rows)), pack(unknown & kept))
        return found

    def _cells_of(self, name: str, values: Numbers) -> Codes:
        """The cells of numbers."""
        unknown = flags_of(values.unknown, self._height)
        return self._cells.of_numbers(name, np.where(unknown, np.nan, values.array[: self._height]))

    def _coded(self, name: str, codes: Codes, applies: Plane | None) -> Codes:
        """Cells of a fact where it applies."""
        return codes if applies is None else np.where(flags_of(applies, self._height), codes, self._cells.unknown[name])


def _where(values: Values, applies: Plane | None) -> Values:
    """The values of a fact where it applies."""
    return values if applies is None else hidden(values, ~applies)
