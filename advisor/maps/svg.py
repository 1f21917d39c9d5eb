"""A map as SVG: no script, nothing from elsewhere, the same bytes every time.

The colours are those of Okabe and Ito with an indigo for their black, which people with any kind of colour vision tell apart;
from the ninth region on they come again with a pattern over them. Labels stand on the regions, so that the colours are not
needed; what is too narrow for its label even when it is turned has it in the legend.
"""

from collections.abc import Iterator, Mapping
from html import escape

from advisor.language.words import measure
from advisor.maps.axes import ticks, value_to_place
from advisor.maps.bills import amount, lines
from advisor.maps.labels import HEIGHT, LEFT, TOP, WIDTH, Label, free_place, labels, marked, name_of, x_of, y_of
from advisor.maps.models import Axis, DecisionMap
from advisor.maps.words import in_words
from advisor.pictures.svg import element, picture, text

NOWHERE = "#e4e4e4"
COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#0072b2", "#d55e00", "#332288")
_DARK = ("#0072b2", "#d55e00", "#332288")
_BELOW, _LINE = 74, 20
_NAME = "decision-map"
_PATTERN = f"{_NAME}-lines"


def as_svg(found: DecisionMap) -> str:
    """Return the picture."""
    legend = _legend(found)
    marks = [(x_of(found, one.x), y_of(found, one.y)) for one in found.boundaries if one.text in _marks(found)]
    lying = labels(found, marks)
    unnamed = [place for place in range(len(found.regions)) if place not in lying]
    rows = len(legend) + len(unnamed)
    size = LEFT + WIDTH + 20, TOP + HEIGHT + _BELOW + rows * _LINE + 10
    start = TOP + HEIGHT + _BELOW
    parts = (
        f'<defs><pattern id="{_PATTERN}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="M0 8L8 0" stroke="#000" stroke-opacity=".35"/></pattern></defs>',
        *_areas(found),
        *_axis(found.x, sideways=True),
        *_axis(found.y, sideways=False),
        *_bills(found, [*lying.values(), *marked(marks)]),
        *_labels(found, lying),
        *_edges(found),
        *_workload(found),
        *(text(LEFT, start + _LINE * place, line, 13) for place, line in enumerate(legend)),
        *_swatches(found, unnamed, start + _LINE * len(legend)),
    )
    title = f"Recommended option by {found.x.fact} and {found.y.fact}"
    group = element("g", {"font_size": 13}, *parts)
    return picture(_NAME, title, in_words(found), size, (group,)).svg


