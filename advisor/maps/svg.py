"""A map as SVG: no script, nothing from elsewhere, the same bytes every time.

The colours are those of Okabe and Ito with an indigo for their black, which people with any kind of colour vision tell apart;
from the ninth region on they come again with a pattern over them. Labels stand on the regions, so that the colours are not
needed.
"""

from collections.abc import Iterator
from html import escape

from advisor.language.words import number
from advisor.maps.axes import ticks, value_to_place
from advisor.maps.bills import amount, lines
from advisor.maps.models import Axis, DecisionMap
from advisor.maps.words import in_words
from advisor.pictures.svg import element, picture, text

NOWHERE = "#e4e4e4"
COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#0072b2", "#d55e00", "#332288")
_DARK = ("#0072b2", "#d55e00", "#332288")
_LEFT, _TOP, _WIDTH, _HEIGHT, _BELOW = 110, 20, 720, 450, 60
_LINE = 20
_NAME = "decision-map"
_PATTERN = f"{_NAME}-lines"


def as_svg(found: DecisionMap) -> str:
    """Return the picture."""
    legend = _legend(found)
    size = _LEFT + _WIDTH + 20, _TOP + _HEIGHT + _BELOW + len(legend) * _LINE + 10
    start = _TOP + _HEIGHT + _BELOW
    parts = (
        f'<defs><pattern id="{_PATTERN}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="M0 8L8 0" stroke="#000" stroke-opacity=".35"/></pattern></defs>',
        *_areas(found),
        *_axis(found.x, sideways=True),
        *_axis(found.y, sideways=False),
        *_bills(found),
        *_labels(found),
        *_edges(found),
        *_workload(found),
        *(text(_LEFT, start + _LINE * place, line, 13) for place, line in enumerate(legend)),
    )
    title = f"Recommended option by {found.x.fact} and {found.y.fact}"
    group = element("g", {"font_size": 13}, *parts)
    return picture(_NAME, title, in_words(found), size, (group,)).svg


def _x(found: DecisionMap, value: float) -> float:
    return _LEFT + _WIDTH * value_to_place(found.x, value)


def _y(found: DecisionMap, value: float) -> float:
    return _TOP + _HEIGHT * (1 - value_to_place(found.y, value))


def _areas(found: DecisionMap) -> Iterator[str]:
    """Each region as one path of rectangles: runs of equal cells, rows of equal runs laid together."""
    height, width = len(found.cells), len(found.cells[0])
    shapes: dict[int, list[str]] = {place: [] for place in range(len(found.regions))}
    start = 0
    for row in range(1, height + 1):
        if row == height or found.cells[row] != found.cells[start]:
            top, bottom = (_TOP + _HEIGHT * (1 - edge / height) for edge in (row, start))
            for place, first, last in _runs(found.cells[start]):
                left, right = (_LEFT + _WIDTH * edge / width for edge in (first, last))
                shapes[place].append(f"M{left:.2f} {top:.2f}H{right:.2f}V{bottom:.2f}H{left:.2f}Z")
            start = row
    for place, paths in shapes.items():
        path = "".join(paths)
        colour, patterned = _colour(found, place)
        yield f'<path d="{path}" fill="{colour}" shape-rendering="crispEdges"/>'
        if patterned:
            yield f'<path d="{path}" fill="url(#{_PATTERN})"/>'


def _colour(found: DecisionMap, place: int) -> tuple[str, bool]:
    """The colour of a region, and whether a pattern lies over it."""
    if found.regions[place].option is None:
        return NOWHERE, "contradict" in found.regions[place].title
    number_of = sum(1 for region in found.regions[:place] if region.option is not None)
    return COLOURS[number_of % len(COLOURS)], number_of >= len(COLOURS)


def _runs(row: list[int]) -> Iterator[tuple[int, int, int]]:
    start = 0
    for end in range(1, len(row) + 1):
        if end == len(row) or row[end] != row[start]:
            yield row[start], start, end
            start = end


