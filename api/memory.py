"""How a serving process looks for garbage: what it has loaded is there to stay, and an answer leaves next to none behind."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

# An answer is made of some thousand objects that go as it goes, without any ring. At Python's own 700 the collector runs many
# times for each of them and finds nothing; at this number it runs every few answers, and rings from elsewhere still go.
NEW_OBJECTS = 20_000


@asynccontextmanager
async def settled(app: FastAPI) -> AsyncIterator[None]:
    """Leave the knowledge, the compiled edition and the code out of every later search, as long as the application serves.

    A full search through them takes as long as ten answers, and whoever asks just then waits for it.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