def _areas(found: DecisionMap) -> Iterator[str]:
    """Each region as one path of rectangles: runs of equal cells, rows of equal runs laid together."""
    height, width = len(found.cells), len(found.cells[0])
    shapes: dict[int, list[str]] = {place: [] for place in range(len(found.regions))}
    start = 0
    for row in range(1, height + 1):
        if row == height or found.cells[row] != found.cells[start]:
            top, bottom = (TOP + HEIGHT * (1 - edge / height) for edge in (row, start))
            for place, first, last in _runs(found.cells[start]):
                left, right = (LEFT + WIDTH * edge / width for edge in (first, last))
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
    bottom = TOP + HEIGHT
    for tick in ticks(axis):
        place = value_to_place(axis, tick)
        x, y = (LEFT + WIDTH * place, bottom) if sideways else (LEFT - 6, bottom - HEIGHT * place)
        yield element("path", {"d": f"M{x:.1f} {y:.1f}{'v6' if sideways else 'h6'}"}, stroke="ink")
        at = (x, y + 20) if sideways else (x - 4, y + 4)
        yield text(*at, _short(tick), 13, text_anchor="middle" if sideways else "end")
    if sideways:
        yield text(LEFT + WIDTH // 2, bottom + 42, title, 13, text_anchor="middle")
    else:
        yield text(18, TOP + HEIGHT // 2, title, 13, text_anchor="middle", transform=f"rotate(-90 18 {TOP + HEIGHT // 2})")


def _short(value: float) -> str:
    return f"{value / 1e6:g}M" if abs(value) >= 1e6 else f"{value:,g}" if abs(value) < 1000 else f"{value:,.0f}"


def _labels(found: DecisionMap, lying: Mapping[int, Label]) -> Iterator[str]:
    """The name of each region on it, along it where it is too narrow across."""
    for place, label in lying.items():
        colour = "#fff" if _colour(found, place)[0] in _DARK else "#000"
        style = f'text-anchor="middle" font-weight="bold" fill="{colour}"'
        turned = f'transform="translate({label.x + 4:.1f} {label.y:.1f}) rotate(-90)"'
        at = turned if label.turned else f'x="{label.x:.1f}" y="{label.y + 4:.1f}"'
        yield f"<text {at} {style}>{escape(name_of(found.regions[place]))}</text>"


def _swatches(found: DecisionMap, unnamed: list[int], top: float) -> Iterator[str]:
    """The legend of the regions without a label: each one's colour and name."""
    for row, place in enumerate(unnamed):
        y, (colour, patterned) = top + _LINE * row, _colour(found, place)
        box = f'x="{LEFT}" y="{y - 11}" width="14" height="14"'
        yield f'<rect {box} fill="{colour}" stroke="#000"/>'
        if patterned:
            yield f'<rect {box} fill="url(#{_PATTERN})"/>'
        yield text(LEFT + 22, y, name_of(found.regions[place]), 13)


def _bills(found: DecisionMap, taken: list[Label]) -> Iterator[str]:
    """The lines of equal bill, each with its amount on it where nothing else stands, near its middle."""
    if found.bills is None:
        return
    places = [x_of(found, value) for value in found.bills.x], [y_of(found, value) for value in found.bills.y]
    for level in found.bills.levels:
        pieces = list(lines(found.bills, places, level))
        path = "".join(f"M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" for one, other in pieces)
        yield f'<path d="{path}" fill="none" stroke="#fff" stroke-opacity=".6" stroke-width="2.5"/>'
        yield f'<path d="{path}" fill="none" stroke="#000" stroke-opacity=".8" stroke-dasharray="5 3"/>'
        label = free_place([one for one, _ in sorted(pieces)], amount(level), taken)
        if label is not None:
            taken = [*taken, label]
            style = 'font-size="11" text-anchor="middle" fill="#000" stroke="#fff" stroke-width="3" paint-order="stroke"'
            yield f'<text x="{label.x:.1f}" y="{label.y + 4:.1f}" {style}>{amount(level)}</text>'


def _edges(found: DecisionMap) -> Iterator[str]:
    """A numbered mark on each boundary that the legend explains."""
    marks = _marks(found)
    for boundary in found.boundaries:
        if boundary.text not in marks:
            continue
        place = marks[boundary.text]
        x, y = x_of(found, boundary.x), y_of(found, boundary.y)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#fff" stroke="#000"/>'
        yield f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11">{place}</text>'


def _marks(found: DecisionMap, most: int = 12) -> dict[str, int]:
    """The numbers of the marks; boundaries that are drawn by the same have the same."""
    texts = dict.fromkeys(boundary.text for boundary in found.boundaries)
    return {text: place for place, text in enumerate(list(texts)[:most], 1)}


def _workload(found: DecisionMap) -> Iterator[str]:
    if found.x.value is not None and found.y.value is not None:
        x, y = x_of(found, found.x.value), y_of(found, found.y.value)
        yield f'<path d="M{x:.1f} {y - 9:.1f}l9 9l-9 9l-9 -9Z" fill="#000" stroke="#fff" stroke-width="2"/>'


def _legend(found: DecisionMap) -> list[str]:
    text = [f"{place}  {told}" for told, place in _marks(found).items()]
    if found.x.value is not None and found.y.value is not None:
        at = ", ".join(f"{axis.fact} {measure(axis.value, axis.unit)}" for axis in (found.x, found.y) if axis.value is not None)
        text.append(f"◆  the workload: {at}")
    if found.bills is not None:
        low, high = (f"{usd:,.2f}" for usd in (found.bills.low, found.bills.high))
        least = ", lower bounds" if found.bills.lower_bound else ""
        text.append(f"- -  bill of the recommended option in USD a month, from {low} to {high}{least}")
    return [*text, f"Edition {found.as_of} ({found.digest})"]
