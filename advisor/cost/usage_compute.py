"""What the computing of each option uses: requests and duration, tasks, instances, fees."""

from collections.abc import Callable
from typing import Any

from advisor.capacity.reckoning import ON_INSTANCES
from advisor.cost.formulas import HOURS, busy_units, kept_units, run_hours, shared_instances, whole
from advisor.cost.usage import Usage

_OWN_HOSTS = "Instances are taken to come and go with the work; the time in which they start or stand idle is not in it."


def count_hours(usage: Usage) -> Any:
    """Hours of tasks or instances in a month; None where there are none, or the load is not known, which is then said."""
    if usage.option.endswith("-fargate"):
        return _task_hours(usage)
    return _instance_hours(usage) if usage.option in ON_INSTANCES else None


def use_compute(usage: Usage) -> None:
    """Count what the option itself uses."""
    if usage.option.startswith(("ecs-", "batch-")):
        _use_containers(usage)
    else:
        _FUNCTIONS.get(usage.option, _use_functions)(usage)


def _known_runs(usage: Usage, what_id: str, what: str) -> bool:
    """Whether runs and their time are known; says what is left out otherwise."""
    missing = [name for name, value in (("requests_per_month", usage.runs), ("typical_run_ms", usage.run_ms)) if value is None]
    if missing:
        usage.leave_out(what_id, what, "It grows with the number of runs and their time, which are not known.", *missing)
    return not missing


def _use_functions(usage: Usage) -> None:
    """Default functions: requests and duration, or provisioned concurrency and the duration on it."""
    sizing = usage.sizing
    size = {"architecture": sizing.architecture}
    if _known_runs(usage, "lambda-duration", "Requests and duration of Lambda"):
        parts = _parts(usage)
        usage.use("lambda-requests", runs=usage.runs * parts)
        _use_large_events(usage)
        run = {"runs": usage.runs, "run_ms": usage.run_ms}
        if sizing.memory_mib is None:
            usage.leave_out("lambda-duration", "Lambda duration", "The memory is not known.", "memory_mib")
        else:
            meter = "lambda-ready-duration" if sizing.provisioned_concurrency else "lambda-duration"
            usage.use(meter, of=size, memory_mib=sizing.memory_mib, **run)
        if sizing.extra_storage_mib:
            usage.use("lambda-scratch", extra_mib=sizing.extra_storage_mib, **run)
    if sizing.provisioned_concurrency and sizing.memory_mib is not None:
        units = whole(sizing.provisioned_concurrency * usage.load)
        usage.use("lambda-ready", of=size, units=units, hours=HOURS, memory_mib=sizing.memory_mib)
    _use_features(usage)
    if usage.option == "step-functions-lambda":
        _use_workflow(usage)
    elif usage.option == "lambda-durable":
        _use_durable(usage)


def _parts(usage: Usage) -> Any:
    """Invocations for one run: one, or one for each step where the work is cut up."""
    if usage.option != "step-functions-lambda":
        return 1
    steps = usage.known.get("steps")
    if steps is None:
        steps = usage.assume("steps", 1, "The number of steps is not known; one is the least.")
    return 1.0 * steps


def _use_large_events(usage: Usage) -> None:
    """Asynchronous events above the first size count several times; only the largest size is known."""
    size, first = usage.known.get("request_kib"), usage.number("lambda.async_large:first_kb")
    if usage.known.get("invocation") == "async" and size is not None and first is not None and size > first:
        note = "Every event is taken to be as large as the largest, which is the most that it can be."
        usage.use("lambda-large-events", runs=usage.runs, request_kib=size, note=note)


def _use_features(usage: Usage) -> None:
    """SnapStart, tenants, streaming, pollers."""
    known, memory = usage.known, usage.sizing.memory_mib
    if usage.has("snapstart") and known.get("language") != "java" and memory is not None:
        usage.use("lambda-snapshot", versions=1, hours=HOURS, memory_mib=memory, note="One published version.")
        usage.leave_out("lambda-restore", "SnapStart, restored snapshots", "The number of cold starts is not known.")
    if usage.has("tenant-isolation-mode"):
        because = "An environment is made for each tenant anew; how many are made in a month is not known."
        usage.leave_out("lambda-tenants", "Environments made for tenants", because)
    if known.get("streams_response") and known.get("response_kib") is not None and usage.runs is not None:
        note = "Every answer is taken to be as large as the largest, which is the most that it can be."
        usage.use("lambda-streaming", runs=usage.runs, response_kib=known["response_kib"], note=note)
    if usage.has("esm-provisioned-mode"):
        because = "How many pollers are kept is a setting that no fact tells."
        usage.leave_out("lambda-pollers", "Event pollers kept ready", because)


