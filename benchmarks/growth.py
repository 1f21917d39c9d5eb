"""`python -m benchmarks.growth`: how the cost of a full verdict grows with the rows, the rules and the workers.

Rows and rules are measured in memory, by the processor time of all threads, which a busy machine disturbs less; more rows than
`--held` are judged in pieces of that size. Workers are those of `benchmarks.cluster`, by the clock. `--plot FILE` draws the
table as SVG. The last line is one JSON object.
"""

import argparse
import json
import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import dask

from advisor.advice import default_advisor
from advisor.columns import compile_columns
from advisor.language.program import Program
from benchmarks import cluster
from benchmarks.columns import best_of, workloads

RULES = (50, 100, 200, 400)
_WIDTH, _HEIGHT, _LEFT, _TOP = 300, 220, 60, 40


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement: seconds by the clock and of processor time."""

    x: int
    rows: int
    clock_s: float
    cpu_s: float


def with_rules(program: Program, count: int) -> Program:
    """The program with so many of its rules, none of which chains, taken evenly."""
    free = [rule for rule in program.rules if all(test.subject == "fact" for test in rule.tests)]
    step = len(free) / count
    return replace(program, rules=tuple(free[int(number * step)] for number in range(count)))


def by_rows(program: Program, most: int, held: int) -> list[Point]:
    """From a thousand rows on, in powers of ten."""
    columns, frame = compile_columns(program), workloads(program, min(most, held))
    columns.evaluate(frame[:1000])
    found = []
    for power in range(3, round(math.log10(most)) + 1):
        rows = 10**power
        few, times = frame[: min(rows, frame.height)], max(1, rows // frame.height)
        rounds = 5 if rows <= 10**5 else 2 if rows <= 10**6 else 1
        clock, cpu = best_of(rounds, lambda few=few, times=times: [columns.evaluate(few) for _ in range(times)])  # type: ignore[misc]
        found.append(Point(rows, rows, clock, cpu))
    return found


def by_rules(program: Program, rows: int) -> list[Point]:
    """Fewer rules than there are, on the same rows, and all of them."""
    frame = workloads(program, rows)
    found = []
    for count in (*RULES, len(program.rules)):
        columns = compile_columns(program if count == len(program.rules) else with_rules(program, count))
        columns.evaluate(frame[:1000])
        found.append(Point(count, rows, *best_of(3, lambda columns=columns: columns.evaluate(frame))))  # type: ignore[misc]
    return found


def by_workers(program: Program, rows: int) -> list[Point]:
    """From file to file on so many worker processes."""
    dask.config.set({"distributed.nanny.pre-spawn-environ.POLARS_MAX_THREADS": "1"})
    with tempfile.TemporaryDirectory() as folder:
        found = cluster.measure(compile_columns(program), rows, Path(folder))
    return [
        Point(count, rows, rows / found[f"rows_per_s_{count}_workers"], found[f"cpu_s_{count}_workers"])
        for count in cluster.WORKERS
    ]


def table(what: str, points: Sequence[Point]) -> Iterator[str]:
    """The measurements as lines of a Markdown table."""
    yield f"| {what} | seconds | processor seconds | rows a processor second |"
    yield "| ---: | ---: | ---: | ---: |"
    for one in points:
        yield f"| {one.x:,} | {one.clock_s:.3f} | {one.cpu_s:.3f} | {one.rows / one.cpu_s:,.0f} |"


def plot(charts: Sequence[tuple[str, str, Sequence[tuple[float, float]]]]) -> str:
    """Charts of (name of x, name of y, points) side by side, both axes by powers of ten."""
    wide = len(charts) * (_WIDTH + _LEFT + 30)
    words = "; ".join(f"{y} by {x}: " + ", ".join(f"{at:g}: {value:.3g}" for at, value in points) for x, y, points in charts)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {_HEIGHT + _TOP + 60}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>How the cost grows</title><desc>{words}</desc>",
        f'<rect width="{wide}" height="{_HEIGHT + _TOP + 60}" fill="#fff"/>',
    ]
    for number, chart in enumerate(charts):
        parts += _chart(number * (_WIDTH + _LEFT + 30) + _LEFT, *chart)
    return "\n".join((*parts, "</svg>")) + "\n"


def _chart(left: int, x: str, y: str, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    bottom = _TOP + _HEIGHT
    across, upwards = (_stretch([point[axis] for point in points]) for axis in (0, 1))
    places = [(left + _WIDTH * _place(at, across), bottom - _HEIGHT * _place(value, upwards)) for at, value in points]
    yield f'<path d="M{left} {_TOP}V{bottom}H{left + _WIDTH}" fill="none" stroke="#000"/>'
    yield f'<text x="{left}" y="{_TOP - 12}">{y}</text>'
    yield f'<text x="{left + _WIDTH // 2}" y="{bottom + 40}" text-anchor="middle">{x}</text>'
    for at in across[2]:
        place = left + _WIDTH * _place(at, across)
        yield f'<text x="{place:.1f}" y="{bottom + 18}" text-anchor="middle">{_short(at)}</text>'
        yield f'<path d="M{place:.1f} {bottom}v5" stroke="#000"/>'
    for value in upwards[2]:
        place = bottom - _HEIGHT * _place(value, upwards)
        yield f'<text x="{left - 8}" y="{place + 4:.1f}" text-anchor="end">{_short(value)}</text>'
        yield f'<path d="M{left} {place:.1f}h{_WIDTH}" stroke="#ccc"/>'
    line = "L".join(f"{one:.1f} {other:.1f}" for one, other in places)
    yield f'<path d="M{line}" fill="none" stroke="#0072b2" stroke-width="2"/>'
    yield from (f'<circle cx="{one:.1f}" cy="{other:.1f}" r="3.5" fill="#0072b2"/>' for one, other in places)


def _stretch(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Where an axis begins and ends, and its ticks: powers of ten, or twos and fives of them where there are few."""
    low, high = min(values), max(values)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1,) if high / low >= 100 else (1, 2, 5)
    ticks = [step * 10.0**power for power in powers for step in steps]
    begin, end = max(tick for tick in ticks if tick <= low), min(tick for tick in (*ticks, high) if tick >= high)
    return begin, end, [tick for tick in ticks if begin <= tick <= end]


