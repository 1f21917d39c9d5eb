"""Headroom bars: the share of each limit that is used, the tightest first, and the growth that it still bears."""

from typing import Any

from advisor.capacity.models import Headroom
from advisor.language.clean import shortened
from advisor.language.words import number, percent
from advisor.pictures.frames import TEXT_PX, Frame
from advisor.pictures.models import Picture
from advisor.pictures.scales import Scale
from advisor.pictures.svg import text
from advisor.pictures.vega import BAD, INK, SERIES, chart, guide, mark, scaled, specification
from advisor.result import OptionResult

_MOST = 10
_ROW = 24.0
_WIDTH = 300.0
_AROUND = 206.0, 290.0, 14.0, 44.0
_END = 1.25
"""How far the axis goes; what lies beyond is cut off, and the text beside it says how much it is."""
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_LEAST = 0.004
"""The shortest bar that can be seen."""
_TOLD = 0.001
"""The least share that is told as a number."""


def draw_headroom(option: OptionResult) -> Picture | None:
    """Draw the tightest limits of an option; None when it has none."""
    limits = option.headroom[:_MOST]
    if not limits:
        return None
    frame = Frame(_WIDTH, _ROW * len(limits), *_AROUND)
    across = Scale(0.0, _END, log=False)
    data: dict[str, Any] = {
        "across": [{"v": share} for share in _SHARES],
        "limits": [_row(limit, place) for place, limit in enumerate(limits)],
    }
    marks = [
        guide("x", "across", frame),
        mark("rule", x={"scale": "x", "value": 1}, y=-6, y2=frame.height, stroke=INK, strokeWidth=1.5),
        mark("rect", "limits", x=0, x2=scaled("x", "end"), y={"field": "top"}, height=_ROW - 8, fill={"field": "fill"}),
    ]
    drawing = specification(frame, data, {"x": across}, marks)
    texts = (
        *frame.below(across, [(share, percent(share)) for share in _SHARES], "used of the limit"),
        *(said for place, limit in enumerate(limits) for said in _texts(frame, limit, place)),
    )
    return chart(("headroom", titled(option), describe(option)), frame, drawing, texts)


def titled(option: OptionResult) -> str:
    """What the chart is of."""
    return f"Headroom of {option.title}"


def _row(limit: Headroom, place: int) -> dict[str, Any]:
    end = min(max(limit.share, _LEAST), _END)
    return {"end": end, "top": _ROW * place + 4, "fill": BAD if limit.share > 1 else SERIES[0]}


def _texts(frame: Frame, limit: Headroom, place: int) -> tuple[str, str]:
    """What a bar is of, before it, and how much of it is used, behind the plot."""
    middle = frame.top + _ROW * (place + 0.5) + 4
    return (
        text(frame.left - 8, middle, shortened(limit.what, 32), TEXT_PX, text_anchor="end"),
        text(frame.x(1) + 8, middle, _said(limit, "×"), TEXT_PX, "muted"),
    )


def _said(limit: Headroom, times: str = "times the use") -> str:
    """How much of a limit is used, to two digits, and the growth at which it breaks; a bar has room for a sign only."""
    if limit.share > 1:
        return f"{number(float(f'{limit.share:.3g}'))} times the limit"
    used = f"{number(float(f'{limit.share * 100:.2g}'))} %" if limit.share >= _TOLD else f"under {percent(_TOLD)}"
    if limit.share == 1:
        return f"{used}, at the limit"
    if limit.breaks_at is None:
        return used
    return f"{used}, breaks at {number(float(f'{limit.breaks_at:.3g}'))} {times}"


def describe(option: OptionResult) -> str:
    """What the bars show, in words."""
    limits = option.headroom[:_MOST]
    said = "; ".join(f"{limit.what} {_said(limit)}" for limit in limits)
    rest = len(option.headroom) - len(limits)
    more = f" {rest} further limits have more room." if rest else ""
    return f"How much of each limit {option.title} uses, the tightest first: {said}.{more}"
