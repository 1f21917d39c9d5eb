#!/usr/bin/env python3
"""Write the locks again from pyproject.toml: ``python3 scripts/lock.py [--upgrade]``.

One resolution covers every extra and every group for Python 3.11 to 3.13 on all systems; it is then cut into files, so
that a version can not differ between two of them:

    requirements.lock            the core, all that ``advisor`` needs
    requirements/build.lock      what turns source into installed packages, installed before all else
    requirements/<extra>.lock    what one extra adds to the core
    requirements/test.lock       what the tests add to all of these

Every file carries hashes and no address of an index. Versions stay as they are unless pyproject.toml asks for others;
``--upgrade`` takes the newest that it allows. ``tests/test_locks.py`` checks that locks and pyproject.toml agree.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
HEADER = "# Written by scripts/lock.py from pyproject.toml: do not edit.\n"


def main() -> int:
    """Resolve once, cut, write."""
    parser = argparse.ArgumentParser(description="Write the locks again from pyproject.toml.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    upgrade = parser.parse_args().upgrade
    extras = sorted(tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        uv = find_uv(work)
        whole = work / "whole.lock"
        if not upgrade:
            whole.write_text("".join(path.read_text(encoding="utf-8") for path in existing_locks()), encoding="utf-8")
        groups = [f"--group={PYPROJECT}:{group}" for group in ("build", "dev", "peers")]
        everything = entries(resolve(uv, [str(PYPROJECT), "--all-extras", *groups], whole))
        core = part(uv, work, whole, [str(PYPROJECT)])
        build = part(uv, work, whole, [f"--group={PYPROJECT}:build"])
        locks = {"requirements.lock": core, "requirements/build.lock": build}
        covered = set(core) | set(build)
        for extra in extras:
            closure = part(uv, work, whole, [str(PYPROJECT), f"--extra={extra}"])
            locks[f"requirements/{extra}.lock"] = [entry for entry in closure if entry not in core]
            covered |= set(closure)
        locks["requirements/test.lock"] = [entry for entry in everything if entry not in covered]
    write(locks)
    return 0


def existing_locks() -> list[Path]:
    """All lock files that are there now."""
    core = ROOT / "requirements.lock"
    return [path for path in (core, *sorted((ROOT / "requirements").glob("*.lock"))) if path.exists()]


def find_uv(work: Path) -> str:
    """The uv on the path, or one installed for this run only."""
    found = shutil.which("uv")
    if found:
        return found
    print("uv is not on the path: installing it for this run", file=sys.stderr)
    venv.create(work / "tools", with_pip=True)
    subprocess.run([work / "tools/bin/python", "-m", "pip", "install", "-q", "uv"], check=True)
    return str(work / "tools/bin/uv")


def resolve(uv: str, what: list[str], output: Path) -> Path:
    """Resolve ``what`` for all Pythons and systems into ``output``, keeping the versions that it names already."""
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    subprocess.run([*command, *what, f"--output-file={output}"], check=True, env={**os.environ, "UV_NO_PROGRESS": "1"})
    return output


def part(uv: str, work: Path, whole: Path, what: list[str]) -> list[str]:
    """The entries of one part of the resolution, held to the versions of the whole."""
    output = work / "part.lock"
    output.unlink(missing_ok=True)
    return entries(resolve(uv, [*what, f"--constraint={whole}"], output))


def entries(lock: Path) -> list[str]:
    """The entries of a lock: a requirement with its hashes, as one text each."""
    return re.findall(r"^\S.*?(?=^\S|\Z)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def write(locks: dict[str, list[str]]) -> None:
    """Write the locks and delete those that are no longer asked for."""
    (ROOT / "requirements").mkdir(exist_ok=True)
    for path in existing_locks():
        if path.relative_to(ROOT).as_posix() not in locks:
            path.unlink()
    for name, content in locks.items():
        (ROOT / name).write_text(HEADER + "".join(content), encoding="utf-8")
        print(f"{name}: {len(content)} packages")


if __name__ == "__main__":
    sys.exit(main())
