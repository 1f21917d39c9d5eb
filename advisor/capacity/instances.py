"""Which EC2 instance type holds the units of an option, and how many instances that takes.

Types are the figures `ec2.type.*`; only those with a price on the date are considered, in the workload's Region where some
fitting type has one there, else as in us-east-1. The cheapest on average wins, then at the peak, then the smaller type.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from advisor.capacity.extremes import any_holds, cheapest, least, most
from advisor.capacity.reckoning import Reckoning
from advisor.capacity.shapes import GIB, Shape
from advisor.language.program import Program

_PREFIX = "ec2.type."
_REFERENCE_REGION = "us-east-1"
# The operating system, the container agent and the hypervisor keep a part of an instance's memory. AWS gives no share; on the
# smallest general instances about a twentieth is not available to tasks.
_KEPT_SHARE = 0.05
# More units than any instance holds, and a share of an instance so small that it never decides; GiB so few that all have them.
_NO_BOUND, _NO_SHARE, _NO_GIB = 1e9, 1e-9, 1e-3


@dataclass(frozen=True, slots=True)
class InstanceType:
    """An EC2 instance type with its prices per hour by Region, as far as they are known on the date."""

    name: str
    vcpus: float
    memory: float
    architecture: str
    gpus: int
    gpu_memory_gib: float
    prices: dict[str, float]

    def price(self, region: str) -> float:
        """Dollars an hour in a Region where it has a price."""
        return self.prices[region]


@dataclass(frozen=True, slots=True)
class Demand:
    """What instances have to hold: units at the peak, on average and always (margins included), and how few there may be.

    `together`: units come as one heap and leave together, so that instances are full while they run.
    """

    peak: float | None
    mean: float | None
    always: float
    least: int
    together: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """A type, how many units one instance of it holds, and the instances at any time, at the peak and on average."""

    type: InstanceType
    units: int
    always: int
    peak: int | None
    mean: float | None


_TYPES: WeakKeyDictionary[Program, tuple[InstanceType, ...]] = WeakKeyDictionary()
_OF_A_KIND: WeakKeyDictionary[Program, dict[tuple[str, bool], tuple[InstanceType, ...]]] = WeakKeyDictionary()


def types_of(program: Program, architecture: str, *, gpu: bool) -> tuple[InstanceType, ...]:
    """The priced types of an architecture, with a graphics processor or without."""
    kinds = _OF_A_KIND.setdefault(program, {})
    found = kinds.get((architecture, gpu))
    if found is None:
        every = instance_types(program)
        found = tuple(kind for kind in every if kind.architecture == architecture and (kind.gpus > 0) == gpu)
        kinds[architecture, gpu] = found
    return found


def instance_types(program: Program) -> tuple[InstanceType, ...]:
    """The types that have a price on the date, by vCPUs, then memory, then name."""
    found = _TYPES.get(program)
    if found is None:
        prices = _prices(program)
        sizes = {name: at.value for name, at in program.edition.figures.items() if name.startswith(_PREFIX)}
        named = ((name.removeprefix(_PREFIX), size) for name, size in sizes.items())
        types = [_type(name, size, prices[name]) for name, size in named if name in prices]
        found = tuple(sorted(types, key=lambda one: (one.vcpus, one.memory, one.name)))
        _TYPES[program] = found
    return found


def _prices(program: Program) -> dict[str, dict[str, float]]:
    """Hourly prices by type and Region: figures `price.REGION.ec2.TYPE`."""
    prices: dict[str, dict[str, float]] = {}
    for name, at in program.edition.figures.items():
        head, _, kind = name.partition(".ec2.")
        if head.startswith("price.") and isinstance(at.value, int | float):
            prices.setdefault(kind, {})[head.removeprefix("price.")] = at.value
    return prices


def _type(name: str, size: Any, prices: dict[str, float]) -> InstanceType:
    memory = size["memory_gib"] * GIB
    return InstanceType(name, size["vcpu"], memory, size["arch"], size.get("gpus", 0), size.get("gpu_memory_gib", 0), prices)


def fit(reckoning: Reckoning, shape: Shape, architecture: str, demand: Demand) -> Fit | None:
    """Return the cheapest instances that hold a demand; None when no priced type holds one unit."""
    kinds = types_of(reckoning.program, architecture, gpu=any_holds(reckoning.known, "gpu"))
    holds = _holds(reckoning, shape)
    for region in dict.fromkeys((str(reckoning.known.get("region", _REFERENCE_REGION)), _REFERENCE_REGION)):
        kind = _cheapest([kind for kind in kinds if region in kind.prices], holds, demand, region)
        if kind is not None:
            held = holds(kind)
            return Fit(kind, held, *_counted(held, demand))
    return None


def _cheapest(
    kinds: list[InstanceType], holds: Callable[[InstanceType], Any], demand: Demand, region: str
) -> InstanceType | None:
    """The type that costs least; None where none holds a unit. Columns choose row by row (see `extremes`)."""

    def cost(kind: InstanceType) -> tuple[Any, ...]:
        return _cost(kind, holds(kind), demand, kind.price(region))

    return cheapest(kinds, holds, cost)


def _counted(held: Any, demand: Demand) -> tuple[Any, Any, Any]:
    """Instances at any time, at the peak and on average.

    Units that come together fill an instance as far as the peak does. Units that come at random do not: while few run, the
    last instance is partly empty, so below one full instance it counts whole for as much of the time as something runs.
    """
    always = most(demand.least, math.ceil(demand.always / held))
    peak = None if demand.peak is None else most(always, math.ceil(demand.peak / held))
    if demand.mean is None:
        return always, peak, None
    if demand.together and demand.peak is not None:
        return always, peak, most(always, demand.mean / least(held, most(1, demand.peak)))
    return always, peak, most(always, demand.mean / held, least(demand.mean, 1))


def _cost(kind: InstanceType, held: Any, demand: Demand, price: float) -> tuple[Any, Any, float, str]:
    """What to compare types by: the price on average, the price at the peak, then size and name."""
    always, peak, mean = _counted(held, demand)
    highest = most(always if peak is None else peak, 1)
    return (mean if mean is not None else highest) * price, highest * price, kind.vcpus, kind.name


def _holds(reckoning: Reckoning, shape: Shape) -> Callable[[InstanceType], Any]:
    """What tells how many units one instance of a type holds; 0 where it is too small."""
    kept = reckoning.figure("lambda.managed_instances.reserve") if reckoning.option == "lambda-managed-instances" else None
    cores, memory = shape.vcpus or _NO_SHARE, shape.memory or _NO_SHARE
    gpu_memory = most(reckoning.known.get("gpu_memory_gib", 0), _NO_GIB) if any_holds(reckoning.known, "gpu") else None

    def holds(kind: InstanceType) -> Any:
        room = kind.memory * (1 - _KEPT_SHARE) if kept is None else kind.memory - kept["memory_gib"] * GIB
        free = kind.vcpus if kept is None else kind.vcpus - kept["vcpu"]
        # whoever has the memory of the graphics processor that is needed is not bound by it, whoever lacks it holds nothing
        bounds = () if gpu_memory is None else (kind.gpus, kind.gpu_memory_gib // gpu_memory * _NO_BOUND)
        return math.floor(least(free / cores, room / memory, _NO_BOUND, *bounds))

    return holds