def _use_workflow(usage: Usage) -> None:
    """The state machine: transitions (Standard), or executions and their duration (Express)."""
    if usage.runs is None:
        return
    if usage.has("express-workflow") and not usage.has("standard-workflow") and usage.run_ms is not None:
        least = usage.number("stepfunctions.express.step") or 0
        usage.use("express-requests", executions=usage.runs)
        note = "The least memory that is charged; a state of more than that costs more."
        usage.use("express-duration", executions=usage.runs, run_ms=usage.run_ms, memory_mib=least, note=note)
    else:
        note = "One transition for each step; choices, maps and retries come on top."
        usage.use("transitions", executions=usage.runs, transitions=_parts(usage), note=note)


def _use_durable(usage: Usage) -> None:
    steps = usage.known.get("steps")
    if steps is None:
        because = "How many operations one execution has is not known."
        usage.leave_out("lambda-operations", "Durable operations", because, "steps")
    elif usage.runs is not None:
        note = "One operation for each step; waits and callbacks come on top."
        usage.use("lambda-operations", executions=usage.runs, operations=steps, note=note)
    because = "How much data the steps leave behind is not known."
    usage.leave_out("lambda-durable-written", "Durable state, written and kept", because)


def _use_managed_functions(usage: Usage) -> None:
    """Functions on instances: requests, the instances, and a fee on their on-demand price."""
    if usage.runs is None:
        usage.leave_out("lambda-requests", "Lambda requests", "Their number is not known.", "requests_per_month")
    else:
        usage.use("lambda-requests", runs=usage.runs)
    _use_instances(usage, "lambda-instances-fee")


def _use_web_functions(usage: Usage) -> None:
    because = "AWS's prices of Lambda Web Functions have not been read anywhere."
    usage.leave_out("lambda-web-function", "Lambda Web Functions", because)


def _use_microvms(usage: Usage) -> None:
    """MicroVMs: vCPU and memory while they run; snapshots come on top."""
    sizing = usage.sizing
    if _known_runs(usage, "microvm-vcpu", "MicroVMs") and sizing.vcpus is not None and sizing.memory_mib is not None:
        hours = run_hours(usage.runs, usage.run_ms, 0)
        note = "At the baseline that is always billed; bursts above it come on top."
        usage.use("microvm-vcpu", unit_hours=hours, vcpus=sizing.vcpus, note=note)
        usage.use("microvm-memory", unit_hours=hours, memory_mib=sizing.memory_mib, note=note)
    because = "How often a MicroVM is suspended and resumed, and how large its snapshots are, is not known."
    usage.leave_out("microvm-snapshots", "MicroVM snapshots, written, read and kept", because)


_FUNCTIONS: dict[str, Callable[[Usage], None]] = {
    "lambda-managed-instances": _use_managed_functions,
    "lambda-web-function": _use_web_functions,
    "lambda-microvm": _use_microvms,
}


def _use_containers(usage: Usage) -> None:
    if usage.option.endswith("-fargate"):
        _use_fargate(usage)
    else:
        _use_instances(usage, "ecs-instances-fee" if usage.option.endswith("-managed-instances") else None)


def use_image(usage: Usage) -> None:
    """The image of a container."""
    image = usage.known.get("image_mib") if usage.option.startswith(("ecs-", "batch-")) else None
    if image is not None:
        usage.use("ecr", image_mib=image)


def busy(usage: Usage) -> Any:
    """Units that the runs keep busy on average, with the margin that capacity keeps for services; None when not known."""
    sizing = usage.sizing
    if sizing.units_always and usage.known.get("singleton"):
        return sizing.units_always
    if usage.runs is None or usage.run_ms is None:
        return sizing.units_always if sizing.units_always and usage.known.get("trigger") == "service" else None
    margin = (usage.number("capacity.scaling_buffer") or 1) if sizing.units_always else 1
    return busy_units(usage.runs, usage.run_ms, sizing.runs_per_unit) * margin


