"""`python -m benchmarks.http` runs and prints what it says."""

import json
import subprocess
import sys
from pathlib import Path


def test_last_line_is_the_measurement() -> None:
    command = [sys.executable, "-m", "benchmarks.http", "--count", "80", "--seconds", "10"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=180, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    for key in ("requests_per_s", "p50_ms", "p99_ms"):
        assert set(found[key]) == {"1", "16", "64"}
        assert all(value > 0 for value in found[key].values())
    assert found["requests"] == {"1": 80, "16": 80, "64": 80}
