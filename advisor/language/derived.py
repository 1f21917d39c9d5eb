"""Derived facts: one small function each, arithmetic and comparison only.

The same function reads a number, a Polars column or a solver's term, so it must not branch, round or call anything. The
arguments are the facts of `derived.from`, then the figures of `derived.figures`, in that order; units stand in the names.
An unknown argument makes the derived fact unknown (decided by the readings, never here).
"""

import math
from collections.abc import Callable
from typing import Any


def concurrency(requests_per_s_peak: Any, typical_run_ms: Any) -> Any:
    """Units at work at the same time at the peak: rate x duration (Little's law; source aws-lambda-concurrency)."""
    return requests_per_s_peak * typical_run_ms / 1000


def concurrency_needed(concurrency: Any, requests_per_s_peak: Any, requests_per_environment: Any) -> Any:
    """Lambda concurrency to ask for: the larger of rate x duration and rate / requests a second of one environment."""
    by_rate = requests_per_s_peak / requests_per_environment
    return (concurrency + by_rate + abs(concurrency - by_rate)) / 2


def mean_concurrency(requests_per_month: Any, typical_run_ms: Any) -> Any:
    """Units at work on average over a month of 730 hours."""
    return requests_per_month * typical_run_ms / (1000 * 730 * 3600)


def quotient(part: Any, whole: Any) -> Any:
    """One fact per unit of another, for instance MiB of memory per vCPU."""
    return part / whole


def product(one: Any, other: Any) -> Any:
    """One fact times another (or a figure), for instance the memory that brings so many vCPUs on Lambda."""
    return one * other


def exceeds(one: Any, other: Any) -> Any:
    """Whether one fact is above another of the same unit."""
    return one > other


def typical_exceeds_longest(typical_run_ms: Any, longest_run_s: Any) -> Any:
    """Whether the typical run is longer than the longest one, which can't be."""
    return typical_run_ms > longest_run_s * 1000


def month_exceeds_peak(requests_per_month: Any, requests_per_s_peak: Any) -> Any:
    """Whether the month holds more requests than the peak rate kept up for 31 days, which can't be."""
    return requests_per_month > requests_per_s_peak * (31 * 24 * 3600)


def positive(value: Any) -> Any:
    """The value where it is above zero, else zero; exact, and never falling when the value rises."""
    return (value + abs(value)) / 2


def larger(one: Any, other: Any) -> Any:
    """The larger of two values of one unit."""
    return other + positive(one - other)


def tier_steps(price: Any) -> tuple[tuple[float, float], ...]:
    """The tiers of a price table as (width, price), the last one endless.

    Tables read `{"first 6e9" = .., "next 9e9" = .., "over 15e9" = ..}`, or with a unit behind the number; `TB` is 1,000 GB.
    """
    if isinstance(price, tuple):
        return price
    return tuple((_width(name), value) for name, value in price.items())


def _width(name: str) -> float:
    word, size, *unit = name.split(" ")
    return math.inf if word == "over" else float(size) * (1000 if "TB" in unit else 1)


def tiered(quantity: Any, price: Any) -> Any:
    """What a quantity costs at a price, or at a table of prices by tier: each tier's part at that tier's price.

    The part of a tier is cut out so that, rounding included, the sum never falls when the quantity rises. A quantity that can
    cut itself into tiers (an exact curve, which does it in one go) is left to do so.
    """
    if not isinstance(price, dict | tuple):
        return quantity * price
    if hasattr(quantity, "cut_into_tiers"):
        return quantity.cut_into_tiers(tier_steps(price))
    total, start = 0 * quantity, 0.0
    for width, usd in tier_steps(price):
        beyond = positive(quantity - start)
        total = total + usd * (beyond if width == math.inf else width - positive(width - beyond))
        start += width
    return total


def lambda_monthly_usd(requests_per_month: Any, typical_run_ms: Any, memory_mib: Any, request: Any, gb_second: Any) -> Any:
    """Dollars a month for requests (priced by the million) and duration of a function, without what is free.

    Source aws-pricing-lambda.
    """
    gb_seconds = requests_per_month * typical_run_ms * memory_mib / (1000 * 1024)
    return requests_per_month * request / 1_000_000 + tiered(gb_seconds, gb_second)


def fargate_usd_hour(memory_mib: Any, vcpu: Any, gb: Any, memory_per_vcpu: Any, least_vcpus: Any, sizes: Any) -> Any:
    """Dollars an hour for a Fargate task with the memory of a function and as much processor as that brings.

    Memory is at least what the sizes of tasks ask for each vCPU (source aws-ecs-fargate-tasks).
    """
    vcpus = larger(memory_mib / memory_per_vcpu, least_vcpus)
    return vcpus * vcpu + larger(memory_mib / 1024, vcpus * sizes["1"][0]) * gb


def fargate_monthly_usd(mean_concurrency: Any, fargate_usd_hour: Any) -> Any:
    """Dollars a month of 730 hours for tasks that take one run at a time, one task at least (source aws-pricing-fargate)."""
    return larger(mean_concurrency, 1) * 730 * fargate_usd_hour


def fargate_thousand_runs_usd(typical_run_ms: Any, fargate_usd_hour: Any, least_s: Any) -> Any:
    """Dollars for a thousand runs when a task is started for each, charged for the least time at least."""
    return 1000 * larger(typical_run_ms / 1000, least_s) / 3600 * fargate_usd_hour


def lambda_thousand_runs_usd(typical_run_ms: Any, memory_mib: Any, request: Any, gb_second: Any) -> Any:
    """Dollars for a thousand runs of a function, without what is free."""
    return lambda_monthly_usd(1000, typical_run_ms, memory_mib, request, gb_second)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        concurrency,
        concurrency_needed,
        mean_concurrency,
        quotient,
        product,
        exceeds,
        typical_exceeds_longest,
        month_exceeds_peak,
        lambda_monthly_usd,
        lambda_thousand_runs_usd,
        fargate_usd_hour,
        fargate_monthly_usd,
        fargate_thousand_runs_usd,
    )
}