def _task_hours(usage: Usage) -> Any:
    """Hours of tasks in a month: kept running all month, or started for each run and charged for the least time at least."""
    sizing, least = usage.sizing, "fargate.windows.least_s" if _windows(usage) else "fargate.min_charge"
    if sizing.units_always:
        units = busy(usage)
        if units is None:
            _known_runs(usage, "fargate-load", "Tasks beyond those that always run")
        return kept_units(units if units is not None else 0, sizing.units_always) * HOURS
    if not _known_runs(usage, "fargate-vcpu", "Tasks that are started for each run"):
        return None
    return run_hours(usage.runs, usage.run_ms, usage.number(least) or 0)


def _windows(usage: Usage) -> bool:
    return usage.known.get("os") == "windows"


def _use_fargate(usage: Usage) -> None:
    """Tasks on Fargate: processors, memory, disk above what is included, and the licence of Windows."""
    sizing = usage.sizing
    hours = usage.hours
    if hours is None:
        return
    if sizing.vcpus is None or sizing.memory_mib is None:
        usage.leave_out("fargate-vcpu", "Tasks on Fargate", "No task size fits.", "vcpus", "memory_mib")
        return
    kind, of = ("fargate-windows-", None) if _windows(usage) else ("fargate-", {"architecture": sizing.architecture})
    usage.use(f"{kind}vcpu", of=of, unit_hours=hours, vcpus=sizing.vcpus)
    if _windows(usage):
        usage.use("fargate-windows-licence", unit_hours=hours, vcpus=sizing.vcpus)
    usage.use(f"{kind}memory", of=of, unit_hours=hours, memory_mib=sizing.memory_mib)
    if sizing.extra_storage_mib:
        usage.use("fargate-scratch", unit_hours=hours, extra_mib=sizing.extra_storage_mib)


def _instance_hours(usage: Usage) -> Any:
    """Hours of instances in a month: whole ones kept running, or as many as the jobs fill."""
    sizing, held = usage.sizing, usage.sizing.units_per_instance
    if held is None:
        return None
    units = busy(usage)
    if units is None:
        _known_runs(usage, "instances-load", "Instances for the work, beyond those that always run")
        return sizing.instances_always * HOURS if sizing.instances_always else None
    filled = shared_instances(units, held, _share_at_once(usage))
    if sizing.instances_always:
        return kept_units(filled, sizing.instances_always) * HOURS
    return filled * HOURS


def _share_at_once(usage: Usage) -> float | None:
    """How the last instance is filled while few units run: see `shared_instances`. Jobs in one heap run together."""
    sizing = usage.sizing
    if "parallel_jobs" not in usage.known and usage.known.get("traffic") != "scheduled":
        return 1
    return sizing.units_mean / sizing.units_peak if sizing.units_peak and sizing.units_mean is not None else None


def _use_instances(usage: Usage, fee: str | None) -> None:
    """EC2 instances below tasks, jobs or functions, a fee for their management if any, and their disks."""
    kind = usage.sizing.instance_type
    if kind is None:
        usage.leave_out("instances", "EC2 instances", "No instance type with a known price fits.", "vcpus", "memory_mib")
        return
    hours = usage.hours
    if hours is None:
        return
    if usage.known.get("runs_on_premises"):
        _use_own_machines(usage, hours)
        return
    if usage.known.get("multi_node"):
        because = "How many machines one job needs is not known; the bill holds one for each job."
        usage.leave_out("nodes", "The further machines of each job", because)
    of = {"instance_type": kind}
    note = None if usage.sizing.instances_always else _OWN_HOSTS
    usage.use("instances", of=of, instance_hours=hours, note=note)
    price = usage.book.price(f"ec2.{kind}") if fee is not None else None
    if fee is not None and price is not None:
        usage.use(fee, instance_hours=hours, usd_hour=price.value)
    if usage.option == "lambda-managed-instances":
        return
    _use_disks(usage, hours)


def _use_own_machines(usage: Usage, hours: Any) -> None:
    """Machines on the owner's premises: AWS charges for each that is registered, and all else is the owner's own bill."""
    note = "As many machines of your own as instances would be taken."
    usage.use("ecs-anywhere", instance_hours=hours, note=note)
    because = "What machines, power and lines cost on your own premises is not known."
    usage.leave_out("own-machines", "Machines of your own", because)


def _use_disks(usage: Usage, hours: Any) -> None:
    if usage.sizing.storage_mib:
        units = hours / HOURS * (usage.sizing.units_per_instance or 1)
        usage.use("ebs", kept_mib=units * usage.sizing.storage_mib, note="Room for the units that an instance holds.")
    else:
        because = "How large the disk of an instance must be is not known."
        usage.leave_out("ebs", "EBS volumes of the instances", because, "scratch_mib", "image_mib")
