"""One server for all tests of the pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from tests.api.conftest import serving

Pager = Callable[..., Any]


@pytest.fixture(scope="session")
def site(app: FastAPI) -> Iterator[str]:
    with serving(app) as address:
        httpx2.get(address.join("/questions"), timeout=300, trust_env=False)  # the questionnaire is made ready meanwhile
        yield str(address).rstrip("/")


@pytest.fixture
def opened(browser: Any, site: str) -> Iterator[Pager]:
    """Open a page in a context of its own; what the browser says on its console fails the test, but for refused addresses."""
    contexts: list[Any] = []
    said: list[str] = []

    def note(message: Any) -> None:
        if not re.search(r"status of 4\d\d", message.text):
            said.append(message.text)

    def open_page(path: str = "/", **settings: Any) -> Any:
        context = browser.new_context(base_url=site, reduced_motion="reduce", **settings)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
