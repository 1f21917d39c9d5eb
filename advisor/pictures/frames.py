"""The frame of a chart: where its plot lies in the picture, and the texts of its axes.

All text of a chart is written by us and none by Vega, whose measuring of text costs more than all else that it does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.pictures.scales import Scale
from advisor.pictures.svg import text

LABEL_PX, TEXT_PX = 10, 11


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot of a width and height in pixels, with room on each side of it."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, share: float) -> float:
        """The place in the picture of a share of the width, from the left."""
        return self.left + self.width * share

    def y(self, share: float) -> float:
        """The place in the picture of a share of the height, from below."""
        return self.top + self.height * (1 - share)

    def below(self, scale: Scale, ticks: Iterable[tuple[float, str]], title: str) -> Iterator[str]:
        """The labels of the axis along the bottom, and its title."""
        for value, label in ticks:
            yield text(self.x(scale.place(value)), self.y(0) + 15, label, LABEL_PX, "muted", text_anchor="middle")
        yield text(self.x(0.5), self.y(0) + 34, title, TEXT_PX, text_anchor="middle")

    def beside(self, scale: Scale, ticks: Iterable[tuple[float, str]], title: str) -> Iterator[str]:
        """The labels of the axis along the left side, and its title above the plot."""
        for value, label in ticks:
            yield text(self.left - 8, self.y(scale.place(value)) + 3.5, label, LABEL_PX, "muted", text_anchor="end")
        yield text(8.0, self.top - 36, title, TEXT_PX)
