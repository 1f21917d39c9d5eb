"""What an architecture drawing shows, apart from how it looks: areas, boxes and links. Every writer reads this alone.

Ids are slugs, unique in a scene. Order is that of the plan, so equal recommendations have equal scenes.
"""

from dataclasses import dataclass
from typing import Literal

AreaKind = Literal["account", "region", "vpc", "zone", "public-subnet", "private-subnet", "services"]
BoxKind = Literal[
    "function", "task", "machine", "interface", "endpoint", "gateway-endpoint", "nat", "internet-gateway", "egress-only",
    "balancer", "link", "proxy", "poller", "door", "peering", "vpn", "database", "cache", "files", "server", "broker",
    "service", "internet", "callers", "network", "queue", "clock", "event", "note",
]  # fmt: skip
LinkKind = Literal["path", "also", "starts", "broken", "alike"]


@dataclass(frozen=True, slots=True)
class Area:
    """A container. `parent` is the area around it, None for the outermost; `components` are those that it stands for."""

    id: str
    kind: AreaKind
    title: str
    parent: str | None = None
    notes: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One part: `title` in bold, `notes` as small lines below it. `parent` is the innermost area, None outside the account."""

    id: str
    kind: BoxKind
    title: str
    parent: str | None
    notes: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A step from one box to another.

    `path`: with the numbers of the paths that take it, counted from 1 in the order of the plan. `also`: the same connection in
    another zone. `starts`: what hands over the work. `broken`: a dependency without a path. `alike`: not shown, it only keeps
    what stands in another zone in the same order.
    """

    source: str
    target: str
    kind: LinkKind = "path"
    paths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole drawing. `captions` says for each path by number what it is; areas come after the area around them."""

    name: str
    title: str
    description: str
    areas: tuple[Area, ...]
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    captions: tuple[str, ...]

    @property
    def parts(self) -> tuple[Area | Box, ...]:
        """Areas and boxes."""
        return (*self.areas, *self.boxes)


def ranges(numbers: tuple[int, ...]) -> str:
    """Numbers as they are written on a link: `1`, `2, 5`, `3–7`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}" if len(run) == 1 else f"{run[0]}, {run[1]}" if len(run) == 2 else f"{run[0]}–{run[-1]}" for run in runs
    )
