"""The bill of the recommended option over a map: worked out at some points, joined by lines of equal bill."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.columns import Columns
from advisor.maps.axes import Values
from advisor.maps.models import BillLayer
from advisor.maps.places import Cells, points_frame

_ENOUGH = 3
"""Fewer lines than this say little, so there are some between powers of ten."""
ACROSS, UP = 24, 15
"""So many points of the grid, evenly spread, have a bill; one takes as long as some thousand verdicts."""
Point = tuple[float, float]


def bill_layer(
    columns: Columns, fixed: Mapping[str, Any], facts: tuple[str, str], values: tuple[Values, Values], cells: Cells
) -> BillLayer | None:
    """Return the bills at some points; None where no point has one. `cells` has the number of the option of every point."""
    xs, ys = _spread(values[0], ACROSS), _spread(values[1], UP)
    codes = [int(cells[row, column]) for row in ys for column in xs]
    options = [columns.options[code] if code < len(columns.options) else None for code in codes]
    frame = points_frame(columns, facts, (values[0][xs], values[1][ys]))
    found = columns.bills_of(frame, options, fixed)
    every = found["usd"].to_list()
    amounts = [one for one in every if one is not None]
    if not amounts:
        return None
    return BillLayer(
        x=[float(values[0][column]) for column in xs],
        y=[float(values[1][row]) for row in ys],
        usd=[every[start : start + len(xs)] for start in range(0, len(every), len(xs))],
        low=min(amounts),
        high=max(amounts),
        lower_bound=bool(found["lower_bound"].any()),
        levels=_levels(min(amounts), max(amounts)),
    )


def _spread(values: Values, most: int) -> list[int]:
    """Places of so many values, from the first to the last."""
    count = min(most, len(values))
    return sorted({round(number * (len(values) - 1) / max(count - 1, 1)) for number in range(count)})


def _levels(low: float, high: float) -> list[float]:
    """Round amounts in between: powers of ten, with 2 and 5 times them where there are few."""
    least = max(low, 0.01)
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(max(high, least))) + 1)
    few, many = (
        [step * 10.0**power for power in powers for step in steps if low < step * 10.0**power < high]
        for steps in ((1,), (1, 2, 5))
    )
    return few if len(few) >= _ENOUGH else many


def lines(layer: BillLayer, places: tuple[list[float], list[float]], level: float) -> Iterator[tuple[Point, Point]]:
    """Pieces of the line on which the bill is `level`: through each square of points, straight (marching squares).

    `places` are the points along both axes as they are drawn. The crossing of an edge is found on a log scale, on which bills
    are straighter.
    """
    for row in range(len(layer.y) - 1):
        for column in range(len(layer.x) - 1):
            corners = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column)]
            amounts = [layer.usd[one][other] for one, other in corners]
            known = [amount for amount in amounts if amount is not None]
            if len(known) < len(corners):
                continue
            ends = [(places[0][other], places[1][one]) for one, other in corners]
            crossed = [
                _between(ends[number], ends[(number + 1) % 4], _share(known[number], known[(number + 1) % 4], level))
                for number in range(4)
                if (known[number] < level) != (known[(number + 1) % 4] < level)
            ]
            yield from zip(crossed[::2], crossed[1::2], strict=True)


def _share(one: float, other: float, level: float) -> float:
    first, last, middle = (math.log(max(amount, 0.001)) for amount in (one, other, level))
    return min(max((middle - first) / (last - first), 0.0), 1.0) if last != first else 0.5


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def amount(usd: float) -> str:
    """Dollars in short."""
    return f"${usd:,.0f}" if usd >= 1 else f"${usd:.2f}"
