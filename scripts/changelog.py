#!/usr/bin/env python3
"""Enter new rules, figures and options under "Unreleased" in CHANGELOG.md; with ``--check`` only say what is missing.

An entry is known by its id in backticks. What changed, and whose advice changes from which date, is written by hand.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHANGELOG = ROOT / "CHANGELOG.md"


def main() -> int:
    """Enter or tell the ids that the changelog lacks."""
    text = CHANGELOG.read_text(encoding="utf-8")
    missing = {title: lines for title, lines in sections(text).items() if lines}
    if "--check" in sys.argv[1:]:
        for title, lines in missing.items():
            print(f"CHANGELOG.md lacks under {title}:", *lines, sep="\n", file=sys.stderr)
        print("python3 scripts/changelog.py enters them" if missing else "every rule, figure and option is named")
        return 1 if missing else 0
    for title, lines in missing.items():
        text = enter(text, title, lines)
    CHANGELOG.write_text(text, encoding="utf-8")
    return 0


def sections(text: str) -> dict[str, list[str]]:
    """The lines to add, by the heading they belong under."""
    return {"Options": options(text), "Rules": rules(text), "Figures": figures(text)}


def options(text: str) -> list[str]:
    """One line for each option that is not named yet."""
    tables = map(read, sorted((ROOT / "knowledge" / "options").glob("*.toml")))
    return [f"- `{table['id']}` added: {table['title']}." for table in tables if f"`{table['id']}`" not in text]


def rules(text: str) -> list[str]:
    """One line for each rule that is not named yet."""
    tables = map(read, sorted((ROOT / "knowledge" / "rules").rglob("*.toml")))
    new = [table for table in tables if f"`{table['id']}`" not in text]
    return [f"- `{table['id']}` added: {table['title']}." for table in sorted(new, key=lambda table: str(table["id"]))]


def figures(text: str) -> list[str]:
    """One line for each file of figures that has some that are not named yet."""
    lines = []
    for path in sorted((ROOT / "knowledge" / "figures").glob("*.toml")):
        new = [f"`{figure}`" for figure in read(path) if f"`{figure}`" not in text]
        if new:
            lines.append(f"- {path.stem}, added: {', '.join(new)}.")
    return lines


def read(path: Path) -> dict[str, object]:
    """The content of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def enter(text: str, title: str, lines: list[str]) -> str:
    """Put lines at the end of a section of the newest part; the section is made when it is missing."""
    head, mark, rest = text.partition("## [Unreleased]")
    if not mark:
        raise SystemExit('CHANGELOG.md has no heading "## [Unreleased]"')
    newest, older, last = rest.partition("\n## ")
    before, heading, section = newest.partition(f"\n### {title}\n")
    if not heading:
        before, heading, section = newest.rstrip("\n") + "\n", f"\n### {title}\n", ""
    body, following, others = section.partition("\n### ")
    kept = body.strip("\n")
    body = "\n" + (f"{kept}\n" if kept else "") + "\n".join(lines) + "\n"
    return head + mark + before + heading + body + following + others + older + last


if __name__ == "__main__":
    sys.exit(main())
