"""Draws: a few thousand whole workloads from the facts' priors, made once for an edition, from a fixed seed."""

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.frames import Reader
from advisor.columns.outputs import listed, named
from advisor.columns.planes import flags_of
from advisor.language.program import Program
from advisor.questionnaire.answers import Spread
from advisor.questionnaire.hanging import Hanging
from knowledge.models import Fact, Prior

COUNT = 4096
SEED = 20200201

Floats = npt.NDArray[np.float64]


def draw(program: Program, count: int = COUNT, seed: int | list[int] = SEED) -> pl.DataFrame:
    """Return so many whole workloads: a column for every asked fact, null where it does not apply or a table gives it."""
    return fitted(program, draw_freely(program, count, seed))


def draw_freely(program: Program, count: int, seed: int | list[int]) -> pl.DataFrame:
    """Draws in which no fact hangs on another yet; null is a fact that means nothing for the workload."""
    rng = np.random.default_rng(seed)
    facts = {name: fact for name, fact in program.edition.base.facts.items() if fact.asked}
    columns = {name: _column(name, fact, rng, count) for name, fact in facts.items()}
    shown = [pl.Series(f"?{name}", rng.random(count) < float(fact.applies)) for name, fact in facts.items()]
    frame = pl.DataFrame([*columns.values(), *shown])
    return frame.select(pl.when(f"?{name}").then(name).alias(name) for name in columns)


def fitted(program: Program, frame: pl.DataFrame) -> pl.DataFrame:
    """The draws, null where a fact does not apply: it hangs on another one, or a table gives it."""
    hanging = Hanging(program, frame.columns)
    applies = hanging.applies(Reader(program, hanging.others).read(frame, {}), {})
    flags = {name: pl.Series(flags_of(plane, frame.height)) for name, plane in applies.items()}
    return frame.with_columns(pl.when(shown).then(name).alias(name) for name, shown in flags.items())


def _column(name: str, fact: Fact, rng: np.random.Generator, count: int) -> pl.Series:
    prior, values = fact.prior, list(fact.values or {})
    if isinstance(prior, Prior):
        return spread_column(
            name, fact, Spread(low=prior.low, high=prior.high, usual=prior.usual), rng.random(count), log=prior.scale == "log"
        )
    weights = prior or {}
    if fact.type == "bool":
        return pl.Series(name, rng.random(count) < float(weights["yes"]), pl.Boolean)
    chances = np.array([float(weights.get(value, 0)) for value in values])
    kind = pl.Enum(values)
    if fact.type == "choice":
        codes = rng.choice(len(values), count, p=chances / chances.sum())
        return named(codes.astype(np.uint8), kind).alias(name)
    held = rng.random((count, len(values))) < chances
    order = np.tile(np.arange(len(values)), (count, 1))
    if fact.type == "order":
        order = np.argsort(rng.random((count, len(values))), axis=1)
        held = np.take_along_axis(held, order, axis=1)
    first = np.argsort(~held, axis=1, kind="stable")
    members: npt.NDArray[np.uint8] = np.take_along_axis(order, first, axis=1).astype(np.uint8)
    return listed(members, held.sum(axis=1), kind).alias(name)


def spread_column(name: str, fact: Fact, spread: Spread, uniform: Floats, *, log: bool | None = None) -> pl.Series:
    """Numbers over a spread from uniform draws: triangular about the usual value if there is one; on a log scale if it fits."""
    low, high = float(spread.low), float(spread.high)
    scaled = log if log is not None else low > 0 and high / low > 10
    bottom, top = (np.log(low), np.log(high)) if scaled else (low, high)
    if spread.usual is None:
        numbers = bottom + (top - bottom) * uniform
    else:
        mode = np.log(float(spread.usual)) if scaled else float(spread.usual)
        numbers = _triangular(uniform, bottom, mode, top)
    numbers = np.clip(np.exp(numbers) if scaled else numbers, low, high)
    if fact.type == "integer":
        return pl.Series(name, np.rint(numbers).astype(np.int64), pl.Int64)
    return pl.Series(name, numbers, pl.Float64)


def _triangular(uniform: Floats, low: float, mode: float, high: float) -> Floats:
    """Quantiles of the triangular distribution."""
    width = max(high - low, 1e-12)
    turn = (mode - low) / width
    rising = low + np.sqrt(uniform * width * max(mode - low, 0))
    falling = high - np.sqrt((1 - uniform) * width * max(high - mode, 0))
    return np.where(uniform < turn, rising, falling)
