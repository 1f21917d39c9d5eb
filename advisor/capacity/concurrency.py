"""What happens at the peak: runs at the same time against the limit, growth, backlog, and connections downstream."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from advisor.capacity.models import Load, Sizing
from advisor.capacity.ramp import drain_seconds, ramp_of
from advisor.capacity.reckoning import LAMBDA_FORMS, Reckoning
from advisor.capacity.shapes import GIB
from advisor.capacity.units import runs_at_peak
from advisor.language.program import Program
from advisor.language.words import duration, number, percent


class UnitLimit(NamedTuple):
    """The most units that may run, and the figure or fact that says so. `unit` and `per_unit`: what the figure counts."""

    units: float
    figure: str | None
    fact: str | None
    maximum: float
    unit: str
    per_unit: float


def concurrency(
    program: Program, known: Mapping[str, Any], option: str, sizing: Sizing, components: Collection[str] = ()
) -> Load:
    """Return what the peak does to an option of a given sizing."""
    reckoning = Reckoning(program, known, option, frozenset(components))
    limit = unit_limit(reckoning, sizing)
    runs = _runs(reckoning, sizing)
    most = limit.units * sizing.runs_per_unit if limit is not None else None
    share = runs / most if runs is not None and most else None
    turned_away, waiting = _excess(reckoning, share)
    seconds, refused = _growth(reckoning, sizing, runs)
    connections, downstream = _downstream(reckoning, sizing, runs)
    return Load.build(
        concurrency=runs,
        limit=most,
        limit_figure=limit.figure if limit is not None else None,
        limit_fact=limit.fact if limit is not None else None,
        share=share,
        throttled_per_s=turned_away,
        queued_per_s=waiting,
        ramp_s=seconds,
        ramp_refused=refused,
        drain_s=_drain(reckoning, sizing, most),
        downstream_connections=connections,
        downstream_share=downstream,
        because=reckoning.notes,
        assumptions=reckoning.assumptions,
        missing=reckoning.missing,
    )


# What bounds the units of an option, and what of one unit counts against it.
_QUOTAS: dict[str, tuple[str, str]] = {
    "lambda-managed-instances": ("lambda.managed_instances.vcpus_per_provider.default", "vCPU"),
    "lambda-web-function": ("lambda.web_functions.quota.default:vcpu", "vCPU"),
    "lambda-microvm": ("lambda.microvms.memory.default", "GiB"),
    "ecs-fargate": ("fargate.vcpu_quota.default", "vCPU"),
    "batch-fargate": ("fargate.vcpu_quota.default", "vCPU"),
    "ecs-ec2": ("ecs.service.tasks.max", "count"),
    "ecs-managed-instances": ("ecs.service.tasks.max", "count"),
}


def unit_limit(reckoning: Reckoning, sizing: Sizing) -> UnitLimit | None:
    """The quota that bounds how many units of an option run at the same time; None when no figure states one."""
    if reckoning.option in LAMBDA_FORMS:
        return _account(reckoning)
    figure, unit = _QUOTAS.get(reckoning.option, (None, ""))
    most = reckoning.number(figure) if figure is not None else None
    each = {"vCPU": sizing.vcpus, "GiB": (sizing.memory_mib or 0) / GIB}.get(unit, 1)
    return UnitLimit(most / each, figure, None, most, unit, each) if most is not None and each else None


def _account(reckoning: Reckoning) -> UnitLimit | None:
    given = reckoning.known.get("account_concurrency")
    if given is not None:
        return UnitLimit(given, None, "account_concurrency", given, "count", 1)
    found = reckoning.number("lambda.concurrency.default")
    if found is None:
        return None
    reckoning.assume("account_concurrency", found, "The quota that accounts have by default; new accounts start lower.")
    return UnitLimit(found, "lambda.concurrency.default", None, found, "count", 1)


def _runs(reckoning: Reckoning, sizing: Sizing) -> float | None:
    """Runs at the same time that ask for capacity: rate x duration, for callers of functions also by their rate."""
    runs = runs_at_peak(reckoning)
    if runs is None:
        reckoning.lacks("requests_per_s_peak", "typical_run_ms")
        return None
    if reckoning.option in LAMBDA_FORMS and reckoning.known.get("invocation") == "sync":
        runs = max(runs, reckoning.known.get("concurrency_needed", runs))
    units = sizing.units_peak
    origin = "as stated" if "parallel_jobs" in reckoning.known else "rate x duration"
    on = "" if units is None else f", on {number(units)} {sizing.unit}{'' if units == 1 else 's'}"
    reckoning.note(f"{number(runs)} run{'' if runs == 1 else 's'} at the same time at the peak ({origin}){on}.")
    return runs


def _excess(reckoning: Reckoning, share: float | None) -> tuple[float | None, float | None]:
    """Requests a second above the limit: turned away where callers wait, else left waiting in a queue or stream."""
    rate = reckoning.known.get("requests_per_s_peak")
    if share is None or rate is None:
        return None, None
    over = rate * (1 - 1 / share) if share > 1 else 0.0
    waits = reckoning.known.get("caller_waits")
    if over > 0:
        where = "are turned away" if waits else "wait"
        reckoning.note(
            f"As the limit stands it holds {percent(1 / share)} of the peak; {number(over)} requests a second {where}."
        )
    if over > 0 and reckoning.known.get("invocation") == "async" and reckoning.option in LAMBDA_FORMS:
        age = reckoning.number("lambda.async.event_age.max", "s")
        if age is not None:
            reckoning.note(
                f"An event that waits for more than {duration(age)} is given up.", figure="lambda.async.event_age.max"
            )
    return (over, 0.0) if waits else (0.0, over)


def _growth(reckoning: Reckoning, sizing: Sizing, runs: float | None) -> tuple[float | None, float | None]:
    ramp = ramp_of(reckoning, sizing, runs)
    if ramp is None:
        return None, None
    rate = reckoning.known.get("requests_per_s_peak")
    refused = rate * ramp.lost_s if rate is not None and reckoning.known.get("caller_waits") else None
    if ramp.seconds > 0:
        reckoning.note(f"{ramp.because} It takes {duration(round(ramp.seconds))}.", figure=ramp.figure)
    return ramp.seconds, refused


def _drain(reckoning: Reckoning, sizing: Sizing, most: float | None) -> float | None:
    """How long the backlog takes, beside the mean load, at the pace at which records are fetched."""
    backlog = reckoning.known.get("queue_backlog")
    if backlog is None:
        return None
    run_ms = reckoning.fact("typical_run_ms")
    start, per_s, top = _pace(reckoning, sizing, most)
    if run_ms is None or top is None:
        return None
    base = reckoning.known.get("mean_concurrency")
    if base is None:
        reckoning.lacks("mean_concurrency")
        base = reckoning.assume("mean_concurrency", 0, "Nothing else arrives while the backlog is worked off.")
    seconds = drain_seconds(backlog * run_ms / 1000, base, start=start, per_s=per_s, most=top)
    if seconds is None:
        reckoning.note("The ordinary load alone fills this capacity, so a backlog never shrinks.")
    else:
        reckoning.note(f"A backlog of {number(backlog)} takes {duration(round(seconds, 3 if seconds < 1 else 0))} to drain.")
    return seconds


def _pace(reckoning: Reckoning, sizing: Sizing, most: float | None) -> tuple[float, float, float | None]:
    """Runs at the same time when a backlog appears, how many more each second, and the most."""
    trigger, stream = reckoning.known.get("trigger"), sizing.stream
    if stream is None:
        top = sizing.units_peak * sizing.runs_per_unit if sizing.units_peak is not None else None
        top = most if reckoning.option in LAMBDA_FORMS else top
        return 0, 0, top
    if trigger == "sqs":
        pace = reckoning.figure("lambda.esm.sqs.scaling")
        reckoning.note(
            "A mapping starts with few batches at a time and adds more each minute.", figure="lambda.esm.sqs.scaling"
        )
        return pace["start"], pace["more_per_minute"] / 60, min(pace["max"], most or pace["max"])
    if stream.partitions is None or stream.parallelisation is None:
        reckoning.note("How many groups of records can be worked off side by side is not known, so neither is the pace.")
        return 0, 0, None
    return 0, 0, stream.partitions * stream.parallelisation


def _downstream(reckoning: Reckoning, sizing: Sizing, runs: float | None) -> tuple[float | None, float | None]:
    """Connections opened at the peak: one for each environment of a function, else one for each run at the same time."""
    connections = sizing.units_peak if reckoning.option in LAMBDA_FORMS else runs
    accepted = reckoning.known.get("downstream_connections")
    if connections is None or accepted is None:
        return connections, None
    share = connections / accepted
    if share > 1:
        shared = " unless RDS Proxy shares them" if "rds-proxy" in reckoning.components else ""
        reckoning.note(f"{number(connections)} connections at the peak, but only {number(accepted)} are accepted{shared}.")
    return connections, share
