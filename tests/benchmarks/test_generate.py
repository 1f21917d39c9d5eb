"""The generator draws what the facts allow, as often as their priors say, and the same rows for the same seed."""

from pathlib import Path

import polars as pl
import pytest

from advisor.columns import compile_columns
from advisor.columns.check import check
from advisor.inference import Inference
from benchmarks import generate
from knowledge import Base


@pytest.fixture(scope="module")
def frame(today: Inference) -> pl.DataFrame:
    return pl.concat(generate.blocks(today.program, 20_000, seed=5))


def test_rows_are_workloads(base: Base, frame: pl.DataFrame) -> None:
    assert frame.columns == [name for name, fact in base.facts.items() if fact.asked]
    assert check(frame, base.facts).rejects.height == 0


def test_few_contradict_themselves(today: Inference, frame: pl.DataFrame) -> None:
    assert 0 < compile_columns(today.program).evaluate(frame, ("option",))["contradicted"].mean() < 0.08


def test_shares_are_those_of_the_priors(base: Base, frame: pl.DataFrame) -> None:
    for name, fact in base.facts.items():
        prior = fact.prior if isinstance(fact.prior, dict) else {}
        if not fact.asked or not prior or fact.given or fact.derived:
            continue
        known = frame[name].drop_nulls()
        share = generate.KNOWN.get(fact.effort, 0.5) * float(fact.applies)
        assert len(known) / frame.height == pytest.approx(share, abs=0.02)
        if fact.type == "bool":
            assert known.mean() == pytest.approx(prior["yes"], abs=0.02)
        elif fact.type == "choice":
            total = sum(prior.values())
            for value, weight in prior.items():
                assert (known == value).mean() == pytest.approx(weight / total, abs=0.02)
        else:
            for value, chance in prior.items():
                assert known.cast(pl.List(pl.String)).list.contains(value).mean() == pytest.approx(chance, abs=0.02)


def test_the_same_seed_gives_the_same_rows(base: Base, tmp_path: Path) -> None:
    files = [generate.write(tmp_path / name, 3_000, 7, 2_000) for name in ("one", "two")]
    assert [len(found) for found in files] == [2, 2]
    one, two = (pl.read_parquet(found) for found in files)
    assert one.equals(two)
    assert not one[:1_000].equals(one[2_000:])
