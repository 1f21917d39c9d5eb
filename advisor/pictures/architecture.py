"""The architecture of an option as a drawing: areas in areas, a box for each part, the paths numbered as in the plan."""

import math
from collections.abc import Iterator

from advisor.pictures.compose import scene_of
from advisor.pictures.glyphs import glyph
from advisor.pictures.layout import Curve, Layout, Mark, Point, Rect, lay_out
from advisor.pictures.measures import GLYPH_PX, NOTE_PX, PAD_PX, TITLE_PX, note_width, title_width
from advisor.pictures.models import Picture
from advisor.pictures.scene import Area, Box, Scene
from advisor.pictures.svg import decimals, element, picture, text
from advisor.result import Recommendation

_MARGIN = 12
_DASHES = {"region": "2 3", "zone": "6 4", "services": "2 3", "account": None, "vpc": None}
_LEGEND_LINE = 15
_GAP, _NARROWEST = 8, 260
_MEANINGS = {
    "starts": "broken line: starts the work",
    "also": "dotted line: the same in another zone",
    "broken": "×: no path, see the errors of the plan",
}


def draw_architecture(recommendation: Recommendation, option: str | None = None) -> Picture | None:
    """Return the drawing of the recommended option, or of a named one; None when it has no network plan.

    Raises DrawingError when the command that lays it out is missing.
    """
    scene = scene_of(recommendation, option)
    return draw(scene) if scene is not None else None


def draw(scene: Scene) -> Picture:
    """Draw a scene."""
    layout = lay_out(scene)
    width = max(layout.width, _NARROWEST)
    legend, height = _legend(scene, width, layout.height + _GAP)
    inner = element("g", {"transform": f"translate({_MARGIN} {_MARGIN})"}, *_parts(scene, layout), *legend)
    size = width + 2 * _MARGIN, layout.height + _GAP + height + 2 * _MARGIN
    return picture(scene.name, scene.title, scene.description, size, (inner,))


def _parts(scene: Scene, layout: Layout) -> Iterator[str]:
    """From the ground upwards: what comes later covers what came before."""
    for area in scene.areas:
        yield _frame(area, layout.areas[area.id])
    for curve in layout.curves:
        yield from _curve(curve)
    for area in scene.areas:
        yield from _label(area, layout.areas[area.id])
    for box in scene.boxes:
        yield element("g", {"class": "pic-part"}, *_box(box, layout.boxes[box.id]))
    for mark in layout.marks:
        yield from _mark(mark)


def _frame(area: Area, place: Rect) -> str:
    frame = {**_rect(place), "rx": 4, "stroke_dasharray": _DASHES.get(area.kind)}
    return element("rect", frame, fill=area.kind, stroke="frame")


def _label(area: Area, place: Rect) -> Iterator[str]:
    """Title and notes in the corner, on a plate that keeps lines from running through the letters."""
    plate = {"x": place.x + 5, "y": place.y + 4, "width": title_width(area.title), "height": 14}
    yield element("rect", plate, fill=area.kind)
    yield text(place.x + 8, place.y + 15, area.title, TITLE_PX, font_weight="bold")
    for number, note in enumerate(area.notes):
        under = {"x": place.x + 5, "y": place.y + 19 + 13 * number, "width": note_width(note), "height": 13}
        yield element("rect", under, fill=area.kind)
        yield text(place.x + 8, place.y + 29 + 13 * number, note, NOTE_PX, "muted")


def _rect(place: Rect) -> dict[str, object]:
    return {"x": place.x, "y": place.y, "width": place.width, "height": place.height}


def _box(box: Box, place: Rect) -> Iterator[str]:
    yield element("rect", {**_rect(place), "rx": 3}, fill="box", stroke="ink")
    yield glyph(box.kind, place.x + PAD_PX, place.y + (place.height - GLYPH_PX) / 2)
    left = place.x + PAD_PX * 2 + GLYPH_PX
    top = place.y + place.height / 2 - (6.5 * len(box.notes)) + 4
    yield text(left, top, box.title, TITLE_PX, font_weight="bold")
    for number, note in enumerate(box.notes, 1):
        yield text(left, top + 13 * number, note, NOTE_PX, "muted")


def _curve(curve: Curve) -> Iterator[str]:
    kind = curve.link.kind
    first, *rest = curve.points
    path = f"M{_point(first)}C{' '.join(map(_point, rest))}"
    role = {"also": "faint", "broken": "bad"}.get(kind, "ink")
    dashes = {"starts": "5 3", "broken": "5 3", "also": "2 3"}.get(kind)
    yield element("path", {"d": path, "stroke_width": 1.3, "stroke_dasharray": dashes}, stroke=role)
    if curve.tip is not None:
        yield _head(curve.points[-1], curve.tip, role)


def _head(base: Point, tip: Point, role: str) -> str:
    """An arrow head from the end of a line to the point that Graphviz left for it."""
    across, down = tip[0] - base[0], tip[1] - base[1]
    length = math.hypot(across, down) or 1
    aside = (-down / length * 3.6, across / length * 3.6)
    sides = ((base[0] + aside[0], base[1] + aside[1]), (base[0] - aside[0], base[1] - aside[1]))
    return element("path", {"d": f"M{_point(tip)}L{_point(sides[0])}L{_point(sides[1])}Z"}, fill=role)


def _point(point: Point) -> str:
    return f"{decimals(point[0])} {decimals(point[1])}"


def _mark(mark: Mark) -> Iterator[str]:
    place = mark.rect
    role = "bad" if mark.link.kind == "broken" else "ink"
    yield element("rect", {**_rect(place), "rx": place.height / 2}, fill=role)
    middle = place.x + place.width / 2
    yield text(middle, place.y + place.height / 2 + 3.6, mark.text, NOTE_PX, "paper", text_anchor="middle")


def _legend(scene: Scene, width: float, top: float) -> tuple[list[str], float]:
    """The paths by number and what the lines mean, in as many columns as fit; and the height that they take."""
    lines = [(str(number), caption) for number, caption in enumerate(scene.captions, 1)]
    kinds = {link.kind for link in scene.links}
    lines += [("", said) for kind, said in _MEANINGS.items() if kind in kinds]
    if any(note.startswith("SG ") for box in scene.boxes for note in box.notes):
        lines.append(("", "SG is short for security group"))
    column = max((note_width(said) for _, said in lines), default=0) + 36
    columns = max(1, int((width + _MARGIN) // column))
    rows = -(-len(lines) // columns)
    parts = []
    for place, (number, said) in enumerate(lines):
        x, y = place // rows * column, top + place % rows * _LEGEND_LINE + 11
        if number:
            parts.append(text(x + 16, y, number, NOTE_PX, font_weight="bold", text_anchor="end"))
        parts.append(text(x + 22, y, said, NOTE_PX, "muted"))
    return parts, rows * _LEGEND_LINE
