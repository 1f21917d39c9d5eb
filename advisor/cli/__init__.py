"""The command `advisor`.

`main` answers `--version` itself and loads the rest only when there is more to do: nobody should wait for an engine to learn a
version.
"""

import sys
from collections.abc import Sequence

from advisor.cli.identity import DISTRIBUTION, INTERRUPTED, NOT_INSTALLED, version

__all__ = ["DISTRIBUTION", "main", "version"]


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
