"""The command `advisor`.

`main` answers `--version` itself and loads the rest only when there is more to do: nobody should wait for an engine to learn a
version.
"""

import sys
from collections.abc import Sequence

DISTRIBUTION = "aws-compute-advisor"
NOT_INSTALLED = 4
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: those of the process) and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        sys.stdout.write(f"advisor {version()}\n")
        return 0
    try:
        from advisor.cli.app import run
    except KeyboardInterrupt:
        return INTERRUPTED
    except ImportError as error:
        sys.stderr.write(f"advisor: the installation is incomplete: {error}; install {DISTRIBUTION} again\n")
        return NOT_INSTALLED
    return run(words)


def version() -> str:
    """The version of the installed distribution; `0` when the code runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"
