"""Maps as everybody asks for them: plain mappings in, a map out. Needs the extra `bulk`."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from advisor.advice import Advisor
from advisor.columns import Columns, compile_columns
from advisor.language.program import Program
from advisor.language.workload import parse
from advisor.maps.draw import decision_map
from advisor.maps.models import DecisionMap
from advisor.maps.svg import as_svg

__all__ = ["as_svg", "draw"]


@lru_cache(maxsize=4)
def columns_of(program: Program) -> Columns:
    """The columnar reading of an edition, kept for the editions used last."""
    return compile_columns(program)


def draw(advisor: Advisor, workload: Mapping[str, object], x: str, y: str, as_of: date | None = None) -> DecisionMap:
    """Return the map of two facts for a workload. Raises InvalidWorkloadError, InvalidAxisError and NoEditionError."""
    columns = columns_of(advisor.edition(as_of).program)
    return decision_map(columns, parse(workload, advisor.base.facts).values, x, y)
