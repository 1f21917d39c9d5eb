"""Work a map out: a grid over two facts, answered in one go by the columnar reading."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.columns import Columns
from advisor.maps.axes import Values, axis_of, points
from advisor.maps.boundaries import Cells, boundaries
from advisor.maps.models import Axis, DecisionMap, Region

COLUMNS, ROWS = 320, 200
NOWHERE = ("No option fits", "Answers contradict each other")


def decision_map(
    columns: Columns,
    known: Mapping[str, Any],
    x: str,
    y: str,
    *,
    x_stretch: tuple[float, float] | None = None,
    y_stretch: tuple[float, float] | None = None,
    size: tuple[int, int] = (COLUMNS, ROWS),
) -> DecisionMap:
    """Return the map of two facts for a workload (canonical values; see `advisor.language.workload`).

    `size` is columns and rows of the grid. Raises InvalidAxisError.
    """
    program = columns.program
    axes = axis_of(program, x, known.get(x), x_stretch), axis_of(program, y, known.get(y), y_stretch)
    facts = program.edition.base.facts
    values = (
        points(axes[0], size[0], whole=facts[x].type == "integer"),
        points(axes[1], size[1], whole=facts[y].type == "integer"),
    )
    fixed = {name: value for name, value in known.items() if name not in (x, y)}
    cells = answered(columns, fixed, axes, values)
    codes = [int(code) for code in np.unique(cells)]
    regions = [_region(columns, values, cells, code) for code in codes]
    order = sorted(range(len(codes)), key=lambda place: -regions[place].share)
    place_of = np.zeros(256, np.uint8)
    place_of[[codes[place] for place in order]] = np.arange(len(order))
    return DecisionMap(
        as_of=program.edition.as_of,
        digest=program.edition.digest,
        x=axes[0],
        y=axes[1],
        regions=[regions[place] for place in order],
        boundaries=boundaries(columns, fixed, axes, values, cells),
        cells=place_of[cells].tolist(),
    )


def answered(columns: Columns, fixed: Mapping[str, Any], axes: tuple[Axis, Axis], values: tuple[Values, Values]) -> Cells:
    """For every row (y) and column (x) the number of the recommended option.

    The number of options where none fits, one more where answers contradict each other.
    """
    width, height = len(values[0]), len(values[1])
    kinds = columns.inputs
    across = pl.Series(axes[0].fact, np.tile(values[0], height)).cast(kinds[axes[0].fact])
    upwards = pl.Series(axes[1].fact, np.repeat(values[1], width)).cast(kinds[axes[1].fact])
    frame = pl.DataFrame([across] if across.name == upwards.name else [across, upwards])
    found = columns.evaluate(frame, ("option",), fixed)
    none = pl.col("contradicted").cast(pl.UInt8) + len(columns.options)
    codes = found.select(pl.col("option").to_physical().cast(pl.UInt8).fill_null(none))["option"]
    shaped: Cells = codes.to_numpy().reshape(height, width)
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


def _depth(inside: np.ndarray[Any, np.dtype[np.bool_]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """For each cell how far it is from a cell outside, along rows and columns."""
    found = np.full(inside.shape, 1 << 30, np.int64)
    for axis in (0, 1):
        for flipped in (False, True):
            flags = np.flip(inside, axis) if flipped else inside
            run = np.cumsum(flags, axis=axis)
            run = run - np.maximum.accumulate(np.where(flags, 0, run), axis=axis)
            found = np.minimum(found, np.flip(run, axis) if flipped else run)
    return found
