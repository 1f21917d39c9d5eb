"""The cost curve: bills over the load on scales that fit, each line with a dash, a shape and its name, crossings lettered."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from advisor.language.clean import shortened
from advisor.pictures.cost_words import AXES, crossing_text, describe, dollars_text, load_text
from advisor.pictures.curves import LEAST_USD, Comparison, Crossing, Line
from advisor.pictures.frames import LABEL_PX, TEXT_PX, Frame
from advisor.pictures.models import Picture
from advisor.pictures.scales import Scale
from advisor.pictures.svg import decimals, element, text
from advisor.pictures.vega import INK, PAPER, SERIES, chart, guide, mark, scaled, specification

_PLOT = 430.0, 280.0
_AROUND = 64.0, 216.0, 56.0, 48.0
_DASHES: tuple[list[int], ...] = ([], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 5])
"""Dashes and shapes tell the lines apart without colour."""
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_LETTERS = "ABCDEFGH"
_LEGEND_CHARACTERS = 99
_LINE = 15.0
_PLACE = {"x": scaled("x", "x"), "y": scaled("y", "y")}


def draw_comparison(found: Comparison) -> Picture:
    """Draw a comparison of bills."""
    across = Scale(found.low, found.high, log=found.across_log)
    upward = _upward(found)
    marked = _marked(found)
    told = [line for letter, one in marked for line in _wrapped(letter, crossing_text(found, one))]
    frame = Frame(*_PLOT, *_AROUND[:3], _AROUND[3] + _LINE * len(told) + 6)
    data: dict[str, Any] = {
        "across": [{"v": value} for value in across.ticks()],
        "upward": [{"v": value} for value in upward.ticks()],
        "crossings": [{"x": one.at, "y": max(one.usd, upward.low)} for _, one in marked],
    }
    marks = [guide("x", "across", frame), guide("y", "upward", frame)]
    if found.own is not None:
        place = across.place(found.own) * frame.width
        marks.append(mark("rule", x=place, x2=place, y=-8, y2=frame.height, stroke=INK, strokeDash=[4, 3]))
    for order, line in sorted(enumerate(found.lines), key=lambda one: one[1].recommended):
        data[f"line{order}"] = [{"x": x, "y": max(y, upward.low)} for x, y in line.points]
        data[f"points{order}"] = list(_points(line, across, upward, order))
        marks += _line(order, line)
    marks.append(mark("symbol", "crossings", **_PLACE, size=190, fill=PAPER, stroke=INK, strokeWidth=1.5))
    drawing = specification(frame, data, {"x": across, "y": upward}, marks)
    texts = (
        *frame.below(across, [(value, load_text(found.axis, value)) for value in across.ticks()], AXES[found.axis]),
        *frame.beside(upward, [(value, dollars_text(value)) for value in upward.ticks()], "dollars a month"),
        *_letters(frame, marked, across, upward),
        *_labels(frame, found, upward),
        *_legend(frame, told),
        *_own(frame, found, across),
    )
    return chart(("cost-curve", titled(found), describe(found)), frame, drawing, texts)


def titled(found: Comparison) -> str:
    """What the chart is of."""
    return f"Monthly bill by {AXES[found.axis]}"


def _letters(frame: Frame, marked: list[tuple[str, Crossing]], across: Scale, upward: Scale) -> Iterator[str]:
    for letter, one in marked:
        x, y = frame.x(across.place(one.at)), frame.y(upward.place(max(one.usd, upward.low)))
        yield text(x, y + 3.5, letter, LABEL_PX, text_anchor="middle")


def _wrapped(letter: str, said: str) -> list[tuple[str, str]]:
    """A sentence in lines that fit the width, the letter before the first."""
    lines = textwrap.wrap(said, _LEGEND_CHARACTERS)
    return [(letter if place == 0 else "", line) for place, line in enumerate(lines)]


def _upward(found: Comparison) -> Scale:
    amounts = [usd_ for line in found.lines for _, usd_ in line.points]
    if found.upward_log:
        return Scale(max(min(amounts), LEAST_USD) / 1.5, max(amounts) * 1.5, log=True)
    return Scale(0.0, max(amounts) * 1.08 or 1.0, log=False)


def _line(order: int, line: Line) -> list[dict[str, Any]]:
    """A line with its shapes; the recommended one is the thickest."""
    colour = SERIES[order]
    width = 3 if line.recommended else 1.8
    return [
        mark("line", f"line{order}", **_PLACE, stroke=colour, strokeWidth=width, strokeDash=_DASHES[order]),
        mark("symbol", f"points{order}", **_PLACE, shape=_SHAPES[order], size=46, fill=colour, stroke=PAPER),
    ]


def _points(line: Line, across: Scale, upward: Scale, order: int) -> Iterator[dict[str, float]]:
    """Where a line carries its shape: four places, for each line others, so that they do not hide each other."""
    for step in range(4):
        place = 0.08 + 0.24 * step + 0.03 * order
        before = [point for point in line.points if across.place(point[0]) <= place]
        after = [point for point in line.points if across.place(point[0]) > place]
        if before and after:
            (x0, y0), (x1, y1) = before[-1], after[0]
            low, high = across.place(x0), across.place(x1)
            share = (place - low) / (high - low) if high > low else 0.0
            x = x0 * (x1 / x0) ** share if across.log else x0 + (x1 - x0) * share
            yield {"x": x, "y": max(y0 + (y1 - y0) * (x - x0) / (x1 - x0), upward.low)}


def _labels(frame: Frame, found: Comparison, upward: Scale) -> Iterator[str]:
    """The names of the lines at their right ends, pushed apart where they would cover each other."""
    ends = [frame.y(upward.place(max(line.points[-1][1], upward.low))) for line in found.lines]
    order = sorted(range(len(ends)), key=lambda place: ends[place])
    heights = [_LINE * len(found.lines[place].titles) for place in order]
    for place, top in zip(order, spread([ends[place] for place in order], heights, frame.y(0) + 8), strict=True):
        line = found.lines[place]
        for row, title in enumerate(line.titles):
            yield from _label(frame, line, place, title, top + _LINE * row, first=row == 0)


def spread(wanted: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Places for texts of these heights near those wanted, from the top, so that none covers another; none below `bottom`."""
    places: list[float] = []
    for place, before in zip(wanted, (0.0, *heights), strict=False):
        places.append(max(place, places[-1] + before) if places else place)
    limit = bottom
    for number in range(len(places) - 1, -1, -1):
        places[number] = min(places[number], limit - heights[number])
        limit = places[number]
    return places


