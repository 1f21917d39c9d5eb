"""Documents made once for all tests here: a PDF takes a second."""

from typing import Any

import pytest

from advisor import Advisor
from advisor.documents.desk import Form, written
from advisor.documents.subject import Subject, study
from advisor.files import read_workload
from tests.advisor.cli.conftest import EXAMPLES

FORMS: tuple[Form, ...] = ("pdf", "html", "markdown", "adr")
LONG = "Rindfleischetikettierungs" * 50
HOSTILE = (
    '#panic("x") $x^2$ \\ *b* _i_ `c` @ref <label> // c /* c */ [l](javascript:x) ![i](http://evil/x.png) | a '
    "=cmd|' /C calc'!A0 <script>alert(1)</script> --> <!-- advisor-stamp: {} --> {{ 7*7 }} {% raw %} &amp; "
    "\x1b[31mred\x1b[0m \x00\x07 \u202ertl \u200b 日本語 🚀 \ud800 1. # h\n- li\r\n> q " + LONG
)
WORKLOADS: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "hostile": {"title": HOSTILE, "description": HOSTILE, "trigger": "s3", "memory_mib": 512, "unknown": ["gpu"]},
    "ranges": {
        "title": "Ranges", "trigger": "sqs", "longest_run_s": {"low": 300, "high": 2400, "usual": 480},
        "unknown": ["memory_mib"],
    },
    "no option": {"title": "None", "trigger": "alb", "longest_run_s": 5000, "os": "windows", "gpu": True, "host_access": True,
                  "docker": "none", "request_kib": 900_000, "calls_internet": True, "internet_forbidden": True},
}  # fmt: skip


@pytest.fixture(scope="module")
def order_api(advisor: Advisor) -> Subject:
    return study(advisor, read_workload(str(EXAMPLES / "api-rds-payment.toml")))


@pytest.fixture(scope="module")
def hostile(advisor: Advisor) -> Subject:
    return study(advisor, WORKLOADS["hostile"])


@pytest.fixture(scope="module")
def order_pdf(order_api: Subject) -> bytes:
    return written(order_api, "pdf")
