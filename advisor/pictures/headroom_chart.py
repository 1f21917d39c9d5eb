"""Headroom bars: the share of each limit that is used, the tightest first, and the growth that it still bears."""

from typing import Any

from advisor.capacity.models import Headroom
from advisor.language.words import number, percent
from advisor.pictures.models import Picture
from advisor.pictures.names import shortened
from advisor.pictures.scales import Scale
from advisor.pictures.vega import BAD, INK, MUTED, SERIES, chart, guide, mark, scaled, specification
from advisor.result import OptionResult

_MOST = 10
_ROW = 24.0
_WIDTH = 300.0
_AROUND = 206.0, 204.0, 14.0, 44.0
_END = 1.25
"""How far the axis goes; what lies beyond is cut off, and the text beside it says how much it is."""
_LEAST = 0.004
"""The shortest bar that can be seen."""


def draw_headroom(option: OptionResult) -> Picture | None:
    """Draw the tightest limits of an option; None when it has none."""
    limits = option.headroom[:_MOST]
    if not limits:
        return None
    plot = _WIDTH, _ROW * len(limits)
    across = Scale(0.0, _END, log=False)
    rows = [_row(limit, place) for place, limit in enumerate(limits)]
    data: dict[str, Any] = {
        "across": [{"v": share, "t": percent(share)} for share in (0, 0.25, 0.5, 0.75, 1)],
        "limits": rows,
    }
    middle = {"field": "middle"}
    marks = [
        *guide("x", "across", plot, "used of the limit"),
        mark("rule", x={"scale": "x", "value": 1}, y=-6, y2=plot[1], stroke=INK, strokeWidth=1.5),
        mark("rect", "limits", x=0, x2=scaled("x", "end"), y={"field": "top"}, height=_ROW - 8, fill={"field": "fill"}),
        mark("text", "limits", x=-8, y=middle, text={"field": "what"}, align="right", baseline="middle", fontSize=11),
        mark("text", "limits", x=_WIDTH + 8, y=middle, text={"field": "said"}, baseline="middle", fill=MUTED),
    ]
    drawing = specification(plot, _AROUND, data, {"x": across}, marks)
    return chart("headroom", f"Headroom of {option.title}", describe(option), drawing)


def _row(limit: Headroom, place: int) -> dict[str, Any]:
    over = limit.share > 1
    return {
        "what": shortened(limit.what, 32),
        "end": min(max(limit.share, _LEAST), _END),
        "top": _ROW * place + 4,
        "middle": _ROW * (place + 0.5),
        "fill": BAD if over else SERIES[0],
        "said": _said(limit),
    }


def _said(limit: Headroom) -> str:
    """How much of a limit is used, to two digits, and the growth at which it breaks."""
    if limit.share > 1:
        return f"{number(float(f'{limit.share:.3g}'))} times the limit"
    used = f"{number(float(f'{limit.share * 100:.2g}'))} %"
    if limit.share == 1:
        return f"{used}, at the limit"
    return used + (f", breaks at {number(float(f'{limit.breaks_at:.3g}'))} times" if limit.breaks_at is not None else "")


def describe(option: OptionResult) -> str:
    """What the bars show, in words."""
    limits = option.headroom[:_MOST]
    said = "; ".join(f"{limit.what} {_said(limit)}" for limit in limits)
    rest = len(option.headroom) - len(limits)
    more = f" {rest} further limits have more room." if rest else ""
    return f"How much of each limit {option.title} uses, the tightest first: {said}.{more}"
