"""Workloads drawn from the facts' priors, as many as wanted: `python -m benchmarks.generate --rows 10000000 --out FOLDER`.

They are the whole workloads that the questionnaire draws, of which each fact is then known with a chance of its own, as in real
inventories: what is easy to answer is mostly there, what is hard mostly not. A typical run longer than the longest, or a month
above the peak, is cut down to what can be. Block by block, so that memory does not grow; the same seed gives the same rows.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from advisor.advice import default_advisor
from advisor.language.program import Program
from advisor.questionnaire.completions import draw

BLOCK = 262_144
KNOWN = {1: 0.9, 2: 0.75, 3: 0.5}
"""By the effort of a fact the share of workloads where it is known, if it applies to them."""


def blocks(program: Program, rows: int, seed: int, known: float | None = None) -> Iterator[pl.DataFrame]:
    """Yield frames of at most BLOCK rows, one column a fact that can be asked; `known` overrides the shares of known facts."""
    facts = program.edition.base.facts
    for number, start in enumerate(range(0, rows, BLOCK)):
        count = min(BLOCK, rows - start)
        frame = draw(program, count, [seed, number]).with_columns(
            pl.col("typical_run_ms").clip(upper_bound=pl.col("longest_run_s") * 900),
            pl.col("requests_per_month").clip(upper_bound=pl.col("requests_per_s_peak") * (30 * 24 * 3600)),
        )
        rng = np.random.Generator(np.random.SFC64([seed, number]))
        shares = {name: KNOWN.get(facts[name].effort, 0.5) if known is None else known for name in frame.columns}
        masks = pl.DataFrame({name: rng.random(count, dtype=np.float32) < share for name, share in shares.items()})
        yield frame.select(pl.when(masks[name]).then(pl.col(name)).alias(name) for name in frame.columns)


def write(folder: Path, rows: int, seed: int, per_file: int) -> list[Path]:
    """Write Parquet files of `per_file` rows into a folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    program = default_advisor().edition().program
    files = []
    for number, start in enumerate(range(0, rows, per_file)):
        path = folder / f"workloads-{number:05d}.parquet"
        count = min(per_file, rows - start)
        frame = pl.concat(blocks(program, count, seed * 100_003 + number), rechunk=False)
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
