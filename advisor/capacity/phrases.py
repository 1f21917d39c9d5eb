"""Words of AWS that stand for ranges of time: "single-digit ms", "a few minutes"."""

Range = tuple[float, float]

# In milliseconds. Digits are counted; a few minutes are taken as two to five, sub-second as above a cold start's lower end.
_WORDS: tuple[tuple[str, Range], ...] = (
    ("sub-millisecond", (0, 1)),
    ("sub-second", (100, 1_000)),
    ("single-digit", (1, 10)),
    ("double-digit", (10, 100)),
    ("tens of", (10, 100)),
    ("a few minutes", (120_000, 300_000)),
)


def milliseconds_of(value: object, unit: str) -> Range | None:
    """The range in milliseconds of a figure: a number, a table with `from` and `to` (or `to_over`), or such words."""
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        factor = {"ms": 1, "s": 1000}.get(unit)
        return None if factor is None else (value * factor, value * factor)
    for words, known in _WORDS:
        if isinstance(value, str) and words in value:
            return known
    return None


def _table(value: dict[str, object]) -> Range | None:
    low, high = value.get("from"), value.get("to", value.get("to_over"))
    return (float(low), float(high)) if isinstance(low, int | float) and isinstance(high, int | float) else None