def _axis(axis: Axis, *, sideways: bool) -> Iterator[str]:
    title = f"{axis.fact}" + (f" ({axis.unit})" if axis.unit not in ("", "count") else "")
    bottom = _TOP + _HEIGHT
    for tick in ticks(axis):
        place = value_to_place(axis, tick)
        x, y = (_LEFT + _WIDTH * place, bottom) if sideways else (_LEFT - 6, bottom - _HEIGHT * place)
        yield f'<path d="M{x:.1f} {y:.1f}{"v6" if sideways else "h6"}" stroke="#000"/>'
        at = (
            f'x="{x:.1f}" y="{y + 20:.1f}" text-anchor="middle"'
            if sideways
            else f'x="{x - 4:.1f}" y="{y + 4:.1f}" text-anchor="end"'
        )
        yield f"<text {at}>{_short(tick)}</text>"
    turned = (
        f'x="{_LEFT + _WIDTH // 2}" y="{bottom + 42}"'
        if sideways
        else f'transform="translate(18 {_TOP + _HEIGHT // 2}) rotate(-90)"'
    )
    yield f'<text {turned} text-anchor="middle">{escape(title)}</text>'


def _short(value: float) -> str:
    return f"{value:g}" if 1e-3 <= abs(value) < 1e6 or value == 0 else f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-")


def _labels(found: DecisionMap) -> Iterator[str]:
    for place, region in enumerate(found.regions):
        if region.share >= 0.01:
            colour = "#fff" if _colour(found, place)[0] in _DARK else "#000"
            label = region.option or region.title
            half = len(label) * 4.6
            x = min(max(_x(found, region.x), _LEFT + half), _LEFT + _WIDTH - half)
            y = _y(found, region.y) + 4
            style = f'text-anchor="middle" font-weight="bold" fill="{colour}"'
            yield f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(label)}</text>'


def _bills(found: DecisionMap) -> Iterator[str]:
    """The lines of equal bill, each with its amount in the middle of it."""
    if found.bills is None:
        return
    places = [_x(found, value) for value in found.bills.x], [_y(found, value) for value in found.bills.y]
    for level in found.bills.levels:
        pieces = list(lines(found.bills, places, level))
        path = "".join(f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" for one, other in pieces)
        yield f'<path d="{path}" fill="none" stroke="#fff" stroke-opacity=".6" stroke-width="2.5"/>'
        yield f'<path d="{path}" fill="none" stroke="#000" stroke-opacity=".8" stroke-dasharray="5 3"/>'
        if pieces:
            x, y = sorted(pieces)[len(pieces) // 2][0]
            style = 'font-size="11" text-anchor="middle" fill="#000" stroke="#fff" stroke-width="3" paint-order="stroke"'
            yield f'<text x="{min(max(x, _LEFT + 24), _LEFT + _WIDTH - 24):.1f}" y="{y + 4:.1f}" {style}>{amount(level)}</text>'


def _edges(found: DecisionMap) -> Iterator[str]:
    """A numbered mark on each boundary that the legend explains."""
    marks = _marks(found)
    for boundary in found.boundaries:
        if boundary.text not in marks:
            continue
        place = marks[boundary.text]
        x, y = _x(found, boundary.x), _y(found, boundary.y)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#fff" stroke="#000"/>'
        yield f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11">{place}</text>'


def _marks(found: DecisionMap, most: int = 12) -> dict[str, int]:
    """The numbers of the marks; boundaries that are drawn by the same have the same."""
    texts = dict.fromkeys(boundary.text for boundary in found.boundaries)
    return {text: place for place, text in enumerate(list(texts)[:most], 1)}


def _workload(found: DecisionMap) -> Iterator[str]:
    if found.x.value is not None and found.y.value is not None:
        x, y = _x(found, found.x.value), _y(found, found.y.value)
        yield f'<path d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9Z" fill="#000" stroke="#fff" stroke-width="2"/>'


def _legend(found: DecisionMap) -> list[str]:
    text = [f"{place}  {told}" for told, place in _marks(found).items()]
    if found.x.value is not None and found.y.value is not None:
        text.append(f"◆  the workload: {found.x.fact} {number(found.x.value)}, {found.y.fact} {number(found.y.value)}")
    if found.bills is not None:
        low, high = (f"{usd:,.2f}" for usd in (found.bills.low, found.bills.high))
        least = ", lower bounds" if found.bills.lower_bound else ""
        text.append(f"- -  bill of the recommended option in USD a month, from {low} to {high}{least}")
    return [*text, f"Edition {found.as_of} ({found.digest})"]
