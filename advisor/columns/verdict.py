"""Rank the options on every row: the recommended one, ties, the margin, the status of each.

The order is the recommendation's: highest score, then least to operate, then the id. Scores alone settle most rows; only where
several options share the highest one are the others looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.columns.circuit import Circuit
from advisor.columns.planes import NOBODY, Array, Plane, Truth, either, pack, unpack
from advisor.columns.scores import Pair, Scorer
from advisor.language.program import Program

STATUSES = ("recommended", "viable", "excluded", "undetermined")
"""In the order of their codes: the low bit says neither best nor excluded, the high one that a rule excludes it or could."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The options of every row (options first, rows second).

    `levels` are scores counted upwards from 1 for the lowest one possible, 0 where an option is excluded; `chosen` says where
    an option has the highest; `first` is the number of the recommended option (the number of options where there is none);
    `margin` is how far the best is above the next lower level, -1 where there is none. `tied` are the rows with several best
    options, `ties` their numbers in rank order, followed by the number of options.
    """

    levels: Array
    chosen: npt.NDArray[np.bool_]
    first: npt.NDArray[np.uint8]
    margin: Array
    tied: Array
    ties: npt.NDArray[np.uint8]


class Judge:
    """The ranking of one program's options."""

    def __init__(self, program: Program, circuit: Circuit, scorer: Scorer) -> None:
        self._options = list(program.options)
        self._scorer = scorer
        self._excluding = self._bodies(program, circuit)
        self._contradicting = [
            circuit.body_of[number] for number, rule in enumerate(program.rules) if rule.rule.effect == "contradicts"
        ]

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
        levels = scores - scores.dtype.type(self._scorer.low - 1)
        for number, where in enumerate(excluded):
            if where.any():
                levels[number] *= unpack(~where)
        top = levels.max(axis=0)
        if contradicted.any():
            top *= unpack(~contradicted)
        top -= top == 0
        chosen = levels == top
        count, none = chosen.sum(axis=0, dtype=np.uint8), np.uint8(len(levels))
        first = (count == 0) * none
        for number, flags in enumerate(chosen):
            first += flags.view(np.uint8) * np.uint8(number)
        tied = np.flatnonzero(count > 1)
        ties = self._order(chosen, points, tied)
        if len(tied):
            first[tied] = ties[:, 0]
        second = (levels * ~chosen).max(axis=0)
        return Ranking(levels, chosen, first, np.where((count == 0) | (second == 0), -1, top - second), tied, ties)

    def _order(self, chosen: Array, points: Mapping[Pair, Array], tied: Array) -> npt.NDArray[np.uint8]:
        """The best options of the tied rows, those that leave least to operate first, then by id."""
        none = np.zeros(1, np.int32)
        operations = np.array(
            [np.broadcast_to(points.get((number, "operations"), none), chosen.shape[1])[tied] for number in range(len(chosen))],
            np.int32,
        )
        here = chosen[:, tied]
        order = np.argsort(np.where(here, -operations, 2**31 - 1), axis=0, kind="stable").astype(np.uint8)
        there = np.take_along_axis(here, order, axis=0)
        return np.where(there, order, np.uint8(len(chosen))).T

    def statuses(
        self, ranking: Ranking, excluded: Sequence[Plane], excludable: Sequence[Plane], contradicted: Plane
    ) -> list[npt.NDArray[np.uint8]]:
        """The status code of every option on every row, put together from its two bits."""
        found = []
        for chosen, out, could in zip(ranking.chosen, excluded, excludable, strict=True):
            other = ~pack(chosen)
            low, high = other & ~out, out | other & (could | contradicted)
            found.append(unpack(low) + unpack(high) * np.uint8(2))
        return found

    def nearest(self, ranking: Ranking, truths: Sequence[Truth], contradicted: Plane, scores: Array) -> npt.NDArray[np.uint8]:
        """Where nothing fits, the option that the fewest rules exclude (then score, then id); else the number of options."""
        found = np.full(scores.shape[1], len(self._options), np.uint8)
        rows = np.flatnonzero((ranking.first == len(self._options)) & (unpack(contradicted) == 0))
        if len(rows):
            counts = np.zeros((len(self._options), len(rows)), np.int64)
            for number, bodies in enumerate(self._excluding):
                for body in bodies:
                    fired = unpack(truths[body][0])
                    counts[number] += fired[rows] if fired.shape[0] > 1 else fired[0]
            span = self._scorer.high - self._scorer.low + 1
            found[rows] = np.argmin(counts * span - scores[:, rows], axis=0)
        return found
