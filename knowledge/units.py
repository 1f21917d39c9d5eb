"""Units of facts and figures, and exact conversion inside one dimension."""

from fractions import Fraction
from functools import cache

# dimension -> unit -> size in the dimension's base unit
_DIMENSIONS: dict[str, dict[str, Fraction]] = {
    "time": {
        "ms": Fraction(1, 1000),
        "s": Fraction(1),
        "min": Fraction(60),
        "h": Fraction(3600),
        "d": Fraction(86400),
    },
    "memory": {
        "B": Fraction(1),
        "KiB": Fraction(1024),
        "MiB": Fraction(1024**2),
        "GiB": Fraction(1024**3),
        "TiB": Fraction(1024**4),
    },
}
_SIZES = {unit: (dimension, size) for dimension, units in _DIMENSIONS.items() for unit, size in units.items()}


@cache
def factor(source: str, target: str) -> Fraction | None:
    """Return what a value in `source` must be multiplied by to be in `target`; None when they do not share a dimension."""
    if source == target:
        return Fraction(1)
    if source not in _SIZES or target not in _SIZES:
        return None
    (from_dimension, from_size), (to_dimension, to_size) = _SIZES[source], _SIZES[target]
    return from_size / to_size if from_dimension == to_dimension else None


def convert(value: float, source: str, target: str) -> float:
    """Return `value` in `target` units; whole results stay integers. Raises ValueError across dimensions."""
    if source == target:
        return value
    ratio = factor(source, target)
    if ratio is None:
        raise ValueError(f"{source} and {target} are not units of one dimension")
    if ratio == 1:
        return value
    exact = Fraction(value) * ratio
    return int(exact) if exact.denominator == 1 else float(exact)
