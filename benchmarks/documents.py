"""`python -m benchmarks.documents`: what a design document takes beyond the advice, over all examples.

`markdown_ms`, `html_ms` and `pdf_ms` are the median processor time to write the document of a workload that has been studied,
its pictures drawn; `flips_ms` and `charts_ms` are those of finding the flips and of drawing the pictures of a workload for the
first time, which every document needs besides, and `advice_ms` that of the advice. Each example is a workload of its own in
every round, as its monthly requests change, so that nothing is answered from a cache. `page_kb` is the start page of the web
with all that it loads, as `benchmarks.pages` weighs it; null without Chromium. The last line is one JSON object.
"""

import argparse
import gc
import json
import shutil
import statistics
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor import Advisor
from advisor.documents.desk import Form, written
from advisor.documents.figures import cost_figure, headroom_figure, network_figure
from advisor.documents.subject import Subject, study
from benchmarks.pages import browsing, serving, weigh
from knowledge import load

EXAMPLES = Path(__file__).parents[1] / "examples"
FIGURES = (network_figure, cost_figure, headroom_figure)
FORMS: tuple[Form, ...] = ("markdown", "html", "pdf")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each example is written")
    rounds = parser.parse_args().rounds
    advisor = Advisor(load())
    workloads = [tomllib.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*.toml"))]
    for form in FORMS:
        written(study(advisor, workloads[0]), form)
    gc.freeze()
    times: dict[str, list[float]] = {}
    for number in range(rounds):
        for workload in workloads:
            measure(advisor, workload | {"requests_per_month": 1_000_000 + 1000 * number}, times)
    pages = {"page_kb": page_kb()}
    medians = {f"{name}_ms": round(statistics.median(found), 1) for name, found in times.items()}
    print(json.dumps({"workloads": len(workloads), "rounds": rounds, **medians, **pages}))


def page_kb() -> float | None:
    """The start page with all that it loads, in kilobytes, as `benchmarks.pages` weighs it; None without Chromium."""
    if shutil.which("chromium") is None:
        return None
    with serving() as site, browsing() as browser:
        return round(weigh(browser, site), 1)


def measure(advisor: Advisor, workload: dict[str, Any], times: dict[str, list[float]]) -> None:
    """Note the milliseconds of every step for one workload."""

    def timed(name: str, step: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = step()
        times.setdefault(name, []).append((time.process_time() - start) * 1000)
        return result

    timed("advice", lambda: advisor.advise(workload))
    subject: Subject = timed("study", lambda: study(advisor, workload))
    times.setdefault("flips", []).append(times["study"][-1] - times["advice"][-1])
    timed("charts", lambda: [one.svg for drawn in FIGURES for one in drawn(subject)])
    for form in FORMS:
        timed(form, lambda form=form: written(subject, form))  # type: ignore[misc]


if __name__ == "__main__":
    main()
