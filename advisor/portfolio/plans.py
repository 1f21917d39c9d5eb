"""When bills and limits are worked out unasked: for portfolios that take seconds."""

from collections.abc import Sequence

from advisor.portfolio.batches import rows_of
from advisor.portfolio.job import Extra
from advisor.portfolio.limits import Limits
from advisor.portfolio.money import Money
from advisor.portfolio.sources import Source

PLANNED_ROWS = 50_000
"""So many rows take about a minute of one processor."""
PLANNED_BYTES = 10 * 1024 * 1024
"""Files whose rows are not counted before they are read are measured by their size: two hundred bytes a row."""


BILLED: tuple[Extra, ...] = (Money(), Limits())
"""What is worked out with the bills of a portfolio."""


def further_parts(sources: Sequence[Source], *, wanted: bool | None) -> tuple[Extra, ...]:
    """Bills and limits when they are wanted; when nothing is said (None), for portfolios that are small enough."""
    if wanted is None:
        rows = [rows_of(source) for source in sources]
        known = sum(count for count in rows if count is not None)
        size = sum(source.size for source, count in zip(sources, rows, strict=True) if count is None)
        wanted = known / PLANNED_ROWS + size / PLANNED_BYTES <= 1
    return BILLED if wanted else ()
