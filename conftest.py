"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that changes files."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew from what comes out now")
