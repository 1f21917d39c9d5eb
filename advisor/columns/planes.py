"""Truth by the million: one bit a row, sixty-four rows a word.

A plane holds one bit for every row; bit i of word w belongs to row 64 w + i. What is the same for all rows is a plane of a
single word, which numpy spreads where it meets a longer one: what does not vary is computed once. Planes of rows have at least
two words, so that the two are never mistaken for each other.

A truth is a pair of planes: where a condition holds, and where it could hold (it does, or a fact is unknown). AND and OR act
on both alike, which is Kleene's logic of three values: a false part settles a conjunction, an unknown one leaves it open.
"""

import sys
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint64]
"""Words of one bit a row."""

Truth = npt.NDArray[np.uint64]
"""Two planes: [0] where it holds, [1] where it holds or could."""

Array = npt.NDArray[Any]

WORD = 64
FULL = np.uint64(2**64 - 1)
NOBODY: Plane = np.zeros(1, np.uint64)
EVERYBODY: Plane = np.full(1, FULL)
ALWAYS: Truth = np.full((2, 1), FULL)
NEVER: Truth = np.zeros((2, 1), np.uint64)
OPEN: Truth = np.array([[0], [FULL]], np.uint64)

if sys.byteorder != "little":  # pragma: no cover
    raise ImportError("the columnar reading packs bits for little-endian processors, which this one is not")


def whole(rows: int) -> int:
    """How many rows planes are made for, so that so many rows fit."""
    return max(-(-rows // WORD), 2) * WORD


def pack(flags: npt.NDArray[np.bool_]) -> Plane:
    """The plane of a boolean array; a single flag stands for all rows, else the length is a multiple of 64."""
    if flags.shape[0] == 1:
        return EVERYBODY if flags[0] else NOBODY
    return np.packbits(flags, bitorder="little").view(np.uint64)


def unpack(plane: Plane) -> npt.NDArray[np.uint8]:
    """One byte (0 or 1) a row; a single one where the plane is the same for all rows."""
    if plane.shape[0] == 1:
        return np.array([plane[0] & np.uint64(1)], np.uint8)
    return np.unpackbits(np.ascontiguousarray(plane).view(np.uint8), bitorder="little")


def flags_of(plane: Plane, rows: int) -> npt.NDArray[np.bool_]:
    """A plane as one truth value a row."""
    flags = unpack(plane).view(np.bool_)
    return np.broadcast_to(flags, rows) if len(flags) == 1 else flags[:rows]


def truth(held: Plane, unknown: Plane) -> Truth:
    """The truth of a condition from the rows where it holds, whatever it says of rows where its fact is unknown."""
    if unknown is NOBODY:
        # both planes are the same memory, as np.broadcast_to has it, which takes twenty times as long
        return np.ndarray((2, *held.shape), np.uint64, held, strides=(0, held.itemsize))
    made = np.empty((2, max(held.shape[0], unknown.shape[0])), np.uint64)
    np.bitwise_and(held, ~unknown, out=made[0])
    np.bitwise_or(held, unknown, out=made[1])
    return made


def count(plane: Plane) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(plane).sum())


def either(parts: Iterable[Array]) -> Array:
    """Where one of the parts holds."""
    return reduce(np.bitwise_or, parts)


def both(parts: Iterable[Array]) -> Array:
    """Where all of the parts hold."""
    return reduce(np.bitwise_and, parts)


def words(planes: Sequence[Plane], rows: int) -> list[npt.NDArray[np.uint64]]:
    """Turn planes into words of a row: bit b of word k of a row is its bit in plane 64 k + b. `rows` is a multiple of 64."""
    return [_transpose(planes[start : start + WORD], rows) for start in range(0, len(planes), WORD)]


def _transpose(planes: Sequence[Plane], rows: int) -> npt.NDArray[np.uint64]:
    """Exchange bits and rows of up to 64 planes: squares of 32, 16, .. 1 bits trade places (Hacker's Delight, 7-3)."""
    square = np.zeros((WORD, rows // WORD), np.uint64)
    for number, plane in enumerate(planes):
        square[number] = plane
    half, mask = 32, 0x00000000FFFFFFFF
    spare = np.empty((WORD // 2) * (rows // WORD), np.uint64)
    while half:
        pairs = square.reshape(WORD // (2 * half), 2, half, -1)
        low, high = pairs[:, 0], pairs[:, 1]
        swap = spare.reshape(low.shape)
        np.right_shift(low, np.uint64(half), out=swap)
        swap ^= high
        swap &= np.uint64(mask)
        high ^= swap
        np.left_shift(swap, np.uint64(half), out=swap)
        low ^= swap
        half >>= 1
        mask ^= (mask << half) & 0xFFFFFFFFFFFFFFFF
    return square.T.ravel()
