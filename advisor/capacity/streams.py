"""Batch size and parallelisation of functions that Lambda feeds from a queue or stream.

What can be set is in the API page (source aws-lambda-api-createeventsourcemapping).
"""

import math

from advisor.capacity.models import StreamSizing
from advisor.capacity.reckoning import LAMBDA_FORMS, Reckoning
from advisor.language.words import number

SOURCES = {
    "sqs": "SQS standard",
    "sqs-fifo": "SQS FIFO",
    "kinesis": "Kinesis",
    "dynamodb-stream": "DynamoDB",
    "msk": "MSK",
    "kafka": "Kafka",
    "mq": "MQ",
    "documentdb": "DocumentDB",
}
"""The key of each trigger in the figures `lambda.esm.batch.*`."""
_SHARDED = ("kinesis", "dynamodb-stream")
_PARTITIONED = (*_SHARDED, "msk", "kafka")


def size_stream(reckoning: Reckoning) -> StreamSizing | None:
    """Return how records are fetched; None when no event source mapping feeds the option."""
    trigger = reckoning.known.get("trigger")
    if trigger not in SOURCES or reckoning.option not in (*LAMBDA_FORMS, "lambda-managed-instances"):
        return None
    source = SOURCES[trigger]
    default = int(reckoning.number(f"lambda.esm.batch.default:{source}") or 1)
    most = int(reckoning.number(f"lambda.esm.batch.max:{source}") or default)
    batch, because = _batch(reckoning, default, most)
    partitions, lanes = _lanes(reckoning, trigger) if trigger in _PARTITIONED else (None, None)
    return StreamSizing.build(
        source=source,
        batch_size=batch,
        batch_size_max=most,
        parallelisation=lanes,
        partitions=partitions,
        records_per_s=reckoning.known.get("requests_per_s_peak"),
        because=because,
    )


def _batch(reckoning: Reckoning, default: int, most: int) -> tuple[int, str]:
    """The default, or fewer where the slowest batch would not end within the longest run that is allowed."""
    timeout, run = reckoning.number(_timeout(reckoning.option), "s"), reckoning.known.get("typical_run_ms")
    if run is None or timeout is None:
        reckoning.lacks("typical_run_ms")
        return min(default, most), f"The default of {number(default)} records, since the time for one record is not known."
    reckoning.assume("records_per_run", 1, "The typical run time is taken as that of one record; a batch takes it for each.")
    room = max(1, math.floor(timeout * 1000 / run)) if run > 0 else most
    if room < default:
        return room, f"{number(room)} records, because more would not end within {number(timeout)} s one after the other."
    text = f"The default of {number(default)} records; up to {number(min(room, most))} would still end in time."
    return min(default, most), text


def _timeout(option: str) -> str:
    return "lambda.timeout.max.managed_instances.async" if option == "lambda-managed-instances" else "lambda.timeout.max"


def _lanes(reckoning: Reckoning, trigger: str) -> tuple[int | None, int | None]:
    """Shards or partitions that keep up with the peak, and batches at the same time for each of them.

    A lane works off one record after the other, so records a second of one lane are 1 / run time. Shards are as many as the
    records need to be written; where the allowed lanes on them are too few, more shards.
    """
    rate, busy = reckoning.known.get("requests_per_s_peak"), reckoning.known.get("concurrency")
    if rate is None or busy is None:
        reckoning.lacks("requests_per_s_peak", "typical_run_ms")
        return None, None
    per_shard = int(reckoning.number("lambda.esm.parallelization.max") or 1) if trigger in _SHARDED else 1
    shards = max(_shards_to_write(reckoning, rate) if trigger == "kinesis" else 1, math.ceil(busy / per_shard))
    lanes = min(per_shard, max(1, math.ceil(busy / shards)))
    text = f"At least {number(shards)} shards or partitions keep up with the peak, {number(lanes)} batches at a time on each."
    reckoning.note(text, figure="lambda.esm.parallelization.max")
    return shards, lanes


def _shards_to_write(reckoning: Reckoning, rate: float) -> int:
    records = reckoning.number("kinesis.shard.write:records_per_s")
    volume = reckoning.number("kinesis.shard.write:mib_per_s")
    size = reckoning.known.get("request_kib")
    if size is None:
        reckoning.lacks("request_kib")
    by_records = rate / records if records else 1
    by_volume = rate * size / 1024 / volume if size is not None and volume else 0
    return max(1, math.ceil(max(by_records, by_volume)))
