"""The pictures of a design document: the network of the recommended option, its bill over the load, its limits."""

from advisor.documents.subject import Subject
from advisor.pictures.architecture import draw_architecture
from advisor.pictures.charts import cost_curve, headroom_bars
from advisor.pictures.mermaid import as_mermaid
from advisor.pictures.models import Picture
from advisor.reports.content import Figure


def network_figure(subject: Subject) -> tuple[Figure, ...]:
    """The architecture with its paths, which Markdown gets as a diagram; nothing when there is none."""
    diagram = as_mermaid(subject.recommendation)
    return _figure(draw_architecture(subject.recommendation), diagram)


def cost_figure(subject: Subject) -> tuple[Figure, ...]:
    """The bills over the load."""
    return _figure(cost_curve(subject.recommendation))


def headroom_figure(subject: Subject) -> tuple[Figure, ...]:
    """How much of each limit is used."""
    return _figure(headroom_bars(subject.recommendation))


def _figure(picture: Picture | None, diagram: str = "") -> tuple[Figure, ...]:
    return () if picture is None else (Figure(picture.title, picture.description, picture.svg, diagram),)
