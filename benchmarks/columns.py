"""`python -m benchmarks.columns`: the columnar reading, alone, from file to file, and against other engines.

- `rows_per_s`: full verdicts (option, statuses, scores, components) of workloads drawn from the facts' priors, in memory, best
  of several rounds; `rows_per_cpu_s` by processor time of all threads, which a busy machine disturbs less.
- `portfolio_rows_per_s`, `peak_mb`: the same from Parquet to Parquet in a process of its own, with checks, summary and
  resumable parts, and the most memory that it held. `share_of_copy_speed`: bytes read and written a second, as a share of what
  a plain Polars copy of the same files reaches (read and written with the same codec).
- `ratio_to_NAME`: our full verdicts a second, on all processors, over the rows a second of another engine with the same rules,
  which only names the rules that fire; `cpu_ratio_to_NAME` by processor time. Their answers are compared with ours first.
- `map_ms`, `cpu_map_ms`: a decision map of a million points.
- `bills_per_cpu_s`: rows a second with the bill of every option, of a batch of workloads that differ in everything;
  `alike_bills_per_cpu_s`: of functions of fifty kinds that differ in traffic, run time and memory; `single_bills_per_cpu_s`: of
  so few rows that they are worked out one by one.

How all this grows is measured by `benchmarks.growth`.

The last line is one JSON object.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import polars as pl

from advisor.advice import default_advisor
from advisor.columns import Columns, compile_columns
from advisor.columns.bills import FEW
from advisor.columns.workloads import workloads_of
from advisor.language.program import Program
from advisor.maps import decision_map
from advisor.portfolio import Settings, batches, run
from benchmarks import generate

PEERS: dict[str, tuple[str, int]] = {
    "clipspy": ("peers_clips", 400),
    "zen": ("peers_zen", 400),
    "durable_rules": ("peers_durable", 100),
    "rule_engine": ("peers_rule_engine", 60),
    "stock_experta": ("peers_experta", 12),
}
"""The other engines, and how many workloads each is timed on. One that is not installed is left out, and said to be."""


ALIKE = 20_000
"""Functions of a few kinds that are billed."""
TRIES = 3
"""How often a peer may be asked for one right answer: durable_rules drops an action now and then (its error 307)."""


def best_of(rounds: int, work: Callable[[], object]) -> tuple[float, float]:
    """The least seconds on the clock, and of processor time."""
    clock, processor = [], []
    for _ in range(rounds):
        began, spent = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
    return min(clock), min(processor)


def workloads(program: Program, rows: int) -> pl.DataFrame:
    """So many workloads drawn from the priors."""
    return pl.concat(generate.blocks(program, rows, seed=1), rechunk=True)


def in_memory(columns: Columns, frame: pl.DataFrame, rounds: int) -> dict[str, float]:
    """Full verdicts a second, and what one call costs at least."""
    columns.evaluate(frame[:1000])
    clock, processor = best_of(rounds, lambda: columns.evaluate(frame))
    few, few_cpu = best_of(20, lambda: columns.evaluate(frame[:4000]))
    one, one_cpu = best_of(20, lambda: columns.evaluate(frame[:1]))
    return {
        "rows": frame.height,
        "rows_per_s": round(frame.height / clock),
        "rows_per_cpu_s": round(frame.height / processor),
        "ms_of_4000_rows": round(few * 1e3, 2),
        "cpu_ms_of_4000_rows": round(few_cpu * 1e3, 2),
        "ms_of_one_row": round(one * 1e3, 2),
        "cpu_ms_of_one_row": round(one_cpu * 1e3, 2),
    }


def beside(columns: Columns, frame: pl.DataFrame) -> dict[str, float]:
    """A decision map of a million points, and bills."""
    known = {"trigger": "api", "typical_run_ms": 120, "longest_run_s": 5, "requests_per_s_peak": 20, "traffic": "steady"}
    clock, processor = best_of(
        3, lambda: decision_map(columns, known, "memory_mib", "longest_run_s", size=(1000, 1000), billed=False)
    )
    many, kinds, few = frame[: batches.ROWS], alike(columns, frame, ALIKE), frame[:FEW]
    _, billed = best_of(1, lambda: columns.evaluate(many, ("bill",)))
    _, like = best_of(1, lambda: columns.evaluate(kinds, ("bill",)))
    _, single = best_of(3, lambda: columns.evaluate(few, ("bill",)))
    return {
        "map_ms": round(clock * 1e3),
        "cpu_map_ms": round(processor * 1e3),
        "bills_per_cpu_s": round(many.height / billed),
        "alike_bills_per_cpu_s": round(kinds.height / like),
        "single_bills_per_cpu_s": round(few.height / single),
    }


def alike(columns: Columns, frame: pl.DataFrame, rows: int, kinds: int = 50) -> pl.DataFrame:
    """So many functions of some kinds: the first workloads with a recommended option, with numbers of their own."""
    answers = columns.evaluate(frame[:5000], ("option",))
    pool = frame[:5000].filter(answers["option"].is_not_null())[:kinds]
    rng = np.random.default_rng(1)
    drawn = {
        "requests_per_month": 10 ** rng.uniform(3, 7, rows),
        "requests_per_s_peak": 10 ** rng.uniform(1.5, 3, rows),
        "typical_run_ms": 10 ** rng.uniform(1, 4, rows),
        "longest_run_s": rng.uniform(30, 600, rows),
        "memory_mib": rng.integers(128, 3008, rows),
    }
    return pool[rng.integers(0, pool.height, rows)].with_columns(
        pl.Series(name, np.round(array).astype(np.float64)) for name, array in drawn.items()
    )


def fired_by(columns: Columns, frame: pl.DataFrame) -> list[frozenset[str]]:
    """The rules that fire on each row, by the columnar reading."""
    words = columns.evaluate(frame, ("rules",)).rows()
    masks = [sum(word << 64 * number for number, word in enumerate(row)) for row in words]
    return [frozenset(name for bit, name in enumerate(columns.rules) if mask >> bit & 1) for mask in masks]


def against_peers(columns: Columns, frame: pl.DataFrame, ours_s: dict[str, float]) -> dict[str, float]:
    """Rows a second of every peer, and our ratio. Raises SystemExit when a peer fires other rules."""
    found: dict[str, float] = {}
    for name, (module, count) in PEERS.items():
        try:
            peer = import_module(f"benchmarks.{module}")
        except ModuleNotFoundError as error:
            print(f"{name} is not measured: {error}")
            continue
        few = frame[:count]
        ours, values, fires = (
            fired_by(columns, few),
            workloads_of(few, columns.program.edition.base.facts),
            peer.load(columns.program),
        )
        for number, (known, expected) in enumerate(zip(values, ours, strict=True)):
            if all(fires(known) != expected for _ in range(TRIES)):
                raise SystemExit(f"{name} differs from the columns on row {number}: {sorted(fires(known) ^ expected)}")
        clock, processor = best_of(2, lambda values=values, fires=fires: [fires(known) for known in values])  # type: ignore[misc]
        found |= {
            f"{name}_rows_per_s": round(count / clock, 1),
            f"ratio_to_{name}": round(ours_s["rows_per_s"] * clock / count),
            f"cpu_ratio_to_{name}": round(ours_s["rows_per_cpu_s"] * processor / count),
        }
    return found


def copied(files: list[Path], out: Path) -> float:
    """Seconds that a plain Polars copy of the files takes."""
    return best_of(1, lambda: pl.scan_parquet(files).sink_parquet(out, compression="zstd", statistics=False))[0]


def file_to_file(rows: int, folder: Path) -> dict[str, float]:
    """A portfolio of so many rows, in a process of its own."""
    files = generate.write(folder / "in", rows, 1, 1_048_576)
    command = [sys.executable, "-m", "benchmarks.columns", "--portfolio", str(folder / "in"), str(folder / "out.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    copy_s = copied(files, folder / "copy.parquet")
    read = sum(file.stat().st_size for file in files)
    written, copy = (folder / "out.parquet").stat().st_size, (folder / "copy.parquet").stat().st_size
    share = (read + written) / measured["seconds"] / ((read + copy) / copy_s)
    return {
        "portfolio_rows": rows,
        "portfolio_rows_per_s": round(rows / measured["seconds"]),
        "portfolio_rows_per_cpu_s": round(rows / measured["cpu_seconds"]),
        "peak_mb": measured["peak_mb"],
        "read_mb": round(read / 1e6, 1),
        "written_mb": round(written / 1e6, 1),
        "copy_rows_per_s": round(rows / copy_s),
        "share_of_copy_speed": round(share, 3),
    }


def portfolio(source: str, out: str) -> dict[str, float]:
    """Run one portfolio in this process and say what it took."""
    columns = compile_columns(default_advisor().edition().program)
    clock, processor = best_of(1, lambda: run(columns, [source], Path(out), Settings(resume=False)))
    return {"seconds": clock, "cpu_seconds": processor, "peak_mb": round(peak_mib(), 1)}


def peak_mib() -> float:
    """The most memory that this process held, on Linux; `ru_maxrss` would count what the process that started it held."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.columns", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="workloads in memory")
    parser.add_argument("--files", type=int, default=10_000_000, help="workloads from file to file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--portfolio", nargs=2, metavar=("IN", "OUT"), help="only one portfolio, in this process")
    given = parser.parse_args()
    if given.portfolio:
        print(json.dumps(portfolio(*given.portfolio)))
        return
    program = default_advisor().edition().program
    about = {"rules": len(program.rules), "processors": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)}
    columns, frame = compile_columns(program), workloads(program, given.rows)
    found = in_memory(columns, frame, given.rounds)
    found |= against_peers(columns, frame, found) | beside(columns, frame)
    del frame
    with tempfile.TemporaryDirectory() as folder:
        found |= file_to_file(given.files, Path(folder))
    print(json.dumps({**found, **about}))


if __name__ == "__main__":
    main()
