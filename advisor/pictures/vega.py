"""The way from a Vega specification to one of our pictures.

Specifications are written for Vega itself, laid out to the pixel: Vega-Lite would compile the same on every call, and measuring
text would make places hang on the fonts of a machine. Colours are those of the roles in `advisor.pictures.svg`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from advisor.pictures.models import Picture
from advisor.pictures.scales import Scale
from advisor.pictures.svg import COLOURS, FONT, classes, picture

INK, MUTED, GRID, PAPER, BAD = (COLOURS[role] for role in ("ink", "muted", "grid", "paper", "bad"))
SERIES = tuple(colour for role, colour in COLOURS.items() if role.startswith("series-"))
LABEL_PX = 10
_ROLES = {colour: role for role, colour in COLOURS.items()}
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|stroke-miterlimit)="[^"]*"')
_ELEMENT = re.compile(r"<(path|text|line|rect)( [^>]*)>")
_PAINT = re.compile(r' (fill|stroke)="(#[0-9a-f]{6})"')
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def chart(name: str, title: str, description: str, drawing: Mapping[str, Any], beside: Iterable[str] = ()) -> Picture:
    """Draw a specification as a picture, with parts of our own `beside` what Vega draws."""
    padding = drawing["padding"]
    size = drawing["width"] + padding["left"] + padding["right"], drawing["height"] + padding["top"] + padding["bottom"]
    return picture(name, title, description, size, (_body(json.dumps(drawing)), *beside))


@lru_cache(maxsize=64)
def _body(specification: str) -> str:
    """What Vega draws, without its frame; a painted part has the role of its colour as its class."""
    import vl_convert

    found = _BODY.search(vl_convert.vega_to_svg(specification))
    if found is None:
        raise ValueError("expected an SVG element from Vega")
    return _ELEMENT.sub(_roled, _SPOKEN.sub("", found[1]))


def _roled(found: re.Match[str]) -> str:
    roles = {what: _ROLES.get(colour) for what, colour in _PAINT.findall(found[2])}
    told = classes(roles.get("fill"), roles.get("stroke"))
    return f'<{found[1]} class="{told}"{found[2]}>' if told else found[0]


def specification(
    plot: tuple[float, float],
    around: tuple[float, float, float, float],
    data: Mapping[str, Any],
    scales: Mapping[str, Scale],
    marks: list[Any],
) -> dict[str, Any]:
    """A specification with a plot of a size in pixels and room `around` it: left, right, top, bottom.

    `data` has the rows of each set by name; of the scales `x` goes across and `y` upwards.
    """
    return {
        "width": plot[0],
        "height": plot[1],
        "padding": dict(zip(("left", "right", "top", "bottom"), around, strict=True)),
        "autosize": "none",
        "background": None,
        "config": {"text": {"font": FONT, "fill": INK, "fontSize": LABEL_PX}},
        "data": [{"name": name, "values": rows} for name, rows in data.items()],
        "scales": [
            {
                "name": name,
                "type": "log" if scale.log else "linear",
                "domain": [scale.low, scale.high],
                "range": "width" if name == "x" else "height",
                "zero": False,
                "nice": False,
                "clamp": True,
            }
            for name, scale in scales.items()
        ],
        "marks": marks,
    }


def mark(kind: str, source: str | None = None, **channels: Any) -> dict[str, Any]:
    """A mark, for each row of a set of data when there is one; a channel is a dictionary of Vega or a constant."""
    encoded = {name: value if isinstance(value, dict) else {"value": value} for name, value in channels.items()}
    origin = {"from": {"data": source}} if source is not None else {}
    return {"type": kind, "aria": False, "interactive": False, **origin, "encode": {"enter": encoded}}


def scaled(scale: str, field: str) -> dict[str, Any]:
    """The channel of a field on a scale."""
    return {"scale": scale, "field": field}


def guide(name: str, source: str, plot: tuple[float, float], title: str) -> list[dict[str, Any]]:
    """An axis: from the rows of a set (`v`, the value, and `t`, its text) lines across the plot and labels beside it."""
    place = {"scale": name, "field": "v"}
    if name == "x":
        lines = mark("rule", source, x=place, y=0, y2=plot[1], stroke=GRID)
        labels = mark("text", source, x=place, y=plot[1] + 15, text={"field": "t"}, align="center", fill=MUTED)
        return [lines, labels, mark("text", x=plot[0] / 2, y=plot[1] + 34, text=title, align="center", fontSize=11)]
    lines = mark("rule", source, y=place, x=0, x2=plot[0], stroke=GRID)
    labels = mark("text", source, y=place, x=-8, text={"field": "t"}, align="right", baseline="middle", fill=MUTED)
    return [lines, labels, mark("text", x=-56, y=-36, text=title, fontSize=11)]
