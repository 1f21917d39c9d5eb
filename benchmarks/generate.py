"""Workloads drawn from the facts' priors, as many as wanted: `python -m benchmarks.generate --rows 10000000 --out FOLDER`.

Each fact is known with a chance of its own, as in real inventories: what is easy to answer is mostly there, what is hard mostly
not. Block by block, so that memory does not grow; the same seed gives the same rows. What can't hold together (a typical run
longer than the longest, a month above the peak) is drawn again by cutting it down to what can.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from advisor.columns.frames import NUMBERS, column_type
from advisor.columns.outputs import listed, named
from knowledge import load
from knowledge.models import Fact, Prior

BLOCK = 262_144
KNOWN = {1: 0.9, 2: 0.75, 3: 0.5}
"""By the effort of a fact the share of workloads where it is known."""

Array = np.ndarray[Any, Any]


def blocks(facts: Mapping[str, Fact], rows: int, seed: int, known: float | None = None) -> Iterator[pl.DataFrame]:
    """Yield frames of at most BLOCK rows, one column a fact that can be asked; `known` overrides the shares of known facts."""
    asked = {name: fact for name, fact in facts.items() if fact.asked}
    for number, start in enumerate(range(0, rows, BLOCK)):
        rng = np.random.Generator(np.random.SFC64([seed, number]))
        yield _block(asked, min(BLOCK, rows - start), rng, known)


def _block(facts: Mapping[str, Fact], rows: int, rng: np.random.Generator, known: float | None) -> pl.DataFrame:
    columns = {name: _column(fact, rows, rng) for name, fact in facts.items()}
    shares = {name: KNOWN.get(fact.effort, 0.5) if known is None else known for name, fact in facts.items()}
    frame = pl.DataFrame(columns).with_columns(
        pl.col("typical_run_ms").clip(upper_bound=pl.col("longest_run_s") * 1000),
        pl.col("requests_per_month").clip(upper_bound=pl.col("requests_per_s_peak") * (31 * 24 * 3600)),
    )
    masks = pl.DataFrame({name: rng.random(rows, dtype=np.float32) < share for name, share in shares.items()})
    return frame.select(pl.when(masks[name]).then(pl.col(name)).alias(name) for name in facts)


def _column(fact: Fact, rows: int, rng: np.random.Generator) -> pl.Series:
    if fact.type in NUMBERS:
        return _numbers(fact, rows, rng)
    prior = fact.prior if isinstance(fact.prior, dict) else {}
    if fact.type == "bool":
        return pl.Series(rng.random(rows, dtype=np.float32) < float(prior.get("yes", 0.5)))
    chances = np.array([float(prior.get(name, 0)) for name in fact.values or {}])
    kind = column_type(fact)
    if fact.type == "choice":
        assert isinstance(kind, pl.Enum)
        drawn = np.searchsorted(np.cumsum(chances / chances.sum()), rng.random(rows), side="right")
        return named(np.minimum(drawn, len(chances) - 1).astype(np.uint8), kind)
    assert isinstance(kind, pl.List)
    return _members(chances, kind.inner, rows, rng, shuffled=fact.type == "order")


def _numbers(fact: Fact, rows: int, rng: np.random.Generator) -> pl.Series:
    low, high = fact.range or (0, 1)
    prior = fact.prior if isinstance(fact.prior, Prior) else Prior(low=low, high=high)
    if prior.scale == "log":
        bottom = np.log(max(float(prior.low), 1e-3))
        drawn = np.exp(bottom + (np.log(float(prior.high)) - bottom) * rng.random(rows))
    else:
        drawn = prior.low + (prior.high - prior.low) * rng.random(rows)
    drawn = np.clip(drawn, low, high)
    return pl.Series(np.rint(drawn).astype(np.int64)) if fact.type == "integer" else pl.Series(np.round(drawn, 3))


def _members(chances: Array, kind: Any, rows: int, rng: np.random.Generator, *, shuffled: bool) -> pl.Series:
    """Lists of members, each there by its own chance; for an order in any order."""
    there = rng.random((rows, len(chances)), dtype=np.float32) < chances
    rank = rng.random(there.shape, dtype=np.float32) if shuffled else np.arange(len(chances), dtype=np.float32)
    order = np.argsort(np.where(there, rank, np.inf), axis=1, kind="stable").astype(np.uint8)
    lengths = there.sum(axis=1)
    return listed(order[:, : int(lengths.max(initial=0))], lengths, kind)


def write(folder: Path, rows: int, seed: int, per_file: int) -> list[Path]:
    """Write Parquet files of `per_file` rows into a folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = load().facts
    files = []
    for number, start in enumerate(range(0, rows, per_file)):
        path = folder / f"workloads-{number:05d}.parquet"
        count = min(per_file, rows - start)
        frame = pl.concat(blocks(facts, count, seed * 100_003 + number), rechunk=False)
        frame.write_parquet(path, compression="zstd", compression_level=1, statistics=False, row_group_size=BLOCK)
        files.append(path)
    return files


def main() -> None:
    """Generate and say what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows-per-file", type=int, default=1_048_576)
    given = parser.parse_args()
    files = write(given.out, given.rows, given.seed, given.rows_per_file)
    print(json.dumps({"rows": given.rows, "files": len(files), "bytes": sum(file.stat().st_size for file in files)}))


if __name__ == "__main__":
    main()
