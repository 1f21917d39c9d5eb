"""What is made once, before anybody waits for it: the questionnaire of the newest edition and the first chart take seconds."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, Generic, TypeVar

from fastapi import FastAPI, Request

from advisor import Advisor
from api.pages.pictures import pictures
from api.problems import ProblemError

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
DRAWN_FIRST = {"trigger": "api", "requests_per_month": 1_000_000, "typical_run_ms": 100, "memory_mib": 512}
QUESTIONNAIRE = "advisor.questionnaire.desk"


class Kept(Generic[Key, Value]):
    """The values that were made last, by key; used by one thread at a time."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now if need be."""
        if key not in self._values:
            self._values[key] = make()
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        self._values.move_to_end(key)
        return self._values[key]


@asynccontextmanager
async def warming(app: FastAPI) -> AsyncIterator[None]:
    """Make the questionnaire of the newest edition beside the serving; its pages wait for it, all others do not."""
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warming")
    app.state.warm = executor.submit(_warm, app)
    yield
    executor.shutdown(wait=True, cancel_futures=True)


def _warm(app: FastAPI) -> None:
    advisor: Advisor = app.state.advisor
    app.state.pages.compile()
    try:
        desk: Any = import_module(QUESTIONNAIRE)
        desk.next_step(advisor, {})
    except ModuleNotFoundError:
        pass  # its pages say so
    pictures(advisor.advise(DRAWN_FIRST))


async def warmed(request: Request) -> None:
    """Wait until that is done."""
    warm: Future[None] | None = getattr(request.app.state, "warm", None)
    if warm is not None:
        await asyncio.wait([asyncio.wrap_future(warm)])  # what went wrong there goes wrong on the page again, and is told


def part_of(module: str, extra: str) -> Any:
    """A module that comes with an extra of the distribution. Raises ProblemError (501) that names the extra."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        said = f"This needs the extra {extra!r} ({error.name} is missing): install aws-compute-advisor[{extra}] on the server."
        raise ProblemError("not-installed", said) from None
