"""Where everything stands: the scene as a graph for Graphviz, and its answer as rectangles and curves in pixels.

The command `graphviz-pure` (a port of Graphviz 16) lays the graph out; any `dot` of Graphviz understands the same text. Numbers
on links are nodes of the graph, so that they stand on their line and nothing runs over them.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from advisor.pictures.measures import area_label, box_size, note_width
from advisor.pictures.scene import Area, Link, Scene, ranges
from knowledge import AdvisorError

MARK_PX = 17
_COMMAND = "graphviz-pure"
_LONGEST_S = 20
_PAGE_PX = 760
"""The width up to which a picture can be read on a sheet of paper."""
_FAN = 5
"""From how many targets of one part on these may stand in two rows."""

Point = tuple[float, float]


class DrawingError(AdvisorError):
    """The command that lays pictures out is not there, or failed."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; x and y of its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A link, or its part before or behind the mark: a cubic Bézier through `points`, to `tip` where it has an arrow head."""

    link: Link
    points: tuple[Point, ...]
    tip: Point | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on a link: the numbers of its paths, or a cross where it breaks off."""

    link: Link
    rect: Rect
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A scene with its places; `areas` and `boxes` by id."""

    width: float
    height: float
    areas: dict[str, Rect]
    boxes: dict[str, Rect]
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...]


def mark_text(link: Link) -> str:
    """What stands on a link; empty for none."""
    return "×" if link.kind == "broken" else ranges(link.paths) if link.kind == "path" else ""


@lru_cache(maxsize=64)
def lay_out(scene: Scene) -> Layout:
    """Return the places of a scene: of a few ways to lay it out the smallest, narrow ones first. Raises DrawingError."""
    fan = max(Counter(link.source for link in scene.links if link.kind == "path").values(), default=0)
    ranks, rows = (False, True) if _comes_back(scene) else (False,), (1, 2) if fan >= _FAN else (1,)
    ways = [(ranked, many) for many in rows for ranked in ranks]
    answers = _run("".join(as_dot(scene, ranked=ranked, rows=many) for ranked, many in ways))
    found = min((_read(scene, answer) for answer in answers), key=_cost)
    zones = [found.areas[area.id].x for area in scene.areas if area.kind == "zone"]
    return _mirrored(found) if zones and zones[0] > sum(zones) / len(zones) else found


def _comes_back(scene: Scene) -> bool:
    """Whether a link leaves the VPC for something that leads into it again, as from a load balancer to a function."""
    parents = _parents(scene)
    inside = {box.id for box in scene.boxes if "vpc" in _around(parents, box.id)}
    links = [link for link in scene.links if link.kind == "path"]
    left = {link.target for link in links if link.source in inside} - inside
    while more := {link.target for link in links if link.source in left} - left - inside:
        left |= more
    return any(link.source in left and link.target in inside for link in links)


def _cost(layout: Layout) -> float:
    """The area of a layout; what is wider than a page counts more."""
    return layout.width * layout.height * max(1.0, layout.width / _PAGE_PX)


