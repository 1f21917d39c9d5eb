"""Workloads whose networks have every kind of part, beside the examples that ship."""

from datetime import date
from typing import Any

HOSTILE = (
    "</text><script>alert(1)</script>\"'`&amp; %%{init: {}}%% ]]> \x1b[31mred\x00\u202e end; subgraph x --> y | # {{7*7}} #set"
)

_FUNCTION = {"docker": "none", "memory_mib": 512, "longest_run_s": 5, "typical_run_ms": 100}

HARD: dict[str, dict[str, Any]] = {
    "poller": {**_FUNCTION, "trigger": "msk", "vpc_resources": ["msk"], "aws_services": ["s3"], "availability_zones": 3},
    "private": {
        **_FUNCTION, "trigger": "api", "private_callers_only": True, "availability_zones": 3,
        "vpc_resources": ["rds", "on-premises", "peered-vpc", "elasticache"], "aws_services": ["s3", "dynamodb", "sqs"],
        "downstream_connections": 50, "requests_per_s_peak": 200, "requests_per_month": 10_000_000,
    },
    "six-zones": {
        **_FUNCTION, "trigger": "api", "vpc_resources": ["rds"], "calls_internet": True, "static_egress_ip": True,
        "availability_zones": 6,
    },
    "ipv6": {**_FUNCTION, "trigger": "alb", "vpc_resources": ["rds"], "calls_internet": True, "ipv6": True},
    "proxy": {
        **_FUNCTION, "trigger": "api", "vpc_resources": ["rds"], "downstream_connections": 20, "requests_per_s_peak": 500,
        "requests_per_month": 100_000_000,
    },
    "no-vpc": {**_FUNCTION, "trigger": "s3", "aws_services": ["s3", "sns"], "vpc_resources": [], "calls_internet": False},
    "hostile": {**_FUNCTION, "title": HOSTILE, "trigger": "api", "vpc_resources": ["rds"]},
    "cut-off": {**_FUNCTION, "trigger": "sqs", "vpc_resources": ["rds", "on-premises"], "internet_forbidden": True},
    "machine": {
        "docker": "image", "trigger": "job-queue", "gpu": True, "memory_mib": 16384, "efa": True, "vpc_resources": ["efs"],
    },
    "nothing-known": {},
}  # fmt: skip
DATES = {"six-zones": date(2020, 2, 1)}
