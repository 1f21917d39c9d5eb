"""Files in, answers out: every format, refusals, resuming, and nothing half done in sight."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from advisor.columns import VERDICT, Columns
from advisor.columns.check import InvalidTableError
from advisor.portfolio import (
    PortfolioError,
    Progress,
    Settings,
    as_html,
    read_mapping,
    run,
    summarise,
    summary_document,
    template,
)
from advisor.reports import render_document
from tests.advisor.portfolio.sheets import write_sheet


def as_sheet(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame as people write it into a sheet: lists with semicolons, `none` for empty ones."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    joined = [
        pl.when(pl.col(name).list.len() == 0)
        .then(pl.lit("none"))
        .otherwise(pl.col(name).cast(pl.List(pl.String)).list.join(";"))
        for name in lists
    ]
    return frame.with_columns(text.alias(name) for name, text in zip(lists, joined, strict=True))


def write(frame: pl.DataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    elif path.suffix == ".ndjson":
        frame.write_ndjson(path)
    elif path.suffix == ".csv":
        as_sheet(frame).write_csv(path)
    else:
        sheet = as_sheet(frame.select("id", "longest_run_s", "gpu", "trigger", "aws_services"))
        write_sheet(path, [sheet.columns, *map(list, sheet.rows())])
    return path


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("ending", [".parquet", ".ndjson", ".csv"])
def test_formats_in(columns: Columns, rows: pl.DataFrame, tmp_path: Path, ending: str) -> None:
    report = run(columns, [write(rows, tmp_path / f"in{ending}")], tmp_path / "out.parquet")
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["row"].to_list() == list(range(1, 1_001))
    assert found["id"].equals(rows["id"])
    assert found.select(columns.schema().names()).equals(columns.evaluate(rows))
    assert (report.rows, report.refused, report.rejects) == (1_000, 0, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"in{ending}", "out.parquet", "out.legend.json"])


def test_excel_in(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    few = rows.select("id", "longest_run_s", "gpu", "trigger", "aws_services")
    run(columns, [write(few, tmp_path / "in.xlsx")], tmp_path / "out.parquet")
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found.select(columns.schema().names()).equals(columns.evaluate(few))


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("name", ["out.csv", "out.ndjson", "out"])
def test_formats_out(columns: Columns, rows: pl.DataFrame, tmp_path: Path, name: str) -> None:
    write(rows, tmp_path / "in.parquet")
    run(columns, [tmp_path / "in.parquet"], tmp_path / name, Settings(outputs=("option", "component_names")))
    expected = columns.evaluate(rows, ("option", "component_names"))
    readers = {"out.csv": pl.read_csv, "out.ndjson": pl.read_ndjson, "out": pl.read_parquet}
    found = readers[name](tmp_path / name)
    assert found["option"].cast(pl.String).equals(expected["option"].cast(pl.String))
    names = expected["component_names"].cast(pl.List(pl.String))
    if name == "out.csv":
        assert found["component_names"].fill_null("").equals(names.list.join(";"))
    else:
        assert found["component_names"].cast(pl.List(pl.String)).equals(names)


def test_folders_patterns_and_several_files(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    write(rows[:300], tmp_path / "in" / "a.parquet")
    write(rows[300:700], tmp_path / "in" / "b.csv")
    write(rows[700:], tmp_path / "in" / "deep" / "c.ndjson")
    (tmp_path / "in" / "notes.txt").write_text("not a table")
    run(columns, [tmp_path / "in"], tmp_path / "one.parquet")
    run(columns, [f"{tmp_path}/in/*.*s*", tmp_path / "in"], tmp_path / "two.parquet")
    one = pl.read_parquet(tmp_path / "one.parquet")
    assert one.select(columns.schema().names()).equals(columns.evaluate(rows))
    assert one["file"].unique(maintain_order=True).str.extract(r"([^/]+)$").to_list() == ["a.parquet", "b.csv", "c.ndjson"]
    assert one["row"].to_list() == [*range(1, 301), *range(1, 401), *range(1, 301)]
    two = pl.read_parquet(tmp_path / "two.parquet")
    assert two.sort("file", "row").equals(one.sort("file", "row"))


BAD_CSV = b"""id,longest_run_s,gpu,aws_services
a,900,true,s3;sqs
b,15 min,maybe,s3
# a remark,,,
c,1,2,3,4
d,20,no,
"e
f",30,,none
g,\xff,,
h,40,,s4
"""
REASONS = [
    (2, "longest_run_s", "'15 min' (text)"),
    (2, "gpu", "'maybe' (text)"),
    (4, None, "5 cells"),
    (7, "longest_run_s", "bytes that are not UTF-8"),
    (8, "aws_services", "'s4' (text)"),
]


def test_bad_rows_cost_themselves_alone(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(BAD_CSV)
    report = run(columns, [tmp_path / "in.csv"], tmp_path / "out.csv")
    assert (report.rows, report.refused) == (3, 4)
    assert report.rejects is not None
    rejects = pl.read_csv(report.rejects)
    assert rejects.select("row", "column", "found").rows() == REASONS
    assert rejects["file"].unique().to_list() == [str(tmp_path / "in.csv")]
    found = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert found["id"].to_list() == ["a", "d", "e\nf"]
    assert found["row"].to_list() == ["1", "5", "6"]


BAD_LINES = """{"id": "a", "longest_run_s": 900}
{"id": "b", "longest_run_s": "900"}
not json
[1]

