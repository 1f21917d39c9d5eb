"""The cost curve: bills over the load on scales that fit, each line with a dash, a shape and its name, crossings lettered."""

from collections.abc import Iterator
from typing import Any

from advisor.language.words import duration, number, usd
from advisor.pictures.curves import LEAST_USD, Comparison, Crossing, Line
from advisor.pictures.models import Picture
from advisor.pictures.names import shortened
from advisor.pictures.scales import Scale
from advisor.pictures.svg import decimals, element, text
from advisor.pictures.vega import INK, PAPER, SERIES, chart, guide, mark, scaled, specification

_PLOT = 430.0, 280.0
_AROUND = 64.0, 216.0, 40.0, 44.0
_DASHES: tuple[list[int], ...] = ([], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [1, 5])
"""Dashes and shapes tell the lines apart without colour."""
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_LETTERS = "ABCDEFGH"
_LABEL_LINE, _LINE = 15.0, 15.0
_PLACE = {"x": scaled("x", "x"), "y": scaled("y", "y")}
_AXES = {"requests_per_month": "requests a month", "typical_run_ms": "run time"}


def draw_comparison(found: Comparison) -> Picture:
    """Draw a comparison of bills."""
    across = Scale(found.low, found.high, log=found.across_log)
    upward = _upward(found)
    marked = _marked(found)
    data: dict[str, Any] = {
        "across": [{"v": value, "t": _load(found, value)} for value in across.ticks()],
        "upward": [{"v": value, "t": _dollars(value)} for value in upward.ticks()],
        "crossings": [{"x": one.at, "y": max(one.usd, upward.low), "t": letter} for letter, one in marked],
    }
    marks = [*guide("x", "across", _PLOT, _AXES[found.axis]), *guide("y", "upward", _PLOT, "dollars a month")]
    if found.own is not None:
        place = across.place(found.own) * _PLOT[0]
        marks.append(mark("rule", x=place, x2=place, y=-8, y2=_PLOT[1], stroke=INK, strokeDash=[4, 3]))
    for order, line in enumerate(found.lines):
        data[f"line{order}"] = [{"x": x, "y": max(y, upward.low)} for x, y in line.points]
        data[f"points{order}"] = list(_points(line, across, upward, order))
        marks += _line(order, line)
    marks += [
        mark("symbol", "crossings", x=scaled("x", "x"), y=scaled("y", "y"), size=190, fill=PAPER, stroke=INK, strokeWidth=1.5),
        mark(
            "text", "crossings", x=scaled("x", "x"), y=scaled("y", "y"), text={"field": "t"}, align="center", baseline="middle"
        ),
    ]
    told = [f"{letter}  {_crossing(found, one)}" for letter, one in marked]
    around = (*_AROUND[:3], _AROUND[3] + _LINE * len(told) + 6)
    drawing = specification(_PLOT, around, data, {"x": across, "y": upward}, marks)
    beside = (*_labels(found, upward), *_legend(told), *_own(found, across))
    return chart("cost-curve", _title(found), describe(found), drawing, beside)


def _title(found: Comparison) -> str:
    return f"Monthly bill by {_AXES[found.axis]}"


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


def _labels(found: Comparison, upward: Scale) -> Iterator[str]:
    """The names of the lines at their right ends, from the top, pushed down where they would cover each other."""
    wanted = [
        (_PLOT[1] * (1 - upward.place(max(line.points[-1][1], upward.low))), order) for order, line in enumerate(found.lines)
    ]
    heights = {order: _LABEL_LINE * len(line.titles) for order, line in enumerate(found.lines)}
    over = sum(heights.values()) + max(place for place, _ in wanted) - _PLOT[1]
    top = -10.0
    for place, order in sorted(wanted):
        top = max(min(place, place - over if over > 0 else place), top)
        for number_, title in enumerate(found.lines[order].titles):
            yield from _label(found.lines[order], order, title, top + _LABEL_LINE * number_, first=number_ == 0)
        top += heights[order]


def _label(line: Line, order: int, title: str, top: float, *, first: bool) -> Iterator[str]:
    left, middle = _AROUND[0] + _PLOT[0] + 8, _AROUND[2] + top
    if first:
        sample = {"d": f"M{decimals(left)} {decimals(middle)}h22", "fill": "none", "stroke": SERIES[order]}
        dashes = " ".join(map(str, _DASHES[order])) or None
        width = 3 if line.recommended else 1.8
        yield element("path", {"class": f"series-{order + 1}", **sample, "stroke_width": width, "stroke_dasharray": dashes})
    bold = "bold" if line.recommended and first else None
    yield text(left + 28, middle + 4, shortened(title, 26), 11, font_weight=bold)


def _legend(told: list[str]) -> Iterator[str]:
    for place, said in enumerate(told):
        yield text(12.0, _AROUND[2] + _PLOT[1] + _AROUND[3] + 8 + _LINE * place, said, 11)


def _own(found: Comparison, across: Scale) -> Iterator[str]:
    if found.own is None:
        return
    x = _AROUND[0] + across.place(found.own) * _PLOT[0]
    yield text(x, _AROUND[2] - 14, f"this workload: {_load(found, found.own)}", 11, text_anchor="middle")


def _marked(found: Comparison) -> list[tuple[str, Crossing]]:
    """Crossings with their letters; those that change what costs least first, when there are too many."""
    kept: list[Crossing] = []
    for one in sorted(found.crossings, key=lambda one: not one.least):
        if len(kept) < len(_LETTERS) and not any(abs(one.at - other.at) <= 1e-6 * one.at for other in kept):
            kept.append(one)
    return list(zip(_LETTERS, sorted(kept, key=lambda one: one.at), strict=False))


def _load(found: Comparison, value: float) -> str:
    if found.axis == "typical_run_ms":
        return duration(value / 1000) if value else "0"
    for size, unit in ((1e9, " billion"), (1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{number(float(f'{value / size:.4g}'))}{unit}"
    return number(value)


def _dollars(value: float) -> str:
    return usd(value).removesuffix(".00")


def _crossing(found: Comparison, one: Crossing) -> str:
    return f"{_where(found, one.at)}, {usd(one.usd)}: {one.titles[0]} and {one.titles[1]} cost the same"


def _where(found: Comparison, value: float) -> str:
    return f"{number(float(f'{value:.4g}'))} requests a month" if found.axis == "requests_per_month" else _load(found, value)


def describe(found: Comparison) -> str:
    """What a comparison shows, in words: what costs least from where to where, and where the workload stands."""
    said = []
    for place, stretch in enumerate(found.stretches):
        last = place == len(found.stretches) - 1
        if last:
            said.append(f"{stretch.title} above" if place else f"{stretch.title} costs least all along")
        else:
            verb = " costs least" if not place else ""
            said.append(f"{stretch.title}{verb} up to {_where(found, stretch.end)}")
    own = f" This workload has {_where(found, found.own)}." if found.own is not None else ""
    return (
        f"{', then '.join(said[:-1])}{', ' if len(said) > 1 else ''}{said[-1]}, shown up to {_where(found, found.high)}.{own}"
    )
