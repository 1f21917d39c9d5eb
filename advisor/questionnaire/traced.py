"""Numbers that remember where a formula has its corners: the sign of whatever it takes the absolute value of."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt


class Traced:
    """An array in a formula of a derived fact; `signs` gathers a truth value a number for every `abs`, in order."""

    __array_ufunc__ = None  # so that numpy leaves arithmetic with its arrays to this class

    def __init__(self, values: npt.NDArray[np.float64], signs: list[npt.NDArray[np.bool_]]) -> None:
        self.values, self._signs = values, signs

    def _made(self, values: Any) -> Self:
        return type(self)(values, self._signs)

    def __add__(self, other: Any) -> Self:
        return self._made(self.values + plain(other))

    def __sub__(self, other: Any) -> Self:
        return self._made(self.values - plain(other))

    def __rsub__(self, other: Any) -> Self:
        return self._made(plain(other) - self.values)

    def __mul__(self, other: Any) -> Self:
        return self._made(self.values * plain(other))

    def __truediv__(self, other: Any) -> Self:
        return self._made(self.values / plain(other))

    def __rtruediv__(self, other: Any) -> Self:
        return self._made(plain(other) / self.values)

    def __gt__(self, other: Any) -> npt.NDArray[np.bool_]:
        return np.asarray(self.values > plain(other))

    def __lt__(self, other: Any) -> npt.NDArray[np.bool_]:
        return np.asarray(self.values < plain(other))

    def __abs__(self) -> Self:
        self._signs.append(self.values > 0)
        return self._made(abs(self.values))

    __radd__, __rmul__ = __add__, __mul__


def plain(value: Any) -> Any:
    """The array itself."""
    return value.values if isinstance(value, Traced) else value
