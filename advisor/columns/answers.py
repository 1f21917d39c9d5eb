"""From what is settled to the columns of an answer."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.bills import Biller
from advisor.columns.circuit import Circuit
from advisor.columns.needs import need_bits, need_planes
from advisor.columns.outputs import STATUS, Output, listed, listed_at, named
from advisor.columns.planes import NOBODY, Array, Plane, either, pack, unpack, words
from advisor.columns.questions import PLACES, Asker, Situation, highest_first, places
from advisor.columns.settled import Settled
from advisor.columns.verdict import Judge
from advisor.cost.terms import Terms
from advisor.language.program import Program


class Answers:
    """Makes the outputs of one program's chunks."""

    def __init__(self, program: Program, circuit: Circuit, judge: Judge, terms: Terms) -> None:
        self._judge, self._body_of = judge, circuit.body_of
        self._asker = Asker(program, circuit)
        self.options, self.facts = tuple(program.options), self._asker.facts
        self.needs = need_bits(program, circuit)
        self.components = tuple(sorted({need.component for need in self.needs}))
        self.biller = Biller(program, self.needs, terms)
        self._option, self._fact, self._component = pl.Enum(self.options), pl.Enum(self.facts), pl.Enum(self.components)
        self._makers: dict[Output, Callable[[Settled], list[pl.Series]]] = {
            "option": self._headline,
            "status": self._statuses,
            "score": self._scores,
            "components": lambda settled: _words(need_planes(self.needs, settled.truths), settled),
            "component_names": self._component_names,
            "rules": lambda settled: _words([settled.truths[body][0] for body in self._body_of], settled),
            "asking": lambda settled: _words([self._asks(body, settled) for body in self._body_of], settled),
            "question": self._first_question,
            "questions": self._questions,
            "bill": self.biller.bills,
        }

    def make(self, output: Output, settled: Settled) -> list[pl.Series]:
        """The columns of one output, in the order of the schema."""
        return self._makers[output](settled)

    def _headline(self, settled: Settled) -> list[pl.Series]:
        height, ranking = settled.height, settled.ranking
        real = ranking.tied < height
        rows, numbers = ranking.tied[real], ranking.ties[real]
        margin = pl.Series(ranking.margin[:height])
        nearest = self._judge.nearest(ranking, settled.truths, settled.contradicted, settled.scores)
        contradicted = np.broadcast_to(unpack(settled.contradicted).view(np.bool_), settled.rows)
        return [
            named(ranking.first[:height], self._option),
            listed_at(rows, numbers, (numbers < len(self.options)).sum(axis=1), self._option, height),
            pl.select(pl.when(margin >= 0).then(margin.cast(pl.Int32))).to_series(),
            named(nearest[:height], self._option),
            pl.Series(contradicted[:height]),
        ]

    def _statuses(self, settled: Settled) -> list[pl.Series]:
        excludable = self._judge.excludable(settled.truths)
        codes = self._judge.statuses(settled.ranking, settled.excluded, excludable, settled.contradicted)
        arrays = {name: np.broadcast_to(code, settled.rows) for name, code in zip(self.options, codes, strict=True)}
        frame = pl.DataFrame([pl.Series(name, array[: settled.height]) for name, array in arrays.items()])
        return frame.select(pl.all().cat.to(STATUS)).get_columns()

    def _scores(self, settled: Settled) -> list[pl.Series]:
        return [pl.Series(score[: settled.height].astype(np.int32)) for score in settled.scores]

    def _asks(self, body: int, settled: Settled) -> Plane:
        """Where the rules of a body ask: they could fire and do not."""
        fires, could = settled.truths[body]
        asks: Plane = could & ~fires
        return asks

    def _component_names(self, settled: Settled) -> list[pl.Series]:
        """The components that the recommended option needs, in id order."""
        chosen = {name: pack(settled.ranking.first == number) for number, name in enumerate(self.options)}
        there: dict[tuple[str, ...], Plane] = {}
        needed = dict.fromkeys(self.components, NOBODY)
        for need, plane in zip(self.needs, need_planes(self.needs, settled.truths), strict=True):
            if need.options not in there:
                there[need.options] = either(chosen[name] for name in need.options)
            needed[need.component] = needed[need.component] | plane & there[need.options]
        flags = np.zeros((settled.rows, len(needed)), np.bool_)
        for number, plane in enumerate(needed.values()):
            flags[:, number] = unpack(plane)
        return [_listed_where(flags[: settled.height], self._component)]

    def _keys(self, settled: Settled) -> tuple[npt.NDArray[np.uint8], Array]:
        """The codes of the facts that are asked for (the last one stands for none), and their keys on every row."""
        situation = Situation(settled.excluded, [pack(flags) for flags in settled.ranking.chosen], settled.weights)
        facts, keys = self._asker.keys(settled.known, settled.truths, situation, settled.rows)
        return np.array([*(self.facts.index(name) for name in facts), len(self.facts)], np.uint8), keys[:, : settled.height]

    def _first_question(self, settled: Settled) -> list[pl.Series]:
        codes, keys = self._keys(settled)
        best = keys.max(axis=0, initial=0)
        return [named(codes[np.where(best < PLACES, len(codes) - 1, places(best))], self._fact)]

    def _questions(self, settled: Settled) -> list[pl.Series]:
        codes, keys = self._keys(settled)
        order = highest_first(keys)
        lengths = (order >= PLACES).sum(axis=1)
        order = order[:, : lengths.max(initial=0)]
        return [listed(codes[np.minimum(places(order), len(codes) - 1)], lengths, self._fact)]


def _words(planes: Sequence[Plane], settled: Settled) -> list[pl.Series]:
    return [pl.Series(word[: settled.height]) for word in words(planes, settled.rows)]


def _listed_where(flags: Array, kind: pl.Enum) -> pl.Series:
    """For each row the names whose flag is set."""
    lengths = flags.sum(axis=1)
    padded = np.full((len(flags), int(lengths.max(initial=0))), len(kind.categories), np.uint8)
    padded[np.arange(padded.shape[1]) < lengths[:, None]] = np.nonzero(flags)[1]
    return listed(padded, lengths, kind)
