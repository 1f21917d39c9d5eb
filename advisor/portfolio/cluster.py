"""The same run on many machines: a dask scheduler hands out stretches of files, workers write parts, we put them together.

The unit of work is path in, path out: any worker that sees the files (a shared folder) can do it, twice does no harm, and a
worker that dies costs a repetition. Needs the extra `cluster`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from distributed import Client, LocalCluster, as_completed

from advisor.advice import default_advisor
from advisor.columns import Columns, compile_columns
from advisor.cost.terms import Terms
from advisor.portfolio import batches
from advisor.portfolio.batches import Place, rows_of
from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.job import Job
from advisor.portfolio.parts import Done, Layout
from advisor.portfolio.run import Report, Run
from advisor.portfolio.sources import Source

LOCAL = "local"
RETRIES = 5
_PARTS = 1_000_000
"""Parts that one unit can have: a text file is one unit and has as many parts as blocks."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one worker does at a time: a source from a row on, the number of its first part, and whether it is one part only."""

    source: Source
    row: int
    part: int
    single: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker needs to know: the job, where parts go, and the edition that it must have."""

    job: Job
    layout: Layout
    digest: str


def units(sources: list[Source]) -> Iterator[Unit]:
    """Parquet files in stretches of a batch, others whole."""
    number = 0
    for source in sources:
        rows = rows_of(source)
        for row in range(0, rows, batches.ROWS) if rows is not None else (0,):
            yield Unit(source, row, number * _PARTS, rows is not None)
            number += 1


def work(task: Task, unit: Unit) -> list[Done]:
    """Judge one unit on whatever machine this is. Raises PortfolioError when it knows something else than the one that asks."""
    columns = _columns_of(task.job.as_of, task.job.terms)
    digest = columns.program.edition.digest
    if digest != task.digest:
        remedy = "install the same version on all machines"
        raise PortfolioError("worker", f"the edition {digest}", f"the edition {task.digest}", remedy)
    done = []
    place = Place(0, unit.row)
    for number, batch in enumerate(batches.batches([unit.source], task.job.vocabulary(columns), place), unit.part):
        found = task.job.judge(columns, batch)
        task.layout.write(number, found.answers, found.rejects)
        done.append(Done(number, batch.after, found.refused, found.survey, found.extras))
        if unit.single:
            break
    return done


@lru_cache(maxsize=2)
def _columns_of(as_of: date, terms: Terms) -> Columns:
    return compile_columns(default_advisor().edition(as_of).program, terms)


def run_on(address: str, ready: Run) -> Report:
    """Judge a portfolio on the cluster at an address; `local` starts workers on this machine.

    Output, parts and sources must be visible to all workers under the same paths. Parts that an earlier run left are kept.
    Raises PortfolioError when the scheduler can't be reached.
    """
    layout = Layout(ready.parts.layout.output.resolve(), ready.parts.layout.kind)
    task = Task(ready.job, layout, ready.columns.program.edition.digest)
    there = {done.part - done.part % _PARTS for done in ready.parts.done}
    waiting = {unit.part: unit for unit in units(ready.sources) if unit.part not in there}
    with _client(address) as client:
        futures = {
            client.submit(partial(work, task), unit, pure=False, retries=RETRIES, key=f"unit-{part}"): unit
            for part, unit in waiting.items()
        }
        for future, found in as_completed(futures, with_results=True):  # type: ignore[no-untyped-call]
            ready.note(found, futures[future].source)
    return ready.finish()


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A client of a scheduler that is there, or of workers of our own."""
    if address == LOCAL:
        with (
            LocalCluster(processes=True, threads_per_worker=1, dashboard_address=None) as own,  # type: ignore[no-untyped-call]
            Client(own) as client,  # type: ignore[no-untyped-call]
        ):
            yield client
        return
    try:
        client = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        found = str(error).splitlines()[0][:200] or "no answer"
        expected = "the address of a dask scheduler"
        raise PortfolioError(f"--cluster {address}", found, expected, "start one, or use local") from None
    with client:
        yield client
