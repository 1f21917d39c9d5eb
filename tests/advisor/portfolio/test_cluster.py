"""A real scheduler and real worker processes answer what one process answers; killing one costs a repetition and no row."""

import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from advisor.columns import Columns
from advisor.portfolio import PortfolioError, Settings, run
from advisor.portfolio.cluster import run_on
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

if __name__ == "__main__":
    columns = compile_columns(default_advisor().edition().program)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        killed = []
        def progress(seen):
            if len(killed) == 0 and sys.argv[3] == "kill":
                killed.append(next(iter(cluster.workers.values())).process.pid)
                os.kill(killed[0], signal.SIGKILL)
        settings = Settings(progress=progress)
        report = run_on(cluster.scheduler_address, Run(columns, [sys.argv[1]], Path(sys.argv[2]), settings, units=True))
    print(json.dumps({"rows": report.rows, "options": report.survey.options, "killed": killed}))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "manner"), [(".parquet", "kill"), (".parquet", "spare"), (".csv", "kill")])
def test_workers_answer_what_one_process_answers(
    columns: Columns, rows: pl.DataFrame, tmp_path: Path, ending: str, manner: str
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(4):
        write(rows[250 * number : 250 * (number + 1)], tmp_path / "in" / f"{number}{ending}")
    (tmp_path / "script.py").write_text(SCRIPT)
    command = [sys.executable, str(tmp_path / "script.py"), str(tmp_path / "in"), str(tmp_path / "out.parquet"), manner]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=240)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert bool(told["killed"]) == (manner == "kill")
    alone = run(columns, [tmp_path / "in"], tmp_path / "alone.parquet")
    assert (told["rows"], told["options"]) == (1_000, alone.survey.options)
    assert pl.read_parquet(tmp_path / "out.parquet").equals(pl.read_parquet(tmp_path / "alone.parquet"))


def test_a_scheduler_that_is_not_there(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows[:5], tmp_path / "in.parquet")
    ready = Run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet", Settings(), units=True)
    with pytest.raises(PortfolioError) as caught:
        run_on("nonsense://127.0.0.1:1", ready)
    assert caught.value.problem.expected == "the address of a dask scheduler"
