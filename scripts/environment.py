#!/usr/bin/env python3
"""Bring ``.venv`` up to date, for run and test: ``environment.py STAMP PART...`` or ``environment.py --system``.

A part is ``core``, an extra or ``test``; each has its lock with hashes. ``.venv/.parts/PART`` holds the stamp of the
files that it was installed from, so that a change of pyproject.toml or of a lock installs again. Several of these may
start at once: one works, the others wait. One that was killed half-way leaves ``.venv/.parts/.unfinished`` behind, and
the next starts from nothing. Everything is said on standard error, so that standard output is left to ``advisor``.

Uses the standard library only, because it runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PARTS = VENV / ".parts"
UNFINISHED = PARTS / ".unfinished"
LOG = ROOT / ".venv.log"

# Debian packages that tests use, by the command or the library that each brings; the driver of the browser loads libatomic.
SYSTEM_PACKAGES = {"chromium": "chromium", "pdftoppm": "poppler-utils", "tmux": "tmux", "libatomic.so.1": "libatomic1"}


class SetupError(Exception):
    """A step that could not be done; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks; errors are told in one message."""
    try:
        if arguments == ["--system"]:
            install_system_packages()
        else:
            stamp, *parts = arguments
            with lock() as held:
                prepare(stamp, list(dict.fromkeys(parts)), held)
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


@contextmanager
def lock() -> Iterator[int]:
    """Hold the right to change .venv. Children inherit it, so an orphaned pip is waited for as well."""
    with (ROOT / ".venv.lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is running: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def prepare(stamp: str, parts: list[str], held: int) -> None:
    """Install the parts that are missing or older than the stamp, and those that stood beside them."""
    if installed(stamp) >= {*parts}:
        return
    start = time.monotonic()
    if UNFINISHED.exists() or moved() or not runs(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
    present = sorted(path.name for path in PARTS.glob("[!.]*"))
    fresh = not installed(stamp)
    wanted = list(dict.fromkeys([*parts, *present])) if fresh else parts
    announce(wanted, fresh=fresh, known=present)
    create_environment(held)
    with unfinished():
        install(wanted, held, fresh=fresh)
        for part in wanted:
            (PARTS / part).write_text(stamp + "\n", encoding="utf-8")
    say(f"ready after {time.monotonic() - start:.0f} s")


@contextmanager
def unfinished() -> Iterator[None]:
    """Leave a mark while work goes on, so that a kill is noticed; an error that pip reports undoes itself."""
    PARTS.mkdir(exist_ok=True)
    UNFINISHED.touch()
    try:
        yield
    except SetupError:
        UNFINISHED.unlink()
        raise
    UNFINISHED.unlink()


def install(parts: list[str], held: int, *, fresh: bool) -> None:
    """Install the parts; on a fresh start also what builds packages, and the project itself."""
    if fresh:
        for path in PARTS.glob("[!.]*"):
            path.unlink()
        pip(held, "--require-hashes", "-r", "requirements/build.lock")
    pip(held, "--require-hashes", "--no-build-isolation", *(word for part in parts for word in ("-r", lock_of(part))))
    if fresh:
        pip(held, "--no-build-isolation", "--no-deps", "--editable", ".")


def installed(stamp: str) -> set[str]:
    """The parts that stand in .venv and were installed from the files of this stamp."""
    if UNFINISHED.exists() or not (VENV / "bin" / "advisor").exists():
        return set()
    return {path.name for path in PARTS.glob("[!.]*") if path.read_text(encoding="utf-8").strip() == stamp}


def announce(wanted: list[str], *, fresh: bool, known: list[str]) -> None:
    """Say what is going to be installed, and from where."""
    if fresh:
        verb = "bringing .venv up to date" if known else "first use: setting up .venv"
        say(f"{verb} from {', '.join(lock_of(part) for part in wanted)}")
        return
    for part in wanted:
        if part not in known:
            say(f"this needs {part!r}: installing it from {lock_of(part)}")


def lock_of(part: str) -> str:
    """The lock of a part."""
    name = "requirements.lock" if part == "core" else f"requirements/{part}.lock"
    if not (ROOT / name).exists():
        raise SetupError(f"There is no part {part!r}: {name} is missing. scripts/lock.py writes the locks.")
    return name


def create_environment(held: int) -> None:
    """Make .venv, with pip inside, unless it is there."""
    if runs(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_debian(["python3-venv"])
    work(held, [sys.executable, "-m", "venv", str(VENV)], "making .venv failed")


def runs(python: Path) -> bool:
    """Whether this interpreter starts and has pip."""
    command = [str(python), "-c", "import pip"]
    return python.exists() and subprocess.run(command, check=False, capture_output=True).returncode == 0


def moved() -> bool:
    """Whether .venv was made at another place, which its commands still name."""
    settings = VENV / "pyvenv.cfg"
    lines = settings.read_text(encoding="utf-8").splitlines() if settings.exists() else []
    return any(line.startswith("command = ") and not line.endswith(f" {VENV}") for line in lines)


def pip(held: int, *arguments: str) -> None:
    """Run pip's install in .venv."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", *arguments]
    work(held, command, "installing failed (is the network there?)")


def work(held: int, command: list[str], trouble: str) -> None:
    """Run a command quietly; when it fails, show the end of what it said."""
    with LOG.open("w+", encoding="utf-8", errors="replace") as log:
        done = subprocess.run(
            command, check=False, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            pass_fds=[held], env={**os.environ, "PIP_USER": "0"},
        )  # fmt: skip
    if done.returncode:
        raise SetupError("\n".join([*essence(LOG), f"setup: {trouble}. All that was said is in {LOG.name}."]))


def essence(log: Path) -> list[str]:
    """The lines of a log that tell the trouble: from the first error on, at most ten."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith("ERROR")), len(lines) - 10)
    return lines[max(first, 0) :][:10]


def install_debian(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise fail with the command to type."""
    advice = f"    sudo apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise SetupError(f"Not installed: {', '.join(packages)}. On Debian or Ubuntu type:\n{advice}")
    say(f"installing {', '.join(packages)} with apt-get")
    options = ["-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *options, *command], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )  # fmt: skip
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).splitlines()[-5:])
            raise SetupError(f"{said}\napt-get {command[0]} failed. When the network is there, type:\n{advice}")


def brought(name: str) -> bool:
    """Whether a command or a shared library is there."""
    if ".so" not in name:
        return shutil.which(name) is not None
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_system_packages() -> None:
    """Install what tests use beside Python; what can not be installed is told, and those tests are skipped."""
    missing = [package for name, package in SYSTEM_PACKAGES.items() if not brought(name)]
    if not missing:
        return
    try:
        install_debian(missing)
    except SetupError as error:
        say(f"tests that need {', '.join(missing)} will be skipped")
        print(error, file=sys.stderr)


def say(text: str) -> None:
    """Tell the person who waits."""
    print(f"setup: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
