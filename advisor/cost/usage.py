"""What a design uses in a month, meter by meter, before anything is priced.

Nothing here compares or rounds what moves along a break-even axis (runs and run time), so that the same reading serves a
workload, a column of workloads with one shape, and a curve.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from advisor.capacity.models import Assumption, Sizing
from advisor.cost.formulas import SECONDS
from advisor.cost.models import Unpriced
from advisor.cost.prices import PriceBook
from advisor.language.program import Program


class Use(NamedTuple):
    """So much of one meter: its inputs, what fills the names of its price, a note, and the assumptions it rests on.

    Two uses of the same amount are equal and have the same line on a bill.
    """

    meter: str
    inputs: tuple[tuple[str, Any], ...]
    of: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    assumes: tuple[str, ...] = ()


@dataclass(slots=True)
class Usage:
    """What one option of one workload uses, while it is gathered and afterwards.

    `runs` is requests in a month and `run_ms` the time of one: the facts, or a curve or column in their place. `hours` is how
    long tasks or instances run in a month, put together. `growth` is how
    many times the known traffic there is, and `load` how many times as many runs are under way at once (both 1 for the workload
    as it is): they scale what was told or sized for the known traffic.
    """

    program: Program
    known: Mapping[str, Any]
    option: str
    sizing: Sizing
    components: frozenset[str]
    book: PriceBook
    runs: Any = None
    run_ms: Any = None
    hours: Any = None
    growth: Any = 1
    load: Any = 1
    uses: list[Use] = field(default_factory=list)
    unpriced: list[Unpriced] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    _assumed: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._assumed = {one.fact for one in self.sizing.assumptions}

    def use(self, meter: str, *, note: str | None = None, of: Mapping[str, str] | None = None, **inputs: Any) -> None:
        """Count so much of a meter."""
        assumes = tuple([name for name in _RESTS_ON.get(meter, _RUNS) if name in self._assumed]) if self._assumed else ()
        self.uses.append(Use(meter, tuple(inputs.items()), tuple(of.items()) if of else (), note, assumes))

    def leave_out(self, what_id: str, what: str, because: str, *missing: str) -> None:
        """Say that something costs money and can't be priced, with the facts that would help."""
        self.unpriced.append(Unpriced.build(id=what_id, what=what, because=because, missing=list(missing)))
        self.missing.extend(name for name in missing if name not in self.missing)

    def assume(self, fact: str, value: Any, because: str) -> Any:
        """Let a value stand in for what is not known, once; returns the value."""
        if fact not in self._assumed:
            self._assumed.add(fact)
            self.assumptions.append(Assumption.build(fact=fact, value=value, because=because))
        return value

    def has(self, *components: str) -> bool:
        """Whether the design has one of these components."""
        return not self.components.isdisjoint(components)

    def endpoints(self) -> Any:
        """How many interface endpoints the design has; columns of components know it (see `advisor.columns.views`)."""
        count = getattr(self.components, "endpoints", None)
        return sum(name.startswith("interface-endpoint:") for name in self.components) if count is None else count

    def number(self, figure: str) -> float | None:
        """The number of a counting figure, as the book has it."""
        return self.book.number(figure)


_RUNS = ("requests_per_month",)
_WORK = (*_RUNS, "typical_run_ms")
_SIZE = (*_WORK, "memory_mib", "vcpus", "architecture")
_COUNT = (*_SIZE, "mostly_waiting")
_RESTS_ON: dict[str, tuple[str, ...]] = {
    "lambda-duration": _SIZE,
    "lambda-ready": _SIZE,
    "lambda-ready-duration": _SIZE,
    "lambda-scratch": _WORK,
    "microvm-vcpu": _SIZE,
    "microvm-memory": _SIZE,
    "transitions": (*_RUNS, "steps"),
    "lambda-instances-fee": _COUNT,
    "fargate-vcpu": _COUNT,
    "fargate-memory": _COUNT,
    "fargate-windows-vcpu": _COUNT,
    "fargate-windows-licence": _COUNT,
    "fargate-windows-memory": _COUNT,
    "fargate-scratch": _COUNT,
    "instances": _COUNT,
    "ecs-instances-fee": _COUNT,
    "ebs": _COUNT,
    "api-http": (*_RUNS, "entry"),
    "balancer-load": (*_RUNS, "connections"),
    "egress": (*_RUNS, "response_kib", "egress_gib_per_month"),
    "nat-hours": ("availability_zones",),
    "endpoint-hours": ("availability_zones",),
    "ipv4": ("availability_zones",),
    "lambda-logs": (*_RUNS, "log_kib_per_run"),
    "logs": (*_RUNS, "log_kib_per_run"),
    "logs-kept": (*_RUNS, "log_kib_per_run"),
    "sqs": (*_RUNS, "queue_requests_per_message"),
}
"""The assumptions that a meter's quantity can rest on; those not named rest on the number of runs at most."""


def runs_in_month(usage: Usage) -> Any:
    """Requests in a month: given, or the peak kept up where the traffic is even."""
    runs = usage.known.get("requests_per_month")
    peak = usage.known.get("requests_per_s_peak")
    if runs is None and peak is not None and usage.known.get("traffic") == "steady":
        because = "The traffic is even, so the highest rate is taken to be kept up all month."
        runs = usage.assume("requests_per_month", peak * SECONDS, because)
    return runs


def run_time(usage: Usage) -> Any:
    """Milliseconds of a run: the typical one, or the longest one as the most that it can be."""
    run_ms = usage.known.get("typical_run_ms")
    longest = usage.known.get("longest_run_s")
    if run_ms is None and longest is not None:
        because = "Only the longest run is known, so every run is taken to be as long: the most that it can be."
        run_ms = usage.assume("typical_run_ms", longest * 1000, because)
    return run_ms
