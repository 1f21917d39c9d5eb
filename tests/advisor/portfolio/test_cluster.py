"""A real scheduler and real worker processes answer what one process answers; killing one costs a repetition and no row."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from advisor import Advisor
from advisor.columns import Columns, compile_columns
from advisor.cost.price_file import read_prices
from advisor.cost.terms import Terms
from advisor.portfolio import PortfolioError, Settings, run
from advisor.portfolio.cluster import Task, run_on, units, work
from advisor.portfolio.money import Money
from advisor.portfolio.run import Run
from tests.advisor.portfolio.test_run import write

SCRIPT = """
import json, os, signal, sys
from pathlib import Path
from distributed import LocalCluster
from advisor.advice import default_advisor
from advisor.columns import compile_columns
from advisor.portfolio import Settings, batches
from advisor.portfolio.cluster import run_on
from advisor.portfolio.run import Run

batches.ROWS = 40

def judge(cluster, source, out, kill):
    killed = []
    def progress(seen):
        if kill and not killed:
            killed.append(next(iter(cluster.workers.values())).process.pid)
            os.kill(killed[0], signal.SIGKILL)
    ready = Run(columns, [source], Path(out), Settings(progress=progress), units=True)
    report = run_on(cluster.scheduler_address, ready)
    return {"rows": report.rows, "options": report.survey.options, "killed": killed}

if __name__ == "__main__":
    columns = compile_columns(default_advisor().edition().program)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(json.dumps([judge(cluster, *job) for job in json.loads(sys.argv[1])]))
"""


@pytest.mark.slow
def test_workers_answer_what_one_process_answers(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    """From row groups with all workers alive, and with one killed in the middle; from text files with one killed."""
    jobs = [("spare", ".parquet", False), ("groups", ".parquet", True), ("texts", ".csv", True)]
    for name, ending, _ in jobs:
        (tmp_path / name).mkdir()
        for number in range(4):
            write(rows[250 * number : 250 * (number + 1)], tmp_path / name / f"{number}{ending}")
    (tmp_path / "script.py").write_text(SCRIPT)
    asked = json.dumps([(f"{tmp_path}/{name}", f"{tmp_path}/{name}.parquet", kill) for name, _, kill in jobs])
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, str(tmp_path / "script.py"), asked]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=500)
    assert done.returncode == 0, done.stderr
    for (name, _, kill), told in zip(jobs, json.loads(done.stdout.splitlines()[-1]), strict=True):
        assert bool(told["killed"]) == kill
        alone = run(columns, [tmp_path / name], tmp_path / "alone.parquet")
        assert (told["rows"], told["options"]) == (1_000, alone.survey.options)
        found, expected = (pl.read_parquet(tmp_path / f"{one}.parquet").sort("file", "row") for one in (name, "alone"))
        assert found.equals(expected)


def test_terms_travel_to_workers_as_values(advisor: Advisor, rows: pl.DataFrame, tmp_path: Path) -> None:
    """What a worker gets is bytes: the price file is not needed any more, and the answers are those of one machine."""
    (tmp_path / "prices.toml").write_text('"price.us-east-1.lambda.request" = 900')
    terms = Terms(read_prices(str(tmp_path / "prices.toml"), advisor.base), free_tier=True)
    (tmp_path / "prices.toml").unlink()
    columns = compile_columns(advisor.edition().program, terms)
    write(rows[:40], tmp_path / "in.parquet")
    settings = Settings(outputs=("bill",), extras=(Money(),))
    ready = Run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet", settings, units=True)
    task = Task(ready.job, ready.parts.layout, columns.program.edition.digest)
    task, unit = pickle.loads(pickle.dumps((task, next(units(ready.sources)))))  # noqa: S301 - bytes of our own
    ready.note(work(task, unit), ready.sources[0])
    ready.finish()
    run(columns, [tmp_path / "in.parquet"], tmp_path / "alone.parquet", settings)
    found, alone = (pl.read_parquet(tmp_path / name) for name in ("out.parquet", "alone.parquet"))
    assert found.equals(alone)
    run(compile_columns(columns.program), [tmp_path / "in.parquet"], tmp_path / "listed.parquet", settings)
    assert not found.equals(pl.read_parquet(tmp_path / "listed.parquet"))


def test_a_scheduler_that_is_not_there(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows[:5], tmp_path / "in.parquet")
    ready = Run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet", Settings(), units=True)
    with pytest.raises(PortfolioError) as caught:
        run_on("nonsense://127.0.0.1:1", ready)
    assert caught.value.problem.expected == "the address of a dask scheduler"
