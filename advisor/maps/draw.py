"""Work a map out: a grid over two facts, answered in one go by the columnar reading."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.columns import Columns
from advisor.maps.axes import Values, axis_of, points
from advisor.maps.bills import bill_layer
from advisor.maps.boundaries import boundaries
from advisor.maps.models import DecisionMap, Region
from advisor.maps.places import Cells, points_frame

COLUMNS, ROWS = 320, 200
NOWHERE = ("No option fits", "Answers contradict each other")


def decision_map(  # noqa: PLR0913 - each is a choice of the one who asks
    columns: Columns,
    known: Mapping[str, Any],
    x: str,
    y: str,
    *,
    x_stretch: tuple[float, float] | None = None,
    y_stretch: tuple[float, float] | None = None,
    size: tuple[int, int] = (COLUMNS, ROWS),
    billed: bool = True,
) -> DecisionMap:
    """Return the map of two facts for a workload (canonical values; see `advisor.language.workload`).

    `size` is columns and rows of the grid, `billed` adds the bill of the recommended option. Raises InvalidAxisError.
    """
    program = columns.program
    axes = axis_of(program, x, known.get(x), x_stretch), axis_of(program, y, known.get(y), y_stretch)
    facts = program.edition.base.facts
    values = (
        points(axes[0], size[0], whole=facts[x].type == "integer"),
        points(axes[1], size[1], whole=facts[y].type == "integer"),
    )
    fixed = {name: value for name, value in known.items() if name not in (x, y)}
    cells = answered(columns, fixed, (x, y), values)
    codes = [int(code) for code in np.unique(cells)]
    regions = [_region(columns, values, cells, code) for code in codes]
    order = sorted(range(len(codes)), key=lambda place: -regions[place].share)
    place_of = np.zeros(256, np.uint8)
    place_of[[codes[place] for place in order]] = np.arange(len(order))
    return DecisionMap.build(
        as_of=program.edition.as_of,
        digest=program.edition.digest,
        x=axes[0],
        y=axes[1],
        regions=[regions[place] for place in order],
        boundaries=boundaries(columns, fixed, axes, values, cells),
        bills=bill_layer(columns, fixed, (x, y), values, cells) if billed else None,
        cells=place_of[cells].tolist(),
    )


def answered(columns: Columns, fixed: Mapping[str, Any], facts: tuple[str, str], values: tuple[Values, Values]) -> Cells:
    """For every row (y) and column (x) the number of the recommended option.

    The number of options where none fits, one more where answers contradict each other.
    """
    found = columns.evaluate(points_frame(columns, facts, values), ("option",), fixed)
    none = pl.col("contradicted").cast(pl.UInt8) + len(columns.options)
    codes = found.select(pl.col("option").to_physical().cast(pl.UInt8).fill_null(none))["option"]
    shaped: Cells = codes.to_numpy().reshape(len(values[1]), len(values[0]))
    return shaped


def _region(columns: Columns, values: tuple[Values, Values], cells: Cells, code: int) -> Region:
    """One region, with a point inside that is far from its edges."""
    inside = cells == code
    depth = _depth(inside)
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    option = columns.options[code] if code < len(columns.options) else None
    title = NOWHERE[code - len(columns.options)] if option is None else columns.program.options[option].title
    share = float(inside.mean())
    return Region(option=option, title=title, share=share, x=float(values[0][column]), y=float(values[1][row]))


def _depth(inside: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """For each cell how far it is from a cell outside, along rows and columns."""
    found = np.full(inside.shape, 1 << 30, np.int32)
    for axis in (0, 1):
        for flipped in (False, True):
            flags = np.flip(inside, axis) if flipped else inside
            run = np.cumsum(flags, axis=axis, dtype=np.int32)
            run -= np.maximum.accumulate(run * ~flags, axis=axis)
            np.minimum(found, np.flip(run, axis) if flipped else run, out=found)
    return found
