"""The command as a process of its own: start-up, pipes, signals, terminals, broken knowledge, faults of the program."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pexpect
import pytest

from advisor.cli.exits import ExitCode
from tests.advisor.cli.conftest import EXAMPLES, Command

ROOT = Path(__file__).parents[3]
ADVISOR = [sys.executable, "-m", "advisor"]
EXAMPLE = str(EXAMPLES / "api-rds-payment.toml")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")}


def run(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    settings: dict[str, object] = {"capture_output": True, "text": True, "cwd": ROOT, "env": ENVIRONMENT, "timeout": 60} | more
    return subprocess.run([*ADVISOR, *words], check=False, **settings)  # type: ignore[call-overload, no-any-return]


def loaded_by(code: str) -> set[str]:
    """The modules that are loaded once some code has run in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"],
        check=True, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return set(told.stderr.split())


def test_the_version_loads_nothing_slow() -> None:
    beside = loaded_by("import advisor.cli")
    loaded = loaded_by("from advisor.cli import main\nassert main(['--version']) == 0")
    assert not {name.partition(".")[0] for name in loaded - beside} & {
        "typer",
        "rich",
        "pydantic",
        "experta",
        "jinja2",
        "fastapi",
    }


@pytest.mark.parametrize("words", ["'--help'", "'advise', '--help'", f"'advise', {EXAMPLE!r}", "'rules'"])
def test_a_command_does_not_load_what_only_others_need(words: str) -> None:
    loaded = loaded_by(f"from advisor.cli import main\nassert main([{words}]) == 0")
    assert not {"fastapi", "uvicorn", "polars", "questionary", "jinja2", "ruamel"} & {name.partition(".")[0] for name in loaded}


def test_a_pipe_gets_utf_8_and_the_same_bytes_in_every_locale() -> None:
    outputs = {
        run("advise", EXAMPLE, text=False, env=ENVIRONMENT | settings).stdout
        for settings in ({}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}, {"COLUMNS": "40"}, {"FORCE_COLOR": "1"})
    }
    assert len(outputs) == 1
    assert "▌ AWS Lambda".encode() in outputs.pop()


