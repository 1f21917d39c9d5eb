"""What each operator means on known values. The one definition; every reading of the rules is proven equal to it."""

from collections.abc import Callable
from typing import Any

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "above": lambda value, wanted: value > wanted,
    "at-least": lambda value, wanted: value >= wanted,
    "below": lambda value, wanted: value < wanted,
    "at-most": lambda value, wanted: value <= wanted,
    "equals": lambda value, wanted: value == wanted,
    "differs": lambda value, wanted: value != wanted,
    "one-of": lambda value, wanted: value in wanted,
    "none-of": lambda value, wanted: value not in wanted,
    "includes": lambda value, wanted: wanted in value,
    "lacks": lambda value, wanted: wanted not in value,
    "includes-any": lambda value, wanted: any(item in value for item in wanted),
    "nonempty": lambda value, wanted: len(value) > 0,
    "empty": lambda value, wanted: len(value) == 0,
}


def holds(operator: str, value: object, wanted: object) -> bool:
    """Whether a condition holds for a known value. Types have been checked when the base was loaded."""
    return COMPARE[operator](value, wanted)
