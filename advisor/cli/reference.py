"""`python -m advisor.cli.reference`: writes docs/cli.md from the commands themselves. A test fails when it is stale."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from advisor.cli.app import HELP, PROGRAM, TRACE, build
from advisor.cli.exits import MEANINGS
from advisor.cli.extras import extras_of_commands
from advisor.cli.output import note
from advisor.cli.registry import COMMANDS

PAGE = Path(__file__).parent.parent.parent / "docs" / "cli.md"
WIDTH = 96
_INTRO = f"""# The command `{PROGRAM}`

This page is written from the commands themselves: `python -m advisor.cli.reference`.

    {PROGRAM} advise workload.toml                                        # advice, in short
    {PROGRAM} advise workload.toml --full                                 # with every rule and source
    {PROGRAM} advise workload.toml --set memory_mib=2GB --set gpu=unknown # with other answers
    {PROGRAM} advise workload.toml --as-of 2020-02-01                     # with what held on that day
    {PROGRAM} advise workload.toml -o advice.html                         # a page; also .md, .json and .txt
    {PROGRAM} document workload.toml -o design.pdf                        # the design document; also .html and .md
    {PROGRAM} verify design.pdf                                           # the same still, or what changed and why
    {PROGRAM} why workload.toml ecs-fargate                               # one option
    {PROGRAM} rules show LIM-001                                          # one rule

A workload is a table of facts: `{PROGRAM} facts` lists them. In a file a number stands alone, in the unit that the fact's
name carries; after `--set` it may have a unit of its own: `15 min`, `1 h 30 min`, `2GB` (read as GiB, as AWS does), `1.5k/s`.

On a terminal the output is coloured and up to 100 columns wide. Into a pipe or a file it has no colour and 80 columns,
always the same bytes; lists have one line for each entry. `NO_COLOR` turns colour off.
"""


def reference() -> str:
    """The page as Markdown."""
    return "\n".join([_INTRO, *_commands(), _exits()])


def _commands() -> Iterator[str]:
    root: Any = get_command(build(whole=True, plain=True))
    context = typer.Context(root, info_name=PROGRAM, terminal_width=WIDTH, help_option_names=HELP)
    yield f"## {PROGRAM}\n\n{_block(root.get_help(context))}"
    for command in COMMANDS:
        loaded = root.commands[command.name]
        inner = typer.Context(loaded, info_name=command.name, parent=context)
        extras = "".join(f"\nNeeds the extra `{extra}`.\n" for extra in extras_of_commands().get(command.name, ()))
        yield f"## {PROGRAM} {command.name}\n\n{command.summary}\n{extras}\n{_block(loaded.get_help(inner))}"
        for name, single in getattr(loaded, "commands", {}).items():
            help_text = single.get_help(typer.Context(single, info_name=name, parent=inner))
            yield f"### {PROGRAM} {command.name} {name}\n\n{_block(help_text)}"


def _block(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"```text\n{lines}\n```\n"


def _exits() -> str:
    rows = "\n".join(f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items())
    return f"""## Exit codes

| code | meaning |
| ---: | --- |
{rows}

Errors are said on standard error, without colour. With `{TRACE}=1` a fault of the program shows where it came from.
"""


def main() -> int:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")
    note(f"written to {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
