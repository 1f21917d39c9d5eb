"""Bills, the comparison with today, and the nearest limits of a portfolio."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor import Advisor
from advisor.cli.app import run as advisor_command
from advisor.cli.exits import ExitCode
from advisor.columns import Columns
from advisor.portfolio import Limits, Money, Settings, as_html, run, summarise, summary_document
from advisor.portfolio.plans import PLANNED_ROWS, further_parts
from advisor.portfolio.sources import find_sources
from advisor.reports import render_document

HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m"
SHEET = pl.DataFrame(
    {
        "id": ["checkout", "nightly", "thumbs", "gpu", HOSTILE, "nowhere"],
        "current_option": ["ecs-fargate", "ecs-ec2", " lambda ", "lambda", "", "unknown"],
        "trigger": ["api", "schedule", "s3", "job-queue", "api", "api"],
        "longest_run_s": [5, 5400, 20, 1800, 1, 1],
        "typical_run_ms": [120, 3_600_000, 900, None, 10, 10],
        "requests_per_month": [3e7, 60, 2.5e6, None, 100, 100],
        "memory_mib": [1024, 4096, 9216, 16384, 128, 128],
        "gpu": [False, False, False, True, False, False],
        "region": [None, None, None, None, None, "other"],
    }
)
PARTS = (Money(), Limits())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    SHEET.write_parquet(tmp_path / "in.parquet")
    return tmp_path / "in.parquet"


def engine(advisor: Advisor, row: dict[str, Any]) -> dict[str, Any]:
    """The options of a row by the engine reading."""
    known = {name: value for name, value in row.items() if name in advisor.base.facts and value is not None}
    return {one.id: one for one in advisor.advise(known).options}


def test_rows_have_what_the_engine_says(advisor: Advisor, columns: Columns, source: Path, tmp_path: Path) -> None:
    run(columns, [source], tmp_path / "out.parquet", Settings(extras=PARTS))
    found = pl.read_parquet(tmp_path / "out.parquet").to_dicts()
    assert len(found) == SHEET.height
    for row, given in zip(found, SHEET.to_dicts(), strict=True):
        options = engine(advisor, given)
        chosen, today = options[row["option"]], options.get(row["current_option"])
        bills = [float(one.cost.monthly_usd) if one and one.cost else None for one in (chosen, today)]
        assert [row["bill_recommended"], row["bill_today"]] == bills
        assert row["saved"] == (round(bills[1] - bills[0], 2) if None not in bills else None)
        first = chosen.headroom[0] if chosen.headroom else None
        assert (row["tightest_limit"], row["tightest_share"]) == ((first.limit, first.share) if first else (None, None))
    assert found[3]["bill_today"] is None
    assert found[5]["bill_recommended"] is None


def test_the_summary_adds_up(columns: Columns, source: Path, tmp_path: Path) -> None:
    report = run(columns, [source], tmp_path / "out.parquet", Settings(extras=PARTS))
    rows, summary = pl.read_parquet(tmp_path / "out.parquet"), summarise(columns, report)
    money, limits = summary.money, summary.limits
    assert money is not None
    assert limits is not None
    assert money.recommended_usd == pytest.approx(rows["bill_recommended"].sum())
    assert (money.priced, money.compared, money.without_bill_today) == (5, 3, 1)
    assert money.saved_usd == pytest.approx(rows["saved"].sum()) == pytest.approx(money.today_usd - money.instead_usd)
    assert [one.id for one in money.movers] == ["checkout", "nightly"]
    assert [one.share for one in limits.tightest] == sorted(rows["tightest_share"].drop_nulls(), reverse=True)
    assert limits.near == 1
    text, page = render_document(summary_document(summary), "text"), as_html(summary)
    for told in ("nightly", "checkout", "lambda.memory.max"):
        assert told in text
        assert told in page
    assert "\x1b" not in text + page
    assert "\u202e" not in text + page
    assert "<script" not in page
    assert page.count("<svg") == 5


@pytest.mark.parametrize("pieces", [[0, 6], [0, 1, 2, 3, 4, 5, 6], [3, 6, 0, 3]])
def test_counts_of_parts_are_counts_of_the_whole(columns: Columns, pieces: list[int]) -> None:
    whole = SHEET.with_row_index("row", 1).with_columns(
        pl.col("row").cast(pl.UInt64), pl.col("current_option").str.strip_chars()
    )
    whole = whole.with_columns(current_option=pl.when(pl.col("current_option").is_in(columns.options)).then("current_option"))
    for part in PARTS:
        counts: list[Any] = []
        for start, end in pairwise(pieces):
            rows = whole[start:end]
            if rows.height:
                counts.append(part.count(pl.concat([rows, part.columns(columns, rows, pl.DataFrame())], how="horizontal")))
        found = counts[0]
        for other in counts[1:]:
            found = part.merge(found, other)
        alone = part.count(pl.concat([whole, part.columns(columns, whole, pl.DataFrame())], how="horizontal"))
        assert found == json.loads(json.dumps(alone))


def test_what_is_no_option_is_refused(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("id,current_option,gpu\na,lamda,no\nb,lambda,no\nc,lambda,maybe\nd,?,no\n")
    report = run(columns, [tmp_path / "in.csv"], tmp_path / "out.csv", Settings(extras=(Money(),)))
    assert report.rejects is not None
    rejects = pl.read_csv(report.rejects)
    assert rejects.select("row", "column", "found").rows() == [(1, "current_option", "'lamda'"), (3, "gpu", "'maybe' (text)")]
    assert "batch-fargate" in rejects["expected"][0]
    assert pl.read_csv(tmp_path / "out.csv")["current_option"].to_list() == ["lambda", None]


def test_no_rows_have_the_same_columns(columns: Columns, tmp_path: Path) -> None:
    for number, frame in enumerate((SHEET, SHEET[:0])):
        frame.write_parquet(tmp_path / f"{number}.parquet")
        run(columns, [tmp_path / f"{number}.parquet"], tmp_path / f"out{number}.parquet", Settings(extras=PARTS))
    assert pl.read_parquet_schema(tmp_path / "out0.parquet") == pl.read_parquet_schema(tmp_path / "out1.parquet")


def test_large_portfolios_are_not_billed_unasked(source: Path, tmp_path: Path) -> None:
    pl.DataFrame({"gpu": [True] * (PLANNED_ROWS + 1)}).write_parquet(tmp_path / "large.parquet")
    small, large = find_sources([source]), find_sources([tmp_path / "large.parquet"])
    assert [len(further_parts(sources, wanted=None)) for sources in (small, large)] == [2, 0]
    assert [len(further_parts(large, wanted=wanted)) for wanted in (True, False)] == [2, 0]


def test_the_command(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["portfolio", str(source), "-o", str(tmp_path / "out.parquet")]
    assert advisor_command([*words, "--column", "bill"]) == ExitCode.OK
    assert "BILL IN A MONTH" in capsys.readouterr().out
    assert {"bill_lambda", "bill_recommended"} <= {*pl.read_parquet_schema(tmp_path / "out.parquet")}
    assert advisor_command([*words, "--no-bills"]) == ExitCode.OK
    assert "BILL IN A MONTH" not in capsys.readouterr().out


def test_the_command_at_prices_of_ones_own(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prices and free tier reach both the bills of all options and the sums; a run at other prices does not go on with them."""
    prices = tmp_path / "prices.toml"
    prices.write_text('"price.us-east-1.lambda.request" = 900\n')
    words = ["portfolio", str(source), "-o", str(tmp_path / "out.parquet"), "--column", "bill"]
    found = []
    for further, own, free, said in (
        ([], 0, False, "At AWS's prices of the day; what AWS gives free each month is not taken off."),
        (["--prices", str(prices)], 1, False, "of the day, before which 1 price of your own comes; what AWS gives free"),
        (["--free-tier"], 0, True, "At AWS's prices of the day; what AWS gives free each month is taken off."),
    ):
        assert advisor_command([*words, *further]) == ExitCode.OK
        told = " ".join(capsys.readouterr().out.split())
        assert "BILL IN A MONTH" in told
        assert said in told
        assert ("1 workload without a bill: no option fits" in told) == (not own)  # elsewhere one's own hold
        found.append(pl.read_parquet(tmp_path / "out.parquet"))
        for name in ("sum.json", "sum.html"):
            assert advisor_command([*words, *further, "--summary", str(tmp_path / name)]) == ExitCode.OK
        money = json.loads((tmp_path / "sum.json").read_text())["money"]
        assert (money["own_prices"], money["free_tier"], money["priced"], money["unpriced"]) == (own, free, 5 + own, 1 - own)
        assert said.replace("'", "&#39;") in (tmp_path / "sum.html").read_text()
    listed, own, free = (frame["bill_lambda"].sum() for frame in found)
    assert free < listed < own
    sums = [frame["bill_recommended"].sum() for frame in found]
    assert sums[2] < sums[0] < sums[1]


@pytest.mark.parametrize(
    ("content", "further", "told"),
    [
        (None, ["--prices", "{dir}/gone.toml"], "can't be opened"),
        ('"price.us-east-1.lambda.requst" = 1', ["--prices", "{dir}/p.toml"], "did you mean 'lambda.request'?"),
        ('"price.us-east-1.lambda.request" = 1', ["--prices", "{dir}/p.toml", "--no-bills"], "--prices: found together with"),
        (None, ["--free-tier", "--no-bills"], "--free-tier: found together with --no-bills"),
    ],
)
def test_what_is_wrong_with_prices(
    source: Path, tmp_path: Path, content: str | None, further: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "p.toml").write_text(content)
    words = [
        "portfolio",
        str(source),
        "-o",
        str(tmp_path / "out.csv"),
        *(one.replace("{dir}", str(tmp_path)) for one in further),
    ]
    assert advisor_command(words) == ExitCode.BAD_INPUT
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
