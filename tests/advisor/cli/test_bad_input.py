"""Whatever is wrong with what was typed: a clear line on standard error, the right exit code, nothing on standard output."""

import json
from pathlib import Path

import pytest

from advisor.cli.exits import ExitCode
from tests.advisor.cli.conftest import Command

ROWS: list[tuple[str, list[str], str]] = [
    ("unknown command", ["advse", "FILE"], "Did you mean 'advise'?"),
    ("unknown option", ["advise", "FILE", "--ful"], "No such option: --ful"),
    ("no file", ["advise"], "`advisor advise --help` says how"),
    ("two files", ["advise", "FILE", "FILE"], "unexpected extra argument"),
    ("unknown format", ["advise", "FILE", "--format", "pdf"], "'pdf' is not one of 'text', 'json', 'md', 'html'"),
    ("unknown input format", ["advise", "FILE", "--input-format", "ini"], "--input-format: found 'ini'"),
    (
        "a word for a date",
        ["advise", "FILE", "--as-of", "tomorrow"],
        "--as-of: found 'tomorrow'; expected a date as YYYY-MM-DD",
    ),
    ("no such day", ["advise", "FILE", "--as-of", "2026-02-30"], "--as-of: found '2026-02-30'"),
    ("week date", ["advise", "FILE", "--as-of", "2026-W10-1"], "--as-of: found '2026-W10-1'"),
    ("date with strange digits", ["advise", "FILE", "--as-of", "２０２６-01-01"], "--as-of"),
    ("empty date", ["advise", "FILE", "--as-of", ""], "--as-of: found ''"),
    ("before the first edition", ["advise", "FILE", "--as-of", "2010-01-01"], "expected a date from 2014-11-13 on"),
    ("no such file", ["advise", "/nowhere.toml"], "/nowhere.toml: found no such file"),
    ("unknown fact", ["advise", "FILE", "--set", "longest_run=3"], "did you mean 'longest_run_s'?"),
    ("derived fact", ["advise", "FILE", "--set", "concurrency=3"], "concurrency: found a value for a derived fact"),
    ("out of range", ["advise", "FILE", "--set", "memory_mib=-3"], "memory_mib: found -3"),
    ("unknown choice", ["advise", "FILE", "--set", "trigger=lambda"], "trigger: found 'lambda'"),
    ("same member twice", ["advise", "FILE", "--set", "vpc_resources=rds,rds"], "each item once"),
    ("unknown OPTION", ["why", "FILE", "lamda"], "OPTION: found 'lamda', which does not exist"),
    ("option not there yet", ["why", "FILE", "lambda-microvm", "--as-of", "2020-02-01"], "OPTION: found 'lambda-microvm'"),
    ("unknown rule", ["rules", "show", "LIM-1"], "rules show: found 'LIM-1', which does not exist"),
    ("unknown figure", ["figures", "show", "lambda.timeout"], "did you mean 'lambda.timeout.max'?"),
    ("unknown member", ["components", "show", "interface-endpoint:sq"], "did you mean 'interface-endpoint:sqs'?"),
    ("unknown word in a group", ["rules", "LIM-001"], "No such command 'LIM-001'"),
    ("options before the word", ["rules", "--format", "json", "show", "LIM-001"], "advisor rules show ID"),
    ("unknown example", ["demo", "nope"], "api-rds-payment"),
    ("example outside", ["demo", "../pyproject"], "example: found '../pyproject'"),
    ("output folder missing", ["advise", "FILE", "-o", "/nowhere/out.md"], "/nowhere/out.md: found no such file or directory"),
    ("output over input", ["advise", "FILE", "-o", "FILE"], "the workload itself"),
    ("check as a page", ["check", "--format", "html"], "--format: found 'html'; expected text or json"),
    ("check of no folder", ["check", "--knowledge", "/nowhere"], "--knowledge: found '/nowhere'"),
    ("port out of range", ["serve", "--port", "70000"], "'--port'"),
    ("terminal escapes", ["why", "FILE", "\x1b[31mred"], "OPTION: found '\\x1b[31mred'"),
]


@pytest.mark.parametrize(("words", "says"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_wrong_words_are_refused_with_one_clear_message(command: Command, example: str, words: list[str], says: str) -> None:
    done = command(*(example if word == "FILE" else word for word in words))
    assert done.code == (ExitCode.NO_OUTPUT if says.startswith("/nowhere/out") else ExitCode.BAD_INPUT)
    assert done.out == ""
    assert done.err.startswith("advisor: ")
    assert says in done.err
    assert not {"Traceback", "Value error", "\x1b"} & {
        word for word in ("Traceback", "Value error", "\x1b") if word in done.err
    }


FILES: list[tuple[str, bytes, str]] = [
    ("empty.toml", b"", "found an empty file"),
    ("truncated.json", b'{"trigger": "api", "gp', "line 1: found broken JSON"),
    ("latin.toml", b'title = "caf\xe9"', "which is not UTF-8"),
    ("large.json", b'{"title": "' + b"x" * 10_000_000 + b'"}', "found more than 1 MiB"),
    ("keys.json", json.dumps({f"k{number}": 1 for number in range(10_000)}).encode(), "found 10000 keys"),
    ("keys.toml", b"".join(b"k%d = 1\n" % number for number in range(10_000)), "found 10000 keys"),
    ("keys.yaml", b"".join(b"k%d: 1\n" % number for number in range(10_000)), "found thousands of entries"),
    ("deep.json", b'{"a":' * 100_000, "many levels deep"),
    ("nan.json", b'{"memory_mib": NaN}', "line 1: found NaN"),
    ("nan.toml", b"memory_mib = nan", "memory_mib: found nan"),
    ("infinite.yaml", b"memory_mib: .inf", "memory_mib: found inf"),
    ("huge.json", b'{"memory_mib": 1e999}', "memory_mib: found inf"),
    ("digits.toml", b"memory_mib = " + b"9" * 400, "memory_mib: found a huge number"),
    ("misspelt.toml", b'triger = "api"', "did you mean 'trigger'?"),
    ("quoted.toml", b'memory_mib = "512"', "memory_mib: found '512' (text)"),
    ("truth.json", b'{"gpu": 1}', "gpu: found 1 (a whole number)"),
    ("date.toml", b"memory_mib = 2020-01-01", "memory_mib"),
    ("long.toml", b'title = "' + b"x" * 3000 + b'"', "title"),
    ("escape.toml", b'"\\u001b[31mred" = 1', "an unknown fact"),
    ("number.yaml", b"1: 2", "1: found an unknown fact"),
    ("unknown.toml", b'unknown = ["gpux"]', "gpux: found an unknown fact"),
]


@pytest.mark.parametrize(("name", "content", "says"), FILES, ids=[row[0] for row in FILES])
def test_a_wrong_file_is_refused_with_its_place(command: Command, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = command("advise", str(tmp_path / name))
    assert (done.code, done.out) == (ExitCode.BAD_INPUT, "")
    assert says in done.err
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err


def test_every_wrong_fact_is_named_in_one_run(command: Command) -> None:
    done = command("advise", "-", stdin='{"gpu": 1, "memory_mib": -1, "triger": "api"}')
    assert [line.split(":")[0].strip() for line in done.err.splitlines()[1:]] == ["gpu", "memory_mib", "triger"]