{"id": "c", "longest_run_s": 900, "longest_run_s": 1}
{"id": "d", "longest_run_s": NaN}
{"id": "e", "memroy_mib": 1}
{"id": "f", "gpu": null, "unknown": ["gpu"], "trigger": "api"}
"""


def test_bad_lines_cost_themselves_alone(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "in.ndjson").write_text(BAD_LINES)
    report = run(columns, [tmp_path / "in.ndjson"], tmp_path / "out.csv")
    assert report.rejects is not None
    rejects = pl.read_csv(report.rejects)
    assert rejects.select("row", "column", "found").rows() == [
        (2, "longest_run_s", "'900' (text)"),
        (3, None, "broken JSON (expecting value, column 1)"),
        (4, None, "'[1]', no table"),
        (6, None, "the key 'longest_run_s' twice"),
        (7, None, "NaN"),
        (8, "memroy_mib", "an unknown fact"),
    ]
    assert pl.read_csv(tmp_path / "out.csv")["row"].to_list() == [1, 9]


@pytest.mark.parametrize(
    ("header", "where", "found"),
    [
        ("id,gpu,gpu", "gpu", "2 columns of this name"),
        ("id,memroy_mib", "memroy_mib", "an unknown fact"),
        ("id,concurrency", "concurrency", "a value for a derived fact"),
    ],
)
def test_a_wrong_column_stops_the_run_before_it_starts(
    columns: Columns, tmp_path: Path, header: str, where: str, found: str
) -> None:
    (tmp_path / "in.csv").write_text(f"{header}\na,b,c\n")
    with pytest.raises(InvalidTableError) as caught:
        run(columns, [tmp_path / "in.csv"], tmp_path / "out.csv")
    assert [(problem.where, problem.found) for problem in caught.value.problems] == [(where, found)]
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("name", "content", "output", "found"),
    [
        ("gone.csv", None, "out.csv", "no such file"),
        ("in.txt", b"", "out.csv", "the ending '.txt'"),
        ("in.csv", b"", "out.csv", "no header"),
        ("in.csv", b"id\n", "out.xlsx", "an Excel file"),
        ("in.parquet", b"PAR1 but not really", "out.csv", "parquet: File out of specification"),
    ],
)
def test_what_can_not_be_run(
    columns: Columns, tmp_path: Path, name: str, content: bytes | None, output: str, found: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PortfolioError) as caught:
        run(columns, [tmp_path / name], tmp_path / output)
    assert caught.value.problem.found.startswith(found)


def test_foreign_columns(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        """
keep = ["Team"]
ignore = ["Remarks"]
[columns]
"Memory" = { fact = "memory_mib", unit = "GiB" }
"Max. duration" = { fact = "longest_run_s", unit = "min" }
"Starts by" = "trigger"
[values.trigger]
"REST" = "api"
"don't know" = ""
"""
    )
    (tmp_path / "in.csv").write_text(
        "Team,Memory,Max. duration,Starts by,Remarks\nred,2,15,REST,x\nblue,0.5,16,don't know,y\ngreen,x,1,sqs,\n"
    )
    mapping = read_mapping(tmp_path / "map.toml", columns.program.edition.base.facts)
    report = run(columns, [tmp_path / "in.csv"], tmp_path / "out.parquet", Settings(mapping=mapping))
    found = pl.read_parquet(tmp_path / "out.parquet")
    ours = pl.DataFrame({"memory_mib": [2048.0, 512.0], "longest_run_s": [900.0, 960.0], "trigger": ["api", None]})
    assert found["Team"].to_list() == ["red", "blue"]
    assert found.select(columns.schema().names()).equals(columns.evaluate(ours))
    assert report.rejects is not None
    assert pl.read_csv(report.rejects).select("row", "column", "found").rows() == [(3, "memory_mib", "'x' (text)")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[columns]\n"A" = "memory"', "the unknown fact 'memory'"),
        ('[columns]\n"A" = { fact = "memory_mib", unit = "min" }', "the unit 'min'"),
        ("[columns", "Expected ']'"),
        ("[colums]", "{}"),
        ('[values.memory]\n"a" = "b"', "an unknown fact"),
    ],
)
def test_a_wrong_mapping(columns: Columns, tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "map.toml").write_text(text)
    with pytest.raises(PortfolioError) as caught:
        read_mapping(tmp_path / "map.toml", columns.program.edition.base.facts)
    assert caught.value.problem.found.startswith(found)


def test_formulas_stay_text(columns: Columns, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('id,title,gpu\n=1+1,"@cmd",yes\n-2,plain,"=HYPERLINK(1)"\n')
    report = run(columns, [tmp_path / "in.csv"], tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv").select("id", "title").rows() == [("'=1+1", "'@cmd")]
    assert report.rejects is not None
    assert not any(line.startswith(("=", "+", "-", "@")) for line in report.rejects.read_text().replace(",", "\n").splitlines())


def test_the_template_can_be_filled_in(columns: Columns, tmp_path: Path) -> None:
    sheet = template(columns.program.edition.base.facts).splitlines()
    assert [line.partition(",")[0] for line in sheet] == [
        "id", "# question", "# unit", "# allowed", "# leave a cell empty where the answer is not known",
    ]  # fmt: skip
    (tmp_path / "in.csv").write_text("\n".join([*sheet, "mine" + "," * len(columns.inputs)]) + "\n")
    report = run(columns, [tmp_path / "in.csv"], tmp_path / "out.csv")
    assert (report.rows, report.refused) == (1, 0)


class Doubled:
    """A further part of the answer: twice the score of Lambda."""

    name = "doubled"

    def columns(self, reading: Columns, workloads: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
        return answers.select((pl.col("score_lambda") * 2).alias("doubled"))

    def empty(self, reading: Columns) -> pl.DataFrame:
        return pl.DataFrame(schema={"doubled": pl.Int32()})

    def count(self, rows: pl.DataFrame) -> Any:
        return int(rows["doubled"].sum())

    def merge(self, one: Any, other: Any) -> Any:
        return one + other


@pytest.mark.usefixtures("small_batches")
def test_further_parts_and_progress(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows, tmp_path / "in.parquet")
    seen: list[Progress] = []
    settings = Settings(extras=(Doubled(),), progress=seen.append)
    report = run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet", settings)
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert report.extras == {"doubled": found["doubled"].sum()}
    assert found["doubled"].equals(found["score_lambda"] * 2, check_names=False)
    assert [one.rows for one in seen] == [*range(90, 1_000, 90), 1_000]
    assert {one.total for one in seen} == {1_000}


@pytest.mark.usefixtures("small_batches")
def test_an_empty_portfolio(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows[:0], tmp_path / "in.parquet")
    report = run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet")
    assert report.rows == 0
    assert pl.read_parquet(tmp_path / "out.parquet").columns[2:] == columns.schema().names()
    assert "0 workloads" in render_document(summary_document(summarise(columns, report)), "text")


def test_the_legend_explains_the_bits(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows[:50], tmp_path / "in.parquet")
    run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet", Settings(outputs=(*VERDICT, "rules")))
    legend = json.loads((tmp_path / "out.legend.json").read_text())
    assert legend["rules"] == list(columns.rules)
    assert [need["component"] for need in legend["components"]] == [need.component for need in columns.needs]


def test_the_summary_in_three_forms(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    write(rows, tmp_path / "in.parquet")
    report = run(columns, [tmp_path / "in.parquet"], tmp_path / "out.parquet")
    summary = summarise(columns, report)
    assert sum(one.count for one in summary.options) == 1_000
    assert [one.count for one in summary.rules] == sorted((one.count for one in summary.rules), reverse=True)
    assert json.loads(summary.model_dump_json())["rows"] == 1_000
    text, page = render_document(summary_document(summary), "text"), as_html(summary)
    for one in summary.options:
        assert one.title in text
        assert one.title in page
    assert "<script" not in page
    assert page.count("<svg") == page.count("<desc ") == 2


KILLED = """
import os, signal, sys
from advisor.advice import default_advisor
from advisor.columns import compile_columns
from advisor.portfolio import Settings, batches, run
batches.ROWS = 90
seen = []
def progress(one):
    seen.append(one)
    print(len(seen), flush=True)
    if len(seen) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