def _run(graphs: str) -> list[dict[str, Any]]:
    """Lay graphs out, all by one start of the command."""
    beside = Path(sys.executable).with_name(_COMMAND)
    command = str(beside) if beside.exists() else shutil.which(_COMMAND)
    if command is None:
        raise DrawingError(f"found no command {_COMMAND}; expected it beside Python; install aws-compute-advisor[docs]")
    try:
        done = subprocess.run(
            [command, "-Kdot", "-Tjson0"], input=graphs.encode(), capture_output=True, check=True, timeout=_LONGEST_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        found = f"{_COMMAND} failed ({type(error).__name__})"
        raise DrawingError(f"found that {found}; expected a layout; report the workload that it was for") from None
    return list(_documents(done.stdout.decode()))


def _documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON documents of a text, one behind the other."""
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        found, place = decoder.raw_decode(text, place)
        yield found
        while text[place : place + 1].isspace():
            place += 1


def as_dot(scene: Scene, *, ranked: bool = False, rows: int = 1) -> str:
    """The scene in the language of Graphviz: sizes in inches of 72 pixels, no text but ids of ours.

    `ranked` lets ranks cut through areas, which is good where a path leaves an area and comes back. With two `rows` every
    second target of a part with many of them stands a row lower.
    """
    lines = [
        "digraph {",
        f"graph [newrank={str(ranked).lower()} nodesep=0.22 ranksep=0.2 margin=0 pad=0 labeljust=l labelloc=t];",
        'node [shape=box fixedsize=true label=""];',
    ]
    for area in scene.areas:
        if area.parent is None:
            lines += _area(scene, area)
    lines += _inside(scene, None)
    met: Counter[str] = Counter()
    for number, link in enumerate(scene.links):
        met[link.source] += link.kind == "path"
        lines.append(_edge(link, number, lower=rows == 2 and met[link.source] % 2 == 0))
    return "\n".join((*lines, "}\n"))


def _area(scene: Scene, area: Area) -> list[str]:
    width, height = area_label(area)
    label = f'<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"><TR><TD></TD></TR></TABLE>>'
    inner = [line for other in scene.areas if other.parent == area.id for line in _area(scene, other)]
    return [f'subgraph "cluster_{area.id}" {{', f"graph [margin=9 label={label}];", *inner, *_inside(scene, area.id), "}"]


def _inside(scene: Scene, area: str | None) -> list[str]:
    """The boxes and marks that stand directly in an area."""
    lines = []
    for box in scene.boxes:
        if box.parent == area:
            width, height = box_size(box)
            lines.append(f'"{box.id}" [width={width / 72:.4f} height={height / 72:.4f}];')
    parents = _parents(scene)
    for number, link in enumerate(scene.links):
        text = mark_text(link)
        if text and _common(parents, link) == area:
            lines.append(f'"mark {number}" [shape=box width={_mark_width(text) / 72:.4f} height={MARK_PX / 72:.4f}];')
    return lines


def _mark_width(text: str) -> float:
    return max(MARK_PX, note_width(text) + 10)


def _parents(scene: Scene) -> dict[str, str | None]:
    return {part.id: part.parent for part in scene.parts}


def _common(parents: dict[str, str | None], link: Link) -> str | None:
    """The innermost area around both ends of a link."""
    around = _around(parents, link.source)
    return next(area for area in _around(parents, link.target) if area in around)


def _around(parents: dict[str, str | None], part: str) -> list[str | None]:
    """The areas around a part, from the innermost outwards; the last is None, the whole picture."""
    found = [parents[part]]
    while found[-1] is not None:
        found.append(parents[found[-1]])
    return found


def _edge(link: Link, number: int, *, lower: bool) -> str:
    ends = f'"{link.source}"', f'"{link.target}"'
    if mark_text(link):
        weight = 2 + len(link.paths)
        mark, length = f'"mark {number}"', 3 if lower else 1
        first = f"{ends[0]} -> {mark} [id={number} dir=none weight={weight}];"
        return f"{first} {mark} -> {ends[1]} [id={number} weight={weight} minlen={length}];"
    looks = " style=invis" if link.kind == "alike" else ""
    return f"{ends[0]} -> {ends[1]} [id={number} weight=1 minlen=2{looks}];"


def _read(scene: Scene, answer: dict[str, Any]) -> Layout:
    """The places in the answer, with y growing downwards from the top."""
    _, _, width, height = _numbers(answer["bb"])
    areas: dict[str, Rect] = {}
    boxes: dict[str, Rect] = {}
    for part in answer.get("objects", ()):
        if "bb" in part:
            left, low, right, high = _numbers(part["bb"])
            areas[part["name"].removeprefix("cluster_")] = Rect(left, height - high, right - left, high - low)
        else:
            x, y = _numbers(part["pos"])
            wide, tall = float(part["width"]) * 72, float(part["height"]) * 72
            boxes[part["name"]] = Rect(x - wide / 2, height - y - tall / 2, wide, tall)
    marks = tuple(
        Mark(link, boxes.pop(f"mark {number}"), mark_text(link)) for number, link in enumerate(scene.links) if mark_text(link)
    )
    curves = tuple(
        _curve(scene.links[int(edge["id"])], edge["pos"], height) for edge in answer.get("edges", ()) if "style" not in edge
    )
    return Layout(width, height, areas, boxes, curves, marks)


def _mirrored(found: Layout) -> Layout:
    """The same from right to left: Graphviz does not care in which order zones stand, people do."""

    def turned(place: Rect) -> Rect:
        return replace(place, x=found.width - place.x - place.width)

    def over(point: Point) -> Point:
        return found.width - point[0], point[1]

    return Layout(
        found.width,
        found.height,
        {name: turned(place) for name, place in found.areas.items()},
        {name: turned(place) for name, place in found.boxes.items()},
        tuple(Curve(one.link, tuple(map(over, one.points)), over(one.tip) if one.tip else None) for one in found.curves),
        tuple(replace(mark, rect=turned(mark.rect)) for mark in found.marks),
    )


def _curve(link: Link, text: str, height: float) -> Curve:
    tip: Point | None = None
    points: list[Point] = []
    for place in text.split(" "):
        x, y = _numbers(place.removeprefix("e,"))
        if place.startswith("e,"):
            tip = (x, height - y)
        else:
            points.append((x, height - y))
    return Curve(link, tuple(points), tip)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]
