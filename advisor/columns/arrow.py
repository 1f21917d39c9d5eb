"""The memory of a frame as numpy sees it, without a copy: through the Arrow C data interface, which Polars offers.

See https://arrow.apache.org/docs/format/CDataInterface.html for the structures. Truth values and the marks of known values come
as bits already, a row each: what planes are made of.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.planes import NOBODY, Array, Plane, whole

_NUMPY = {b"g": np.float64, b"l": np.int64, b"C": np.uint8}
"""The formats of values that are read, as numpy types: doubles, 64-bit integers, the codes of an Enum."""


class _Schema(ctypes.Structure):
    """`struct ArrowSchema`."""


class _Array(ctypes.Structure):
    """`struct ArrowArray`."""


class _Stream(ctypes.Structure):
    """`struct ArrowArrayStream`."""


_pointer, _release = ctypes.POINTER, ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", _pointer(_pointer(_Schema))),
    ("dictionary", _pointer(_Schema)),
    ("release", _release),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", _pointer(ctypes.c_void_p)),
    ("children", _pointer(_pointer(_Array))),
    ("dictionary", _pointer(_Array)),
    ("release", _release),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
_address_of = ctypes.pythonapi.PyCapsule_GetPointer
_address_of.restype, _address_of.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)


class _Owner:
    """Keeps what Polars lent until nobody looks at it any more, then gives it back."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.schema, self.array = _Schema(), _Array()
        capsule = frame.__arrow_c_stream__()
        address = _address_of(capsule, b"arrow_array_stream")
        stream = _Stream.from_address(address)
        if stream.get_schema(address, ctypes.addressof(self.schema)) or stream.get_next(address, ctypes.addressof(self.array)):
            raise MemoryError("the frame can't be lent to numpy")

    def __del__(self) -> None:
        for lent in (self.array, self.schema):
            if lent.release:
                lent.release(ctypes.addressof(lent))

    def view(self, address: int, count: int, kind: Any) -> Array:
        """So many values from an address; the array keeps this owner."""
        buffer = (ctypes.c_char * (count * np.dtype(kind).itemsize)).from_address(address)
        buffer.owner = self
        return np.frombuffer(buffer, kind)


@dataclass(frozen=True, slots=True)
class Lent:
    """One column as it lies in memory: its format, its rows from `offset` on, its buffers, and for lists the values in them."""

    owner: _Owner
    format: bytes
    length: int
    nulls: int
    offset: int
    buffers: tuple[int | None, ...]
    inner: "Lent | None"

    @property
    def unknown(self) -> Plane:
        """Where there is no value."""
        return ~self._bits(0) if self.nulls else NOBODY

    @property
    def truths(self) -> Plane:
        """A column of truth values as a plane."""
        return self._bits(1)

    @property
    def values(self) -> Array:
        """Numbers or codes, whatever they are where there is no value."""
        return self._values(1, _NUMPY[self.format], self.length)

    @property
    def bounds(self) -> npt.NDArray[np.int64]:
        """Where the list of each row begins among the inner values, and where the last one ends."""
        return self._values(1, np.int64, self.length + 1)

    def _values(self, number: int, kind: Any, count: int) -> Array:
        address = self.buffers[number]
        if not address or not count:
            return np.zeros(count, kind)
        return self.owner.view(address + self.offset * np.dtype(kind).itemsize, count, kind)

    def _bits(self, number: int) -> Plane:
        """A buffer of bits as a plane, filled up with zeros."""
        found = np.zeros(whole(self.length) // 8, np.uint8)
        first, shift = divmod(self.offset, 8)
        count = (shift + self.length + 7) // 8
        address = self.buffers[number]
        if address and self.length:
            lent = self.owner.view(address + first, count, np.uint8)
            if shift:
                lent = np.packbits(np.unpackbits(lent, bitorder="little")[shift : shift + self.length], bitorder="little")
            found[: len(lent)] = lent
        return found.view(np.uint64)


def lend(frame: pl.DataFrame) -> dict[str, Lent]:
    """The columns of a frame by name; the frame may be dropped meanwhile."""
    if frame.width == 0 or frame.height == 0:
        return {}
    owner = _Owner(frame.rechunk() if max(frame.n_chunks("all")) > 1 else frame)
    return dict(zip(frame.columns, _children(owner, owner.schema, owner.array), strict=True))


def _children(owner: _Owner, schema: _Schema, array: _Array) -> Iterator[Lent]:
    for number in range(array.n_children):
        form, column = schema.children[number].contents, array.children[number].contents
        yield Lent(
            owner,
            form.format,
            column.length,
            column.null_count,
            column.offset,
            tuple(column.buffers[place] for place in range(column.n_buffers)),
            next(_children(owner, form, column), None) if form.format == b"+L" else None,
        )
