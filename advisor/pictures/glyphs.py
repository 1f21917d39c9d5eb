"""Glyphs of our own for the parts of a drawing: plain line drawings of 26 by 26 pixels, the mark of no company."""

from advisor.pictures.scene import BoxKind
from advisor.pictures.svg import element

_CIRCLE = "a10 10 0 1 0 0 20 10 10 0 1 0 0-20z"
_GLYPHS: dict[BoxKind, str] = {
    "function": "M3 3h20v20H3zM9 19l8-12M10 7h3l5 12",
    "task": "M3 8l10-5 10 5v10l-10 5-10-5zM3 8l10 5 10-5M13 13v10",
    "machine": "M7 7h12v12H7zM10 3v4M16 3v4M10 19v4M16 19v4M3 10h4M3 16h4M19 10h4M19 16h4",
    "interface": "M3 5h20v13H3zM8 18v4M13 18v4M18 18v4M8 9h10v4H8z",
    "endpoint": "M13 3a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM13 9a4 4 0 1 0 0 8 4 4 0 1 0 0-8zM3 13h6",
    "gateway-endpoint": "M4 23V9l9-6 9 6v14M9 23V13h8v10M2 23h22",
    "nat": "M3 9h17M16 5l4 4-4 4M23 17H6M10 13l-4 4 4 4",
    "internet-gateway": "M4 23V9a9 9 0 0 1 18 0v14M9 23V10a4 4 0 0 1 8 0v13M2 23h22",
    "egress-only": "M4 23V9a9 9 0 0 1 18 0v14M2 23h22M13 20V9M9 13l4-4 4 4",
    "balancer": "M13 3v6M13 9l-9 6v5M13 9v11M13 9l9 6v5M2 20h4v3H2zM11 20h4v3h-4zM20 20h4v3h-4z",
    "link": "M11 9H8a5 5 0 0 0 0 10h3M15 9h3a5 5 0 0 1 0 10h-3M9 14h8",
    "proxy": "M3 6h6v14H3zM17 9h6v8h-6zM9 9l8 3M9 17l8-3M9 13h8",
    "poller": "M21 8a10 10 0 1 0 2 7M22 3v6h-6M13 8v6l4 2",
    "door": "M6 3h14v20H6zM3 23h20M16 13v2",
    "peering": "M3 8h8v10H3zM15 8h8v10h-8zM11 13h4",
    "vpn": "M6 12h14v11H6zM9 12V8a4 4 0 0 1 8 0v4M13 16v3",
    "database": "M4 6c0-4 18-4 18 0v14c0 4-18 4-18 0zM4 6c0 4 18 4 18 0M4 13c0 4 18 4 18 0",
    "cache": "M14 2L5 15h7l-1 9 9-13h-7z",
    "files": "M3 6h8l2 3h10v13H3zM3 12h20",
    "server": "M4 3h18v6H4zM4 10h18v6H4zM4 17h18v6H4zM7 6h2M7 13h2M7 20h2",
    "broker": "M3 6h20M3 13h20M3 20h20M7 4v4M13 11v4M18 18v4",
    "service": "M13 2l10 6v11l-10 6-10-6V8zM13 9a4 4 0 1 0 0 8 4 4 0 1 0 0-8z",
    "internet": "M13 3a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM3 13h20M13 3c-6 6-6 14 0 20M13 3c6 6 6 14 0 20",
    "callers": "M9 5a4 4 0 1 0 8 0 4 4 0 1 0-8 0zM4 23c0-14 18-14 18 0z",
    "network": "M4 23V7h10v16M14 12h8v11M2 23h22M7 11h1M10 11h1M7 15h1M10 15h1M17 16h2",
    "queue": "M2 8h22v10H2zM8 8v10M13 8v10M18 8v10",
    "clock": "M13 3a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM13 7v6l5 3",
    "event": "M13 2v5M13 19v5M2 13h5M19 13h5M5 5l4 4M17 17l4 4M21 5l-4 4M9 17l-4 4",
    "note": "M4 3h13l5 5v15H4zM17 3v5h5M8 12h10M8 16h10",
}


def glyph(kind: BoxKind, x: float, y: float) -> str:
    """The glyph of a kind of box, its upper left corner at a place."""
    attributes: dict[str, object] = {
        "d": _GLYPHS[kind],
        "transform": f"translate({x:.1f} {y:.1f})",
        "stroke_width": 1.4,
        "stroke_linejoin": "round",
        "stroke_linecap": "round",
    }
    return element("path", attributes, stroke="glyph")
