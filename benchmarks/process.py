"""`python -m benchmarks.process`: what whole processes take, from start to end.

`version_s` is `advisor --version`, `advise_s` and `advise_mb` are `advisor advise FILE` (seconds, and MB of memory at its
highest), `load_s` is `knowledge.load()` alone in a fresh process. Each is the median of several runs, with the knowledge base
kept in a cache folder of our own by an earlier run; `*_first_*` are the same with nothing kept yet. `*_cpu_s` is processor
time, which a busy machine disturbs less. For Linux a process holds at least what its parent held when it started it, so this
one imports nothing of ours. The last line is one JSON object.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "api-rds-payment.toml"
LOAD = """
import time
from knowledge import load
clock, processor = time.perf_counter(), time.process_time()
load()
print(time.perf_counter() - clock, time.process_time() - processor)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock and in processor time, and MB of memory at the highest."""

    s: float
    cpu_s: float
    mb: float
    output: str


def advisor() -> list[str]:
    """The installed command beside this Python, else the module."""
    command = Path(sys.executable).with_name("advisor")
    return [str(command)] if command.exists() else [sys.executable, "-m", "advisor"]


def run(command: list[str], cache: str) -> Run:
    """Run a command to its end. Raises RuntimeError when it fails."""
    environment = os.environ | {"XDG_CACHE_HOME": cache}
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def median(values: list[float]) -> float:
    """The median, to the millisecond (or the kilobyte)."""
    return round(statistics.median(values), 3)


def measure(runs: int) -> dict[str, float]:
    """The figures of all commands."""
    version, advise, load = [*advisor(), "--version"], [*advisor(), "advise", str(EXAMPLE)], [sys.executable, "-c", LOAD]
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as cache:
        found["advise_first_s"] = round(run(advise, first).s, 3)
        found["load_first_s"] = round(float(run(load, cache).output.split()[0]), 3)
        for name, command in (("version", version), ("advise", advise)):
            measured = [run(command, cache) for _ in range(runs)]
            found |= {
                f"{name}_s": median([one.s for one in measured]),
                f"{name}_cpu_s": median([one.cpu_s for one in measured]),
            }
            found[f"{name}_mb"] = round(max(one.mb for one in measured), 1)
        loads = [[float(word) for word in run(load, cache).output.split()] for _ in range(runs)]
        found |= {"load_s": median([clock for clock, _ in loads]), "load_cpu_s": median([cpu for _, cpu in loads])}
    return found


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.process", description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="runs of each command; the median counts")
    arguments = parser.parse_args()
    about = {"runs": arguments.runs, "processors": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)}
    print(json.dumps({**measure(arguments.runs), **about}))


if __name__ == "__main__":
    main()
