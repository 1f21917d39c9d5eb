"""The pictures of a result page, by the section that each belongs to. They come with the extra `docs`; a page does without."""

import re
from functools import cache
from importlib import import_module
from typing import Any

from advisor import AdvisorError, Recommendation
from advisor.reports.content import Figure
from advisor.reports.html import address

DRAWN = {
    "network": ("advisor.pictures.architecture", "draw_architecture"),
    "bill": ("advisor.pictures.charts", "cost_curve"),
    "headroom": ("advisor.pictures.charts", "headroom_bars"),
}


def pictures(recommendation: Recommendation) -> dict[str, Any]:
    """Return the pictures that there are: title, description and SVG of each, by section."""
    found = {section: _drawn(recommendation, *place) for section, place in DRAWN.items()}
    return {section: picture for section, picture in found.items() if picture is not None}


def pictured(picture: Any) -> str:
    """A picture as an address that holds it, with its dark colours beside the light ones."""
    return address(Figure(picture.title, picture.description, lambda: with_dark(picture.svg)))


def with_dark(svg: str) -> str:
    """An SVG picture with its dark colours beside the light ones."""
    opening, _, rest = svg.partition(">")
    return f"{opening}><style>@media (prefers-color-scheme: dark) {{\n{_dark()}}}</style>{rest}"


@cache
def _dark() -> str:
    rules: str = import_module("advisor.pictures.dark").dark_rules()
    return rules.replace(".picture ", "")


def across(picture: Any) -> int:
    """How wide a picture is, in pixels."""
    found = re.search(r'\bwidth="(\d+)', picture.svg)
    return int(found[1]) if found else 0


def _drawn(recommendation: Recommendation, module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)(recommendation)
    except (ModuleNotFoundError, AdvisorError):
        return None  # the program that lays out or the library that draws is missing; the tables say the same