def _place(value: float, stretch: tuple[float, float, list[float]]) -> float:
    return math.log(value / stretch[0]) / math.log(stretch[1] / stretch[0]) if stretch[1] > stretch[0] else 0.5


def _short(value: float) -> str:
    return f"{value:g}" if 0.001 <= value < 100_000 else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def main() -> None:
    """Measure, print the tables, and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--rows", type=int, default=10**8, help="the most rows, a power of ten")
    parser.add_argument("--held", type=int, default=1_000_000, help="rows that are held at a time")
    parser.add_argument("--by-rules", type=int, default=200_000, metavar="ROWS", help="rows with fewer and more rules")
    parser.add_argument("--by-workers", type=int, default=4_000_000, metavar="ROWS", help="rows on one to four workers")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the table there, as SVG")
    given = parser.parse_args()
    program = default_advisor().edition().program
    rows, rules = by_rows(program, given.rows, given.held), by_rules(program, given.by_rules)
    workers = by_workers(program, given.by_workers)
    for what, points in (("rows", rows), ("rules", rules), ("workers", workers)):
        print("\n".join(table(what, points)), end="\n\n")
    if given.plot is not None:
        cpu = "processor seconds"
        charts = [
            ("rows", cpu, [(one.x, one.cpu_s) for one in rows]),
            (f"rules ({given.by_rules:,} rows)", cpu, [(one.x, one.cpu_s) for one in rules]),
            (f"workers ({given.by_workers:,} rows, file to file)", "seconds", [(one.x, one.clock_s) for one in workers]),
        ]
        given.plot.write_text(plot(charts), "utf-8")
    figures = {f"cpu_s_of_{one.x}_rows": round(one.cpu_s, 4) for one in rows}
    figures |= {f"cpu_s_of_{one.x}_rules": round(one.cpu_s, 4) for one in rules}
    figures |= {f"s_of_{one.x}_workers": round(one.clock_s, 2) for one in workers}
    print(json.dumps({**figures, "processors": os.cpu_count(), "load_1m": round(os.getloadavg()[0], 1)}))


if __name__ == "__main__":
    main()
