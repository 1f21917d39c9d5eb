"""The formulas of a bill: how much of something is used in a month, and what a quantity costs. Arithmetic only.

Each function reads a number, a Polars column or a `Curve` alike: no branch on its arguments and no call but `positive`,
`larger`, `whole` and `tiered`. Quantities are of one month of 730 hours. What AWS writes as GB is GiB here wherever it means
memory, disk or transferred bytes. Sources of rates and of ways of counting are those of the price figures named in `meters`.
"""

from typing import Any

from advisor.language.derived import larger, positive, tiered

HOURS = 730
"""Hours of a month on a bill, as AWS reckons (source aws-pricing-lambda)."""
SECONDS = HOURS * 3600
_NOISE = 1e-9


def whole(value: Any) -> Any:
    """The smallest whole number that is not below the value; a billionth above a whole number is taken as noise."""
    return -((_NOISE - value) // 1)


def charge(quantity: Any, price: Any, per: float = 1, free: float = 0) -> Any:
    """Dollars for a quantity at a price (or tiers) for each `per` of it, after what is free."""
    billed = positive(quantity - free) if free else quantity
    return tiered(billed, price) / per


def count(amount: Any) -> Any:
    """What is counted one by one: requests, messages, transitions, keys."""
    return amount


def product(amount: Any, each: Any) -> Any:
    """So many of something, each so large or so long: units x hours, endpoints x zone-hours, tasks x vCPU."""
    return amount * each


def gib(mib: Any) -> Any:
    """MiB as GiB."""
    return mib / 1024


def gb_seconds(runs: Any, run_ms: Any, memory_mib: Any) -> Any:
    """GB-s of runs: runs x seconds x GiB (source aws-pricing-lambda)."""
    return runs * run_ms * memory_mib / (1000 * 1024)


def kept_gb_seconds(units: Any, hours: Any, memory_mib: Any) -> Any:
    """GB-s of what is kept ready, busy or not: units x seconds x GiB (source aws-pricing-lambda)."""
    return units * hours * memory_mib * 3600 / 1024


def snapshot_gb_seconds(versions: Any, hours: Any, memory_mib: Any, least_s: Any) -> Any:
    """GB-s of kept snapshots, each for the least time at least (source aws-price-list-lambda-us-east-1)."""
    return versions * larger(hours * 3600, least_s) * memory_mib / 1024


def large_event_requests(runs: Any, request_kib: Any, first_kib: Any, step_kib: Any) -> Any:
    """Requests that large asynchronous events add: one for each begun step above the first size (source aws-pricing-lambda)."""
    return runs * whole(positive(request_kib - first_kib) / step_kib)


def stepped(amount: Any, size: Any, step: Any) -> Any:
    """A count in which each begun step of size counts once, and an empty one too."""
    return amount * larger(whole(size / step), 1)


def streamed_gib(runs: Any, response_kib: Any, free_mib: Any) -> Any:
    """GiB streamed above what is free of each response (source aws-pricing-lambda)."""
    return runs * positive(response_kib / 1024 - free_mib) / 1024


def busy_units(runs: Any, run_ms: Any, runs_per_unit: Any) -> Any:
    """Units that runs keep busy on average: arrivals x duration (Little's law) over the runs that one unit takes at once."""
    return runs * run_ms / (1000 * SECONDS) / runs_per_unit


def kept_units(busy: Any, always: Any) -> Any:
    """Whole units kept running on average: those that are busy, and never fewer than run always."""
    return whole(larger(busy, always))


def shared_instances(units: Any, held: Any, mean_share: Any) -> Any:
    """Instances that hold the units on average: `held` on each, while enough of them run to fill it.

    Units that come at random fill less of the last instance: below one full instance it counts whole as long as something runs
    (a mean share of 1). Units that come together are at the peak or gone: their mean over their peak, which growth does not
    change. None takes one unit an instance.
    """
    return units if mean_share is None else larger(units / held, units - positive(units - mean_share))


def run_hours(runs: Any, run_ms: Any, least_s: Any) -> Any:
    """Hours of units that are started for each run, each for the least time at least (source aws-guide-fargate-or-lambda)."""
    return runs * larger(run_ms / 1000, least_s) / 3600


def memory_hours(unit_hours: Any, memory_mib: Any) -> Any:
    """GB-hours: unit-hours x GiB of each."""
    return unit_hours * memory_mib / 1024


def vcpu_seconds(unit_hours: Any, vcpus: Any) -> Any:
    """vCPU-seconds: unit-hours x vCPU of each."""
    return unit_hours * vcpus * 3600


def memory_seconds(unit_hours: Any, memory_mib: Any) -> Any:
    """GB-seconds of units that run: unit-hours x GiB of each."""
    return unit_hours * memory_mib * 3600 / 1024


def load_units(runs: Any, transfer_gib: Any, connections_per_s: Any, gib_per_hour: Any) -> Any:
    """LCU-hours: the larger of new connections (one a run) and bytes, each over what one unit holds.

    Source aws-pricing-load-balancing.
    """
    return larger(runs / 3600 / connections_per_s, transfer_gib / gib_per_hour)


def answered_gib(runs: Any, response_kib: Any) -> Any:
    """GiB of answers."""
    return runs * response_kib / (1024 * 1024)


def sampled(runs: Any, per_second: Any, share: Any) -> Any:
    """Traces recorded by default: the first runs of each second and a share of the others (source aws-xray-sampling).

    Runs are taken as spread evenly over the month, which gives the most.
    """
    return runs - (1 - share) * positive(runs - per_second * SECONDS)


def express_gb_hours(executions: Any, run_ms: Any, memory_mib: Any, step_mib: Any) -> Any:
    """GB-hours of Express workflows, memory in whole steps (source aws-pricing-stepfunctions)."""
    return executions * run_ms * whole(memory_mib / step_mib) * step_mib / (3_600_000 * 1024)


def proxy_hours(vcpus: Any, hours: Any, least_vcpus: Any) -> Any:
    """vCPU-hours of a database proxy, of the least number of vCPUs at least (source aws-agent-toolkit)."""
    return larger(vcpus, least_vcpus) * hours


def discounted(usd: Any, share: Any) -> Any:
    """Dollars less a share, as a Savings Plan takes off."""
    return usd * (1 - share)
