"""Rank the options on every row: the recommended one, ties, the margin, the status of each.

The order is the recommendation's: highest score, then least to operate, then the id. Score, operations and place are laid into
one whole number a row, so that the best option is a maximum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.circuit import Circuit
from advisor.columns.planes import NOBODY, Array, Plane, Truth, either, unpack
from advisor.columns.scores import Pair, Scorer
from advisor.language.program import Program

RECOMMENDED, VIABLE, EXCLUDED, UNDETERMINED = range(4)
STATUSES = ("recommended", "viable", "excluded", "undetermined")

Keys = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The keys, and what they say: the best one of each row (negative: no option), where each option is best.

    `levels` are scores counted from the lowest one possible, negative where an option is excluded; `margin` is how far the best
    is above the next lower level, negative where there is none.
    """

    keys: Keys
    best: Keys
    levels: Keys
    chosen: npt.NDArray[np.bool_]
    margin: Keys

    @property
    def first(self) -> npt.NDArray[np.bool_]:
        """Where each option is the one recommended."""
        return (self.keys == self.best) & (self.best >= 0)


class Judge:
    """The ranking of one program's options."""

    def __init__(self, program: Program, circuit: Circuit, scorer: Scorer) -> None:
        self._options = list(program.options)
        self._scorer = scorer
        self._excluding = self._bodies(program, circuit)
        self._contradicting = [
            circuit.body_of[number] for number, rule in enumerate(program.rules) if rule.rule.effect == "contradicts"
        ]
        self._place_bits = len(self._options).bit_length()
        self._points_bits = (2 * scorer.most + 1).bit_length()
        self._shift = self._place_bits + self._points_bits
        total = self._shift + (scorer.high - scorer.low).bit_length()
        self._type: type[np.int32 | np.int64] = np.int32 if total < 31 else np.int64

    def _bodies(self, program: Program, circuit: Circuit) -> list[list[int]]:
        """For every option the bodies of the rules that exclude it, one entry a rule."""
        found: dict[str, list[int]] = {name: [] for name in self._options}
        for number, rule in enumerate(program.rules):
            if rule.rule.effect == "excludes":
                for target in rule.targets:
                    found[target].append(circuit.body_of[number])
        return list(found.values())

    def excluded(self, truths: Sequence[Truth]) -> list[Plane]:
        """For every option where a rule excludes it."""
        return [either((NOBODY, *(truths[body][0] for body in bodies))) for bodies in self._excluding]

    def excludable(self, truths: Sequence[Truth]) -> list[Plane]:
        """For every option where a rule excludes it or could."""
        return [either((NOBODY, *(truths[body][1] for body in bodies))) for bodies in self._excluding]

    def contradicted(self, truths: Sequence[Truth]) -> Plane:
        """Where answers contradict each other."""
        return either((NOBODY, *(truths[body][0] for body in self._contradicting)))

    def rank(self, scores: Array, points: Mapping[Pair, Array], excluded: Sequence[Plane], contradicted: Plane) -> Ranking:
        """Rank the options of every row; none is best where all are excluded or answers contradict each other."""
        keys = np.subtract(scores, self._scorer.low, dtype=self._type)
        keys <<= self._points_bits
        keys += self._scorer.most
        for number, where in enumerate(excluded):
            keys[number] += points.get((number, "operations"), self._type(0))
            keys[number] <<= self._place_bits
            keys[number] += len(self._options) - number
            if where.any():
                np.copyto(keys[number], -1, where=unpack(where).view(np.bool_))
        best = keys.max(axis=0)
        if contradicted.any():
            np.copyto(best, -1, where=unpack(contradicted).view(np.bool_))
        levels = (keys >> self._shift).astype(self._scorer.score_type)
        top = (best >> self._shift).astype(self._scorer.score_type)
        chosen = (levels == top) & (best >= 0)
        second = np.where(chosen, -1, levels).max(axis=0)
        margin: Keys = np.where((best >= 0) & (second >= 0), top - second, -1)
        return Ranking(keys, best, levels, chosen, margin)

    def option(self, ranking: Ranking) -> npt.NDArray[np.uint8]:
        """The recommended option's number; the number of options where there is none."""
        place = ranking.best & ((1 << self._place_bits) - 1)
        return np.where(ranking.best >= 0, len(self._options) - place, len(self._options)).astype(np.uint8)

    def statuses(
        self, ranking: Ranking, excluded: Sequence[Plane], excludable: Sequence[Plane], contradicted: Plane
    ) -> list[npt.NDArray[np.uint8]]:
        """The status code of every option on every row."""
        found = []
        for number, chosen in enumerate(ranking.chosen):
            code = unpack(excludable[number] | contradicted) * np.uint8(UNDETERMINED - VIABLE) + np.uint8(VIABLE)
            code = np.where(chosen, np.uint8(RECOMMENDED), code)
            if excluded[number].any():
                np.copyto(code, EXCLUDED, where=unpack(excluded[number]).view(np.bool_))
            found.append(code)
        return found

    def ties(self, ranking: Ranking) -> tuple[Array, Array]:
        """The rows where several options are best; for each their numbers in rank order, then the number of options."""
        rows = np.flatnonzero(ranking.chosen.sum(axis=0, dtype=np.uint8) > 1)
        chosen = np.where(ranking.chosen[:, rows], ranking.keys[:, rows], -1)
        order = np.argsort(-chosen, axis=0, kind="stable").astype(np.uint8)
        there = np.take_along_axis(chosen, order, axis=0) >= 0
        return rows, np.where(there, order, np.uint8(len(self._options))).T

    def nearest(self, ranking: Ranking, truths: Sequence[Truth], contradicted: Plane, scores: Array) -> Array:
        """Where nothing fits, the option that the fewest rules exclude (then score, then id); else the number of options."""
        found = np.full(scores.shape[1], len(self._options), np.uint8)
        rows = np.flatnonzero((ranking.best < 0) & (unpack(contradicted) == 0))
        if len(rows):
            counts = np.zeros((len(self._options), len(rows)), np.int64)
            for number, bodies in enumerate(self._excluding):
                for body in bodies:
                    fired = unpack(truths[body][0])
                    counts[number] += fired[rows] if fired.shape[0] > 1 else fired[0]
            span = self._scorer.high - self._scorer.low + 1
            found[rows] = np.argmin(counts * span - scores[:, rows], axis=0)
        return found
