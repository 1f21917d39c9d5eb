"""Where the labels of a map stand: each on its own region from end to end, none on another or on a mark.

All places are pixels of the picture. A label that fits nowhere is left out here; the legend names its region.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.maps.axes import value_to_place
from advisor.maps.models import DecisionMap, Region

LEFT, TOP, WIDTH, HEIGHT = 110, 20, 720, 450
_LETTER, _TALL = 9.2, 18
"""Most pixels of a letter of a label, and the height of a label with some air around it."""
_MARK = 20
_STEPS = 24


@dataclass(frozen=True, slots=True)
class Label:
    """The middle of a text, how much room it takes across and upwards, and whether it is turned to read upwards."""

    x: float
    y: float
    wide: float
    high: float
    turned: bool = False

    def meets(self, other: "Label") -> bool:
        """Whether both take the same room somewhere."""
        return 2 * abs(self.x - other.x) < self.wide + other.wide and 2 * abs(self.y - other.y) < self.high + other.high


def x_of(found: DecisionMap, value: float) -> float:
    """The place of a value across."""
    return LEFT + WIDTH * value_to_place(found.x, value)


def y_of(found: DecisionMap, value: float) -> float:
    """The place of a value upwards."""
    return TOP + HEIGHT * (1 - value_to_place(found.y, value))


def name_of(region: Region) -> str:
    """What the label of a region says."""
    return region.option or region.title


def marked(marks: Iterable[tuple[float, float]]) -> list[Label]:
    """The room that the numbered marks on boundaries take."""
    return [Label(x, y, _MARK, _MARK) for x, y in marks]


def labels(found: DecisionMap, marks: Iterable[tuple[float, float]]) -> dict[int, Label]:
    """Return the labels by the places of their regions; a region without room for its label has none."""
    taken = marked(marks)
    lying: dict[int, Label] = {}
    for place in range(len(found.regions)):
        label = next((one for one in _tries(found, place) if not any(map(one.meets, taken))), None)
        if label is not None:
            taken.append(label)
            lying[place] = label
    return lying


def _tries(found: DecisionMap, place: int) -> Iterable[Label]:
    """Where a label could stand on its region: level first, then turned, as near to the middle as can be."""
    region, height, width = found.regions[place], len(found.cells), len(found.cells[0])
    row = min(int(value_to_place(found.y, region.y) * height), height - 1)
    column = min(int(value_to_place(found.x, region.x) * width), width - 1)
    if found.cells[row][column] != place:
        return
    long = len(name_of(region)) * _LETTER
    left, right = (LEFT + WIDTH * edge / width for edge in _run(found.cells[row], column, place))
    bottom, top = (TOP + HEIGHT * (1 - edge / height) for edge in _run([line[column] for line in found.cells], row, place))
    x, y = x_of(found, region.x), y_of(found, region.y)
    if bottom - top >= _TALL:
        yield from (Label(at, y, long, _TALL) for at in _along(x, left + long / 2, right - long / 2))
    if right - left >= _TALL:
        yield from (Label(x, at, _TALL, long, turned=True) for at in _along(y, top + long / 2, bottom - long / 2))


def _along(wanted: float, low: float, high: float) -> list[float]:
    """Places from low to high, the nearest to the wanted one first; none when there is no room."""
    if low > high:
        return []
    nearest = min(max(wanted, low), high)
    steps = (low + (high - low) * step / _STEPS for step in range(_STEPS + 1))
    return sorted([nearest, *steps], key=lambda at: abs(at - nearest))


def _run(row: list[int], at: int, place: int) -> tuple[int, int]:
    """From where to where the cells around one belong to the same region."""
    first = last = at
    while first > 0 and row[first - 1] == place:
        first -= 1
    while last < len(row) and row[last] == place:
        last += 1
    return first, last


def free_place(points: Sequence[tuple[float, float]], said: str, taken: Iterable[Label]) -> Label | None:
    """The place on a line for what is said about it, as near to its middle as can be; None where all is taken."""
    half, middle, taken = len(said) * 4, len(points) // 2, list(taken)
    for number in sorted(range(0, len(points), max(1, len(points) // _STEPS)), key=lambda one: abs(one - middle)):
        x, y = points[number]
        label = Label(min(max(x, LEFT + half), LEFT + WIDTH - half), y, 2 * half, 14)
        if not any(map(label.meets, taken)):
            return label
    return None
