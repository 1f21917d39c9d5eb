"""How the command ends: the exit codes, once, for code, help and documentation."""

from enum import IntEnum

from advisor.cli.identity import INTERRUPTED, NOT_INSTALLED


class ExitCode(IntEnum):
    """What the number says that `advisor` gives back to the shell."""

    OK = 0
    CHECK_FAILED = 1
    BAD_INPUT = 2
    BROKEN_KNOWLEDGE = 3
    NOT_INSTALLED = NOT_INSTALLED
    NO_OUTPUT = 5
    INTERNAL = 70
    INTERRUPTED = INTERRUPTED
    READER_GONE = 141


MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done; also when the answer is that no option fits",
    ExitCode.CHECK_FAILED: "a check failed",
    ExitCode.BAD_INPUT: "wrong usage, or input that can't be read",
    ExitCode.BROKEN_KNOWLEDGE: "the knowledge base is broken",
    ExitCode.NOT_INSTALLED: "something that the command needs is not installed",
    ExitCode.NO_OUTPUT: "the output can't be written",
    ExitCode.INTERNAL: "a fault of the program",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.READER_GONE: "whoever read the output has gone",
}
