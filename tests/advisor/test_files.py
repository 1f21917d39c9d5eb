"""Workload files in three formats, and every way in which one can be wrong: the place is named, nothing is guessed."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, InvalidWorkloadError
from advisor.files import (
    MAX_BYTES,
    BrokenSyntaxError,
    NoSuchWorkloadError,
    RepeatedKeyError,
    Syntax,
    TooLargeError,
    UnreadableWorkloadError,
    parse_workload,
    read_workload,
    sniff,
)

EXPECTED = {"title": "Orders", "trigger": "api", "gpu": False, "memory_mib": 512, "vpc_resources": ["rds"]}
TEXTS: dict[Syntax, str] = {
    "toml": 'title = "Orders"\ntrigger = "api"\ngpu = false\nmemory_mib = 512\nvpc_resources = ["rds"]\n',
    "json": json.dumps(EXPECTED),
    "yaml": "title: Orders\ntrigger: api\ngpu: false\nmemory_mib: 512\nvpc_resources: [rds]\n",
}


@pytest.mark.parametrize(
    ("syntax", "ending"),
    [("toml", "toml"), ("json", "json"), ("yaml", "yaml"), ("yaml", "yml"), ("toml", "TOML"), ("json", "txt")],
)
def test_one_workload_reads_the_same_from_every_format(tmp_path: Path, syntax: Syntax, ending: str) -> None:
    file = tmp_path / f"workload.{ending}"
    file.write_text(TEXTS[syntax])
    assert read_workload(str(file)) == EXPECTED


@pytest.mark.parametrize("syntax", ["toml", "json", "yaml"])
@pytest.mark.parametrize("told", [True, False])
def test_standard_input_is_read_with_and_without_a_format(monkeypatch: pytest.MonkeyPatch, syntax: Syntax, told: bool) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS[syntax].encode())))
    assert read_workload("-", syntax if told else None) == EXPECTED


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("# a comment\n\n  trigger = 'api'", "toml"),
        ('"trigger" = "api"', "toml"),
        ("[session]", "toml"),
        ("{", "json"),
        ("\n\t{}", "json"),
        ("---\ntrigger: api", "yaml"),
        ("trigger:\n  - x", "yaml"),
        ("'a fact': 1", "yaml"),
    ],
)
def test_the_first_line_tells_the_format(text: str, syntax: str) -> None:
    assert sniff(text) == syntax


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse_workload(b"\xef\xbb\xbftrigger = 'api'") == {"trigger": "api"}


def test_yaml_is_version_1_2() -> None:
    assert parse_workload(b"title: NO\ndescription: 12:30", "yaml") == {"title": "NO", "description": "12:30"}


BROKEN: list[tuple[str, bytes, Syntax | None, type[UnreadableWorkloadError], str]] = [
    ("empty", b"", None, BrokenSyntaxError, "an empty file"),
    ("blank", b" \n\t\n", "json", BrokenSyntaxError, "an empty file"),
    ("comments only", b"# to do\n", "toml", BrokenSyntaxError, "no fact"),
    ("comments only, YAML", b"# to do\n", "yaml", BrokenSyntaxError, "no fact"),
    ("no format", b"hello world", None, BrokenSyntaxError, "write one fact"),
    ("a list", b"[1]", "json", BrokenSyntaxError, "found a list"),
    ("a text", b'"api"', "json", BrokenSyntaxError, "found text"),
    ("null", b"null", "json", BrokenSyntaxError, "found null"),
    ("a YAML list", b"- 1", "yaml", BrokenSyntaxError, "found a list"),
    ("truncated TOML", b'a = 1\nb = "', "toml", BrokenSyntaxError, "w, line 2: found broken TOML"),
    ("truncated TOML table", b"a = 1\nb = [1,\n", "toml", BrokenSyntaxError, "the end of the text"),
    ("truncated JSON", b'{"a": 1,\n"b": ', "json", BrokenSyntaxError, "w, line 2: found broken JSON (it ends too early)"),
    ("JSON comment", b'{"a": 1,\n// x\n"b": 2}', "json", BrokenSyntaxError, "w, line 2"),
    ("broken YAML", b"a: 1\nb: c: d", "yaml", BrokenSyntaxError, "w, line 2: found broken YAML"),
    ("tab in YAML", b"a:\n\t- b", "yaml", BrokenSyntaxError, "w, line 2"),
    ("two YAML documents", b"a: 1\n---\nb: 2", "yaml", BrokenSyntaxError, "w, line 2"),
    ("unhashable YAML key", b"? {a: b}\n: 1", "yaml", BrokenSyntaxError, "broken YAML"),
    ("Python in YAML", b"a: !!python/object/apply:os.system [ls]", "yaml", BrokenSyntaxError, "broken YAML"),
    ("control character in YAML", b"a: \x1b[31m", "yaml", BrokenSyntaxError, "broken YAML"),
    ("UTF-16", "a = 1".encode("utf-16"), None, BrokenSyntaxError, "w, line 1: found UTF-16"),
    ("Latin-1", b'a = 1\nb = "\xe9"', None, BrokenSyntaxError, "w, line 2: found the byte 0xe9"),
    ("key twice, TOML", b"a = 1\nb = 1\na = 2", "toml", RepeatedKeyError, "w, line 3: found 'a' a second time"),
    ("table twice, TOML", b"[a]\n[a]", "toml", RepeatedKeyError, "w, line 2"),
    ("key twice, JSON", b'{"a": 1,\n"b": {"a": 2},\n"a": 3}', "json", RepeatedKeyError, "w, line 3: found 'a' a second time"),
    ("key twice, escaped", b'{"a": 1, "\\u0061": 3}', "json", RepeatedKeyError, "w, line 1"),
    ("key twice, YAML", b"a: 1\nb: 2\na: 3", "yaml", RepeatedKeyError, "w, line 3: found 'a' a second time"),
    ("NaN", b'{"title": "NaN",\n"a": NaN}', "json", BrokenSyntaxError, "w, line 2: found NaN"),
    ("infinity", b'{"a": [1, -Infinity]}', "json", BrokenSyntaxError, "w, line 1: found -Infinity"),
    ("alias", b"a: &x [1]\nb: [*x, *x]", "yaml", BrokenSyntaxError, "w, line 1: found the anchor or alias 'x'"),
    ("alias that nobody set", b"a: 1\nb: *x", "yaml", BrokenSyntaxError, "w, line 2: found the anchor or alias 'x'"),
    ("half a character", b'{"title": "\\ud800"}', "json", BrokenSyntaxError, "lone surrogate"),
    ("half a character in a key", b'{"\\ud800": 1}', "json", BrokenSyntaxError, "lone surrogate"),
    ("endless digits, JSON", b'{"a": ' + b"9" * 5000 + b"}", "json", BrokenSyntaxError, "thousands of digits"),
    ("endless digits, TOML", b"a = " + b"9" * 5000, "toml", BrokenSyntaxError, "thousands of digits"),
    ("endless digits, YAML", b"a: " + b"9" * 5000, "yaml", BrokenSyntaxError, "thousands of digits"),
    ("one byte too many", b"#" * (MAX_BYTES + 1), "toml", TooLargeError, "more than 1 MiB"),
    ("10 MB", b"a = 1\n" * 2_000_000, "toml", TooLargeError, "more than 1 MiB"),
    ("deep JSON", b'{"a":' * 50_000, "json", TooLargeError, "many levels deep"),
    ("deep TOML", b"a = " + b"[" * 50_000, "toml", TooLargeError, "many levels deep"),
    ("deep YAML", b"a: " + b"[" * 50_000, "yaml", TooLargeError, "many levels deep"),
    ("deep and whole JSON", b'{"a":' * 400 + b"1" + b"}" * 400, "json", TooLargeError, "many levels deep"),
    ("many YAML entries", b"".join(b"k%d: 1\n" % number for number in range(10_000)), "yaml", TooLargeError, "thousands"),
]


@pytest.mark.parametrize(("content", "syntax", "kind", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_cannot_be_read_is_refused_with_its_place(
    content: bytes, syntax: Syntax | None, kind: type[UnreadableWorkloadError], says: str
) -> None:
    with pytest.raises(kind) as caught:
        parse_workload(content, syntax, "w")
    (problem,) = caught.value.problems
    assert says in str(problem)
    assert all((problem.where, problem.found, problem.expected, problem.remedy))
    assert "found found" not in str(problem)
    assert "\n" not in str(problem)


def test_nesting_up_to_the_limit_is_left_to_the_vocabulary() -> None:
    assert parse_workload(b'{"session":' * 19 + b"{}" + b"}" * 19, "json")


def test_a_file_of_no_known_format_is_told_the_option(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("hello world")
    with pytest.raises(BrokenSyntaxError, match="--input-format, or write one fact"):
        read_workload(str(tmp_path / "mine"))


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b", "x" * 300])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchWorkloadError) as caught:
        read_workload(str(tmp_path / name))
    assert str(tmp_path) in caught.value.problems[0].where


def test_an_endless_file_ends() -> None:
    with pytest.raises(TooLargeError):
        read_workload("/dev/zero")


def test_closed_standard_input_is_an_empty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(BrokenSyntaxError):
        read_workload("-")


def test_the_errors_are_one_tree() -> None:
    tree: dict[type[Any], type[Any]] = {
        UnreadableWorkloadError: InvalidWorkloadError,
        InvalidWorkloadError: AdvisorError,
        NoSuchWorkloadError: UnreadableWorkloadError,
        TooLargeError: UnreadableWorkloadError,
        RepeatedKeyError: BrokenSyntaxError,
    }
    assert all(issubclass(kind, parent) for kind, parent in tree.items())
