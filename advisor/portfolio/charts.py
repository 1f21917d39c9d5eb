"""Bar charts of a portfolio: readable without colour, the same in words."""

from collections.abc import Iterator, Sequence

from advisor.language.clean import shortened
from advisor.pictures.svg import element, picture, slug, text

_WIDTH, _LEFT, _ROW, _GAP, _VALUE = 720, 260, 22, 6, 110
_LONGEST = 38


def bars(title: str, rows: Sequence[tuple[str, int, float]]) -> str:
    """Horizontal bars of (label, count, share); the text alternative says the same in words."""
    words = "; ".join(f"{label}: {count:,} ({share:.1%})" for label, count, share in rows)
    height = len(rows) * (_ROW + _GAP) + _GAP
    return picture(slug(title), title, words, (_WIDTH, height), _parts(rows)).svg


def _parts(rows: Sequence[tuple[str, int, float]]) -> Iterator[str]:
    most = max((share for _, _, share in rows), default=0) or 1
    for number, (label, count, share) in enumerate(rows):
        top = _GAP + number * (_ROW + _GAP)
        length = max(1, round((_WIDTH - _LEFT - _VALUE) * share / most))
        middle = top + _ROW * 0.7
        yield text(_LEFT - 8, middle, shortened(label, _LONGEST), 13, text_anchor="end")
        yield element("rect", {"x": _LEFT, "y": top, "width": length, "height": _ROW}, fill="series-1")
        yield text(_LEFT + length + 6, middle, f"{count:,} ({share:.1%})", 13)
