"""Builds the command from the registry and runs it: every way to end has its exit code, and none shows a traceback."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from advisor.cli.exits import MEANINGS, ExitCode
from advisor.cli.extras import MissingExtraError, extras_of_commands
from advisor.cli.identity import DISTRIBUTION, version
from advisor.cli.output import OutputError, ReaderGoneError, note, write
from advisor.cli.registry import BY_NAME, COMMANDS, Command
from knowledge import AdvisorError, KnowledgeError

PROGRAM = "advisor"
TRACE = "ADVISOR_TRACEBACK"
HELP = ["--help", "-h"]
ABOUT = """Says where a workload belongs on AWS: Lambda, ECS or Batch, what the design needs, and why, with every source.

Without a command it shows advice on an example."""
EXITS = "Exit codes:\n\n" + "\n".join(f"- {code.value} {meaning}" for code, meaning in MEANINGS.items())


def run(words: Sequence[str]) -> int:
    """Run the command with these words and return its exit code."""
    try:
        code = _call(list(words))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except (ReaderGoneError, BrokenPipeError):
        _forget_stdout()
        return ExitCode.READER_GONE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except MemoryError:
        return _fault("out of memory")
    except Exception as error:  # the last resort: nothing may reach the user as a traceback
        return _known(error) if isinstance(error, AdvisorError | typer.TyperException | typer.Abort) else _unexpected(error)


def _call(words: list[str]) -> int:
    command = get_command(build(words))
    try:
        outcome = command.main(args=words, prog_name=PROGRAM, standalone_mode=False)
    except SystemExit as error:  # the server ends so when it cannot start
        outcome = error.code
    return outcome if isinstance(outcome, int) else ExitCode.OK if outcome is None else ExitCode.INTERNAL


def build(words: Sequence[str] = (), *, whole: bool = False, plain: bool = False) -> typer.Typer:
    """The command with all its names, of which only the one that the words ask for is loaded (all when `whole`).

    `plain` makes its help free of frames, for documentation.
    """
    wanted = next((word for word in words if not word.startswith("-")), None)
    application = typer.Typer(
        add_completion=False,
        help=ABOUT,
        epilog=None if plain else EXITS,
        invoke_without_command=True,
        rich_markup_mode=None if plain else "markdown",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": HELP, "max_content_width": 100},
    )
    application.callback(invoke_without_command=True)(_alone)
    for command in COMMANDS:
        _add(application, command, _load(command) if whole or command.name == wanted else _unloaded)
    return application


ShowVersion = Annotated[bool, typer.Option("--version", help="Print the version and end.")]


def _alone(context: typer.Context, *, show_version: ShowVersion = False) -> None:
    if show_version:
        write(f"{PROGRAM} {version()}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        BY_NAME["demo"].load()()


_alone.__doc__ = ABOUT


def _unloaded() -> None:
    """Stands for a command that was not asked for."""


def _load(command: Command) -> Any:
    """The command; what is missing for it is named with its extra."""
    try:
        return command.load()
    except ModuleNotFoundError as error:
        for extra in extras_of_commands().get(command.name, ()):
            raise MissingExtraError(extra, error.name or "") from None
        raise


def _add(application: typer.Typer, command: Command, loaded: Any) -> None:
    if isinstance(loaded, typer.Typer):
        application.add_typer(loaded, name=command.name, short_help=command.summary, rich_help_panel=command.panel)
    else:
        application.command(command.name, short_help=command.summary, rich_help_panel=command.panel)(loaded)


def _known(error: Exception) -> int:
    """Say what is wrong, in the error's own words, and return the code for it."""
    if isinstance(error, typer.Abort):
        return ExitCode.INTERRUPTED
    if isinstance(error, typer.TyperException):
        context = getattr(error, "ctx", None)
        hint = f"\n`{context.command_path} --help` says how" if context is not None else ""
        message = error.format_message().replace("Value error, ", "")  # which pydantic puts before typer's own words
        note(f"{PROGRAM}: {message}{hint}")
        return ExitCode.BAD_INPUT
    note(f"{PROGRAM}: {error}")
    codes: tuple[tuple[type[Exception], ExitCode], ...] = (
        (KnowledgeError, ExitCode.BROKEN_KNOWLEDGE),
        (MissingExtraError, ExitCode.NOT_INSTALLED),
        (OutputError, ExitCode.NO_OUTPUT),
    )
    return next((code for kind, code in codes if isinstance(error, kind)), ExitCode.BAD_INPUT)


def _unexpected(error: Exception) -> int:
    """One line for what nobody foresaw: what, where, and to whom it should be told."""
    if os.environ.get(TRACE):
        note("".join(traceback.format_exception(error)))
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = "/".join(Path(frame.filename).parts[-3:])
    text = " ".join(str(error).split())[:200]
    return _fault(f"{type(error).__name__}{f': {text}' if text else ''} ({place}, line {frame.lineno})")


def _fault(what: str) -> int:
    note(
        f"{PROGRAM}: a fault of the program: {what}. Please tell the maintainers of {DISTRIBUTION}, with this line, "
        f"the command and the version ({version()}); {TRACE}=1 shows more"
    )
    return ExitCode.INTERNAL


def _forget_stdout() -> None:
    """Let what is still buffered go nowhere, so that closing does not complain about the reader who has gone."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
