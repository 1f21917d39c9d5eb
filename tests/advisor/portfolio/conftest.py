from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from advisor import Advisor
from advisor.columns import Columns, compile_columns
from advisor.portfolio import batches
from advisor.portfolio.blocks import Block
from advisor.portfolio.blocks import blocks as whole_blocks
from tests.workloads import random_workloads


@pytest.fixture(scope="session")
def columns(advisor: Advisor) -> Columns:
    return compile_columns(advisor.edition().program)


@pytest.fixture(scope="session")
def rows(columns: Columns) -> pl.DataFrame:
    """A thousand workloads with ids."""
    frame = columns.frame(random_workloads(columns.program, 3, 1_000))
    return frame.select(pl.int_range(pl.len()).cast(pl.String).alias("id"), pl.all())


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of 90 rows, or of some kilobytes, so that a thousand rows make many parts."""
    monkeypatch.setattr(batches, "ROWS", 90)
    monkeypatch.setattr(batches, "blocks", lambda path, start, *, quoted: _blocks(path, start, quoted=quoted))


def _blocks(path: Path, start: int, *, quoted: bool) -> Iterator[Block]:
    return whole_blocks(path, start, quoted=quoted, size=20_000)
