"""The registry, the extras, the examples, and the page of documentation that is written from the commands."""

import tomllib
from pathlib import Path

import pytest
import typer

from advisor.cli import app, extras, registry
from advisor.cli.exits import MEANINGS, ExitCode
from advisor.cli.reference import PAGE, reference
from advisor.cli.terminal import folded
from advisor.shipped import NoSuchExampleError, example_names, example_path
from tests.advisor.cli.conftest import Command

ROOT = Path(__file__).parents[3]


def test_every_command_loads_and_is_described_once() -> None:
    names = [command.name for command in registry.COMMANDS]
    assert len(set(names)) == len(names)
    for command in registry.COMMANDS:
        loaded = command.load()
        assert isinstance(loaded, typer.Typer) or loaded.__doc__
        assert command.summary.endswith(".")
        assert len(command.summary) <= 64


def test_only_the_wanted_command_is_loaded(monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    loaded: list[str] = []

    def load(one: registry.Command) -> object:
        loaded.append(one.name)
        return original(one)

    original = app._load
    monkeypatch.setattr(app, "_load", load)
    assert command("options", "--format", "json").code == 0
    assert loaded == ["options"]


def test_the_page_of_the_command_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run `python -m advisor.cli.reference`"


def test_the_page_names_every_command_option_and_code() -> None:
    page = reference()
    assert all(f"## advisor {command.name}\n" in page for command in registry.COMMANDS)
    assert all(f"| {code.value} | {MEANINGS[code]} |" in page for code in ExitCode)
    assert page.count("--as-of DATE") >= 5


def test_help_names_every_exit_code(command: Command) -> None:
    text = " ".join(command("--help").out.split())
    assert all(f"{code.value} {MEANINGS[code]}" in text for code in ExitCode)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [
        "typer>=0.20",
        'surely-missing>=1; extra == "docs"',
        "other-missing; sys_platform == 'neverland' and extra == 'far'",
        'pytest>=8; extra == "near"',
        'aws-compute-advisor[docs,near]; extra == "all"',
    ]
    monkeypatch.setattr(extras, "requires", lambda _: wanted)
    extras.need("near")
    extras.need("far")
    extras.need("unheard-of")
    for extra in ("docs", "all"):
        with pytest.raises(extras.MissingExtraError) as caught:
            extras.need(extra)
        assert f"the extra {extra!r} (surely-missing is missing)" in str(caught.value)
        assert f"pip install 'aws-compute-advisor[{extra}]'" in str(caught.value)


def test_a_command_whose_extra_is_missing_says_so(monkeypatch: pytest.MonkeyPatch, command: Command) -> None:
    monkeypatch.setattr(extras, "extras_of_commands", lambda: {"demo": ("docs",)})
    monkeypatch.setattr(app, "extras_of_commands", lambda: {"demo": ("docs",)})
    broken = tuple(
        registry.Command("demo", "no_such_module_anywhere:demo", one.summary, one.panel) if one.name == "demo" else one
        for one in registry.COMMANDS
    )
    monkeypatch.setattr(app, "COMMANDS", broken)
    done = command("demo")
    assert done.code == ExitCode.NOT_INSTALLED
    assert "pip install 'aws-compute-advisor[docs]'" in done.err
    assert command("--help").code == 0


def test_the_extras_of_commands_exist() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for named in extras.extras_of_commands().values():
        assert set(named) <= set(declared)


def test_no_metadata_means_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    def requires(name: str) -> list[str]:
        raise extras.PackageNotFoundError(name)

    monkeypatch.setattr(extras, "requires", requires)
    extras.need("docs")
    extras.need_for("ask")
    extras.need_for("advise")


def test_examples_are_found_by_name() -> None:
    assert "api-rds-payment" in example_names()
    assert len(example_names()) >= 10
    assert all(example_path(name).is_file() for name in example_names())
    for name in ("nope", "../pyproject", "/etc/passwd", ""):
        with pytest.raises(NoSuchExampleError, match="api-rds-payment"):
            example_path(name)


@pytest.mark.parametrize(
    ("line", "across", "rows"),
    [
        ("advisor: short", 40, ["advisor: short"]),
        ("", 40, [""]),
        (
            "  mine.toml: found no such file; expected a workload file; check the path",
            40,
            ["  mine.toml: found no such file;", "    expected a workload file; check the", "    path"],
        ),
        ("advisor: " + "x" * 60, 40, ["advisor:", "  " + "x" * 60]),
    ],
)
def test_an_error_on_a_terminal_breaks_between_words(
    line: str, across: int, rows: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be copied, such as a path, is never cut."""
    monkeypatch.setenv("COLUMNS", str(across))
    assert folded(line) == rows
