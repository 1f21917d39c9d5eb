"""Bar charts of a portfolio: readable without colour, the same in words."""

from collections.abc import Iterator, Sequence

from advisor.language.clean import shortened
from advisor.pictures.svg import element, picture, slug, text

_WIDTH, _LEFT, _ROW, _GAP, _VALUE = 720, 260, 22, 6, 130
_LONGEST = 38


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars of (label, value, the value in words); one below zero has another colour and as long a bar.

    The text alternative says the same in words.
    """
    words = "; ".join(f"{label}: {said}" for label, _, said in rows)
    height = len(rows) * (_ROW + _GAP) + _GAP
    return picture(slug(title), title, words, (_WIDTH, height), _parts(rows)).svg


def _parts(rows: Sequence[tuple[str, float, str]]) -> Iterator[str]:
    most = max((abs(value) for _, value, _ in rows), default=0) or 1
    for number, (label, value, said) in enumerate(rows):
        top = _GAP + number * (_ROW + _GAP)
        length = max(1, round((_WIDTH - _LEFT - _VALUE) * abs(value) / most))
        middle = top + _ROW * 0.7
        yield text(_LEFT - 8, middle, shortened(label, _LONGEST), 13, text_anchor="end")
        place = {"x": _LEFT, "y": top, "width": length, "height": _ROW}
        yield element("rect", place, fill="series-1" if value >= 0 else "series-2")
        yield text(_LEFT + length + 6, middle, said, 13)
