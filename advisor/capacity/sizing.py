"""The size of an option for a workload: one unit, how many of them, and the instances below."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.capacity.instances import Demand, Fit, fit
from advisor.capacity.models import Architecture, Sizing, Unit
from advisor.capacity.reckoning import ON_INSTANCES, Reckoning
from advisor.capacity.shapes import GIB, Shape, shape_of
from advisor.capacity.streams import size_stream
from advisor.capacity.units import Counts, callers_wait, count_units
from advisor.language.program import Program
from advisor.language.words import number


def size(program: Program, known: Mapping[str, Any], option: str, components: Collection[str] = ()) -> Sizing:
    """Return the sizing of an option.

    `known` are the given and derived facts of an inference, `option` an option of the edition, `components` the ids that the
    design of this option needs (they tell whether provisioned concurrency is kept).
    """
    reckoning = Reckoning(program, known, option, frozenset(components))
    shape = shape_of(reckoning)
    architecture = _architecture(reckoning)
    counts = count_units(reckoning, shape)
    stream = size_stream(reckoning)
    below = _below(reckoning, shape, counts, architecture) if option in ON_INSTANCES else _Below()
    return Sizing.build(
        option=option,
        unit=_unit(option),
        architecture=architecture,
        memory_mib=shape.memory,
        vcpus=shape.vcpus,
        gpus=1 if known.get("gpu") else 0,
        storage_mib=shape.storage,
        extra_storage_mib=shape.extra_storage,
        runs_per_unit=counts.per_unit,
        units_peak=counts.peak,
        units_mean=counts.mean,
        units_always=counts.always,
        provisioned_concurrency=counts.provisioned,
        **below.fields(),
        zones=counts.zones,
        stream=stream,
        assumptions=reckoning.assumptions,
        missing=reckoning.missing,
        notes=reckoning.notes,
    )


def _unit(option: str) -> Unit:
    if option.startswith("ecs-"):
        return "task"
    return "job" if option.startswith("batch-") else "environment"


def _architecture(reckoning: Reckoning) -> Architecture:
    """The processor: as given, as the option prescribes, else x86, which every option but one offers as its default."""
    if reckoning.option == "lambda-web-function":
        return "arm"
    given = reckoning.known.get("architecture")
    if given is not None:
        return "arm" if given == "arm" else "x86"
    if reckoning.option == "lambda-microvm":
        reckoning.assume("architecture", "arm", "The first architecture that MicroVMs had.")
        return "arm"
    reckoning.assume("architecture", "x86", "What programs are built for unless said otherwise; Arm costs less where it runs.")
    return "x86"


@dataclass(frozen=True, slots=True)
class _Below:
    """The instances below the units, empty where there are none."""

    found: Fit | None = None
    always: float = 0
    peak: float | None = None
    mean: float | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of `Sizing` that describe instances."""
        kind = self.found.type if self.found is not None else None
        return {
            "instance_type": kind.name if kind is not None else None,
            "instance_vcpus": kind.vcpus if kind is not None else None,
            "instance_memory_mib": kind.memory if kind is not None else None,
            "units_per_instance": self.found.units if self.found is not None else None,
            "instances": self.mean,
            "instances_peak": self.peak,
            "instances_always": self.always,
        }


def _below(reckoning: Reckoning, shape: Shape, counts: Counts, architecture: Architecture) -> _Below:
    """Pick the instance type and count instances: kept at any time, at the peak, and on average (never below those kept)."""
    least = _least_instances(reckoning, counts)
    together = "parallel_jobs" in reckoning.known or reckoning.known.get("traffic") == "scheduled"
    demand = Demand(counts.peak, counts.mean, counts.always, least, together)
    found = fit(reckoning, shape, architecture, demand)
    if found is None:
        reckoning.note("No instance type with a known price holds one unit of this size and processor.")
        return _Below(None, least)
    kind = found.type
    text = f"{kind.name} ({number(kind.vcpus)} vCPU, {number(kind.memory / GIB)} GiB) holds {found.units} at a time"
    reckoning.note(f"{text} and is the cheapest for this load.", figure=f"ec2.type.{kind.name}")
    return _Below(found, found.always, found.peak, found.mean)


def _least_instances(reckoning: Reckoning, counts: Counts) -> int:
    """How few instances there may be: one for each environment that always runs, or one in each zone where callers wait."""
    if reckoning.option == "lambda-managed-instances":
        return int(counts.always)
    if counts.always == 0:
        return 0
    return int(min(counts.always, counts.zones)) if callers_wait(reckoning) else 1
