"""Points and scores of every option over many rows, in small whole numbers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.columns.circuit import Circuit
from advisor.columns.planes import Array, Truth, unpack
from advisor.columns.values import Members, Values
from advisor.language.program import Program
from knowledge.models import CRITERIA

Pair = tuple[int, str]
"""An option's number and a criterion."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A body whose rules favour or disfavour: points for some pairs."""

    body: int
    points: int
    pairs: tuple[Pair, ...]


class Scorer:
    """The arithmetic of one program. `low` and `high` bound every score, `points_type` holds every sum of points."""

    def __init__(self, program: Program, circuit: Circuit) -> None:
        place = {name: number for number, name in enumerate(program.options)}
        self._standing: dict[Pair, int] = defaultdict(int)
        for name, option in program.options.items():
            for standing in option.standing:
                self._standing[place[name], standing.criterion] += standing.strength
        gathered: dict[tuple[int, int], list[Pair]] = defaultdict(list)
        for number, rule in enumerate(program.rules):
            if rule.points:
                criterion = str(rule.rule.criterion)
                gathered[circuit.body_of[number], rule.points] += [(place[target], criterion) for target in rule.targets]
        self._counted = [_Counted(body, points, tuple(pairs)) for (body, points), pairs in gathered.items()]
        weights = program.edition.base.weights
        self._weights = {str(criterion): weights.criteria.get(criterion, 0) for criterion in CRITERIA}
        self._extras = tuple(weights.priorities)
        self._options = len(place)
        self.most = self._most()
        reach = self.most * (max(self._weights.values()) + max(self._extras, default=0)) * len(CRITERIA)
        self.low, self.high = -reach, reach
        self.points_type = np.int8 if self.most < 128 else np.int32
        self.score_type = np.int16 if reach < 2**15 else np.int32

    def _most(self) -> int:
        """The largest sum of points, either way, that one option can get on one criterion."""
        reach: dict[Pair, int] = defaultdict(int)
        for pair, points in self._standing.items():
            reach[pair] += abs(points)
        for counted in self._counted:
            for pair in counted.pairs:
                reach[pair] += abs(counted.points)
        return max(reach.values(), default=0)

    def points(self, truths: Sequence[Truth]) -> dict[Pair, Array]:
        """The points of each option on each criterion where any rule or standing gives some."""
        constant, varying = dict(self._standing), dict[Pair, Array]()
        for counted in self._counted:
            fired = unpack(truths[counted.body][0])
            given: Array = np.multiply(fired, counted.points, dtype=self.points_type, casting="unsafe")
            for pair in counted.pairs:
                if given.shape[0] == 1:
                    constant[pair] = constant.get(pair, 0) + int(given[0])
                elif pair in varying:
                    varying[pair] += given
                else:
                    varying[pair] = given.copy()
        none = np.zeros(1, self.points_type)
        return {pair: varying.get(pair, none) + none.dtype.type(constant.get(pair, 0)) for pair in constant | varying}

    def weights(self, priorities: Values | None) -> dict[str, Array]:
        """The weight of each criterion on every row: a single number where no priorities are named."""
        weights: dict[str, Array] = {name: np.array([weight], self.score_type) for name, weight in self._weights.items()}
        if isinstance(priorities, Members):
            for extra, there in zip(self._extras, priorities.places, strict=False):
                for code, name in enumerate(priorities.allowed):
                    weights[name] = weights[name] + (there == np.uint8(code)) * self.score_type(extra)
        return weights

    def scores(self, points: Mapping[Pair, Array], weights: Mapping[str, Array], rows: int) -> npt.NDArray[np.integer]:
        """The score of every option (first axis) on every row."""
        total = np.zeros((self._options, rows), self.score_type)
        for (option, criterion), counted in points.items():
            weight = weights[criterion]
            if weight.shape[0] > 1 or weight[0]:
                total[option] += counted * weight
        return total
