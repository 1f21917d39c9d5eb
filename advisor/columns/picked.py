"""Values of a fact put together row by row: listed one by one, or picked from others."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.planes import NOBODY, flags_of, pack, whole
from advisor.columns.values import Codes, Flags, Members, Numbers, Values

Codes8 = npt.NDArray[np.uint8]


def listed(values: Sequence[Any], kind: str, allowed: tuple[Any, ...]) -> Values:
    """Canonical values one by one, None where the fact is unknown; filled up to whole words."""
    known, size = [value for value in values if value is not None], whole(len(values))
    there = np.zeros(size, np.bool_)
    there[: len(values)] = [value is not None for value in values]
    unknown = NOBODY if len(known) == len(values) else pack(~there)
    if kind in ("number", "integer"):
        return Numbers(_at(there, known, np.float64), unknown)
    if kind == "bool":
        return Flags(pack(_at(there, known, np.bool_)), unknown)
    code = {value: place for place, value in enumerate(allowed)}
    if kind == "choice":
        return Codes(_at(there, [code[value] for value in known], np.uint8), unknown, allowed)
    masks = _at(there, [sum(1 << code[item] for item in value) for value in known], np.uint64)
    if kind == "set":
        return Members(masks, unknown, allowed)
    places = np.full((max(map(len, known), default=0), size), len(allowed), np.uint8)
    for row, value in zip(np.flatnonzero(there), known, strict=True):
        places[: len(value), row] = [code[item] for item in value]
    return Members(masks, unknown, allowed, tuple(places))


def _at(there: npt.NDArray[np.bool_], values: list[Any], kind: Any) -> npt.NDArray[Any]:
    """An array with some values in some places, zero in the others."""
    array = np.zeros(len(there), kind)
    array[there] = values
    return array


def picked(parts: Sequence[Values], rows: npt.NDArray[np.integer]) -> Values:
    """Some rows of the values of one fact that stand in several parts, counted from the first part on; a multiple of 64."""
    first, array = parts[0], _joined([part.array for part in parts]).take(rows)
    known = all(part.unknown is NOBODY for part in parts)
    unknown = NOBODY if known else pack(_joined([flags_of(part.unknown, len(part.array)) for part in parts]).take(rows))
    if isinstance(first, Flags):
        return Flags(pack(array.view(np.bool_)), unknown)
    if isinstance(first, Codes):
        return Codes(array, unknown, first.allowed)
    if not isinstance(first, Members):
        return Numbers(array, unknown)
    return Members(array, unknown, first.allowed, tuple(codes.take(rows) for codes in _places(parts, len(first.allowed))))


def _joined(arrays: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _places(parts: Sequence[Values], beyond: int) -> Iterator[Codes8]:
    """What stands in first place, second place, ... of the orders in several parts."""
    lists = [(len(part.array), part.places if isinstance(part, Members) else ()) for part in parts]
    for place in range(max(len(places) for _, places in lists)):
        yield np.concatenate(
            [places[place] if place < len(places) else np.full(size, beyond, np.uint8) for size, places in lists]
        )
