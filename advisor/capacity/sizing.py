"""The size of an option for a workload: one unit, how many of them, and the instances below."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.capacity.extremes import least
from advisor.capacity.instances import Demand, Fit, fit
from advisor.capacity.models import Architecture, Sizing, Unit
from advisor.capacity.reckoning import ON_INSTANCES, Reckoning
from advisor.capacity.shapes import GIB, Shape, shape_of
from advisor.capacity.streams import size_stream
from advisor.capacity.units import Counts, callers_wait, count_units
from advisor.language.program import Program
from advisor.language.words import number


def size(
    program: Program, known: Mapping[str, Any], option: str, components: Collection[str] = (), *, silent: bool = False
) -> Sizing:
    """Return the sizing of an option.

    `known` are the given and derived facts of an inference, `option` an option of the edition, `components` the ids that the
    design of this option needs (they tell whether provisioned concurrency is kept). `silent` leaves the notes out.
    """
    reckoning = Reckoning(program, known, option, frozenset(components), silent=silent)
    shape = shape_of(reckoning)
    architecture = architecture_of(reckoning)
    counts = count_units(reckoning, shape)
    stream = size_stream(reckoning)
    instances = below(reckoning, shape, demand_on(reckoning, counts), architecture)
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
        **instances.fields(),
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


def architecture_of(reckoning: Reckoning) -> Architecture:
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
class Below:
    """The instances below the units of an option, empty where there are none."""

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


def demand_on(reckoning: Reckoning, counts: Counts) -> Demand | None:
    """What instances have to hold; None for an option without any."""
    if reckoning.option not in ON_INSTANCES:
        return None
    together = "parallel_jobs" in reckoning.known or reckoning.known.get("traffic") == "scheduled"
    return Demand(counts.peak, counts.mean, counts.always, _least_instances(reckoning, counts), together)


def below(reckoning: Reckoning, shape: Shape, demand: Demand | None, architecture: Architecture) -> Below:
    """Pick the instance type and count instances: kept at any time, at the peak, and on average (never below those kept)."""
    if demand is None:
        return Below()
    found = fit(reckoning, shape, architecture, demand)
    if found is None:
        reckoning.note("No instance type with a known price holds one unit of this size and processor.")
        return Below(None, demand.least)
    kind = found.type
    reckoning.note(
        lambda: (
            f"{kind.name} ({number(kind.vcpus)} vCPU, {number(kind.memory / GIB)} GiB) holds {found.units} at a time"
            " and is the cheapest for this load."
        ),
        figure=f"ec2.type.{kind.name}",
    )
    return Below(found, found.always, found.peak, found.mean)


def _least_instances(reckoning: Reckoning, counts: Counts) -> Any:
    """How few instances there may be: one for each environment that always runs, or one in each zone where callers wait."""
    if reckoning.option == "lambda-managed-instances":
        return counts.always
    if counts.always == 0:
        return 0
    return least(counts.always, counts.zones) if callers_wait(reckoning) else 1
