"""`advisor what-if`, `as-of` and `flips`: every format, a folder, and what can be wrong."""

import json
from pathlib import Path

import pytest

from advisor.cli.exits import ExitCode
from tests.advisor.cli.conftest import EXAMPLES, Command

THUMBNAILS = str(EXAMPLES / "s3-thumbnails.toml")


def test_what_if_shows_only_what_differs(command: Command) -> None:
    done = command("what-if", THUMBNAILS, "--set", "longest_run_s=20 min")
    assert done.code == ExitCode.OK
    assert "AWS Lambda → " in done.out
    assert "LIM-001 now applies" in done.out
    assert "LIM-002 no longer applies" in done.out
    assert all(len(line) <= 80 for line in done.out.splitlines())
    same = command("what-if", THUMBNAILS, "--set", "longest_run_s=20 s")
    assert "Still AWS Lambda, and nothing else differs" in same.out


def test_what_if_as_json_is_the_difference(command: Command) -> None:
    done = command("what-if", THUMBNAILS, "--set", "longest_run_s=unknown", "-f", "json")
    found = json.loads(done.out)
    assert ("longest_run_s", None) in [(change["id"], change["after"]) for change in found["facts"]]


def test_as_of_names_the_cause_with_its_source(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "image.toml"
    file.write_text('docker = "image"\ntrigger = "api"\nlongest_run_s = 20\n')
    done = command("as-of", str(file), "2020-02-01")
    assert done.code == ExitCode.OK
    causes = done.out.partition("WHAT MADE THE DIFFERENCE")[2].partition("And also")[0]
    assert "2020-12-01" in causes
    assert "[aws-lambda-images]" in " ".join(causes.split())
    assert command("as-of", str(file), "2020-02-01", "2026-11-28").out == done.out


def test_as_of_a_folder_lists_what_changed(command: Command, tmp_path: Path) -> None:
    (tmp_path / "image.toml").write_text('docker = "image"\ntrigger = "api"\nlongest_run_s = 20\n')
    (tmp_path / "plain.json").write_text('{"trigger": "s3", "longest_run_s": 20}')
    (tmp_path / "notes.txt").write_text("no workload")
    done = command("as-of", str(tmp_path), "2020-02-01")
    assert done.code == ExitCode.OK
    assert "1 of 2 answers changed" in done.out
    assert "image.toml" in done.out
    (tmp_path / "broken.toml").write_text("gpux = true\n")
    broken = command("as-of", str(tmp_path), "2020-02-01", "-f", "json")
    assert broken.code == ExitCode.BAD_INPUT
    assert [one["problem"] is None for one in json.loads(broken.out)["files"]] == [False, True, True]


def test_flips_say_the_number(command: Command) -> None:
    done = command("flips", THUMBNAILS)
    assert done.code == ExitCode.OK
    assert "longest_run_s above 15 min and at most 1 h 30 min (now 20 s)" in " ".join(done.out.split())
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert len(command("flips", THUMBNAILS, "--full").out) > len(done.out)
    assert json.loads(command("flips", THUMBNAILS, "-f", "json").out)["option"] == "lambda"


@pytest.mark.parametrize(
    "words", [("what-if", THUMBNAILS, "--set", "gpu=yes"), ("as-of", THUMBNAILS, "2020-02-01"), ("flips", THUMBNAILS)]
)
@pytest.mark.parametrize("format_", ["md", "html"])
def test_every_format_is_written(command: Command, words: tuple[str, ...], format_: str) -> None:
    done = command(*words, "-f", format_)
    assert done.code == ExitCode.OK
    assert "<html" in done.out if format_ == "html" else done.out.startswith("# ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("what-if", THUMBNAILS), "--set"),
        (("what-if", THUMBNAILS, "--set", "gpux=yes"), "did you mean 'gpu'"),
        (("as-of", THUMBNAILS, "yesterday"), "YYYY-MM-DD"),
        (("as-of", THUMBNAILS, "2001-01-01"), "2014-11-13"),
        (("as-of", "no-such-place", "2020-02-01"), "no such file"),
        (("flips", "no-such-place"), "no such file"),
    ],
)
def test_what_is_wrong_is_said(command: Command, words: tuple[str, ...], told: str) -> None:
    done = command(*words)
    assert done.code == ExitCode.BAD_INPUT
    assert told in done.err


def test_an_empty_folder_is_said(command: Command, tmp_path: Path) -> None:
    done = command("as-of", str(tmp_path), "2020-02-01")
    assert (done.code, "no workload files" in done.err) == (ExitCode.BAD_INPUT, True)
