"""SVG by hand: elements with escaped text, and the roles that every picture colours by.

An element has the class `pic-fill-ROLE` or `pic-stroke-ROLE` and the colour of the role as an attribute, so that a picture is
complete by itself and a page may recolour it, as `advisor.pictures.dark` does. Nothing has a `style`, as pages forbid it, and
no picture needs a script.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

from advisor.language.clean import clean
from advisor.pictures.models import Picture

FONT = "Helvetica, Arial, DejaVu Sans, sans-serif, DejaVu Sans Mono"
"""Sans-serif in browsers; the last is the one that typst brings along."""

COLOURS = {
    "paper": "#ffffff", "ink": "#1c2530", "muted": "#55606e", "faint": "#8a94a0", "frame": "#5b6b7c", "grid": "#d5dae0",
    "glyph": "#2b4a6b", "bad": "#b3261e", "box": "#fefefe", "account": "#fbfbfc", "region": "#f4f6f8", "vpc": "#e9f1f8",
    "zone": "#f6fafd", "public-subnet": "#fdf3dc", "private-subnet": "#e3efe4", "services": "#efeaf6", "series-1": "#0072b2",
    "series-2": "#d55e00", "series-3": "#009e73", "series-4": "#a8457f", "series-5": "#6b5b00", "series-6": "#5a4fb0",
}  # fmt: skip
"""Colours by role, each role another one; no meaning hangs on a colour alone.

The series are after Okabe and Ito, whose colours people with any kind of colour vision tell apart, darkened for white paper.
"""


def element(
    tag: str, attributes: Mapping[str, object], *children: str, fill: str | None = None, stroke: str | None = None
) -> str:
    """An element; names of attributes may have `_` for `-`, None leaves one out, numbers have at most two decimals.

    `fill` and `stroke` are roles, which give it its colours and classes; with a stroke alone it is hollow.
    """
    if fill is not None or stroke is not None:
        painted = {"fill": COLOURS[fill] if fill is not None else "none"}
        painted |= {"stroke": COLOURS[stroke]} if stroke is not None else {}
        attributes = {"class": classes(fill, stroke), **painted, **attributes}
    told = "".join(f' {name.replace("_", "-")}="{_value(value)}"' for name, value in attributes.items() if value is not None)
    return f"<{tag}{told}>{''.join(children)}</{tag}>" if children else f"<{tag}{told}/>"


def classes(fill: str | None, stroke: str | None) -> str:
    """The classes of an element that is painted in these roles."""
    painted = (("fill", fill), ("stroke", stroke))
    return " ".join(f"pic-{what}-{role}" for what, role in painted if role is not None)


def _value(value: object) -> str:
    return decimals(value) if isinstance(value, float) else escape(str(value))


def decimals(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.005 else "-0")


def text(x: float, y: float, said: str, size: float, fill: str = "ink", **more: object) -> str:
    """A line of text; cleaned and escaped."""
    return element("text", {"x": x, "y": y, "font_size": size, **more}, escape(clean(said)), fill=fill)


def picture(name: str, title: str, description: str, size: tuple[float, float], parts: Iterable[str]) -> Picture:
    """A picture of a size in pixels, on a light ground."""
    width, height = (round(side) for side in size)
    title, description = clean(title), clean(description)
    told = (
        element("title", {"id": f"{name}-title"}, escape(title)),
        element("desc", {"id": f"{name}-desc"}, escape(description)),
        element("rect", {"width": width, "height": height}, fill="paper"),
    )
    attributes: dict[str, object] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": "picture",
        "role": "img",
        "aria_labelledby": f"{name}-title {name}-desc",
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
        "font_family": FONT,
    }
    return Picture(name, title, description, element("svg", attributes, *told, *parts) + "\n")


def slug(name: str) -> str:
    """A name as it may stand in an id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "x"
