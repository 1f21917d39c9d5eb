"""What tests share: the shipped knowledge base, loaded once, and one browser."""

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from knowledge import Base, load


@pytest.fixture(scope="session")
def base() -> Base:
    return load()


@pytest.fixture(scope="session")
def advisor(base: Base) -> Advisor:
    return Advisor(base)


@pytest.fixture(scope="session")
def today(advisor: Advisor) -> Inference:
    return advisor.edition()


@pytest.fixture(scope="session")
def of_the_notes(advisor: Advisor) -> Inference:
    return advisor.edition(date(2020, 2, 1))


CHROMIUM = shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, one for all tests of a process: Playwright can't be started twice in one."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: ./test installs it as root on Debian")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
