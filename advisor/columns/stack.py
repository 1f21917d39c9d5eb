"""Several things of a kind reckoned with as one."""

from collections.abc import Sequence
from typing import Any

import numpy as np


class Stack:
    """Several things of a kind as one, whose fields are columns of theirs: what is reckoned of it is reckoned of all of them.

    A number is itself; a text is its place among the texts in order.
    """

    def __init__(self, things: Sequence[Any]) -> None:
        self._things = things

    def __getattr__(self, name: str) -> Any:
        values = [getattr(thing, name) for thing in self._things]
        if callable(values[0]):
            return lambda *given: np.array([[value(*given)] for value in values], np.float64)
        order = sorted(set(values)) if isinstance(values[0], str) else None
        return np.array([[value if order is None else order.index(value)] for value in values], np.float64)
