"""Open questions over many rows: which unknown facts could still change the result, the most decisive first.

The arithmetic is that of `advisor.questions`: a rule that asks shares its weight among the facts that it waits for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.columns.circuit import Circuit
from advisor.columns.planes import EVERYBODY, NOBODY, Array, Plane, Truth, either, unpack
from advisor.columns.settle import reached_by
from advisor.columns.values import Values
from advisor.language.program import Program, RuleAt
from advisor.questions import _POINT, _RIVAL, _WEIGHT

Leaves = dict[str, Plane]
"""For each fact that is waited for, the rows where it is."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What else the weight of a question depends on: where each option is excluded or best, and the criteria's weights."""

    excluded: Sequence[Plane]
    chosen: Sequence[Plane]
    weights: Mapping[str, Array]


class Asker:
    """The questions of one program."""

    def __init__(self, program: Program, circuit: Circuit) -> None:
        self._program, self._circuit = program, circuit
        self._place = {name: number for number, name in enumerate(program.options)}
        self.facts = tuple(sorted(program.edition.base.facts, key=program.rank.__getitem__))

    def weigh(
        self, known: Mapping[str, Values], truths: Sequence[Truth], situation: Situation, rows: int
    ) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The facts that any row asks for, and for each (first axis) and row its weight; -1 where it is not asked for."""
        leaves = self._leaves(known, truths)
        weight: dict[str, npt.NDArray[np.int64]] = {}
        hanging: dict[str, Plane] = {}
        for number, rule in enumerate(self._program.rules):
            waiting = leaves[self._circuit.body_of[number]]
            if waiting:
                self._share(rule, waiting, situation, weight, hanging, rows)
        facts = [name for name in self.facts if name in hanging and hanging[name].any()]
        found = np.full((len(facts), rows), -1, np.int64)
        for place, name in enumerate(facts):
            np.copyto(found[place], weight[name], where=unpack(hanging[name]).view(np.bool_))
        return facts, found

    def _share(
        self,
        rule: RuleAt,
        waiting: Leaves,
        situation: Situation,
        weight: dict[str, npt.NDArray[np.int64]],
        hanging: dict[str, Plane],
        rows: int,
    ) -> None:
        """Add one rule's weight to the facts that it waits for."""
        places = [self._place[name] for name in rule.concerns]
        matters = EVERYBODY
        if rule.rule.effect != "contradicts":
            matters = either((NOBODY, *(~situation.excluded[place] for place in places)))
        near = unpack(either((NOBODY, *(situation.chosen[place] for place in places)))).view(np.bool_)
        decides = _decides(rule, near, situation.weights)
        counts = sum(unpack(plane).astype(np.int64) for plane in waiting.values())
        shared = decides // np.maximum(counts, 1)
        for name, plane in waiting.items():
            there = plane & matters
            flags = unpack(there) * (decides > 0)
            if flags.any():
                weight.setdefault(name, np.zeros(rows, np.int64))
                weight[name] += shared * flags
                hanging[name] = hanging.get(name, NOBODY) | _packed(flags)

    def _leaves(self, known: Mapping[str, Values], truths: Sequence[Truth]) -> list[Leaves]:
        """For every body the facts that it waits for; empty where it nowhere asks."""
        cache: dict[str, Leaves] = {}
        found: list[Leaves] = []
        for number, body in enumerate(self._circuit.bodies):
            asks = truths[number][1] & ~truths[number][0]
            leaves: Leaves = {}
            if asks.any():
                for name in {self._circuit.tests[test].name for test in body.tests}:
                    _add(leaves, self._unknown(name, known, cache), asks)
                for key in body.keys:
                    still = asks & ~reached_by(self._circuit, key, truths)[0]
                    for provider in self._circuit.providers[key]:
                        _add(leaves, found[provider], still)
            found.append({name: plane for name, plane in leaves.items() if plane.any()})
        return found

    def _unknown(self, name: str, known: Mapping[str, Values], cache: dict[str, Leaves]) -> Leaves:
        """Where a fact is unknown; for a derived one the unknown facts that it follows from, itself where there are none."""
        if name not in cache:
            unknown = known[name].unknown
            leaves: Leaves = {}
            for source in self._program.origins.get(name, ()):
                _add(leaves, self._unknown(source, known, cache), unknown)
            leaves[name] = unknown & ~either((NOBODY, *leaves.values()))
            cache[name] = leaves
        return cache[name]


def _add(leaves: Leaves, more: Leaves, where: Plane) -> None:
    for name, plane in more.items():
        leaves[name] = leaves.get(name, NOBODY) | (plane & where)


def _packed(flags: Array) -> Plane:
    if flags.shape[0] == 1:
        return EVERYBODY if flags[0] else NOBODY
    return np.packbits(flags != 0, bitorder="little").view(np.uint64)


def _decides(rule: RuleAt, near: npt.NDArray[np.bool_], weights: Mapping[str, Array]) -> npt.NDArray[np.int64]:
    """How much hangs on a rule, on every row where it matters at all."""
    effect = rule.rule.effect
    if rule.rule.criterion is not None:
        full = weights[rule.rule.criterion].astype(np.int64) * (abs(rule.points) * _POINT)
        return np.where(near, full, full // 2)
    return np.where(near, _WEIGHT[effect], _WEIGHT[effect] // (_RIVAL if effect == "excludes" else 1)).astype(np.int64)


def ordered(weights: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """For each row the facts' places, most decisive first (equal ones in their order), and how many of them are asked for."""
    order = np.argsort(-weights, axis=0, kind="stable").astype(np.uint8)
    return order.T, (weights >= 0).sum(axis=0)
