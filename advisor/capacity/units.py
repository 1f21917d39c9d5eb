"""How many units run: at the peak and on average by Little's law, and those that run whether or not there is work."""

import math
from typing import Any, NamedTuple

from advisor.capacity.extremes import among, any_holds, least, most
from advisor.capacity.reckoning import LAMBDA_FORMS, Reckoning
from advisor.capacity.shapes import Shape
from advisor.language.words import number

# Triggers behind which a container must be running before a request comes; behind all others it can be started for the event.
_SERVED = ("api", "function-url", "alb", "websocket", "cognito", "service")
# One copy can fail with its zone, so what callers wait for gets two.
_ZONES = 2


class Counts(NamedTuple):
    """Units at the peak, on average and always; `per_unit` is how many runs one unit carries at the same time.

    `service` tells whether units wait for requests (and are scaled with a margin) or are started for each run.
    """

    peak: float | None
    mean: float | None
    always: float
    provisioned: float
    per_unit: float
    zones: int
    service: bool


def count_units(reckoning: Reckoning, shape: Shape) -> Counts:
    """Return how many units of a shape the option runs."""
    zones = _zones(reckoning)
    option = reckoning.option
    if option in LAMBDA_FORMS:
        return _functions(reckoning, zones)
    if option == "lambda-microvm" or option.startswith("batch-"):
        return _started(reckoning, zones, "parallel_jobs")
    if option.startswith("ecs-") and not is_service(reckoning):
        return _started(reckoning, zones, "requests_per_s_peak", "typical_run_ms")
    return _services(reckoning, shape, zones)


def is_service(reckoning: Reckoning) -> bool:
    """Whether containers wait for requests, records or time to pass, instead of being started for each event.

    A program that calls directly is taken to wait for the answer unless something else is said.
    """
    known = reckoning.known
    called = among(known.get("trigger"), ("sdk",)) and "invocation" not in known and "caller_waits" not in known
    if called:
        reckoning.assume("invocation", "sync", "A program that calls directly is taken to wait for the answer.")
        return True
    if any_holds(known, "always_on", "listens_on_port", "persistent_connections", "caller_waits"):
        return True
    if among(known.get("trigger"), _SERVED) or known.get("invocation") == "poll":
        return True
    return "poller" in reckoning.components


def callers_wait(reckoning: Reckoning) -> bool:
    """Whether somebody waits on the other end, so that no copy may be the only one."""
    known = reckoning.known
    return any_holds(known, "caller_waits", "listens_on_port") or among(known.get("trigger"), _SERVED)


def _zones(reckoning: Reckoning) -> int:
    zones: int | None = reckoning.known.get("availability_zones")
    if zones is None:
        zones = reckoning.assume("availability_zones", _ZONES, "Two zones are usual for production.")
    return zones


def runs_at_peak(reckoning: Reckoning) -> float | None:
    """Runs at the same time at the peak: what was said of jobs, else rate x duration (source aws-lambda-concurrency)."""
    jobs = reckoning.known.get("parallel_jobs")
    found: float | None = jobs if jobs is not None else reckoning.known.get("concurrency")
    return found


def _functions(reckoning: Reckoning, zones: int) -> Counts:
    """One environment a run; where callers wait, the requests a second of one environment ask for more of them."""
    runs = runs_at_peak(reckoning)
    if runs is None:
        reckoning.lacks("requests_per_s_peak", "typical_run_ms")
    elif reckoning.known.get("invocation") == "sync":
        runs = most(runs, reckoning.known.get("concurrency_needed", runs))
    peak = math.ceil(runs) if runs is not None else None
    ready = _provisioned(reckoning, runs)
    peak = peak if peak is None else most(peak, ready)
    return Counts(peak, _mean_runs(reckoning), ready, ready, 1, zones, service=False)


def _provisioned(reckoning: Reckoning, runs: float | None) -> int:
    """Provisioned concurrency: the peak and a buffer, where the design has it (source aws-lambda-provisioned-concurrency)."""
    if "provisioned-concurrency" not in reckoning.components or runs is None:
        return 0
    buffer = reckoning.number("lambda.provisioned_concurrency.buffer") or 0
    # a product such as 200 x 1.1 lies a hair above the whole number that is meant
    ready = math.ceil(round(runs * (1 + buffer), 9))
    reckoning.note(
        lambda: (
            f"Provisioned concurrency of {number(ready)} covers the peak all month; a schedule would lower it in quiet hours."
        ),
        figure="lambda.provisioned_concurrency.buffer",
    )
    return ready


def _mean_runs(reckoning: Reckoning) -> float | None:
    mean: float | None = reckoning.known.get("mean_concurrency")
    if mean is None:
        reckoning.lacks("requests_per_month", "typical_run_ms")
    return mean