report = run(compile_columns(default_advisor().edition().program), [sys.argv[1]], __import__("pathlib").Path(sys.argv[2]),
             Settings(progress=progress))
print("resumed", report.resumed)
"""


@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out"])
def test_a_killed_run_goes_on_where_it_stopped(columns: Columns, rows: pl.DataFrame, tmp_path: Path, name: str) -> None:
    source = write(rows.with_columns(pl.lit("=x").alias("title")), tmp_path / "in.parquet")
    (tmp_path / "once").mkdir()
    run(columns, [source], tmp_path / "once" / name)

    def start(kill_after: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED, str(source), str(tmp_path / name), str(kill_after)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": "."})

    assert start(4).returncode == -signal.SIGKILL
    assert not (tmp_path / name).exists()
    assert start(3).returncode == -signal.SIGKILL
    assert (tmp_path / f"{name}.partial").is_dir()
    done = start(0)
    assert done.stdout.splitlines()[-1] == "resumed 630", done.stderr
    assert not (tmp_path / f"{name}.partial").exists()
    if name == "out.csv":
        assert (tmp_path / name).read_bytes() == (tmp_path / "once" / name).read_bytes()
    else:
        assert pl.read_parquet(tmp_path / name).equals(pl.read_parquet(tmp_path / "once" / name))


def test_another_question_starts_afresh(columns: Columns, rows: pl.DataFrame, tmp_path: Path) -> None:
    source = write(rows, tmp_path / "in.parquet")
    partial = tmp_path / "out.parquet.partial"
    partial.mkdir()
    (partial / "plan.json").write_text("{}")
    (partial / "journal.ndjson").write_text("nonsense\n")
    assert run(columns, [source], tmp_path / "out.parquet").resumed == 0
    assert not partial.exists()
