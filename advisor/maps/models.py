"""A decision map as a value: two axes, regions, boundaries, and where the workload stands."""

from datetime import date
from typing import Literal

from advisor.values import Result


class Axis(Result):
    """One fact along an axis. `value` is the workload's own, None where it is not known."""

    fact: str
    question: str
    unit: str
    scale: Literal["log", "linear"]
    low: float
    high: float
    value: float | None


class Region(Result):
    """Where one option is recommended (`option` None: none fits, or answers contradict each other, as the title says).

    `share` is the part of the plane; `x` and `y` a point inside, far from its edges, in the units of the axes.
    """

    option: str | None
    title: str
    share: float
    x: float
    y: float


class Boundary(Result):
    """Where two regions meet, at a point of it, and what draws it.

    `rules` are the rules that hold on one side only, `figure` the figure that sets the limit, `text` says it in words.
    `length` is how many cells it is long.
    """

    options: list[str | None]
    x: float
    y: float
    length: int
    rules: list[str]
    fact: str | None
    limit: float | None
    figure: str | None
    text: str


class BillLayer(Result):
    """Dollars a month of the recommended option at the points of `x` and `y`: `usd` has a row for every y, the lowest first.

    None where no option is recommended. They run from `low` to `high`; `levels` are the amounts whose lines are drawn.
    `lower_bound` says that something could not be priced at a point, so that its true bill is higher.
    """

    x: list[float]
    y: list[float]
    usd: list[list[float | None]]
    low: float
    high: float
    lower_bound: bool
    levels: list[float]


class DecisionMap(Result):
    """The plane of two facts, the others as the workload has them. `cells` has for every row (from the lowest y) and column the
    place of its region in `regions`; `bills` is None where there is no bill, or where it was not asked for.
    """

    as_of: date
    digest: str
    x: Axis
    y: Axis
    regions: list[Region]
    boundaries: list[Boundary]
    bills: BillLayer | None
    cells: list[list[int]]
