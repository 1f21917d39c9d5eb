"""Bar charts as SVG, written by hand: the same bytes every time, no script, readable without colour."""

from collections.abc import Sequence
from html import escape

_WIDTH, _LEFT, _ROW, _GAP, _VALUE = 720, 260, 22, 6, 130
_COLOUR, _BELOW = "#0072b2", "#d55e00"


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """Horizontal bars of (label, value, the value in words); one below zero has another colour and as long a bar.

    The text alternative says the same in words.
    """
    height = len(rows) * (_ROW + _GAP) + _GAP
    most = max((abs(value) for _, value, _ in rows), default=0) or 1
    words = "; ".join(f"{label}: {text}" for label, _, text in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" class="chart">',
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>",
    ]
    for number, (label, value, text) in enumerate(rows):
        top = _GAP + number * (_ROW + _GAP)
        length = max(1, round((_WIDTH - _LEFT - _VALUE) * abs(value) / most))
        middle = top + _ROW * 0.7
        parts += [
            f'<text x="{_LEFT - 8}" y="{middle:.1f}" text-anchor="end">{escape(_shortened(label))}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{length}" height="{_ROW}" fill="{_COLOUR if value >= 0 else _BELOW}"/>',
            f'<text x="{_LEFT + length + 6}" y="{middle:.1f}">{escape(text)}</text>',
        ]
    return "\n".join((*parts, "</svg>"))


def _shortened(label: str, limit: int = 38) -> str:
    return label if len(label) <= limit else label[: limit - 1] + "…"
