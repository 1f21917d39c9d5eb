"""The way from a Vega specification to one of our pictures.

Specifications are written for Vega itself and laid out to the pixel: Vega-Lite would be compiled on every call, and measuring
text would make places hang on the fonts of a machine. Colours are those of the roles in `advisor.pictures.svg`.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from advisor.pictures.frames import Frame
from advisor.pictures.models import Picture
from advisor.pictures.scales import Scale
from advisor.pictures.svg import COLOURS, classes, picture

INK, GRID, PAPER, BAD = (COLOURS[role] for role in ("ink", "grid", "paper", "bad"))
SERIES = tuple(colour for role, colour in COLOURS.items() if role.startswith("series-"))
_ROLES = {colour: role for role, colour in COLOURS.items()}
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events|stroke-miterlimit)="[^"]*"')
_EMPTY = '<path d="" display="none"/>'
_ELEMENT = re.compile(r"<(path|text|line|rect)( [^>]*)>")
_PAINT = re.compile(r' (fill|stroke)="(#[0-9a-f]{6})"')
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def chart(names: tuple[str, str, str], frame: Frame, drawing: Mapping[str, Any], texts: Iterable[str]) -> Picture:
    """Draw a specification as a picture with a name, a title and a description; `texts` are written over it by us."""
    size = frame.left + frame.width + frame.right, frame.top + frame.height + frame.bottom
    return picture(*names, size, (_body(json.dumps(drawing)), *texts))


@lru_cache(maxsize=64)
def _body(specification: str) -> str:
    """What Vega draws, without its frame; a painted part has the role of its colour as its class."""
    import vl_convert

    found = _BODY.search(vl_convert.vega_to_svg(specification))
    if found is None:
        raise ValueError("expected an SVG element from Vega")
    return _ELEMENT.sub(_roled, _SPOKEN.sub("", found[1]).replace(_EMPTY, ""))


def start() -> None:
    """Draw nothing, so that the first drawing need not wait for the engine."""
    import vl_convert

    vl_convert.vega_to_svg({"width": 1, "height": 1})


def _roled(found: re.Match[str]) -> str:
    roles = {what: _ROLES.get(colour) for what, colour in _PAINT.findall(found[2])}
    told = classes(roles.get("fill"), roles.get("stroke"))
    return f'<{found[1]} class="{told}"{found[2]}>' if told else found[0]


def specification(frame: Frame, data: Mapping[str, Any], scales: Mapping[str, Scale], marks: list[Any]) -> dict[str, Any]:
    """A specification of what lies in a frame. `data` has the rows of each set by name; scale `x` goes across, `y` upwards."""
    return {
        "width": frame.width,
        "height": frame.height,
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "autosize": "none",
        "background": None,
        "data": [{"name": name, "values": rows} for name, rows in data.items()],
        "scales": [_scale(name, scale) for name, scale in scales.items()],
        "marks": marks,
    }


def _scale(name: str, scale: Scale) -> dict[str, Any]:
    return {
        "name": name,
        "type": "log" if scale.log else "linear",
        "domain": [scale.low, scale.high],
        "range": "width" if name == "x" else "height",
        "zero": False,
        "nice": False,
        "clamp": True,
    }


def mark(kind: str, source: str | None = None, **channels: Any) -> dict[str, Any]:
    """A mark, for each row of a set of data when there is one; a channel is a dictionary of Vega or a constant."""
    encoded = {name: value if isinstance(value, dict) else {"value": value} for name, value in channels.items()}
    origin = {"from": {"data": source}} if source is not None else {}
    return {"type": kind, "aria": False, "interactive": False, **origin, "encode": {"enter": encoded}}


def scaled(scale: str, field: str) -> dict[str, Any]:
    """The channel of a field on a scale."""
    return {"scale": scale, "field": field}


def guide(name: str, source: str, frame: Frame) -> dict[str, Any]:
    """Lines across the plot at the values of a set (field `v`)."""
    place = scaled(name, "v")
    ends = {"x": place, "y": 0, "y2": frame.height} if name == "x" else {"y": place, "x": 0, "x2": frame.width}
    return mark("rule", source, stroke=GRID, **ends)
