"""The pictures of a result page, by the section that each belongs to. They come with the extra `docs`; a page does without."""

from importlib import import_module
from typing import Any

from advisor import Recommendation

DRAWN = {
    "network": ("advisor.pictures.architecture", "draw_architecture"),
    "bill": ("advisor.pictures.charts", "cost_curve"),
    "headroom": ("advisor.pictures.charts", "headroom_bars"),
}


def pictures(recommendation: Recommendation) -> dict[str, Any]:
    """Return the pictures that there are: title, description and SVG of each, by section."""
    found = {section: _drawn(recommendation, *place) for section, place in DRAWN.items()}
    return {section: picture for section, picture in found.items() if picture is not None}


def _drawn(recommendation: Recommendation, module: str, name: str) -> Any:
    try:
        draw = getattr(import_module(module), name)
    except ModuleNotFoundError:
        return None
    return draw(recommendation)
