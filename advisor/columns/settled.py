"""Everything that the outputs of one chunk of rows are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from advisor.columns.planes import Array, Plane, Truth
from advisor.columns.scores import Pair
from advisor.columns.values import Values
from advisor.columns.verdict import Ranking


@dataclass(frozen=True, slots=True)
class Settled:
    """One chunk of `height` rows, worked out; arrays and planes are filled up with unknown rows to `rows`, whole words.

    `frame` are the rows as they came, `fixed` what was given for all of them.
    """

    height: int
    rows: int
    known: dict[str, Values]
    truths: list[Truth]
    points: dict[Pair, Array]
    weights: dict[str, Array]
    scores: Array
    excluded: list[Plane]
    contradicted: Plane
    ranking: Ranking
    frame: pl.DataFrame
    fixed: Mapping[str, Any]