def _label(frame: Frame, line: Line, order: int, title: str, middle: float, *, first: bool) -> Iterator[str]:
    left = frame.x(1) + 8
    if first:
        dashes = " ".join(map(str, _DASHES[order])) or None
        shape: dict[str, object] = {"stroke_width": 3 if line.recommended else 1.8, "stroke_dasharray": dashes}
        yield element("path", {"d": f"M{decimals(left)} {decimals(middle)}h22", **shape}, stroke=f"series-{order + 1}")
    bold = "bold" if line.recommended and first else None
    yield text(left + 28, middle + 4, shortened(title, 26), TEXT_PX, font_weight=bold)


def _legend(frame: Frame, told: list[tuple[str, str]]) -> Iterator[str]:
    top = frame.y(0) + _AROUND[3] + 8
    for place, (letter, said) in enumerate(told):
        if letter:
            yield text(12.0, top + _LINE * place, letter, TEXT_PX, font_weight="bold")
        yield text(30.0, top + _LINE * place, said, TEXT_PX)


def _own(frame: Frame, found: Comparison, across: Scale) -> Iterator[str]:
    if found.own is not None:
        said = f"this workload: {load_text(found.axis, found.own)}"
        yield text(frame.x(across.place(found.own)), frame.top - 12, said, TEXT_PX, text_anchor="middle")


def _marked(found: Comparison) -> list[tuple[str, Crossing]]:
    """Crossings with their letters; those that change what costs least first, when there are too many."""
    kept: list[Crossing] = []
    for one in sorted(found.crossings, key=lambda one: not one.least):
        if len(kept) < len(_LETTERS) and not any(abs(one.at - other.at) <= 1e-6 * one.at for other in kept):
            kept.append(one)
    return list(zip(_LETTERS, sorted(kept, key=lambda one: one.at), strict=False))
