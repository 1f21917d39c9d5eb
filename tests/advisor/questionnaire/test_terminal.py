"""`advisor ask` on a real pseudo-terminal: whole sessions, garbage, a resize, Ctrl-C at any question, resumed sessions."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from advisor import Advisor
from advisor.cli.exits import ExitCode
from advisor.files import read_workload

ROOT = Path(__file__).parents[3]
WORDS = ["-m", "advisor", "ask"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")} | {"TERM": "xterm"}
LINE = [r"Answer[^\n]*: $", r"Enter for none: $", "Number: $", pexpect.EOF]
KEY = [r"\(\? don't know; why", r"\(Enter; \? don't", r"\(space, Enter", r"Go on\?[^(]*\(Enter; b", pexpect.EOF]
TEXT, PICK, TICK, CHOOSE, END = range(5)


class Terminal:
    """A session on a pseudo-terminal of 80 columns."""

    def __init__(self, folder: Path, *words: str, keep: bool = True) -> None:
        self.file = folder / "answers.toml"
        kept = ["-o", str(self.file)] if keep else []
        self.child = pexpect.spawn(
            sys.executable, [*WORDS, *words, *kept], cwd=str(ROOT), env=ENVIRONMENT | {"NO_COLOR": "1"}, encoding="utf-8",
            timeout=60, dimensions=(40, 80), echo=False,
        )  # fmt: skip
        self.seen = ""

    def wait(self, prompts: list[Any]) -> int:
        found = int(self.child.expect(prompts))
        self.seen += self.child.before + (self.child.after if isinstance(self.child.after, str) else "")
        return found

    def wait_for_keys(self) -> int:
        """The kind of the next prompt with arrow keys. An answered one is drawn once more, but not its heading."""
        found = self.wait([r"QUESTION \d+", *KEY[CHOOSE:]])
        return self.wait(KEY[:CHOOSE]) if found == 0 else found + CHOOSE - 1

    def say(self, text: str) -> None:
        self.child.sendline(text)

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.close()
        return int(self.child.exitstatus or 0)


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[Any]:
    opened: list[Terminal] = []

    def start(*words: str, keep: bool = True) -> Terminal:
        opened.append(Terminal(tmp_path, *words, keep=keep))
        return opened[-1]

    yield start
    for one in opened:
        one.child.close(force=True)


def test_a_whole_session_in_plain_lines(terminals: Any, advisor: Advisor) -> None:
    terminal = terminals("--plain")
    for _ in range(60):
        found = terminal.wait(LINE)
        if found == 2:
            break
        terminal.say("" if found == 1 else "?" if "Answer (" in terminal.child.after else "1")
    assert "Settled: " in terminal.seen
    terminal.say("1")
    assert terminal.end() == ExitCode.OK
    assert f"advisor advise {terminal.file}" in terminal.seen.replace("\r\n", " ").replace("  ", " ")
    leader = re.findall(r"Settled: ([^.]+)\. No unanswered", " ".join(terminal.seen.split()))[-1]
    answer = advisor.advise(read_workload(str(terminal.file)))
    assert {option.id: option.title for option in answer.options}[str(answer.recommendation.option)] == leader
    assert max(len(line.rstrip()) for line in terminal.seen.splitlines() if "│" not in line) <= 200


def test_garbage_is_refused_with_the_reason_and_commands_work(terminals: Any) -> None:
    terminal = terminals("--plain")
    terminal.wait(LINE)
    for text, told in (
        ("\x01\x7f\x1b[31mnonsense", "expected one of api,"),
        ("999", "expected one of api,"),
        ("", "expected one of"),
    ):
        terminal.say(text)
        terminal.wait(LINE)
        assert told in " ".join(terminal.seen.split()), text
        terminal.seen = ""
    for text, told in (
        ("change", "expected change FACT"),
        ("why", "WHY THIS IS ASKED"),
        ("show", "No answers yet"),
        ("help", "undo the last answer"),
        ("back", "nothing to undo"),
        ("change nothing-like-it", "expected change FACT"),
        ("save", "Written to"),
    ):
        terminal.say(text)
        terminal.wait(LINE)
        assert told in " ".join(terminal.seen.split()), text
        terminal.seen = ""
    terminal.say("5")
    assert terminal.wait(LINE) == 1
    for text in ("nonsense", "999", "1 2 nonsense"):
        terminal.say(text)
        terminal.wait(LINE)
        assert "expected numbers from 1 to" in " ".join(terminal.seen.split()), text
        terminal.seen = ""
    terminal.say("change longest_run_s")
    terminal.wait(LINE)
    for text, told in (
        ("soon", "expected a number in s"),
        ("5 parsecs", "no unit"),
        ("40 to 5 min", "in order"),
        ("-5", "expected a number in s from 0"),
    ):
        terminal.say(text)
        terminal.wait(LINE)
        assert told in " ".join(terminal.seen.split()), text
        terminal.seen = ""
    terminal.say("5 to 40 min, usually 8 min")
    terminal.wait(LINE)
    assert "Over your range of longest_run_s" in " ".join(terminal.seen.split())
    kept = tomllib.loads(terminal.file.read_text())
    assert kept["session"]["ranges"]["longest_run_s"] == {"low": 300, "high": 2400, "usual": 480}
    terminal.say("quit")
    assert terminal.end() == ExitCode.OK


def test_back_takes_the_last_answer_away(terminals: Any) -> None:
    terminal = terminals("--plain")
    terminal.wait(LINE)
    terminal.say("1")
    assert terminal.wait(LINE) == 1
    terminal.say("")
    terminal.wait(LINE)
    assert tomllib.loads(terminal.file.read_text())["gpu"] is False
    terminal.say("b")
    terminal.wait(LINE)
    kept = tomllib.loads(terminal.file.read_text())
    assert "gpu" not in kept
    assert kept["trigger"] == "api"


def test_contradicting_answers_are_shown_and_one_is_dropped(terminals: Any) -> None:
    terminal = terminals("--plain")
    terminal.wait(LINE)
    for name, value in (("longest_run_s", "30 s"), ("typical_run_ms", "2 min")):
        terminal.say(f"change {name}")
        terminal.wait(LINE)
        terminal.say(value)
        found = terminal.wait(LINE)
    assert found == 2
    assert "can't hold together" in terminal.seen
    terminal.say("1")
    terminal.wait(LINE)
    kept = tomllib.loads(terminal.file.read_text())
    assert len({"longest_run_s", "typical_run_ms"} & set(kept)) == 1


def test_control_c_at_each_question_of_a_session_that_goes_on_from_there(terminals: Any) -> None:
    """Every process is asked for one answer, and broken off at the next question; the next one goes on with the file."""
    asked: list[Any] = []
    for number in range(40):
        more = ["--resume", str(asked[-1].file)] if asked else []
        terminal = terminals("--plain", *more, keep=not asked)
        asked.append(terminal)
        found = terminal.wait(LINE)
        before = tomllib.loads(terminal.file.read_text())
        if number:
            terminal.seen = ""
            terminal.say("" if found == 1 else "?" if "Answer (" in terminal.child.after else "1")
            found = terminal.wait(LINE)
        terminal.child.sendcontrol("c")
        assert terminal.end() == ExitCode.INTERRUPTED
        assert f"advisor ask --resume {terminal.file}" in " ".join(terminal.seen.split())
        after = tomllib.loads(terminal.file.read_text())
        assert set(after["session"]["asked"]) >= set(before["session"]["asked"])
        assert (after != before) == (number > 0)
        if found == 2:
            break
    assert found == 2
    assert number > 4


def test_arrow_keys_a_resize_and_commands_in_one_key(terminals: Any) -> None:
    terminal = terminals()
    assert terminal.wait_for_keys() == PICK
    terminal.child.setwinsize(24, 60)
    terminal.child.expect(KEY[PICK])
    terminal.child.send("w")
    terminal.child.expect("WHY THIS IS ASKED")
    assert terminal.wait_for_keys() == PICK
    terminal.child.send("\x1b[B\r")
    assert terminal.wait_for_keys() == TICK
    kept = tomllib.loads(terminal.file.read_text())
    assert kept["trigger"] == "function-url"
    terminal.child.send("\x1b[B \r")
    terminal.wait_for_keys()
    kept = tomllib.loads(terminal.file.read_text())
    assert (kept["gpu"], kept["session"]["asked"].index("trigger")) == (False, 0)
    terminal.child.send("/")
    terminal.child.expect(r"Command[^\n]*\(why")
    terminal.child.send("change longest_run_s\r")
    assert terminal.wait_for_keys() == TEXT
    terminal.child.send("20 min\r")
    terminal.wait_for_keys()
    assert tomllib.loads(terminal.file.read_text())["longest_run_s"] == 1200
    terminal.child.sendcontrol("c")
    assert terminal.end() == ExitCode.INTERRUPTED


def test_each_kind_of_prompt_with_arrow_keys(terminals: Any, advisor: Advisor) -> None:
    """A whole session by the first line of each list, with the key for what is not known and that for a step back."""
    terminal = terminals()
    seen: dict[int, int] = {}
    for _ in range(60):
        found = terminal.wait_for_keys()
        seen[found] = seen.get(found, 0) + 1
        if found == CHOOSE:
            break
        first = {TICK: " \r", PICK: "\r", TEXT: "?\r"}
        terminal.child.send(
            "b" if found == TICK and seen[found] == 2 else (first if seen[found] < 4 else {**first, TICK: "\r"})[found]
        )
    assert {TICK, PICK, CHOOSE} <= set(seen)
    assert tomllib.loads(terminal.file.read_text())["gpu"] is True
    terminal.child.send("s")
    terminal.child.expect("YOUR ANSWERS")
    assert terminal.wait_for_keys() == CHOOSE
    terminal.child.send("q")
    assert terminal.end() == ExitCode.OK
    assert advisor.advise(read_workload(str(terminal.file))).recommendation.option


@pytest.mark.parametrize("words", [("--plain",), ()], ids=["lines", "keys"])
@pytest.mark.parametrize("place", ["open", "coming"])
def test_an_interrupt_is_never_lost(terminals: Any, words: tuple[str, ...], place: str) -> None:
    """The signal itself, while a prompt is open and while the next one is worked out."""
    terminal = terminals(*words)
    terminal.wait(LINE) if words else terminal.wait_for_keys()
    if place == "coming":
        terminal.child.send("1\r" if words else "\r")
        terminal.child.expect("api: an HTTP API in front" if not words else r"\n")
    terminal.child.kill(signal.SIGINT)
    assert terminal.end() == ExitCode.INTERRUPTED
    assert f"advisor ask --resume {terminal.file}" in " ".join(terminal.seen.split())
    assert isinstance(tomllib.loads(terminal.file.read_text())["session"]["asked"], list)


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *WORDS],
        check=False,
        input="1\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        env=ENVIRONMENT,
    )
    assert done.returncode == ExitCode.BAD_INPUT
    assert "advisor advise FILE" in done.stderr
    assert done.stdout == ""


def test_end_of_input_saves_and_ends(terminals: Any) -> None:
    terminal = terminals("--plain")
    terminal.wait(LINE)
    terminal.child.sendeof()
    assert terminal.end() == ExitCode.OK
    assert terminal.file.exists()
