"""`advisor document` and `advisor verify` from the command line."""

import json
from pathlib import Path

import pytest

from advisor.cli.exits import ExitCode
from tests.advisor.cli.conftest import EXAMPLES, Command

CRON = str(EXAMPLES / "cron-cleanup.toml")


def test_a_document_by_ending_and_verified(command: Command, tmp_path: Path) -> None:
    for name, start in (("d.html", b"<!doctype html>"), ("d.md", b"# Hourly"), ("d.pdf", b"%PDF-")):
        path = tmp_path / name
        done = command("document", CRON, "-o", str(path), "--paper", "letter")
        assert (done.code, done.out, done.err) == (ExitCode.OK, "", f"written to {path}\n")
        assert path.read_bytes().startswith(start)
        done = command("verify", str(path))
        assert done.code == ExitCode.OK
        assert "Same: AWS Lambda" in done.out
    assert command("document", CRON).out == (tmp_path / "d.md").read_text().replace('"paper":"letter"', '"paper":"a4"').replace(
        json.loads(_stamp(tmp_path / "d.md"))["seal"], json.loads(_stamp_of(command("document", CRON).out))["seal"]
    )


def _stamp(path: Path) -> str:
    return _stamp_of(path.read_text())


def _stamp_of(text: str) -> str:
    return text.partition("<!-- advisor-stamp: ")[2].partition(" -->")[0]


def test_a_record_with_the_next_number(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        command("document", CRON, "--adr").err
        == "written to docs/adr/0001-aws-lambda-for-hourly-clean-up-of-stale-records.md\n"
    )
    assert command("document", CRON, "--adr", "elsewhere", "--set", "title=Ü/..").code == ExitCode.OK
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["0001-aws-lambda-for-u.md"]
    record = next((tmp_path / "docs/adr").iterdir())
    text = record.read_text()
    for title in ("Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome",
                  "Pros and Cons of the Options", "More Information"):  # fmt: skip
        assert f"\n## {title}\n" in text
    assert text.startswith("---\nstatus: proposed\ndate: 2026-11-28\n---\n\n# AWS Lambda for: Hourly")
    record.write_text(text.replace("status: proposed", "status: accepted"))
    assert command("verify", str(record)).code == ExitCode.OK


def test_what_changed_ends_with_one(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    command("document", CRON, "-o", str(path))
    done = command("verify", str(path), "--as-of", "2020-02-01", "-f", "json")
    assert done.code == ExitCode.CHECK_FAILED
    assert json.loads(done.out)["same"] is False
    path.write_text(path.read_text().replace("AWS Lambda", "AWS Batch", 1))
    assert command("verify", str(path)).code == ExitCode.CHECK_FAILED
    path.write_text("hello")
    done = command("verify", str(path))
    assert done.code == ExitCode.BAD_INPUT
    assert "found no stamp; expected a document" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "x.docx"), "found the ending '.docx'; expected .pdf, .html or .md"),
        (("--paper", "a5"), "--paper: found 'a5'"),
        (("--adr", "-o", "x.md"), "beside --adr"),
        (("folder",), "expected it with --adr only"),
        (("-o", CRON), "the workload itself"),
        (("-o", "/nowhere/x.md"), "/nowhere/x.md: found no such file"),
    ],
)
def test_what_is_refused(command: Command, words: tuple[str, ...], said: str) -> None:
    done = command("document", CRON, *words)
    assert done.code in (ExitCode.BAD_INPUT, ExitCode.NO_OUTPUT)
    assert said in done.err or "found the ending '.toml'" in done.err
