"""How fast capacity grows: the time to the peak, what is turned away meanwhile, and how long a backlog takes to drain.

All functions are plain arithmetic over units, seconds and requests a second; `capacity` is in runs at the same time.
"""

import math
from dataclasses import dataclass

from advisor.capacity.models import Sizing
from advisor.capacity.phrases import milliseconds_of
from advisor.capacity.reckoning import LAMBDA_FORMS, ON_FARGATE, Reckoning

# The scaling rate of functions is stated for this many seconds (figure lambda.scaling.rate_per_function).
_RATE_WINDOW_S = 10


@dataclass(frozen=True, slots=True)
class Ramp:
    """Seconds from what always runs to the peak, the missing seconds' worth of full load meanwhile, and what says so."""

    seconds: float
    lost_s: float
    because: str
    figure: str | None


def ramp_of(reckoning: Reckoning, sizing: Sizing, runs: float | None) -> Ramp | None:
    """How an option grows when the peak of `runs` at the same time comes as one step; None when peak or growth is not known.

    Measured against the runs, not against the units that are kept beyond them as a margin.
    """
    if runs is None or runs <= 0 or sizing.units_peak is None:
        return None
    always = sizing.units_always * sizing.runs_per_unit
    if runs <= always:
        return Ramp(0, 0, "What always runs holds the peak.", None)
    if reckoning.option in LAMBDA_FORMS:
        return _functions(reckoning, runs, always)
    if reckoning.option == "lambda-managed-instances":
        return _doubling(reckoning, runs, always)
    if reckoning.option in ("lambda-web-function", "lambda-microvm"):
        return None
    return _containers(reckoning, sizing, runs, always)


def _functions(reckoning: Reckoning, peak: float, always: float) -> Ramp | None:
    """Environments at once, and so many more in each window; of former years a burst and then so many a minute."""
    step = reckoning.number("lambda.scaling.rate_per_function")
    if step is not None:
        at_once, per_s, figure = step, step / _RATE_WINDOW_S, "lambda.scaling.rate_per_function"
    else:
        burst = reckoning.figure("lambda.scaling.burst")
        if burst is None:
            return None
        at_once, per_s, figure = burst["initial"][0], burst["then_per_minute"] / 60, "lambda.scaling.burst"
    short = peak - always - at_once
    if short <= 0:
        return Ramp(0, 0, "A function may gain the environments for the peak at once.", figure)
    seconds = short / per_s
    text = "A function gains environments step by step, so a peak this steep is not met at once."
    return Ramp(seconds, seconds * short / peak / 2, text, figure)


def _doubling(reckoning: Reckoning, peak: float, always: float) -> Ramp | None:
    """Capacity that may double in each interval: the shortage is the area above an exponential."""
    interval = reckoning.number("lambda.managed_instances.doubling", "s")
    if interval is None or always <= 0:
        return None
    seconds = interval * math.log2(peak / always)
    lost = seconds - interval / math.log(2) * (1 - always / peak)
    text = "Traffic that more than doubles within five minutes may be throttled while instances start."
    return Ramp(seconds, lost, text, "lambda.managed_instances.doubling")


def _containers(reckoning: Reckoning, sizing: Sizing, peak: float, always: float) -> Ramp | None:
    """Nothing new serves until it has started; beyond the burst, starts are spread by the launch rate."""
    start, figure = start_of(reckoning, sizing)
    if start is None:
        return None
    more = (peak - always) / sizing.runs_per_unit
    bounds = [0.0]
    if reckoning.option in ON_FARGATE:
        burst = reckoning.number("fargate.launch_rate:burst") or 0
        sustained = reckoning.number("fargate.launch_rate:sustained")
        bounds.append((more - burst) / sustained if sustained else 0)
    per_minute = reckoning.number("ecs.service.launch_rate")
    if sizing.unit == "task" and per_minute:
        bounds.append(more / per_minute * 60)
    seconds = start + max(bounds)
    before = "what always runs takes the whole load" if always else "everything waits"
    text = f"More capacity serves only once it has started; until then {before}."
    return Ramp(seconds, seconds * (1 - always / peak), text, figure)


def start_of(reckoning: Reckoning, sizing: Sizing) -> tuple[float | None, str]:
    """Seconds until a new task or job works: its start, on instances that of the instance, and the program's own."""
    if reckoning.option in ON_FARGATE:
        figure = "fargate.start.typical" if sizing.unit == "task" else "batch.start.fargate"
    else:
        figure = "batch.start.ec2"
    at = reckoning.program.edition.figure(figure)
    found = milliseconds_of(at.value, at.unit) if at is not None else None
    own = reckoning.known.get("startup_s", 0)
    return (None if found is None else found[1] / 1000 + own), figure


def drain_seconds(work: float, base: float, *, start: float, per_s: float, most: float) -> float | None:
    """Seconds until a backlog is worked off; None when it never is.

    `work` is runs times their seconds, `base` the runs at the same time that the ordinary load takes. Capacity grows from
    `start` by `per_s` each second up to `most` (per_s 0: it is `most` at once).
    """
    if work <= 0:
        return 0
    if most <= base:
        return None
    if per_s <= 0 or start >= most:
        return work / (most - base)
    grown = (most - start) / per_s
    while_growing = (start - base) * grown + per_s * grown**2 / 2
    if while_growing >= work:
        slope = start - base
        return (-slope + math.sqrt(slope**2 + 2 * per_s * work)) / per_s
    return grown + (work - while_growing) / (most - base)
