"""Open questions over many rows: which unknown facts could still change the result, the most decisive first.

The arithmetic is that of `advisor.questions`: a rule that asks shares its weight among the facts that it waits for. Rules of
equal weight are counted, in planes, before anything is multiplied.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from advisor.columns.circuit import Circuit
from advisor.columns.planes import EVERYBODY, NOBODY, Array, Plane, Truth, either, unpack
from advisor.columns.settle import reached_by
from advisor.columns.values import Values, test_of
from advisor.language.program import Program, RuleAt
from advisor.questions import _POINT, _RIVAL, _WEIGHT, likelihood

Leaves = dict[str, Plane]
"""For each fact that is waited for, the rows where it is."""

Keys = npt.NDArray[np.int64]
PLACES = 256
"""Keys are this many times the weight, plus the place: below it nothing hangs on a fact."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What rules weigh: by their effect, or by points on a criterion."""

    effect: str
    criterion: str | None
    points: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What else the weight of a question depends on: where each option is excluded or best, and the criteria's weights."""

    excluded: Sequence[Plane]
    chosen: Sequence[Plane]
    weights: Mapping[str, Array]
    _found: dict[tuple[int, ...], tuple[Plane, Plane]] = field(default_factory=dict)

    def of(self, places: tuple[int, ...]) -> tuple[Plane, Plane]:
        """Where any of some options is not excluded, and where any of them is best."""
        if places not in self._found:
            viable = either((NOBODY, *(~self.excluded[place] for place in places)))
            self._found[places] = viable, either((NOBODY, *(self.chosen[place] for place in places)))
        return self._found[places]


class Asker:
    """The questions of one program."""

    def __init__(self, program: Program, circuit: Circuit) -> None:
        self._program, self._circuit = program, circuit
        self.facts = tuple(sorted(program.edition.base.facts, key=program.rank.__getitem__))
        place = {name: number for number, name in enumerate(program.options)}
        self._rules: list[Counter[tuple[_Kind, tuple[int, ...]]]] = [Counter() for _ in circuit.bodies]
        for number, rule in enumerate(program.rules):
            concerned = tuple(sorted(place[name] for name in rule.concerns))
            self._rules[circuit.body_of[number]][_kind(rule), concerned] += 1
        self._count_type = _count_type(program)

    def keys(
        self, known: Mapping[str, Values], truths: Sequence[Truth], situation: Situation, rows: int
    ) -> tuple[list[str], Keys]:
        """The facts that any row asks for, and for each (first axis) and row a key: the greater, the earlier it is asked.

        Below `PLACES` where it is not asked for; what is left when divided by that says which fact it is (see `places`).
        """
        counts: dict[str, dict[tuple[_Kind, int], Array]] = defaultdict(dict)
        for number, waiting in enumerate(self._leaves(known, truths)):
            if waiting:
                self._count(self._rules[number], waiting, situation, counts)
        facts = [name for name in self.facts if name in counts]
        found = np.empty((len(facts), rows), np.int64)
        for place, name in enumerate(facts):
            _weigh(counts[name], situation.weights, found[place])
            found[place] *= self._likelihood(name, known, rows) * PLACES
            found[place] += PLACES - 1 - place
        return facts, found

    def _likelihood(self, name: str, known: Mapping[str, Values], rows: int) -> Keys:
        """The likelihood of a fact on every row: the least there is where it hangs on an answer that is another one."""
        fact = self._program.edition.base.facts[name]
        found = np.full(rows, likelihood(fact), np.int64)
        for other, wanted in fact.given.items():
            hangs, _ = test_of(known[other], "none-of", wanted)
            found[np.broadcast_to(unpack(hangs), rows).astype(bool)] = 1
        return found

    def _count(
        self,
        rules: Mapping[tuple[_Kind, tuple[int, ...]], int],
        waiting: Leaves,
        situation: Situation,
        counts: dict[str, dict[tuple[_Kind, int], Array]],
    ) -> None:
        """Count the rules of one body for each fact that they wait for, by kind and by what their weight is divided by."""
        shares = _exactly(list(waiting.values()))
        for (kind, places), many in rules.items():
            viable, near = situation.of(places)
            matters = EVERYBODY if kind.effect == "contradicts" else viable
            rival = 2 if kind.criterion else _RIVAL if kind.effect == "excludes" else 1
            parts = [(1, near), (rival, ~near)] if rival > 1 else [(1, EVERYBODY)]
            for name, plane in waiting.items():
                for among, exactly in shares.items():
                    for divisor, where in parts:
                        there = plane & matters & exactly & where
                        if there.any():
                            _count(counts[name], (kind, divisor * among), unpack(there), self._count_type(many))

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


def places(keys: Keys) -> Keys:
    """Which of the facts the keys stand for."""
    return PLACES - 1 - keys % PLACES


def _count_type(program: Program) -> type[np.uint8 | np.uint16]:
    """What can count the rules that wait for one fact: those that read it, and those that chain on such rules."""
    reading = Counter(name for rule in program.rules for name in rule.reads)
    chaining = sum(1 for rule in program.rules if any(test.subject != "fact" for test in rule.tests))
    return np.uint8 if max(reading.values(), default=0) + chaining < 256 else np.uint16


def _kind(rule: RuleAt) -> _Kind:
    return _Kind(rule.rule.effect, rule.rule.criterion, abs(rule.points))


def _add(leaves: Leaves, more: Leaves, where: Plane) -> None:
    for name, plane in more.items():
        leaves[name] = leaves.get(name, NOBODY) | (plane & where)


def _exactly(planes: list[Plane]) -> dict[int, Plane]:
    """For one, two, ... where exactly so many of the planes hold."""
    found = {0: EVERYBODY}
    for plane in planes:
        more = {count + 1: there & plane for count, there in found.items()}
        found = {count: found.get(count, NOBODY) & ~plane | more.get(count, NOBODY) for count in range(len(found) + 1)}
    return {count: there for count, there in found.items() if count and there.any()}


def _count(counts: dict[tuple[_Kind, int], Array], key: tuple[_Kind, int], flags: Array, many: np.uint8 | np.uint16) -> None:
    """Add so many for each flag."""
    if many > 1:
        flags = flags * many
    if key not in counts or counts[key].shape[0] < flags.shape[0]:
        counts[key] = flags + counts.get(key, type(many)(0))
    else:
        counts[key] += flags


def _weigh(counts: Mapping[tuple[_Kind, int], Array], weights: Mapping[str, Array], into: Keys) -> None:
    """Put the weight of one fact on every row in its place.

    Every share is at least one, as no rule waits for as many facts as the least weight, so nothing hangs on a weight of zero.
    """
    total = np.zeros(into.shape[0], np.int32)
    for (kind, divisor), count in counts.items():
        full: Array = np.array([_WEIGHT.get(kind.effect, 0)], np.int32)
        if kind.criterion is not None:
            full = weights[kind.criterion].astype(np.int32) * np.int32(kind.points * _POINT)
        total += count * (full // np.int32(divisor))
    into[:] = total


def highest_first(keys: Keys) -> Keys:
    """The keys of each row (first axis now), the highest first."""
    rows = np.ascontiguousarray(keys.T)
    np.negative(rows, out=rows)
    rows.sort(axis=1)
    np.negative(rows, out=rows)
    return rows
