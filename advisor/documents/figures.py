"""The pictures of a design document: the network of the recommended option, its bill over the load, its limits.

What they say is known at once; they are drawn by the form that shows them.
"""

from advisor.documents.subject import Subject
from advisor.pictures import cost_chart, headroom_chart, mermaid
from advisor.pictures.architecture import draw
from advisor.pictures.compose import scene_of
from advisor.pictures.cost_words import describe
from advisor.pictures.curves import compare_bills
from advisor.reports.content import Figure


def network_figure(subject: Subject) -> tuple[Figure, ...]:
    """The architecture with its paths, which Markdown gets as a diagram; nothing when there is none."""
    scene = scene_of(subject.recommendation)
    if scene is None:
        return ()
    return (Figure(scene.title, scene.description, lambda: draw(scene).svg, lambda: mermaid.write(scene)),)


def cost_figure(subject: Subject) -> tuple[Figure, ...]:
    """The bills over the load."""
    found = compare_bills(subject.recommendation)
    if found is None:
        return ()
    return (Figure(cost_chart.titled(found), describe(found), lambda: cost_chart.draw_comparison(found).svg),)


def headroom_figure(subject: Subject) -> tuple[Figure, ...]:
    """How much of each limit is used."""
    best = subject.best
    if best is None or not best.headroom:
        return ()
    found = best

    def drawn() -> str:
        picture = headroom_chart.draw_headroom(found)
        return picture.svg if picture is not None else ""

    return (Figure(headroom_chart.titled(found), headroom_chart.describe(found), drawn),)
