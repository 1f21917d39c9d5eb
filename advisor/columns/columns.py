"""The columnar reading: an edition's rules over a frame of workloads, a column per fact, one answer a row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.answers import Answers
from advisor.columns.circuit import circuit_of
from advisor.columns.derive import derive
from advisor.columns.frames import Reader, column_type
from advisor.columns.needs import NeedBit
from advisor.columns.outputs import BILL, VERDICT, Output, schema_of
from advisor.columns.planes import Truth, flags_of, whole
from advisor.columns.scores import Scorer
from advisor.columns.settle import settle
from advisor.columns.settled import Settled
from advisor.columns.survey import Survey, Surveyor
from advisor.columns.values import Values
from advisor.columns.verdict import Judge
from advisor.cost.prices import PriceBook
from advisor.cost.terms import LISTED, Terms
from advisor.language.program import Program

T = TypeVar("T")
CHUNK = 262_144
LEAST = 32_768
"""The most and the least rows that are settled together: enough to make the cost of each step small, few enough to share the
work among threads and to bound the memory."""


class Winners(NamedTuple):
    """For every row the number of the recommended option (there is none: the number of options), and if answers contradict."""

    option: npt.NDArray[np.uint8]
    contradicted: npt.NDArray[np.bool_]


def compile_columns(program: Program, terms: Terms = LISTED) -> "Columns":
    """Return the columnar reading of a program; `terms` are those of its bills."""
    return Columns(program, terms)


class Columns:
    """The rules of one edition, ready to be read over many workloads at once. Safe to share between threads.

    `options` are in id order; bit b of word k of `rules_k` and `asking_k` is the rule `rules[64 k + b]`, of `components_k` the
    need `needs[64 k + b]`.
    """

    def __init__(self, program: Program, terms: Terms = LISTED) -> None:
        self.program, self.terms = program, terms
        self.options = tuple(program.options)
        self.rules = tuple(rule.id for rule in program.rules)
        self.circuit = circuit_of(program)
        self._scorer = Scorer(program, self.circuit)
        self._judge = Judge(program, self.circuit, self._scorer)
        self._answers = Answers(program, self.circuit, self._judge, terms)
        self._surveyor = Surveyor(program, self.circuit, self._scorer.low)
        self.reader = Reader(program, _facts_read(program))

    @property
    def needs(self) -> tuple[NeedBit, ...]:
        """What each bit of `components_k` stands for."""
        return self._answers.needs

    @cached_property
    def inputs(self) -> pl.Schema:
        """A column for every fact that can be asked, in the vocabulary's order, with the type it is stored in."""
        facts = self.program.edition.base.facts
        return pl.Schema({name: column_type(fact) for name, fact in facts.items() if fact.asked})

    def schema(self, outputs: Sequence[Output] = VERDICT) -> pl.Schema:
        """The columns of some outputs."""
        bits = {"components": len(self.needs), "rules": len(self.rules), "asking": len(self.rules)}
        return schema_of(outputs, self._answers, bits)

    def frame(self, workloads: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """A frame of canonical workloads (see `advisor.language.workload`), a row each, a column for each fact that any has."""
        rows = list(workloads)
        names = {name for row in rows for name in row}
        columns = [
            pl.Series(name, [row.get(name) for row in rows], dtype=kind) for name, kind in self.inputs.items() if name in names
        ]
        return pl.DataFrame(columns) if columns else pl.DataFrame(height=len(rows))

    @overload
    def evaluate(
        self, frame: pl.DataFrame, outputs: Sequence[Output] = ..., fixed: Mapping[str, Any] | None = ...
    ) -> pl.DataFrame: ...

    @overload
    def evaluate(
        self, frame: pl.LazyFrame, outputs: Sequence[Output] = ..., fixed: Mapping[str, Any] | None = ...
    ) -> pl.LazyFrame: ...

    def evaluate(
        self,
        frame: pl.DataFrame | pl.LazyFrame,
        outputs: Sequence[Output] = VERDICT,
        fixed: Mapping[str, Any] | None = None,
    ) -> pl.DataFrame | pl.LazyFrame:
        """Return the outputs for every row of a frame, in its order.

        The frame has a column per fact (see `inputs`); null is unknown, so is a fact without a column. `fixed` gives canonical
        values of facts that are the same on all rows and have no column: what depends on them alone is worked out once. A lazy
        frame stays lazy and is read in batches. Raises InvalidColumnError for a column that can't be read, a value that is
        not allowed or out of range; `advisor.columns.check` finds all of them and sorts the rows out.
        """
        if isinstance(frame, pl.LazyFrame):
            schema = self.schema(outputs)
            return frame.map_batches(lambda batch: self.evaluate(batch, outputs, fixed), schema=schema, streamable=True)
        return self._evaluate(frame, outputs, fixed or {}, surveyed=False)[0]

    def survey(
        self, frame: pl.DataFrame, outputs: Sequence[Output] = VERDICT, fixed: Mapping[str, Any] | None = None
    ) -> tuple[pl.DataFrame, Survey]:
        """Return what `evaluate` returns, and with it the counts of a summary."""
        return self._evaluate(frame, outputs, fixed or {}, surveyed=True)

    def winners(self, frame: pl.DataFrame, fixed: Mapping[str, Any] | None = None) -> Winners:
        """Return the recommended option of every row of a frame and no more; see `evaluate`."""

        def answer(start: int, size: int) -> Winners:
            return _winners(self._settle(frame.slice(start, size), fixed or {}))

        parts = self._in_chunks(frame.height, answer)
        return Winners(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def winners_of(self, known: Mapping[str, Values], height: int, tested: Mapping[int, Truth]) -> Winners:
        """The same for values that have been read already: all that the reader reads.

        `tested` holds truths of the circuit's tests that are known already.
        """
        return _winners(self._settle_read(dict(known), pl.DataFrame(height=height), {}, tested))

    def bills_of(
        self, frame: pl.DataFrame, options: Sequence[str | None], fixed: Mapping[str, Any] | None = None
    ) -> pl.DataFrame:
        """Return the bill of one option on every row, `usd` a month and `lower_bound`; `options` names the option of each row.

        Null where none is named, a rule excludes it, answers contradict each other or the Region has no prices.
        """
        chosen = pl.Series(options, dtype=pl.Enum(self.options))

        def answer(start: int, size: int) -> pl.DataFrame:
            settled = self._settle(frame.slice(start, size), fixed or {})
            return self._answers.biller.of_options(settled, chosen.slice(start, size))

        return pl.concat(self._in_chunks(frame.height, answer, billed=True)) if frame.height else pl.DataFrame(schema=BILL)

    def book(self, region: str | None) -> PriceBook | None:
        """The prices of a Region on these terms; None where there are none."""
        return self._answers.biller.book(region)

    def _evaluate(
        self, frame: pl.DataFrame, outputs: Sequence[Output], fixed: Mapping[str, Any], *, surveyed: bool
    ) -> tuple[pl.DataFrame, Survey]:
        schema = self.schema(outputs)
        if frame.height == 0:
            return pl.DataFrame(schema=schema), Survey()

        def answer(start: int, size: int) -> tuple[pl.DataFrame, Survey]:
            settled = self._settle(frame.slice(start, size), fixed)
            made = [column for output in outputs for column in self._answers.make(output, settled)]
            columns = [column.alias(name) for column, name in zip(made, schema, strict=True)]
            return pl.DataFrame(columns), self._surveyor.survey(settled) if surveyed else Survey()

        answers = self._in_chunks(frame.height, answer, billed="bill" in outputs)
        if len(answers) == 1:
            return answers[0]
        return pl.concat((found for found, _ in answers), rechunk=False), sum((counts for _, counts in answers), Survey())

    def _in_chunks(self, height: int, answer: Callable[[int, int], T], *, billed: bool = False) -> list[T]:
        """What is made of each chunk of rows, from its start and size; by several threads where there are several chunks.

        What costs a bill is how many ways there are through its steps, so chunks of bills are as large as can be.
        """
        threads = pl.thread_pool_size()
        size = CHUNK if billed else whole(min(max(-(-height // threads), LEAST), CHUNK))
        if height <= size:
            return [answer(0, size)]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(lambda start: answer(start, size), range(0, height, size)))

    def _settle(self, frame: pl.DataFrame, fixed: Mapping[str, Any]) -> Settled:
        """Work one chunk out as far as all outputs need it."""
        return self._settle_read(self.reader.read(frame, fixed), frame, fixed)

    def _settle_read(
        self,
        known: dict[str, Values],
        frame: pl.DataFrame,
        fixed: Mapping[str, Any],
        tested: Mapping[int, Truth] = MappingProxyType({}),
    ) -> Settled:
        """The same with the values that were read; `tested` are truths of the circuit's tests that are known already."""
        derive(self.program, known)
        truths = settle(self.circuit, known, tested)
        rows = whole(frame.height)
        points, weights = self._scorer.points(truths), self._scorer.weights(known.get("priorities"))
        scores = self._scorer.scores(points, weights, rows)
        excluded, contradicted = self._judge.excluded(truths), self._judge.contradicted(truths)
        ranking = self._judge.rank(scores, points, excluded, contradicted)
        return Settled(
            frame.height, rows, known, truths, points, weights, scores, excluded, contradicted, ranking, frame, fixed
        )


def _facts_read(program: Program) -> set[str]:
    """The facts that any answer depends on."""
    names = {name for rule in program.rules for name in rule.reads} | set(program.origins)
    names.update(source for sources in program.origins.values() for source in sources)
    return names | ({"priorities"} & set(program.edition.base.facts))


def _winners(settled: Settled) -> Winners:
    return Winners(settled.ranking.first[: settled.height], flags_of(settled.contradicted, settled.height))
