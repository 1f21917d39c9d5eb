"""Decision maps: where the answer changes over the plane of two facts."""

from advisor.maps.axes import InvalidAxisError
from advisor.maps.draw import decision_map
from advisor.maps.models import Axis, BillLayer, Boundary, DecisionMap, Region
from advisor.maps.svg import as_svg
from advisor.maps.words import in_words, map_document

__all__ = [
    "Axis", "BillLayer", "Boundary", "DecisionMap", "InvalidAxisError", "Region", "as_svg", "decision_map", "in_words",
    "map_document",
]  # fmt: skip