def test_a_reader_that_goes_away_is_no_fault() -> None:
    with subprocess.Popen(
        [*ADVISOR, "rules", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == ExitCode.READER_GONE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = run("advise", EXAMPLE, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == ExitCode.NO_OUTPUT
    assert done.stderr == "advisor: standard output: found no space left on device; expected room to write\n"


def test_closed_standard_output_is_told() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m advisor rules >&-"], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == ExitCode.NO_OUTPUT
    assert "found it closed" in done.stderr


def test_an_interrupt_ends_quietly() -> None:
    with subprocess.Popen([*ADVISOR, "advise", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stderr is not None
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == ExitCode.INTERRUPTED
        assert process.stderr.read() == b""


def on_a_terminal(*words: str, columns: int = 80, **settings: str) -> str:
    command = pexpect.spawn(
        ADVISOR[0], [*ADVISOR[1:], *words], cwd=str(ROOT), env=ENVIRONMENT | {"TERM": "xterm-256color"} | settings,
        dimensions=(60, columns), timeout=60, encoding="utf-8",
    )  # fmt: skip
    told: str = command.read()
    command.close()
    assert command.exitstatus == 0
    return told.replace("\r\n", "\n")


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_terminal_gets_the_same_words_in_colour() -> None:
    shown = on_a_terminal("advise", EXAMPLE)
    assert "\x1b[1;32mAWS" in shown
    assert without_colour(shown).rstrip() == run("advise", EXAMPLE).stdout.rstrip()


@pytest.mark.parametrize("settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_turned_off(settings: dict[str, str]) -> None:
    shown = on_a_terminal("advise", EXAMPLE, **settings)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown)
    assert without_colour(shown).rstrip() == run("advise", EXAMPLE).stdout.rstrip()


@pytest.mark.parametrize(("columns", "widest"), [(120, 100), (100, 100), (60, 60)])
def test_the_width_follows_the_terminal(columns: int, widest: int) -> None:
    lines = without_colour(on_a_terminal("advise", EXAMPLE, columns=columns)).splitlines()
    assert max(len(line) for line in lines if max(map(len, line.split()), default=0) < 30) <= widest + 1
    assert "─" * widest in lines


def test_a_terminal_does_not_obey_a_title(tmp_path: Path) -> None:
    (tmp_path / "workload.toml").write_text(
        'title = "\\u001b]0;owned\\u0007\\u001b[2J[bold red]x[/] \\u202etxt"\ntrigger = "api"'
    )
    shown = on_a_terminal("advise", str(tmp_path / "workload.toml"))
    assert without_colour(shown).startswith("[bold red]x[/] txt\n")


def copy_of_knowledge(folder: Path) -> Path:
    """A copy of the knowledge base in a folder of its own."""
    shutil.copytree(ROOT / "knowledge", folder / "knowledge", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder / "knowledge"


def test_broken_knowledge_has_a_code_of_its_own(command: Command, tmp_path: Path) -> None:
    folder = copy_of_knowledge(tmp_path)
    (folder / "rules" / "extra.toml").write_text("id = ")
    (folder / "weights.toml").write_text("because = 1")
    done = command("check", "--knowledge", str(folder))
    assert (done.code, done.out) == (ExitCode.BROKEN_KNOWLEDGE, "")
    assert "rules/extra.toml: found" in done.err


def test_a_failed_case_is_named(command: Command, tmp_path: Path) -> None:
    folder = copy_of_knowledge(tmp_path)
    file = next(
        path
        for path in (folder / "rules").rglob("*.toml")
        if 'id        = "LIM-001"' in path.read_text() or "LIM-001" in path.name
    )
    text = file.read_text()
    file.write_text(text.replace('expect = "silent"', 'expect = "asks"', 1))
    assert file.read_text() != text
    done = command("check", "--knowledge", str(folder))
    assert done.code == ExitCode.CHECK_FAILED
    assert re.search(r"failed     LIM-001, case '.*': expected asks, found silent", done.out)


def test_a_fault_of_the_program_is_one_line(command: Command, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a\nfault")

    monkeypatch.setattr("advisor.cli.advise.tell", fail)
    done = command("advise", example)
    assert (done.code, done.out) == (ExitCode.INTERNAL, "")
    assert done.err.count("\n") == 1
    assert "a fault of the program: KeyError: 'a\\nfault' (" in done.err
    assert "Please tell the maintainers of aws-compute-advisor" in done.err
    monkeypatch.setenv("ADVISOR_TRACEBACK", "1")
    assert "Traceback" in command("advise", example).err


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (MemoryError(), ExitCode.INTERNAL),
        (RecursionError("deep"), ExitCode.INTERNAL),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
    ],
)
def test_even_the_worst_ends_in_order(
    command: Command, example: str, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: ExitCode
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("advisor.cli.advise.tell", fail)
    done = command("advise", example)
    assert done.code == code
    assert "Traceback" not in done.err


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


def test_an_incomplete_installation_is_one_line() -> None:
    code = "import sys; sys.modules['typer'] = None\nfrom advisor.cli import main\nsys.exit(main(['rules']))"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == ExitCode.NOT_INSTALLED
    assert done.stderr.startswith("advisor: the installation is incomplete: ")
    assert done.stderr.count("\n") == 1


def test_serve_answers_until_it_is_interrupted() -> None:
    port = free_port()
    with subprocess.Popen([*ADVISOR, "serve", "--port", str(port)], stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == (
            f"the advisor listens on http://127.0.0.1:{port}, for a browser and, below /v1, for programs; Ctrl-C ends it\n"
        )
        while "Application startup complete" not in (line := process.stderr.readline()):
            assert line, "the server ended"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert answer.status == 200
            assert "server" not in {name.lower() for name in answer.headers}
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(60) == ExitCode.INTERRUPTED
        assert "Traceback" not in rest


def test_serve_answers_in_several_processes() -> None:
    port = free_port()
    command = [*ADVISOR, "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        started: set[str] = set()
        while len(started) < 2:
            line = process.stderr.readline()
            assert line, "the server ended"
            if "Started server process" in line:
                started.add(line.partition("[")[2])
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(60) == ExitCode.INTERRUPTED
        assert "Traceback" not in rest


def test_serve_says_that_a_port_is_taken(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
        done = command("serve", "--port", str(port))
    assert done.code == ExitCode.BAD_INPUT
    assert f"found 127.0.0.1:{port} (address already in use)" in done.err
