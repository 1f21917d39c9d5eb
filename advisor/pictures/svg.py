"""SVG by hand: elements with escaped text, and the roles that every picture colours by.

An element has a role as its class and the colour of that role as an attribute, so that a picture is complete by itself and a
page may recolour it: `.picture .ink { fill: … }`. Nothing has a `style`, as pages forbid it, and no picture needs a script.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

from advisor.language.clean import clean
from advisor.pictures.models import Picture

FONT = "Helvetica, Arial, sans-serif, DejaVu Sans Mono"
"""Sans-serif in browsers; the last is the one that typst brings along."""

FILLS = {
    "paper": "#ffffff",
    "ink": "#1c2530",
    "muted": "#55606e",
    "account": "#fbfbfc",
    "region": "#f4f6f8",
    "vpc": "#e9f1f8",
    "zone": "#f6fafd",
    "public-subnet": "#fdf3dc",
    "private-subnet": "#e3efe4",
    "services": "#efeaf6",
    "box": "#ffffff",
    "mark": "#1c2530",
    "mark-text": "#ffffff",
    "bad": "#b3261e",
    "faint-head": "#8a94a0",
}
"""Fills by role. In grey they keep apart by what is drawn around them; no meaning hangs on a colour alone."""

STROKES = {
    "line": "#1c2530",
    "faint": "#8a94a0",
    "frame": "#5b6b7c",
    "broken": "#b3261e",
    "grid": "#d5dae0",
    "glyph": "#2b4a6b",
}
"""Strokes by role."""


def element(tag: str, attributes: Mapping[str, object], *children: str, role: str | None = None) -> str:
    """An element; names of attributes may have `_` for `-`, None leaves one out, numbers have at most two decimals."""
    if role is not None:
        paint = {"fill": FILLS[role]} if role in FILLS else {"fill": "none", "stroke": STROKES[role]}
        attributes = {"class": role, **paint, **attributes}
    told = "".join(f' {name.replace("_", "-")}="{_value(value)}"' for name, value in attributes.items() if value is not None)
    return f"<{tag}{told}>{''.join(children)}</{tag}>" if children else f"<{tag}{told}/>"


def _value(value: object) -> str:
    return decimals(value) if isinstance(value, float) else escape(str(value))


def decimals(value: float) -> str:
    """A coordinate with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if abs(value) < 0.005 else "-0")


def text(x: float, y: float, said: str, size: float, role: str = "ink", **more: object) -> str:
    """A line of text; cleaned and escaped."""
    return element("text", {"x": x, "y": y, "font_size": size, **more}, escape(clean(said)), role=role)


def picture(name: str, title: str, description: str, size: tuple[float, float], parts: Iterable[str]) -> Picture:
    """A picture of a size in pixels, on a light ground."""
    width, height = (round(side) for side in size)
    title, description = clean(title), clean(description)
    told = (
        element("title", {"id": f"{name}-title"}, escape(title)),
        element("desc", {"id": f"{name}-desc"}, escape(description)),
        element("rect", {"width": width, "height": height}, role="paper"),
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
