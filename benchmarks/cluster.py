"""`python -m benchmarks.cluster`: one portfolio on one, two and four worker processes of dask, and alone.

Every worker has one thread. `rows_per_s_N_workers` is by the clock from the first task to the finished output;
`cpu_s_N_workers` is the processor time of scheduler and workers with their start, `cpu_s_to_start` that of workers that do
nothing, `efficiency_N_workers` the speed over N times that of one. `alone_*` is the run without a cluster. All outputs are
compared: byte for byte the same table. The last line is one JSON object.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from pathlib import Path

import dask
import polars as pl
from distributed import LocalCluster

from advisor.advice import default_advisor
from advisor.columns import Columns, compile_columns
from advisor.portfolio import Settings, run
from advisor.portfolio.cluster import run_on
from advisor.portfolio.run import Run
from benchmarks import generate

WORKERS = (1, 2, 4)


def children_cpu_s() -> float:
    """Processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def on_workers(columns: Columns, source: Path, out: Path, count: int) -> tuple[float, float]:
    """Seconds by the clock and of processor time that a portfolio takes on so many workers; without rows when it is empty."""
    spent = children_cpu_s()
    settings = Settings(resume=False)
    with LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        began = time.perf_counter()
        run_on(cluster.scheduler_address, Run(columns, [source], out, settings, units=True))
        clock = time.perf_counter() - began
    return clock, children_cpu_s() - spent


def alone(columns: Columns, source: Path, out: Path) -> tuple[float, float]:
    """The same in this process."""
    began, spent = time.perf_counter(), time.process_time()
    run(columns, [source], out, Settings(resume=False))
    return time.perf_counter() - began, time.process_time() - spent


def measure(columns: Columns, rows: int, folder: Path) -> dict[str, float]:
    """All figures. Raises SystemExit when an output differs."""
    source = folder / "in"
    generate.write(source, rows, 1, 1_048_576)
    generate.write(folder / "none", 1, 1, 1)
    clock, cpu = alone(columns, source, folder / "alone.parquet")
    found: dict[str, float] = {"alone_rows_per_s": round(rows / clock), "alone_cpu_s": round(cpu, 1)}
    expected = pl.read_parquet(folder / "alone.parquet")
    found["cpu_s_to_start"] = round(on_workers(columns, folder / "none", folder / "none.parquet", 1)[1], 1)
    for count in WORKERS:
        out = folder / f"{count}.parquet"
        clock, cpu = on_workers(columns, source, out, count)
        if not pl.read_parquet(out).equals(expected):
            raise SystemExit(f"{count} workers answer otherwise than one process")
        found |= {f"rows_per_s_{count}_workers": round(rows / clock), f"cpu_s_{count}_workers": round(cpu, 1)}
        found[f"efficiency_{count}_workers"] = round(
            found[f"rows_per_s_{count}_workers"] / count / found["rows_per_s_1_workers"], 2
        )
    return found


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--rows", type=int, default=4_000_000)
    given = parser.parse_args()
    dask.config.set({"distributed.nanny.pre-spawn-environ.POLARS_MAX_THREADS": "1"})
    columns = compile_columns(default_advisor().edition().program)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(columns, given.rows, Path(folder))
    about = {"rows": given.rows, "processors": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)}
    print(json.dumps({**found, **about}))


if __name__ == "__main__":
    main()
