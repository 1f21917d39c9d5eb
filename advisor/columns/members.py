"""Lists of members over many rows: from flat codes and lengths to masks, and to what stands in each place."""

import numpy as np
import numpy.typing as npt

Codes8 = npt.NDArray[np.uint8]
Lengths = npt.NDArray[np.int64]


def masks_of(flat: Codes8, lengths: Lengths) -> npt.NDArray[np.uint64]:
    """For each row a mask with bit i set when code i is in its list, each once; the bits of a list are added up."""
    sums = np.zeros(len(flat) + 1, np.uint64)
    np.cumsum(_BITS[flat], out=sums[1:])
    ends = sums[np.cumsum(lengths)]
    return np.diff(ends, prepend=np.uint64(0))


def repeated(masks: npt.NDArray[np.uint64], lengths: Lengths) -> npt.NDArray[np.bool_]:
    """Where a list named a member twice: then its mask, a sum, has fewer bits than the list has members."""
    flags: npt.NDArray[np.bool_] = np.bitwise_count(masks) != lengths
    return flags


_BITS = np.left_shift(np.uint64(1), np.arange(64, dtype=np.uint64))


def places_of(flat: Codes8, lengths: Lengths, beyond: int) -> tuple[Codes8, ...]:
    """For first place, second place, ... the code that stands there; `beyond` where the list is shorter."""
    starts = np.cumsum(lengths) - lengths
    found = []
    for place in range(int(lengths.max(initial=0))):
        there = np.flatnonzero(lengths > place)
        codes = np.full(len(lengths), beyond, np.uint8)
        codes[there] = flat[starts[there] + place]
        found.append(codes)
    return tuple(found)
