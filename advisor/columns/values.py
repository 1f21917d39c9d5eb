"""The values of one fact over many rows, and the planes of the conditions on them.

Truth values are planes, numbers are floats, choices are small codes, sets and orders are masks of their members. What stands
where a value is unknown has no meaning; every class says where an operator holds, and `planes.truth` then takes the unknown
rows out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from advisor.columns.planes import EVERYBODY, NOBODY, Array, Plane, Truth, either, pack, truth, unpack
from knowledge.compare import COMPARE


class Values(Protocol):
    """The values of one fact."""

    @property
    def array(self) -> Array:
        """One value a row, or one for all."""

    @property
    def unknown(self) -> Plane:
        """Where the value is not known."""

    def held(self, operator: str, wanted: Any) -> Plane:
        """Where the operator holds; of no meaning where the value is unknown."""


def test_of(values: Values, operator: str, wanted: Any) -> Truth:
    """The truth of one condition."""
    return truth(values.held(operator, wanted), values.unknown)


@dataclass(slots=True)
class Flags:
    """A truth value a row."""

    plane: Plane
    unknown: Plane

    @property
    def array(self) -> Array:
        """One byte a row."""
        return unpack(self.plane)

    def held(self, operator: str, wanted: Any) -> Plane:
        """The operator's own definition, asked once for true and once for false."""
        compare = COMPARE[operator]
        if compare(True, wanted):
            return EVERYBODY if compare(False, wanted) else self.plane
        return ~self.plane if compare(False, wanted) else NOBODY


@dataclass(slots=True)
class Numbers:
    """A number a row."""

    array: npt.NDArray[np.float64]
    unknown: Plane

    def held(self, operator: str, wanted: Any) -> Plane:
        """The operator's own definition, on the whole array."""
        return pack(np.asarray(COMPARE[operator](self.array, wanted)))


@dataclass(slots=True)
class Codes:
    """A code a row: the place among the fact's allowed values."""

    array: npt.NDArray[np.uint8]
    unknown: Plane
    allowed: tuple[Any, ...]
    _planes: dict[int, Plane] = field(default_factory=dict)

    def held(self, operator: str, wanted: Any) -> Plane:
        """The operator's own definition, asked once for each allowed value."""
        compare = COMPARE[operator]
        return self.among([code for code, value in enumerate(self.allowed) if compare(value, wanted)])

    def among(self, codes: list[int]) -> Plane:
        """Where the value is one of some codes."""
        if 2 * len(codes) > len(self.allowed):
            rest = [code for code in range(len(self.allowed)) if code not in codes]
            return ~self.among(rest)
        return either(self._plane(code) for code in codes) if codes else NOBODY

    def _plane(self, code: int) -> Plane:
        found = self._planes.get(code)
        if found is None:
            found = self._planes[code] = pack(self.array == np.uint8(code))
        return found


@dataclass(slots=True)
class Members:
    """A mask a row: bit i says whether the i-th allowed value is in the set.

    `places` holds, for an order, arrays of the code in first place, second place, ...; where there is none, a code beyond.
    """

    array: npt.NDArray[np.uint64]
    unknown: Plane
    allowed: tuple[str, ...]
    places: tuple[npt.NDArray[np.uint8], ...] = ()

    def held(self, operator: str, wanted: Any) -> Plane:
        """Where the mask has one of the wanted bits, or has none of them."""
        anywhere, names = _MASKS[operator]
        mask = sum(1 << self.allowed.index(name) for name in names(self.allowed, wanted) if name in self.allowed)
        found = pack((self.array & np.uint64(mask)) != 0)
        return found if anywhere else ~found


_MASKS: dict[str, tuple[bool, Callable[[tuple[str, ...], Any], tuple[str, ...]]]] = {
    "includes": (True, lambda allowed, wanted: (wanted,)),
    "lacks": (False, lambda allowed, wanted: (wanted,)),
    "includes-any": (True, lambda allowed, wanted: tuple(wanted)),
    "nonempty": (True, lambda allowed, wanted: allowed),
    "empty": (False, lambda allowed, wanted: allowed),
}
"""For each operator on sets: whether a bit must be there (or must not), and which ones."""


def hidden(values: Values, where: Plane) -> Values:
    """The same values, unknown in some rows more."""
    unknown = values.unknown | where
    if not isinstance(values, Members):
        return replace(cast("Any", values), unknown=unknown)  # type: ignore[no-any-return]
    gone = unpack(where).view(np.bool_)
    places = tuple(np.where(gone, np.uint8(len(values.allowed)), there) for there in values.places)
    return Members(values.array, unknown, values.allowed, places)


def constant(value: Any, kind: str, allowed: tuple[Any, ...]) -> Values:
    """A value that is the same on all rows."""
    if kind in ("number", "integer"):
        return Numbers(np.array([value], np.float64), NOBODY)
    if kind == "bool":
        return Flags(EVERYBODY if value else NOBODY, NOBODY)
    if kind == "choice":
        return Codes(np.array([allowed.index(value)], np.uint8), NOBODY, allowed)
    mask = sum(1 << allowed.index(item) for item in value)
    places = tuple(np.array([allowed.index(item)], np.uint8) for item in value) if kind == "order" else ()
    return Members(np.array([mask], np.uint64), NOBODY, allowed, places)


def nothing(kind: str, allowed: tuple[Any, ...]) -> Values:
    """A fact that is unknown on all rows."""
    if kind in ("number", "integer"):
        return Numbers(np.zeros(1), EVERYBODY)
    if kind == "bool":
        return Flags(NOBODY, EVERYBODY)
    if kind == "choice":
        return Codes(np.zeros(1, np.uint8), EVERYBODY, allowed)
    return Members(np.zeros(1, np.uint64), EVERYBODY, allowed)
