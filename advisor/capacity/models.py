"""Results of the capacity part: how large, how many, how fast, how far from each limit.

All are frozen and closed. Numbers that can't be known are None, with the fact that is lacking named in `missing`.
"""

from typing import Any, Literal

from advisor.values import Result

Unit = Literal["environment", "task", "instance", "job"]
Architecture = Literal["x86", "arm"]
Confidence = Literal["confirmed", "reported", "uncertain", "given", "assumed"]


class Assumption(Result):
    """A value that stands in for an unknown fact (or for what no fact says), with the reason for it."""

    fact: str
    value: Any
    because: str


class Note(Result):
    """A sentence about a result; at most one of rule, figure and source says where it comes from."""

    because: str
    rule: str | None = None
    figure: str | None = None
    source: str | None = None


class StreamSizing(Result):
    """How records are fetched from a queue or stream.

    `batch_size` is in records; `parallelisation` is batches at the same time per shard (1 where there are no shards);
    `partitions` is how many shards or partitions keep up with the peak, `pollers` the event pollers that AWS would keep.
    None where a fact of `Sizing.missing` is lacking.
    """

    source: str
    batch_size: int
    batch_size_max: int
    parallelisation: int | None
    partitions: int | None
    records_per_s: float | None
    because: str


class Sizing(Result):
    """How large one unit of an option is and how many of them run.

    A unit is what one price line multiplies: `environment` (Lambda: one execution environment), `task` (ECS: one task),
    `job` (Batch: one running job). `memory_mib`, `vcpus`, `storage_mib` are per unit and as configured, rounded up to what
    the option sells; `storage_mib` is the whole scratch disk, `extra_storage_mib` the part of it above what comes free.
    `runs_per_unit` is how many requests one unit serves at the same time. `units_peak` and `units_mean` follow from Little's
    law; for services they include `units_always`, which run whether or not there is work (for default functions that is
    `provisioned_concurrency`). On instances, `instances` are those running on average, `instances_peak` at the peak and
    `instances_always` at any time; the size of one instance and the units it holds stand beside them.
    """

    option: str
    unit: Unit
    architecture: Architecture
    memory_mib: float | None
    vcpus: float | None
    gpus: int
    storage_mib: float | None
    extra_storage_mib: float | None
    runs_per_unit: float
    units_peak: float | None
    units_mean: float | None
    units_always: float
    provisioned_concurrency: float
    instance_type: str | None
    instance_vcpus: float | None
    instance_memory_mib: float | None
    units_per_instance: int | None
    instances: float | None
    instances_peak: float | None
    instances_always: float
    zones: int
    stream: StreamSizing | None
    assumptions: list[Assumption]
    missing: list[str]
    notes: list[Note]


class Load(Result):
    """What happens at the peak, for one option.

    `concurrency` is runs at the same time at the peak, `limit` the most that may run (`limit_figure` or `limit_fact` says
    which), `share` their quotient. `throttled_per_s` is what is turned away each second at the peak while every unit is busy,
    `queued_per_s` what waits instead. `ramp_s` is the time until capacity has grown from what always runs to the peak,
    `ramp_refused` the requests turned away meanwhile when the peak comes as one step. `drain_s` is how long `queue_backlog`
    takes beside the mean load; None without a backlog and when it never shrinks, which `because` says.
    `downstream_share` is connections opened at the peak over those that the database accepts.
    """

    concurrency: float | None
    limit: float | None
    limit_figure: str | None
    limit_fact: str | None
    share: float | None
    throttled_per_s: float | None
    queued_per_s: float | None
    ramp_s: float | None
    ramp_refused: float | None
    drain_s: float | None
    downstream_connections: float | None
    downstream_share: float | None
    because: list[Note]
    assumptions: list[Assumption]
    missing: list[str]


class LatencyPart(Result):
    """One stretch of the path from caller to answer, in milliseconds.

    `when`: always paid, only when a unit must start, or inside the run time that was given (shown, not added).
    """

    part: str
    what: str
    when: Literal["always", "cold", "inside"]
    low_ms: float
    high_ms: float
    because: str
    figure: str | None
    source: str | None
    confidence: Confidence


class Latency(Result):
    """The budget of one option: its parts in the order of the path, totals, and how they stand against `p99_latency_ms`.

    `fits`: even when a unit must start first and all is slow; `only-warm`: when warm, not when a unit must start; `tight`:
    the quick end of a warm answer fits and the slow end does not; `not`: not even the quick end; `unknown`: no target, or a
    part is missing.
    """

    parts: list[LatencyPart]
    warm_low_ms: float | None
    warm_high_ms: float | None
    cold_low_ms: float | None
    cold_high_ms: float | None
    target_ms: float | None
    verdict: Literal["fits", "only-warm", "tight", "not", "unknown"]
    because: str
    assumptions: list[Assumption]
    missing: list[str]


class Headroom(Result):
    """How far one limit is: `use` and `maximum` in `unit`, `share` their quotient, `breaks_at` the growth until it breaks.

    `limit` is the figure (or, for a limit of the user's own, the fact) that sets it, `use_of` the fact or size measured
    against it. Where a least value must be kept, `maximum` is that least value, and `share` and `breaks_at` are of shrinking.
    """

    limit: str
    what: str
    use_of: str
    use: float
    maximum: float
    unit: str
    share: float
    breaks_at: float | None
    hard: bool
    trigger: str
    rule: str | None
