"""One thread beside the event loop for work that keeps the interpreter busy.

Advice takes milliseconds of computing. In the event loop it would hold up every other connection; in many threads they would
only take the interpreter from each other. In one thread of its own it keeps its speed, in the order of asking, and everything
else is answered meanwhile. More processors are used by more processes.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Worker:
    """A single thread, shared by all event loops of the process."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="advice")

    async def run(self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """Return what the function returns, in the context of the caller; raises what it raises."""
        task = partial(copy_context().run, partial(function, *given, **named))
        return await asyncio.get_running_loop().run_in_executor(self._executor, task)
