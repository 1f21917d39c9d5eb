"""The word somebody may have meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like this one; None when none is like it."""
    found = difflib.get_close_matches(word[:100], list(known), 1)
    return found[0] if found else None
