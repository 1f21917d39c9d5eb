"""Who is speaking: the distribution, its version, and the exit codes that are needed before anything else is loaded."""

DISTRIBUTION = "aws-compute-advisor"
NOT_INSTALLED = 4
INTERRUPTED = 130


def version() -> str:
    """The version of the installed distribution; `0` when the code runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"
