"""The questions of the OpenAPI document; their answers in it are what the advisor really gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A body of `POST /v1/advice`, with a few words."""

    summary: str
    body: Mapping[str, Any]


ANSWERED: Mapping[str, Example] = {
    "thumbnails": Example(
        "Thumbnails of uploaded pictures",
        {"workload": {
            "title": "Thumbnails", "trigger": "s3", "longest_run_s": 20, "typical_run_ms": 1500, "memory_mib": 1024,
            "docker": "none", "language": "python", "traffic": "spiky", "idempotent": True, "operations": "least",
        }},
    ),
    "nightly": Example(
        "A nightly run of 40 minutes, as of the notes",
        {"workload": {"title": "Nightly load", "trigger": "schedule", "longest_run_s": 2400, "memory_mib": 4096, "vcpus": 2},
         "as_of": "2020-02-01"},
    ),
}  # fmt: skip

REFUSED: Mapping[str, Example] = {
    "misspelt": Example("A misspelt fact and a value out of range", {"workload": {"longest_runs": 20, "memory_mib": -1}}),
    "too early": Example("A date before the first option", {"workload": {"trigger": "s3"}, "as_of": "2010-01-01"}),
}
