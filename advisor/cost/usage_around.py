"""What stands around the computing: the entry, the ways out, logs and traces, the trigger's own service, and what is kept."""

from collections.abc import Callable
from typing import Any

from advisor.capacity.extremes import among
from advisor.capacity.reckoning import OWN_ADDRESS, number_at
from advisor.cost.formulas import HOURS, answered_gib
from advisor.cost.usage import Usage

# What Lambda writes of each run by itself is three lines; with some of the program's own that is about this much. AWS gives no
# figure, and programs differ by a factor of ten in both directions.
LOG_KIB_PER_RUN = 1.0
# A message is sent, received and deleted; senders and receivers that batch need fewer requests.
QUEUE_REQUESTS_PER_MESSAGE = 3
_PUBLIC_ENTRIES = ("api", "function-url", "alb", "websocket")
_SOURCES = {
    "kinesis": "The data stream",
    "iot": "Messages and rules of AWS IoT",
    "msk": "The Kafka cluster",
    "kafka": "The Kafka cluster",
    "mq": "The message broker",
    "documentdb": "The DocumentDB cluster",
}
"""What hands the work over, is charged for by itself, and has no price among the figures."""
_RUNS_UNKNOWN = "It grows with the number of requests, which is not known."


def _use_entry(usage: Usage) -> None:
    """API Gateway, load balancers, WebSockets; nothing before what callers reach at its own address."""
    if usage.option in OWN_ADDRESS:
        return
    known, trigger = usage.known, usage.known.get("trigger")
    balanced = usage.has("application-load-balancer", "internal-load-balancer") or trigger == "alb"
    if balanced:
        usage.use("balancer-hours", units=1, hours=HOURS)
        _use_balancer_load(usage)
    messages = usage.has("api-gateway-websocket") or (trigger == "websocket" and not balanced)
    gateway = trigger == "api" or usage.has("api-gateway-http", "api-gateway-rest", "private-api")
    if (messages or gateway) and usage.runs is None:
        usage.leave_out("api-calls", "Calls of API Gateway", _RUNS_UNKNOWN, "requests_per_month")
    elif messages:
        note = "Each request and its answer are a message each."
        usage.use("api-messages", messages=usage.runs * 2, message_kib=known.get("request_kib", 0), note=note)
        usage.leave_out("api-connections", "WebSocket connections", "How many are open for how long is not known.")
    elif gateway and usage.has("api-gateway-rest", "private-api"):
        usage.use("api-rest", runs=usage.runs)
    elif gateway:
        if not usage.has("api-gateway-http"):
            usage.assume("entry", "HTTP API", "API Gateway is in front; of its kinds the HTTP API is the cheaper one.")
        usage.use("api-http", runs=usage.runs, request_kib=known.get("request_kib", 0))


def _use_balancer_load(usage: Usage) -> None:
    if usage.runs is None:
        usage.leave_out("balancer-load", "Load balancer capacity", _RUNS_UNKNOWN, "requests_per_month")
        return
    usage.assume(
        "connections", "one a request", "Every request is taken to open a connection, which is the most that it can be."
    )
    sizes = [usage.known[name] for name in ("request_kib", "response_kib") if name in usage.known]
    note = "With the largest request and answer for all." if sizes else "Without the bytes of requests and answers."
    usage.use("balancer-load", runs=usage.runs, transfer_gib=answered_gib(usage.runs, sum(sizes)), note=note)


def _use_source(usage: Usage) -> None:
    """What the trigger's own service charges for handing the work over; deliveries of S3 and of AWS's own events are free."""
    trigger = usage.known.get("trigger")
    if among(trigger, _SOURCES):
        because = "No price of it is among the figures; it is about the same whatever does the work."
        usage.leave_out("source", _SOURCES[str(trigger)], because)
    queued = among(trigger, ("sqs", "sqs-fifo")) or usage.has("sqs-buffer", "fifo-queue")
    if not (queued or among(trigger, ("sns", "eventbridge", "schedule"))):
        return
    if usage.runs is None:
        usage.leave_out("source", "The service that hands the work over", _RUNS_UNKNOWN, "requests_per_month")
        return
    size = usage.known.get("request_kib", 0)
    if queued:
        most = number_at(usage.program, "sqs.message.max", "KiB")
        size = 0 if most is not None and size > most else size  # what fits no message is kept elsewhere and named in one
        because = "A message is sent, received and deleted; batches need fewer requests, empty polls more."
        each = usage.assume("queue_requests_per_message", QUEUE_REQUESTS_PER_MESSAGE, because)
        queue = "fifo" if trigger == "sqs-fifo" or usage.has("fifo-queue") else "standard"
        usage.use("sqs", of={"queue": queue}, requests=usage.runs * each, message_kib=size)
    if trigger == "sns":
        usage.use("sns", requests=usage.runs, note="Deliveries to Lambda and SQS are free.")
    elif trigger == "eventbridge":
        usage.use("events", runs=usage.runs, request_kib=size, note="As events of your own; those of AWS services are free.")
    elif trigger == "schedule":
        usage.use("scheduler", runs=usage.runs)


