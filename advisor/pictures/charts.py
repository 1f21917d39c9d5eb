"""Charts of a recommendation, drawn by Vega through vl-convert: the bill over the load, and how far each limit is."""

from advisor.pictures.cost_chart import draw_comparison
from advisor.pictures.curves import compare_bills
from advisor.pictures.headroom_chart import draw_headroom
from advisor.pictures.models import Picture
from advisor.pictures.vega import start
from advisor.result import Recommendation


def cost_curve(recommendation: Recommendation) -> Picture | None:
    """Return the bills of what can be chosen over the load, with where they cross; None when no bill hangs on what is known."""
    found = compare_bills(recommendation)
    return draw_comparison(found) if found is not None else None


def headroom_bars(recommendation: Recommendation) -> Picture | None:
    """Return how much of each limit the recommended option uses, the tightest first; None when nothing is known of any."""
    best = recommendation.recommendation.option
    found = next((option for option in recommendation.options if option.id == best), None)
    return draw_headroom(found) if found is not None else None


def prepare() -> None:
    """Start Vega, which takes a second or more, ahead of the first chart; a server does so before it answers."""
    start()