def _started(reckoning: Reckoning, zones: int, *facts: str) -> Counts:
    """Units that are started for a run and end with it: jobs, tasks for an event, one machine a session.

    `facts` are what would have to be known for the peak.
    """
    runs = runs_at_peak(reckoning)
    if runs is None:
        reckoning.lacks(*facts)
    return Counts(math.ceil(runs) if runs is not None else None, _mean_runs(reckoning), 0, 0, 1, zones, service=False)


def _services(reckoning: Reckoning, shape: Shape, zones: int) -> Counts:
    """Units that wait for requests: always some, more with the load, with a margin for peaks and a lost zone."""
    always = _always(reckoning, zones)
    per_unit = _runs_per_unit(reckoning, shape)
    # web functions get another environment when a request needs one, so they need no margin
    buffer = 1.0 if reckoning.option == "lambda-web-function" else reckoning.number("capacity.scaling_buffer") or 1.0
    peak, mean = runs_at_peak(reckoning), reckoning.known.get("mean_concurrency")
    if any_holds(reckoning.known, "singleton"):
        return Counts(always, always, always, 0, per_unit, zones, service=True)
    if peak is None and reckoning.known.get("trigger") == "service":
        reckoning.note("It starts once and keeps running, so what always runs is all there is.")
        peak = mean = 0
    elif peak is None:
        reckoning.lacks("requests_per_s_peak", "typical_run_ms")
    if mean is None:
        mean = _mean_runs(reckoning)
    if buffer > 1:
        text = f"{number(buffer)} times the capacity that the load needs, so that peaks and a lost zone are met."
        reckoning.note(text, figure="capacity.scaling_buffer")
    return Counts(
        None if peak is None else most(always, math.ceil(peak / per_unit * buffer)),
        None if mean is None else most(always, mean / per_unit * buffer),
        always,
        0,
        per_unit,
        zones,
        service=True,
    )


def _always(reckoning: Reckoning, zones: int) -> Any:
    """Units that run without any load."""
    option = reckoning.option
    if option == "lambda-managed-instances":
        fewest = reckoning.number("lambda.managed_instances.min_instances_default") or 0
        figure = "lambda.managed_instances.min_instances_default"
        reckoning.note(f"{number(fewest)} environments on as many instances run at any time.", figure=figure)
        return math.floor(fewest)
    if option == "lambda-web-function":
        return 0
    if any_holds(reckoning.known, "singleton"):
        reckoning.note("Exactly one copy may run, so there is no second one in another zone.")
        return 1
    if callers_wait(reckoning):
        fewest = most(_ZONES, zones)
        reckoning.note(f"At least {fewest} tasks, one in each zone, because callers wait.")
        return fewest
    return 1


def _runs_per_unit(reckoning: Reckoning, shape: Shape) -> Any:
    """Requests that one unit carries at the same time: a planning value for each vCPU, up to what the option allows.

    The planning value is for requests of one core at most. A record or event that keeps several busy has a unit for itself,
    and so has a request whose code is said to use several at the same time.
    """
    if reckoning.known.get("thread_safe") is False:
        return 1
    rates = reckoning.figure("capacity.runs_per_vcpu") or {}
    waiting, cores = reckoning.known.get("mostly_waiting"), reckoning.known.get("vcpus", 1)
    alone = reckoning.known.get("multithreaded") or not callers_wait(reckoning)
    if cores > 1 and alone and not waiting:
        reckoning.note(f"One run keeps {number(cores)} vCPUs busy, so one unit carries one at a time.")
        return 1
    kind = "mixed" if waiting is None else ("waiting" if waiting else "computing")
    rate = rates.get(kind, 1)
    if waiting is None:
        text = f"Neither mostly waiting nor mostly computing: {number(rate)} requests at the same time for each vCPU."
        reckoning.assume("mostly_waiting", "mixed", text)
    runs = _allowed(reckoning, rate, shape.vcpus or 1)
    reckoning.note(
        lambda: f"One unit is taken to carry {number(runs)} request{'' if runs == 1 else 's'} at the same time.",
        figure="capacity.runs_per_vcpu",
    )
    return runs


def _allowed(reckoning: Reckoning, rate: float, vcpus: float) -> Any:
    if reckoning.option == "lambda-managed-instances":
        runtimes = reckoning.figure("capacity.runs_per_vcpu.runtime") or {}
        allowed = reckoning.number("lambda.managed_instances.concurrency_per_environment.max") or math.inf
        return 1.0 * least(least(rate, runtimes.get(reckoning.known.get("language"), rate)) * vcpus, allowed)
    if reckoning.option == "lambda-web-function":
        setting = reckoning.figure("lambda.web_functions.concurrency_per_environment")
        return 1.0 * least(rate * vcpus, setting["max"])
    return most(1, math.floor(rate * vcpus))
