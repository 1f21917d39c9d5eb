"""`python -m benchmarks.advice`: how long one piece of advice takes, with explanation, for workloads of 25 known facts.

The workloads are the examples, filled up with other facts or cut down to 25. Each is answered many times over, in turns. Timed
is all of it, from the plain mapping to the finished recommendation with every sentence: `p50_ms` and `p99_ms` on the clock,
`cpu_p50_ms` and `cpu_p99_ms` in processor time, which a busy machine disturbs less. `planned_*` are the same with the plan of
every option (size, network, bill, latency, headroom), which the questionnaire and other callers of many workloads leave out.
The last line is one JSON object.
"""

import argparse
import gc
import json
import os
import random
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor import Advisor
from knowledge import Base, load
from tests.workloads import random_value

EXAMPLES = Path(__file__).parents[1] / "examples"
FACTS = 25
WARM_UP = 3


def workloads(base: Base) -> list[dict[str, Any]]:
    """The examples with 25 facts each, the same on every run."""
    return [_with_25_facts(base, tomllib.loads(path.read_text())) for path in sorted(EXAMPLES.glob("*.toml"))]


def _with_25_facts(base: Base, example: dict[str, Any]) -> dict[str, Any]:
    draw = random.Random(str(example.get("title")))
    known = {name: value for name, value in example.items() if name in base.facts}
    others = [name for name, fact in base.facts.items() if fact.asked and name not in known]
    for name in draw.sample(others, max(0, FACTS - len(known))):
        value = random_value(draw, base.facts[name], [])
        known[name] = list(value) if isinstance(value, tuple) else value
    return dict(list(known.items())[:FACTS])


def measure(
    ask: Callable[[dict[str, Any]], object], asked: list[dict[str, Any]], rounds: int
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of every answer, on the clock and in processor time, shortest first."""
    clock: list[float] = []
    processor: list[float] = []
    for _ in range(WARM_UP):
        for workload in asked:
            ask(workload)
    for _ in range(rounds):
        for workload in asked:
            began, worked = time.perf_counter(), time.process_time()
            ask(workload)
            processor.append((time.process_time() - worked) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
    return sorted(clock), sorted(processor)


def quantile(ordered: list[float], share: float) -> float:
    """The value below which that share lies."""
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3)


def figures(times: tuple[list[float], list[float]], prefix: str = "") -> dict[str, float]:
    """The medians and the slowest hundredth, on the clock and in processor time."""
    return {
        f"{prefix}{kind}{name}_ms": quantile(ordered, share)
        for kind, ordered in zip(("", "cpu_"), times, strict=True)
        for name, share in (("p50", 0.5), ("p99", 0.99))
    }


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.advice", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="times that every workload is answered")
    arguments = parser.parse_args()
    base = load()
    advisor, asked = Advisor(base), workloads(base)
    gc.collect()
    unplanned = measure(lambda workload: advisor.advise(workload, planned=False), asked, arguments.rounds)
    planned = measure(advisor.advise, asked, max(1, arguments.rounds // 10))
    answers = [advisor.advise(workload, planned=False) for workload in asked]
    about = {
        "workloads": len(asked),
        "facts": FACTS,
        "rules": len(advisor.edition().program.rules),
        "findings": sum(len(answer.findings) for answer in answers) // len(answers),
        "open_questions": sum(len(answer.open_questions) for answer in answers) // len(answers),
        "processors": os.cpu_count(),
        "load_1m": round(os.getloadavg()[0], 1),
    }
    print(json.dumps({**figures(unplanned), **figures(planned, "planned_"), **about}))


if __name__ == "__main__":
    main()
