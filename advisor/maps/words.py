"""A map in words, for those who do not see it."""

from advisor.language.words import number
from advisor.maps.models import Boundary, DecisionMap


def in_words(found: DecisionMap) -> str:
    """Return what the picture shows: axes, regions by size, boundaries by length, and the workload's place."""
    axes = " and ".join(
        f"{axis.fact} from {number(axis.low)} to {number(axis.high)} {'' if axis.unit == 'count' else axis.unit}".rstrip()
        for axis in (found.x, found.y)
    )
    parts = [f"The plane of {axes}."]
    parts += [f"{region.title} on {region.share:.0%} of it." for region in found.regions]
    parts += [_edge(boundary) for boundary in found.boundaries[:12]]
    if found.bills is not None:
        least = ", or more where something has no price" if found.bills.lower_bound else ""
        low, high = (f"{usd:,.2f}" for usd in (found.bills.low, found.bills.high))
        parts.append(f"The recommended option costs from {low} to {high} USD a month{least}.")
    if found.x.value is not None and found.y.value is not None:
        parts.append(f"The workload stands at {number(found.x.value)} and {number(found.y.value)}.")
    return " ".join(parts)


def _edge(boundary: Boundary) -> str:
    one, other = (option or "no option" for option in boundary.options)
    return f"{one} meets {other} at {boundary.text}."
