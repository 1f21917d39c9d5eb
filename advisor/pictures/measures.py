"""How large things are drawn: sizes of text, of boxes and of the labels of areas, in pixels, before anything has its place."""

from advisor.pictures.scene import Area, Box

TITLE_PX, NOTE_PX = 12, 10
_NARROW, _WIDE = frozenset(" !'(),-./:;I[]fijlrt|"), frozenset("%@MWmw×–…")
_BOLD, _PLAIN = (0.46, 0.72, 0.8, 1.12), (0.42, 0.64, 0.72, 1.02)
"""Widths of a narrow character, a small one, a capital and a wide one in the widest of the fonts that may draw it (DejaVu
Sans), as shares of the size; `_MONO` is that of all in DejaVu Sans Mono."""
_MONO = 0.61
GLYPH_PX, PAD_PX = 26, 7
_LINE_PX = 13


def title_width(text: str) -> float:
    """The pixels that a title takes at most."""
    return _width(text, _BOLD) * TITLE_PX


def note_width(text: str) -> float:
    """The pixels that a note takes at most."""
    return _width(text, _PLAIN) * NOTE_PX


def _width(text: str, widths: tuple[float, float, float, float]) -> float:
    narrow, small, capital, wide = widths
    found = 0.0
    for letter in text:
        if letter in _NARROW:
            found += narrow
        elif letter in _WIDE or ord(letter) > 0x2E7F:
            found += wide
        else:
            found += small if letter.islower() or letter.isdigit() else capital
    return max(found, len(text) * _MONO)


def box_size(box: Box) -> tuple[float, float]:
    """Width and height that a box needs."""
    text = max((title_width(box.title), *map(note_width, box.notes)))
    return PAD_PX * 3 + GLYPH_PX + text, max(GLYPH_PX, 16 + _LINE_PX * len(box.notes)) + 2 * PAD_PX


def area_label(area: Area) -> tuple[float, float]:
    """Width and height of the title and notes in the upper left corner of an area."""
    return max((title_width(area.title), *map(note_width, area.notes))) + 10, 18 + _LINE_PX * len(area.notes)
