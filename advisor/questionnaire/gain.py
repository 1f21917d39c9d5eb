"""How much a question is expected to settle: the information that its answer gives about the recommended option."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.language.program import Program
from advisor.language.words import measure
from knowledge.models import Fact

Codes = npt.NDArray[np.int64]
FEW = 0.3
"""A number can stand in a checklist with a bound that at most this share of completions passes."""


class Cells:
    """The answers to each fact, gathered into the cells that rules can tell apart, as one code a workload.

    `codes` are those of a frame of workloads, by fact; `unknown` has for each fact the code of what does not apply.
    """

    def __init__(self, program: Program, frame: pl.DataFrame) -> None:
        self._cuts = cut_points(program)
        self._facts = program.edition.base.facts
        self.codes: dict[str, Codes] = {}
        self.unknown: dict[str, int] = {}
        for name in frame.columns:
            self.codes[name], self.unknown[name] = self._coded(name, frame[name])

    def coded(self, frame: pl.DataFrame) -> dict[str, Codes]:
        """The cells of other whole workloads, by fact."""
        return {name: self._coded(name, frame[name])[0] for name in frame.columns}

    def of_numbers(self, name: str, numbers: npt.NDArray[np.float64]) -> Codes:
        """The cells of numbers; NaN does not apply."""
        cuts = np.array(self._cuts.get(name, []), np.float64)
        codes = np.searchsorted(cuts, numbers, side="left").astype(np.int64)
        return np.where(np.isnan(numbers), self.beyond(name), codes)

    def _coded(self, name: str, column: pl.Series) -> tuple[Codes, int]:
        """The cells of a column, and the code of what does not apply."""
        fact, beyond = self._facts[name], self.beyond(name)
        if fact.type in ("number", "integer"):
            return self.of_numbers(name, _floats(column)), beyond
        if fact.type in ("choice", "bool"):
            return _whole(column.to_physical(), beyond), beyond
        joined = column.cast(pl.List(pl.String)).list.join(",").fill_null("?").extend(pl.Series(["?"]))
        ranks = joined.rank("dense").cast(pl.Int64).to_numpy() - 1
        return ranks[:-1], int(ranks[-1])

    def label(self, name: str, fact: Fact, code: int) -> str:
        """A cell in words: the answer, or the numbers between two cuts."""
        if fact.type == "bool":
            return ("no", "yes", "does not apply")[code]
        if fact.type == "choice":
            return [*(fact.values or {}), "does not apply"][code]
        cuts = [measure(cut, fact.unit) for cut in self._cuts.get(name, [])]
        if code > len(cuts):
            return "does not apply"
        if not cuts:
            return "any number"
        if code == 0:
            return f"up to {cuts[0]}"
        return f"above {cuts[-1]}" if code == len(cuts) else f"above {cuts[code - 1]} up to {cuts[code]}"

    def place(self, name: str, cut: float) -> int:
        """The code of the cell below a cut."""
        return self._cuts[name].index(cut)

    def beyond(self, name: str) -> int:
        """The code that stands for `does not apply`, above all others."""
        fact = self._facts[name]
        return len(self._cuts.get(name, [])) + 1 if fact.type in ("number", "integer") else len(fact.values or {}) or 2

    def bounds(self, name: str, codes: Codes, *, seen: bool) -> list[tuple[float, npt.NDArray[np.bool_]]]:
        """The cuts of a number that few completions pass (and some do, if `seen`), with those that do; `codes` are cells."""
        cuts = self._cuts.get(name, [])
        passed = ((cut, (codes > position) & (codes <= len(cuts))) for position, cut in enumerate(cuts))
        return [(cut, above) for cut, above in passed if seen <= above.any() and above.mean() <= FEW]


def _floats(column: pl.Series) -> npt.NDArray[np.float64]:
    """The numbers of a column; NaN stands for null."""
    return column.cast(pl.Float64).to_numpy()


def _whole(column: pl.Series, null: int) -> Codes:
    """The codes of a column; `null` stands for null."""
    numbers = _floats(column)
    return np.where(np.isnan(numbers), null, numbers).astype(np.int64)


def cut_points(program: Program) -> dict[str, list[float]]:
    """For each numeric fact the values at which a condition on it turns, in order."""
    found: dict[str, set[float]] = {}
    for rule in program.rules:
        for test in rule.tests:
            if test.subject == "fact" and isinstance(test.wanted, int | float) and not isinstance(test.wanted, bool):
                turn = float(test.wanted)
                found.setdefault(test.name, set()).update(
                    [np.nextafter(turn, -np.inf)] if test.operator in ("at-least", "below") else [turn]
                )
    return {name: sorted(cuts) for name, cuts in found.items()}


class Telling:
    """How much cells of facts tell about the option of each completion; `kinds` is the number of options there can be."""

    def __init__(self, options: Codes, kinds: int) -> None:
        self._options, self._kinds, self._total = options, kinds, max(len(options), 1)
        won = np.bincount(options, minlength=kinds)
        self._weighed = _weighed(self._total), _weighed(won)
        self._won = np.count_nonzero(won)

    def bits(self, codes: Codes) -> float:
        """Bits that a fact's cell tells about the option, less what chance alone would seem to tell in so few completions."""
        cells = int(codes.max()) + 1
        table = np.bincount(codes * self._kinds + self._options, minlength=cells * self._kinds).reshape(cells, self._kinds)
        rows = table.sum(axis=1)
        total, won = self._weighed
        told = (_weighed(table) + total - _weighed(rows) - won) / self._total
        return told - float((np.count_nonzero(rows) - 1) * (self._won - 1) / (2 * np.log(2) * self._total))


def _weighed(counts: Any) -> float:
    """The sum of n times the binary logarithm of n."""
    numbers = np.asarray(counts)
    numbers = numbers[numbers > 0].astype(np.float64)
    return float(numbers @ np.log2(numbers))
