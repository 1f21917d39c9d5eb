"""Who is speaking: the distribution and its version."""

from functools import cache

DISTRIBUTION = "aws-compute-advisor"


@cache
def version() -> str:
    """The version of the installed distribution; `0` when the code runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(DISTRIBUTION)
    except PackageNotFoundError:
        return "0"
