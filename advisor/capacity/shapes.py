"""How large one unit of an option is: memory, vCPUs and scratch disk, rounded to what the option sells.

Each function takes a `Reckoning` and returns a `Shape`. Memory and disk are in MiB.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from advisor.capacity.extremes import first, least, most
from advisor.capacity.reckoning import LAMBDA_FORMS, ON_FARGATE, Reckoning
from advisor.language.program import Program
from advisor.language.words import mib, number

GIB = 1024


class Shape(NamedTuple):
    """The size of one unit; `extra_storage` is the part of the disk above what comes with the unit."""

    memory: float | None
    vcpus: float | None
    storage: float | None
    extra_storage: float | None


def shape_of(reckoning: Reckoning) -> Shape:
    """Return the size of one unit of the option."""
    option = reckoning.option
    if option in LAMBDA_FORMS:
        return _default_function(reckoning)
    if option in ON_FARGATE:
        return _fargate(reckoning)
    return _OTHERS.get(option, _on_instances)(reckoning)


def _wanted(reckoning: Reckoning) -> tuple[float | None, float | None]:
    """Memory and vCPUs that one unit needs. With neither known, one vCPU stands in, the same for every option."""
    memory, vcpus = reckoning.known.get("memory_mib"), reckoning.known.get("vcpus")
    if memory is None and vcpus is None:
        reckoning.lacks("memory_mib", "vcpus")
        vcpus = reckoning.assume("vcpus", 1, "One full vCPU for every option, so that they can be compared; neither is known.")
    return memory, vcpus


def _default_function(reckoning: Reckoning) -> Shape:
    """Memory buys vCPUs in proportion: the larger of what is needed and what brings the vCPUs (source aws-lambda-quotas)."""
    memory, vcpus = _wanted(reckoning)
    low, high = reckoning.number("lambda.memory.min", "MiB") or 0, reckoning.number("lambda.memory.max", "MiB") or math.inf
    per_vcpu = reckoning.number("lambda.memory_per_vcpu", "MiB")
    bought = least(vcpus * per_vcpu, high) if vcpus is not None and per_vcpu is not None else 0
    size = most(memory or 0, bought, low)
    step = reckoning.number("lambda.memory.step", "MiB") or 1
    size = least(low + math.ceil((size - low) / step) * step, most(high, size))
    if bought > (memory or 0):
        reckoning.note(
            lambda: f"{mib(size)} of memory, because a function gets its vCPUs in proportion to its memory.",
            figure="lambda.memory_per_vcpu",
        )
    brought = None if per_vcpu is None else least(size / per_vcpu, reckoning.number("lambda.vcpu.max") or math.inf)
    if brought is not None and size >= high:
        brought = reckoning.number("lambda.vcpu.max") or brought
    return Shape(size, brought, *_tmp(reckoning, "lambda.tmp.max"))


def _tmp(reckoning: Reckoning, largest: str) -> tuple[float | None, float | None]:
    """Local disk of a function: the default, or as much as scratch space and a file that fits there need."""
    default = reckoning.number("lambda.tmp.default", "MiB") or 0
    room = reckoning.number(largest, "MiB") or default
    wanted = [reckoning.known.get("scratch_mib", 0), reckoning.known.get("largest_file_mib", 0)]
    size = most(default, *(math.ceil(need) for need in wanted if need <= room))
    return size, size - default


def _managed_function(reckoning: Reckoning) -> Shape:
    """Whole vCPUs with a settable ratio of memory to them (source aws-lambda-managed-instances-scaling)."""
    memory, vcpus = _wanted(reckoning)
    ratio = reckoning.figure("lambda.managed_instances.memory_per_vcpu") or {"min": 2, "max": 8}
    low, high = ratio["min"] * GIB, ratio["max"] * GIB
    size = most(memory or 0, reckoning.number("lambda.memory.min.managed_instances", "MiB") or 0)
    if vcpus is None:
        text = f"One vCPU for each {mib(low)}, the lowest ratio and nearest to that of a default function."
        vcpus = reckoning.assume("vcpus", math.ceil(size / low), text)
    cores = most(1, math.ceil(vcpus), math.ceil(size / high))
    largest = "lambda.tmp.max.accelerator" if reckoning.known.get("gpu") else "lambda.tmp.max"
    return Shape(most(size, cores * low), cores, *_tmp(reckoning, largest))


def _web_function(reckoning: Reckoning) -> Shape:
    """A fixed size, whatever the workload needs."""
    size = reckoning.figure("lambda.web_functions.environment")
    reckoning.note("The size of an environment is fixed.", figure="lambda.web_functions.environment")
    return Shape(size["memory_gib"] * GIB, size["vcpu"], size["tmp_mib"], 0)


def _microvm(reckoning: Reckoning) -> Shape:
    """The smallest size whose baseline covers the need, else the smallest whose burst does, else the largest."""
    memory, vcpus = _wanted(reckoning)
    sizes = reckoning.figure("lambda.microvms.sizes")
    rows = list(zip(sizes["baseline_memory_gib"], sizes["baseline_vcpu"], sizes["disk_gib"], strict=True))
    disk = reckoning.known.get("scratch_mib", 0) / GIB
    for factor in (1, sizes["burst"]):
        for gib, cores, room in rows:
            if gib * GIB * factor >= (memory or 0) and cores * factor >= (vcpus or 0) and room >= disk:
                if factor > 1:
                    text = f"The baseline of {mib(gib * GIB)} and {number(cores)} vCPU covers the need only by bursting."
                    reckoning.note(text, figure="lambda.microvms.sizes")
                return Shape(gib * GIB, cores, room * GIB, 0)
    gib, cores, room = rows[-1]
    return Shape(gib * GIB, cores, room * GIB, 0)


class Pair(NamedTuple):
    """A size of a Fargate task."""

    vcpus: float
    memory: float


_PAIRS: WeakKeyDictionary[Program, list[Pair]] = WeakKeyDictionary()


def fargate_pairs(program: Program) -> list[Pair]:
    """The task sizes of the date as (vCPU, MiB), fewest vCPUs first and then least memory, which is also cheapest first."""
    found = _PAIRS.get(program)
    if found is None:
        figure = program.edition.figure("fargate.task.sizes")
        table: dict[str, Any] = figure.value if figure is not None and isinstance(figure.value, dict) else {}
        found = sorted(Pair(float(vcpu), gib * GIB) for vcpu, memories in table.items() for gib in memories)
        _PAIRS[program] = found
    return found


def fargate_pair(reckoning: Reckoning, memory: float | None, vcpus: float | None) -> Pair | None:
    """The cheapest (vCPU, MiB) that holds a need; None when no task is that large. Windows has fewer sizes."""
    windows = reckoning.figure("fargate.task.vcpu.windows") if reckoning.known.get("os") == "windows" else None
    pairs = [pair for pair in fargate_pairs(reckoning.program) if windows is None or pair.vcpus in windows]
    needs = [need for need in ((vcpus, "vcpus"), (memory, "memory")) if need[0] is not None]
    return first(pairs, lambda pair: least(*[getattr(pair, name) - need for need, name in needs], math.inf))


def _fargate(reckoning: Reckoning) -> Shape:
    memory, vcpus = _wanted(reckoning)
    pair = fargate_pair(reckoning, memory, vcpus)
    storage = _task_disk(reckoning)
    if pair is None:
        reckoning.note("No task size on Fargate is large enough.", figure="fargate.task.sizes")
        return Shape(None, None, *storage)
    cores, size = pair
    text = f"{number(cores)} vCPU with {mib(size)} is the cheapest task size that holds it."
    reckoning.note(text, figure="fargate.task.sizes")
    return Shape(size, cores, *storage)


def _task_disk(reckoning: Reckoning) -> tuple[float | None, float | None]:
    """Ephemeral storage of a task in whole GiB: the image and the scratch space share it."""
    default = reckoning.number("fargate.ephemeral.default", "MiB") or 0
    largest = reckoning.number("fargate.ephemeral.max", "MiB")
    need = reckoning.known.get("scratch_mib", 0) + reckoning.known.get("image_mib", 0)
    size = most(default, least(math.ceil(need / GIB) * GIB, largest or default))
    return size, size - default


def _on_instances(reckoning: Reckoning) -> Shape:
    """As much as is needed, without steps; the half that is not known as the smallest Fargate size would bring it."""
    memory, vcpus = _wanted(reckoning)
    if memory is None or vcpus is None:
        pair = fargate_pair(reckoning, memory, vcpus)
        if memory is None:
            reckoning.lacks("memory_mib")
            memory = _stand_in(reckoning, "memory_mib", pair[1] if pair else None)
        else:
            vcpus = _stand_in(reckoning, "vcpus", pair[0] if pair else None)
    disk = [reckoning.known[name] for name in ("scratch_mib", "image_mib") if name in reckoning.known]
    storage = math.ceil(sum(disk) / GIB) * GIB if disk else None
    return Shape(memory, vcpus, storage, storage)


def _stand_in(reckoning: Reckoning, fact: str, value: float | None) -> float | None:
    if value is None:
        return None
    found: float = reckoning.assume(fact, value, "As much as the smallest task size on Fargate brings with the rest.")
    return found


_OTHERS: dict[str, Callable[[Reckoning], Shape]] = {
    "lambda-managed-instances": _managed_function,
    "lambda-web-function": _web_function,
    "lambda-microvm": _microvm,
}
