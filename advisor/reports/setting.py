"""How a table is set on paper: how wide each column is, and which rows are one line high.

Reckoned ahead, as typst lays out every cell once to find out how wide a column wants to be, and once to find out how high a row
is. Widths of letters are those of Libertinus Serif rounded up to classes, so that a text is never wider than it is held to be:
what seems to fit fits, and at worst a row is measured that need not have been.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from advisor.reports.content import Role

Shown = tuple[str, Role, str]
"""A text as it is shown, its role, and what it leads to if anything."""

SIZE, SMALL, MANY = 8.8, 8.0, 6
"""The size of letters in a table, and in one of more than so many columns, in points."""
HEIGHT = 12.7
"""The height of a row of one line, in points."""
GAP = 8.0
"""Between two columns, in points."""
_MOST = 40.0
"""So much wider than it wants to be, in points, a column gets at most where there is room."""

_CLASSES: Final = {
    0.26: " .,:;'|", 0.34: "ijlftIJ(){}[]/!\\\"-", 0.40: "rs`*", 0.47: "acez?#$~0123456789", 0.52: "bdgkopqvxyFS_^",
    0.60: "uhnLPEYBRTZ+<=>", 0.75: "KCVUXGADNOQH%&w", 0.95: "mMW@",
}  # fmt: skip
_BOLD = 1.16
_MONO: Final = {"code": 0.602 * 0.82, "rule": 0.602 * 0.74}
_BREAK = "\N{ZERO WIDTH SPACE}"


class _Widths(dict[str, float]):
    """Widths of letters in ems; a letter that is in no class is as wide as any."""

    def __missing__(self, letter: str) -> float:
        return 0.0 if letter == _BREAK else 1.2


_WIDTHS = _Widths({letter: width for width, letters in _CLASSES.items() for letter in letters})


@dataclass(frozen=True, slots=True)
class Setting:
    """Widths of columns and heights of rows in points, the head first; a height of 0 has to be measured."""

    size: float
    columns: list[float]
    rows: list[float]


@lru_cache(maxsize=8192)
def width(text: str, role: Role = "plain") -> float:
    """How wide a text is at most, in ems."""
    if role in _MONO:
        return _MONO[role] * (len(text) - text.count(_BREAK))
    return sum(map(_WIDTHS.__getitem__, text)) * (_BOLD if role == "strong" else 1)


@lru_cache(maxsize=8192)
def _longest(text: str, role: Role) -> float:
    """The width of the longest part of a text that can't be broken."""
    return max(width(part, role) for word in text.split(" ") for part in word.split(_BREAK))


def set_table(head: Sequence[str], cells: Sequence[Sequence[Sequence[Shown]]], room: float) -> Setting:
    """The setting of a table with this head and these rows of cells, on paper with so much room in points."""
    size = SMALL if len(head) > MANY else SIZE
    titles: list[list[Shown]] = [[(title, "plain", "")] for title in head]
    rows = [titles, *cells]
    widths = [[sum(width(text, role) for text, role, _ in cell) * size for cell in row] for row in rows]
    words = [[max((_longest(text, role) for text, role, _ in cell), default=0.0) * size for cell in row] for row in rows]
    wanted, least = ([max(column) + 0.1 for column in zip(*found, strict=True)] for found in (widths, words))
    columns = _shared(wanted, least, room - GAP * (len(head) - 1))
    heights = [HEIGHT if all(one <= most for one, most in zip(row, columns, strict=True)) else 0.0 for row in widths]
    return Setting(size, [round(one, 2) for one in columns], heights)


def _shared(wanted: list[float], least: list[float], room: float) -> list[float]:
    """The room shared out: to each column what it wants and some more, or where that is too much, its longest word and a share.

    What is left after the words goes to the columns by how much more they want, as a power that keeps the wide ones in bounds.
    """
    spare = room - sum(wanted)
    if spare >= 0:
        return [one + min(_MOST, spare / len(wanted)) for one in wanted]
    left = room - sum(least)
    if left <= 0:
        return [one * room / sum(least) for one in least]
    shares = list(least)
    more = {place: most - word for place, (most, word) in enumerate(zip(wanted, least, strict=True)) if most > word}
    while more:
        unit = left / sum(one**0.5 for one in more.values())
        content = {place: one for place, one in more.items() if one <= one**0.5 * unit}
        for place, one in (content or more).items():
            shares[place] += one if content else one**0.5 * unit
        left -= sum(content.values())
        more = {place: one for place, one in more.items() if content and place not in content}
    return shares
