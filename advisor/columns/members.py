"""Lists of members over many rows: from flat codes and the bounds of the lists to masks, and to what stands in each place."""

import numpy as np
import numpy.typing as npt

Codes8 = npt.NDArray[np.uint8]
Bounds = npt.NDArray[np.int64]

_BITS = np.left_shift(np.uint64(1), np.arange(64, dtype=np.uint64))


def masks_of(flat: Codes8, bounds: Bounds) -> npt.NDArray[np.uint64]:
    """For each row a mask with bit i set when code i is in its list, each once; the bits of a list are added up."""
    first, last = int(bounds[0]), int(bounds[-1])
    sums = np.zeros(last - first + 1, np.uint64)
    np.cumsum(_BITS[flat[first:last]], out=sums[1:])
    return np.diff(sums[bounds - first])


def repeated(masks: npt.NDArray[np.uint64], lengths: Bounds) -> npt.NDArray[np.bool_]:
    """Where a list named a member twice: then its mask, a sum, has fewer bits than the list has members."""
    flags: npt.NDArray[np.bool_] = np.bitwise_count(masks) != lengths
    return flags


def places_of(flat: Codes8, starts: Bounds, lengths: Bounds, beyond: int) -> tuple[Codes8, ...]:
    """For first place, second place, ... the code that stands there; `beyond` where the list is shorter."""
    found = []
    for place in range(int(lengths.max(initial=0))):
        there = np.flatnonzero(lengths > place)
        codes = np.full(len(lengths), beyond, np.uint8)
        codes[there] = flat[starts[there] + place]
        found.append(codes)
    return tuple(found)