def _use_way_out(usage: Usage) -> None:
    """NAT gateways, interface endpoints and public addresses, one in each zone."""
    zones = usage.sizing.zones
    gib = usage.known.get("egress_gib_per_month")
    endpoints = usage.endpoints()
    nat = usage.has("nat-gateway")
    public = usage.has("application-load-balancer") and not usage.known.get("private_callers_only")
    if nat:
        usage.use("nat-hours", units=zones, hours=HOURS)
    if endpoints:
        usage.use("endpoint-hours", endpoint_zones=endpoints * zones, hours=HOURS)
    addresses = (zones if nat else 0) + (zones if public else 0)
    if addresses:
        usage.use("ipv4", addresses=addresses, hours=HOURS, note="One in each zone for each gateway and load balancer.")
    if (nat or endpoints) and gib is None:
        usage.leave_out(
            "way-out-data", "Data through NAT gateways and endpoints", "How much it is is not known.", "egress_gib_per_month"
        )
    elif nat:
        usage.use("nat-data", gb=gib * usage.growth, note="All that leaves or enters, also what endpoints would carry.")
    elif endpoints:
        usage.use("endpoint-data", gb=gib * usage.growth)


def _use_transfer(usage: Usage) -> None:
    """Data sent to the internet: answers to callers outside, and what the program sends there."""
    known = usage.known
    sent: list[Any] = []
    public = among(known.get("trigger"), _PUBLIC_ENTRIES) and not known.get("private_callers_only")
    lacking: list[str] = []
    if public and usage.runs is not None and known.get("response_kib") is not None:
        because = "Every answer is taken to be as large as the largest, which is the most that it can be."
        usage.assume("response_kib", known["response_kib"], because)
        sent.append(answered_gib(usage.runs, known["response_kib"]))
    elif public:
        lacking += [name for name in ("requests_per_month", "response_kib") if known.get(name) is None]
    if known.get("calls_internet") and known.get("egress_gib_per_month") is not None:
        because = "All of it is taken to be sent; what is fetched is free, so this is the most that it can be."
        usage.assume("egress_gib_per_month", known["egress_gib_per_month"], because)
        sent.append(known["egress_gib_per_month"] * usage.growth)
    elif known.get("calls_internet"):
        lacking.append("egress_gib_per_month")
    if lacking:
        because = "A part of it is not known." if sent else "How much it is is not known."
        usage.leave_out("egress", "Data sent to the internet", because, *lacking)
    if sent:
        usage.use("egress", gb=sum(sent))


def _use_observability(usage: Usage) -> None:
    """Logs, traces, alarms. Metrics of AWS services themselves are free."""
    if usage.has("cloudwatch-logs"):
        _use_logs(usage)
    if usage.has("cloudwatch-alarms"):
        usage.use("alarms", alarms=1, note="One alarm; each further one costs as much.")
    if usage.has("container-insights"):
        because = "It is charged by metric, and how many a cluster makes is not known."
        usage.leave_out("container-insights", "Container Insights", because)
    if usage.has("x-ray"):
        if usage.runs is None:
            usage.leave_out("traces", "X-Ray traces", _RUNS_UNKNOWN, "requests_per_month")
        else:
            usage.use("traces", runs=usage.runs)


def _use_logs(usage: Usage) -> None:
    if usage.runs is None:
        usage.leave_out("logs", "Logs", _RUNS_UNKNOWN, "requests_per_month")
        return
    because = "No fact tells how much is logged; about the lines that Lambda writes and some of the program's own."
    size = usage.assume("log_kib_per_run", LOG_KIB_PER_RUN, because)
    gb = answered_gib(usage.runs, size)
    usage.use("logs" if usage.option.startswith(("ecs-", "batch-")) else "lambda-logs", gb=gb)
    usage.use("logs-kept", gb_months=gb, note="Kept for a month.")


def _use_stores(usage: Usage) -> None:
    """Secrets and the database proxy."""
    if "secretsmanager" in usage.known.get("aws_services", ()):
        usage.use("secrets", secrets=1, note="One secret, read rarely; each further one costs as much.")
    if usage.has("rds-proxy"):
        least = usage.number("rds_proxy.least_vcpus") or 0
        note = "Of the least size that is charged; a larger database costs more in proportion."
        usage.use("rds-proxy", vcpus=least, hours=HOURS, note=note)


_WITHOUT_PRICE = {
    "cloudfront": ("CloudFront", "No price of it is among the figures."),
    "vpn-or-direct-connect": ("VPN or Direct Connect", "No price of it is among the figures."),
    "idempotency": ("Table that remembers what was done", "No price of DynamoDB is among the figures."),
    "state-store": ("Table of states", "No price of DynamoDB is among the figures."),
    "websocket-connection-table": ("Table of connections", "No price of DynamoDB is among the figures."),
    "efs": ("EFS", "How much is kept in it is not known."),
    "s3-files": ("Files on S3", "How much is kept in them is not known."),
}


def _leave_out_unknown(usage: Usage) -> None:
    for name, (what, because) in _WITHOUT_PRICE.items():
        if usage.has(name):
            usage.leave_out(name, what, because)


AROUND: tuple[Callable[[Usage], None], ...] = (
    _use_entry,
    _use_source,
    _use_way_out,
    _use_transfer,
    _use_observability,
    _use_stores,
    _leave_out_unknown,
)
"""What counts all that the design uses besides the option itself; none reads what another one counted."""
