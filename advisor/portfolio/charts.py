"""Bar charts as SVG, written by hand: the same bytes every time, no script, readable without colour."""

from collections.abc import Sequence
from html import escape

_WIDTH, _LEFT, _ROW, _GAP, _VALUE = 720, 260, 22, 6, 110
_COLOUR = "#0072b2"


def bars(title: str, rows: Sequence[tuple[str, int, float]]) -> str:
    """Horizontal bars of (label, count, share); the text alternative says the same in words."""
    height = len(rows) * (_ROW + _GAP) + _GAP
    most = max((share for _, _, share in rows), default=0) or 1
    words = "; ".join(f"{label}: {count:,} ({share:.1%})" for label, count, share in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" class="chart">',
        f"<title>{escape(title)}</title><desc>{escape(words)}</desc>",
    ]
    for number, (label, count, share) in enumerate(rows):
        top = _GAP + number * (_ROW + _GAP)
        length = max(1, round((_WIDTH - _LEFT - _VALUE) * share / most))
        middle = top + _ROW * 0.7
        parts += [
            f'<text x="{_LEFT - 8}" y="{middle:.1f}" text-anchor="end">{escape(_shortened(label))}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{length}" height="{_ROW}" fill="{_COLOUR}"/>',
            f'<text x="{_LEFT + length + 6}" y="{middle:.1f}">{count:,} ({share:.1%})</text>',
        ]
    return "\n".join((*parts, "</svg>"))


def _shortened(label: str, limit: int = 38) -> str:
    return label if len(label) <= limit else label[: limit - 1] + "…"
