#!/usr/bin/env python3
"""Check that the locks agree with each other and with pyproject.toml; every disagreement is told."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ENTRY = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)"
)


def main() -> int:
    """Read, compare, tell."""
    locks = {path: path.read_text(encoding="utf-8") for path in lock_files()}
    faults = [fault for path, text in locks.items() for fault in form_faults(path.name, text)]
    versions: dict[str, dict[str, set[str]]] = {}
    for path, text in locks.items():
        for entry in ENTRY.finditer(text):
            versions.setdefault(entry["name"], {}).setdefault(entry["version"], set()).add(path.name)
    faults += [f"{name} has several versions: {found}" for name, found in versions.items() if len(found) > 1]
    faults += demand_faults({path.stem: locked(text) for path, text in locks.items()})
    for fault in faults:
        print(f"locks: {fault}", file=sys.stderr)
    if faults:
        print("locks: python3 scripts/lock.py writes them again", file=sys.stderr)
        return 1
    print(f"{len(locks)} locks, {len(versions)} packages, all agree")
    return 0


def lock_files() -> list[Path]:
    """The core's lock and those of the parts."""
    return [ROOT / "requirements.lock", *sorted((ROOT / "requirements").glob("*.lock"))]


def form_faults(name: str, text: str) -> list[str]:
    """What is in a lock besides a comment and pinned packages with hashes, above all an address."""
    rest = ENTRY.sub("", "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")))
    faults = [f"{name}: not a pinned package with hashes: {line!r}" for line in rest.splitlines() if line.strip()]
    return faults + [f"{name}: holds an address: {line!r}" for line in text.splitlines() if "://" in line]


def locked(text: str) -> dict[str, str]:
    """Version by name."""
    return {entry["name"]: entry["version"] for entry in ENTRY.finditer(text)}


def demand_faults(locks: dict[str, dict[str, str]]) -> list[str]:
    """Demands of pyproject.toml that a lock does not meet, and parts that have no lock."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    core = locks["requirements"]
    everything = {name: version for lock in locks.values() for name, version in lock.items()}
    faults = unmet("the core", project["dependencies"], core)
    for extra, demands in project["optional-dependencies"].items():
        if extra in locks:
            faults += unmet(f"the extra {extra}", demands, {**core, **locks[extra]})
        else:
            faults.append(f"the extra {extra} has no lock")
    faults += unmet("the group build", groups["build"], locks["build"])
    for group, demands in groups.items():
        faults += unmet(f"the group {group}", demands, everything)
    return faults


def unmet(what: str, demands: list[str], lock: dict[str, str]) -> list[str]:
    """The demands that a lock does not meet."""
    faults = []
    for requirement in map(Requirement, demands):
        name = canonicalize_name(requirement.name)
        if name == "aws-compute-advisor":
            continue
        if name not in lock:
            faults.append(f"{what} asks for {requirement}, which is not locked")
        elif not requirement.specifier.contains(lock[name], prereleases=True):
            faults.append(f"{what} asks for {requirement}, and {lock[name]} is locked")
    return faults


if __name__ == "__main__":
    sys.exit(main())
