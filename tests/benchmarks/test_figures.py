"""The benchmarks run, and their last line has the figures that are claimed. How high they are is no matter of tests."""

import json

import pytest

from benchmarks import advice, process
from knowledge import Base


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    figures: dict[str, float] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return figures


def test_advice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["advice", "--rounds", "1"])
    advice.main()
    figures = last_line(capsys)
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
    assert figures["facts"] == 25


def test_workloads_have_25_facts_and_are_the_same_each_time(base: Base) -> None:
    assert {len(workload) for workload in advice.workloads(base)} == {25}
    assert advice.workloads(base) == advice.workloads(base)


def test_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["process", "--runs", "1"])
    process.main()
    figures = last_line(capsys)
    assert {"version_s", "advise_s", "advise_mb", "load_s"} <= {*figures}
    assert 0 < figures["version_s"] < figures["advise_s"]
    assert 0 < figures["version_mb"] <= figures["advise_mb"]


def test_a_command_that_fails_is_no_measurement(tmp_path: object) -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        process.run([process.sys.executable, "-c", "raise SystemExit(3)"], str(tmp_path))
