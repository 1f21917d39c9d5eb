"""`advisor portfolio` as people type it."""

import json
from pathlib import Path

import polars as pl
import pytest

from advisor.cli.app import run
from advisor.cli.exits import ExitCode
from advisor.portfolio import read_mapping
from knowledge import Base

CSV = "id,trigger,longest_run_s,gpu\na,api,5,no\nb,job-queue,1800,yes\nc,api,ten,no\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in.csv").write_text(CSV)
    return tmp_path / "in.csv"


def test_answers_refusals_and_summary(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portfolio", str(source), "-o", str(tmp_path / "out.csv"), "--column", "option"]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.startswith("2 workloads judged, 1 refused\n")
    assert "1 row was refused" in told.err
    assert pl.read_csv(tmp_path / "out.csv").columns == ["row", "id", "option", "tie", "margin", "nearest", "contradicted"]


@pytest.mark.parametrize("name", ["sum.json", "sum.html", "sum.txt"])
def test_the_summary_goes_into_a_file(source: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["portfolio", str(source), "-o", str(tmp_path / "out.parquet"), "--summary", str(tmp_path / name)]
    assert run([*words, "--as-of", "2020-02-01"]) == ExitCode.OK
    content = (tmp_path / name).read_text()
    assert "2020-02-01" in content
    assert capsys.readouterr().out == ""
    if name.endswith("json"):
        assert json.loads(content)["rows"] == 2


def test_the_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portfolio", "template", "-o", str(tmp_path / "sheet.csv")]) == ExitCode.OK
    assert run(["portfolio", "template"]) == ExitCode.OK
    assert (tmp_path / "sheet.csv").read_text() == capsys.readouterr().out


def test_foreign_columns(source: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Name,Minutes\na,5\n")
    (tmp_path / "map.toml").write_text('keep = ["Name"]\n[columns]\nMinutes = { fact = "longest_run_s", unit = "min" }\n')
    words = ["portfolio", str(source), "-o", str(tmp_path / "out.csv"), "--map", str(tmp_path / "map.toml")]
    assert run(words) == ExitCode.OK
    assert pl.read_csv(tmp_path / "out.csv")["Name"].to_list() == ["a"]


def test_foreign_columns_without_a_mapping(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("Name,trigger\na,s3\n")
    assert run(["portfolio", str(source), "-o", str(tmp_path / "out.csv")]) == ExitCode.BAD_INPUT
    told = capsys.readouterr().err
    assert "--map FILE" in told
    assert "Name: found an unknown fact" in told


def test_the_mapping_in_the_docs_is_one(base: Base, tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "portfolios.md").read_text()
    (tmp_path / "map.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    found = read_mapping(tmp_path / "map.toml", base.facts)
    assert found.columns["Timeout"].unit == "min"
    assert (found.keep, found.ignore) == (("Function", "Team"), {"Remarks"})


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["{in}"], ExitCode.BAD_INPUT, "-o: found nothing"),
        (["{in}", "-o", "{dir}/out.xlsx"], ExitCode.BAD_INPUT, "an Excel file"),
        (["gone.csv", "-o", "{dir}/out.csv"], ExitCode.BAD_INPUT, "no such file"),
        (["{in}", "-o", "{dir}/out.csv", "--column", "what"], ExitCode.BAD_INPUT, "--column: found 'what'"),
        (["{in}", "-o", "{dir}/out.csv", "--input-format", "xml"], ExitCode.BAD_INPUT, "--input-format: found 'xml'"),
        (["{in}", "-o", "{dir}/in.csv/out.csv"], ExitCode.NO_OUTPUT, "expected room to write"),
        (["{in}", "-o", "{dir}/out.csv", "--as-of", "1999-01-01"], ExitCode.BAD_INPUT, "1999-01-01"),
    ],
)
def test_what_goes_wrong(
    source: Path, tmp_path: Path, words: list[str], code: ExitCode, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [word.replace("{in}", str(source)).replace("{dir}", str(tmp_path)) for word in words]
    assert run(["portfolio", *filled]) == code
    assert told in capsys.readouterr().err
