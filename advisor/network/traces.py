"""What the check of a network yields: the walk of each dependency, step by step, and where it stops."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from advisor.network.parts import Dependency

Kind = Literal[
    "outside", "interface", "group-out", "group-in", "subnet", "route", "nat", "address", "internet", "egress-only",
    "gateway-endpoint", "peering", "vpn", "host", "entry", "invocation",
]  # fmt: skip


class Step(NamedTuple):
    """One part on a path: the kind of step, the part by name, the component that it stands for, and what about it.

    `detail` is the port and peer of a group's rule, the destination and target of a route, or the subnet of an interface.
    """

    kind: Kind
    part: str
    component: str | None = None
    detail: str = ""


class Stop(NamedTuple):
    """Where a path ends too early: at which part, what was found there, and what would mend it."""

    at: str
    found: str
    mend: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The walk of one dependency from one place: its steps, and the stop when it did not arrive."""

    dependency: Dependency
    start: str
    steps: tuple[Step, ...]
    stop: Stop | None = None
