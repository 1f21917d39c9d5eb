"""The points of a map as rows."""

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns import Columns
from advisor.maps.axes import Values

Cells = npt.NDArray[np.uint8]
"""For every row (from the lowest y) and column the number of an option."""


def points_frame(columns: Columns, facts: tuple[str, str], values: tuple[Values, Values]) -> pl.DataFrame:
    """One row for each point, row by row from the lowest y; along one fact on both axes x counts."""
    across = pl.Series(facts[0], np.tile(values[0], len(values[1]))).cast(columns.inputs[facts[0]])
    upwards = pl.Series(facts[1], np.repeat(values[1], len(values[0]))).cast(columns.inputs[facts[1]])
    return pl.DataFrame([across] if across.name == upwards.name else [across, upwards])
