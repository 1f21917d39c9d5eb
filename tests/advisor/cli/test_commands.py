"""Each command end to end in this process: what it prints, in every format."""

import json
import re
from pathlib import Path

import pytest

from advisor import advise
from advisor.cli.exits import ExitCode
from advisor.cli.registry import COMMANDS
from advisor.entries import COLLECTIONS
from advisor.files import read_workload
from knowledge import Base
from tests.advisor.cli.conftest import EXAMPLES, Command

KINDS = ("rules", "facts", "figures", "options", "sources", "components", "notes")
ESCAPE = "\x1b"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("chosen", ["text", "json", "md", "html"])
def test_advice_on_every_example_in_every_format(command: Command, path: Path, chosen: str) -> None:
    done = command("advise", str(path), "--format", chosen)
    assert (done.code, done.err) == (0, "")
    assert advise(read_workload(str(path))).recommendation.option or "No recommendation" in done.out
    assert done.out.endswith("\n")
    assert ESCAPE not in done.out
    assert done == command("advise", str(path), "--format", chosen)


def test_json_is_the_model(command: Command, example: str) -> None:
    done = command("advise", example, "--format", "json")
    assert json.loads(done.out) == advise(read_workload(example)).model_dump(mode="json")


def test_text_into_a_pipe_is_80_columns_wide(command: Command, example: str) -> None:
    for words in (["advise", example], ["advise", example, "--full"], ["why", example, "batch-ec2"], ["demo"]):
        wide = [line for line in command(*words).out.splitlines() if len(line) > 80]
        assert [line for line in wide if max(len(word) for word in line.split()) < 60] == [], "only long words may stick out"


def test_the_long_text_leads_to_every_source(command: Command, example: str) -> None:
    short, full = command("advise", example).out, command("advise", example, "--full").out
    assert len(short.splitlines()) < 400
    assert "HOW TO GO ON" in short
    assert "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html" in full
    for rule in re.findall(r"\[([A-Z]+-\d+[^\]]*)\]", short):
        assert f"\n{rule} · " in full


def test_a_date_picks_the_edition(command: Command, example: str) -> None:
    then = json.loads(command("advise", example, "--as-of", "2020-02-01", "--format", "json").out)
    assert then["edition"]["as_of"] == "2020-02-01"
    assert "lambda-durable" not in {option["id"] for option in then["options"]}


def test_settings_go_before_the_file(command: Command, example: str) -> None:
    done = json.loads(command("advise", example, "--set", "memory_mib=2GB", "--set", "os=unknown", "--format", "json").out)
    assert done["workload"]["memory_mib"] == 2048
    assert "os" not in done["workload"]
    assert done["unknown"] == ["os"]


@pytest.mark.parametrize(
    ("text", "more"),
    [('{"trigger": "s3"}', []), ("trigger: s3", []), ('trigger = "s3"', []), ("trigger: s3", ["--input-format", "yml"])],
)
def test_standard_input(command: Command, text: str, more: list[str]) -> None:
    done = command("advise", "-", "--format", "json", *more, stdin=text)
    assert json.loads(done.out)["workload"] == {"trigger": "s3"}


@pytest.mark.parametrize(
    ("name", "starts"), [("a.md", "# "), ("a.html", "<!doctype html>"), ("a.json", "{"), ("a.txt", "Order API")]
)
def test_the_ending_of_the_output_picks_the_format(
    command: Command, example: str, tmp_path: Path, name: str, starts: str
) -> None:
    done = command("advise", example, "-o", str(tmp_path / name))
    assert done.out == ""
    assert done.err == f"written to {tmp_path / name}\n"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(starts)


def test_no_command_is_the_demonstration(command: Command) -> None:
    alone, demo = command(), command("demo")
    assert alone == demo
    assert alone.out.startswith("Order API on RDS that calls a payment provider\n")


@pytest.mark.parametrize("chosen", ["text", "json", "md", "html"])
def test_why_for_every_option(command: Command, example: str, base: Base, chosen: str) -> None:
    for option in base.options:
        done = command("why", example, option, "--format", chosen)
        assert (done.code, done.err) == (0, "")
        if chosen == "json":
            assert json.loads(done.out)["option"]["id"] == option
        else:
            assert base.options[option].title in done.out


@pytest.mark.parametrize("kind", KINDS)
def test_lists_have_one_line_for_each_entry(command: Command, base: Base, kind: str) -> None:
    done = command(kind)
    assert done.code == 0
    entries = json.loads(command(kind, "--format", "json").out)["items"]
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[-len(entries) :]] == sorted(entry["id"] for entry in entries)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chosen", ["text", "json", "md", "html"])
def test_every_entry_can_be_shown(command: Command, base: Base, kind: str, chosen: str) -> None:
    names = list(getattr(base, kind))
    for name in [*names[:: max(1, len(names) // 12)], names[-1]]:
        done = command(kind, "show", name, "--format", chosen)
        assert (done.code, done.err) == (0, "")
        assert chosen == "html" or name.replace("_", "") in done.out.replace("\\", "").replace("_", "").replace("\n", "")


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda collection: collection.name)
@pytest.mark.parametrize("as_of", ["2020-02-01", "2026-11-28"])
def test_lists_are_the_documents_of_the_http_interface(command: Command, collection: object, as_of: str) -> None:
    from fastapi.testclient import TestClient

    from api.app import create_app

    name = collection.name  # type: ignore[attr-defined]
    done = json.loads(command(name, "--format", "json", "--as-of", as_of).out)
    with TestClient(create_app()) as client:
        assert done == client.get(f"/v1/{name}", params={"as_of": as_of}).json()
        first = done["items"][0]["id"]
        single = json.loads(command(name, "show", first, "--format", "json", "--as-of", as_of).out)
        assert single == client.get(f"/v1/{name}/{first}", params={"as_of": as_of}).json()


def test_a_member_of_a_component_and_of_a_figure_can_be_shown(command: Command) -> None:
    assert "interface-endpoint:sqs" in command("components", "show", "interface-endpoint:sqs").out
    assert "32" in command("figures", "show", "batch.fargate.max:vcpu").out


def test_a_list_knows_its_date(command: Command) -> None:
    then, now = (command("options", *words).out for words in (["--as-of", "2020-02-01"], []))
    assert "lambda-microvm" in now
    assert "lambda-microvm" not in then


@pytest.mark.slow
def test_check_counts_the_cases(command: Command, base: Base) -> None:
    done = command("check")
    count = sum(len(rule.case) for rule in base.rules.values() if rule.status == "reviewed")
    assert done.code == ExitCode.OK, done.out
    assert done.out.splitlines()[-1] == f"cases      {count:,} of {count:,} as expected"
    assert json.loads(command("check", "--format", "json").out)["failures"] == []


@pytest.mark.parametrize("name", ["", *(command.name for command in COMMANDS), *(f"{kind} show" for kind in KINDS)])
def test_every_command_has_help_without_internals(command: Command, name: str) -> None:
    done = command(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.strip().startswith(f"Usage: advisor {name}".strip())
    assert "Raises" not in done.out


def test_version(command: Command) -> None:
    for words in (["--version"], ["--version", "--help"]):
        assert command(*words).code == 0
    assert re.fullmatch(r"advisor \S+\n", command("--version").out)
