"""Who is speaking, and the exit codes that are needed before anything else is loaded."""

from advisor.identity import DISTRIBUTION, version

__all__ = ["DISTRIBUTION", "INTERRUPTED", "NOT_INSTALLED", "version"]

NOT_INSTALLED = 4
INTERRUPTED = 130
