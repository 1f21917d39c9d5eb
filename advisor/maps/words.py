"""A map in words, for those who do not see it."""

from advisor.language.words import measure, percent, usd
from advisor.maps.models import Axis, Boundary, DecisionMap
from advisor.reports.content import Block, Document, Paragraph, Section, Table, words


def in_words(found: DecisionMap) -> str:
    """Return what the picture shows: axes, regions by size, boundaries by length, and the workload's place."""
    parts = [f"The plane of {_axis(found.x)} and {_axis(found.y)}."]
    parts += [f"{region.title} on {region.share:.0%} of it." for region in found.regions]
    parts += [_edge(boundary) for boundary in found.boundaries[:12]]
    if found.bills is not None:
        least = ", or more where something has no price" if found.bills.lower_bound else ""
        low, high = (f"{usd:,.2f}" for usd in (found.bills.low, found.bills.high))
        parts.append(f"The recommended option costs from {low} to {high} USD a month{least}.")
    if found.x.value is not None and found.y.value is not None:
        at = " and ".join(measure(axis.value or 0, axis.unit) for axis in (found.x, found.y))
        parts.append(f"The workload stands at {at}.")
    return " ".join(parts)


def map_document(found: DecisionMap, title: str | None) -> Document:
    """A map as a document: the regions and what parts them, each by size."""
    lead = f"All values of {_axis(found.x)} and of {_axis(found.y)}; the other answers stay as they are."
    shares = tuple((words(region.title), words(percent(round(region.share, 3)))) for region in found.regions)
    regions: list[Block] = [Table("Regions", ("option", "of the plane"), shares, "lr")]
    if found.bills is not None:
        least = ", or more where something has no price" if found.bills.lower_bound else ""
        low, high = usd(found.bills.low), usd(found.bills.high)
        regions.append(Paragraph(words(f"The recommended option costs from {low} to {high} a month{least}.")))
    if found.x.value is not None and found.y.value is not None:
        at = " and ".join(f"{axis.fact} {measure(axis.value or 0, axis.unit)}" for axis in (found.x, found.y))
        regions.append(Paragraph(words(f"The workload stands at {at}.")))
    edges = tuple(
        (words(" and ".join(option or "no option" for option in one.options)), words(one.text)) for one in found.boundaries[:12]
    )
    sections = [Section("regions", "Where each option is recommended", tuple(regions))]
    if edges:
        sections.append(Section("edges", "What parts them", (Table("Boundaries", ("between", "drawn by"), edges, "ll"),)))
    edition = words(f"As of {found.as_of}, edition {found.digest}.", "muted")
    return Document(title or "Decision map", "", "plain", (words(lead), edition), tuple(sections))


def _axis(axis: Axis) -> str:
    return f"{axis.fact} from {measure(axis.low, axis.unit)} to {measure(axis.high, axis.unit)}"


def _edge(boundary: Boundary) -> str:
    one, other = (option or "no option" for option in boundary.options)
    return f"{one} meets {other} at {boundary.text}."
