#!/usr/bin/env python3
"""Hold the coverage of the last test run against the floors in pyproject.toml (``[tool.coverage-floors]``).

A floor is the least share, in percent, of lines and of branches that tests must reach in a file or folder.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import coverage

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Measure each place that has a floor, tell, and fail when one is below."""
    floors = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage-floors"]
    files = measured_files()
    low = 0
    for place, floor in floors.items():
        summaries = [summary for name, summary in files.items() if name == place or name.startswith(f"{place}/")]
        if not summaries:
            print(f"{place}: not there yet" if not (ROOT / place).exists() else f"{place}: not measured")
            low += (ROOT / place).exists()
            continue
        lines = share(summaries, "covered_lines", "num_statements")
        branches = share(summaries, "covered_branches", "num_branches")
        below = lines < floor or branches < floor
        print(f"{place}: lines {lines:.1f} %, branches {branches:.1f} %, floor {floor} %{'  BELOW' if below else ''}")
        low += below
    return 1 if low else 0


def measured_files() -> dict[str, dict[str, int]]:
    """Summary of each file of the last run, by its path in the project."""
    measurement = coverage.Coverage(config_file=str(ROOT / "pyproject.toml"))
    measurement.load()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        measurement.json_report(outfile=str(report))
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {name: file["summary"] for name, file in files.items()}


def share(summaries: list[dict[str, int]], part: str, whole: str) -> float:
    """Percent of the whole that is covered; nothing to cover counts as covered."""
    total = sum(summary[whole] for summary in summaries)
    return 100 * sum(summary[part] for summary in summaries) / total if total else 100.0


if __name__ == "__main__":
    sys.exit(main())
