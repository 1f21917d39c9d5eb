"""`python -m benchmarks.plan`: what the plan adds to the advice, over all examples.

`p50_ms` and `p95_ms` are median and 95th percentile of plan time alone (planned less unplanned answer, in turn, in one
run), `ratio_to_advice` the median of the quotient of both. The last line is one JSON object.
"""

import gc
import json
import statistics
import time
import tomllib
from pathlib import Path

from advisor import Advisor
from knowledge import load

ROUNDS = 40
EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    """Measure and print."""
    advisor = Advisor(load())
    workloads = [tomllib.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*.toml"))]
    for workload in workloads:
        advisor.advise(workload)
    gc.freeze()
    added, ratios = [], []
    for _ in range(ROUNDS):
        for workload in workloads:
            bare, planned = timed(advisor, workload, planned=False), timed(advisor, workload, planned=True)
            added.append(planned - bare)
            ratios.append(planned / bare)
    added.sort()
    found = {
        "workloads": len(workloads),
        "rounds": ROUNDS,
        "p50_ms": round(statistics.median(added), 3),
        "p95_ms": round(added[int(len(added) * 0.95)], 3),
        "ratio_to_advice": round(statistics.median(ratios), 2),
    }
    print(json.dumps(found))


def timed(advisor: Advisor, workload: dict[str, object], *, planned: bool) -> float:
    """Milliseconds for one answer."""
    start = time.perf_counter()
    advisor.advise(workload, planned=planned)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
