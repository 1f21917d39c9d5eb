"""Meters of what stands around the computing: entry, network, logs, queues, workflows, stores."""

from advisor.cost import formulas as of
from advisor.cost.meters.meter import Meter

MILLION = 1_000_000


def entry() -> list[Meter]:
    """Gateways and load balancers in front."""
    return [
        Meter("api-rest", "REST API calls", "call", of.count, ("runs",), ("apigateway.rest.tiers", "apigateway.rest"),
              "calls", MILLION),
        Meter("api-http", "HTTP API calls", "call", of.stepped, ("runs", "request_kib"),
              ("apigateway.http.tiers", "apigateway.http"), "calls x begun steps of size", MILLION,
              figures=("apigateway.step:http_kb",)),
        Meter("api-messages", "WebSocket messages", "message", of.stepped, ("messages", "message_kib"),
              ("apigateway.websocket.tiers", "apigateway.websocket:messages"), "messages x begun steps of size", MILLION,
              figures=("apigateway.step:websocket_kb",)),
        Meter("api-connections", "WebSocket connections", "minute", of.count, ("minutes",),
              ("apigateway.websocket:connection_minutes",), "connections x minutes", MILLION),
        Meter("api-cache", "REST API cache", "hour", of.count, ("hours",), ("apigateway.cache_hour",), "hours"),
        Meter("balancer-hours", "Application load balancer", "hour", of.product, ("units", "hours"), ("alb.hour",),
              "load balancers x hours"),
        Meter("balancer-load", "Load balancer capacity", "LCU-h", of.load_units, ("runs", "transfer_gib"), ("alb.lcu_hour",),
              "the larger of new connections and bytes, each over what a unit holds",
              figures=("alb.lcu:new_connections_per_second", "alb.lcu:gb_per_hour")),
        Meter("balancer-units", "Load balancer capacity", "LCU-h", of.count, ("lcu_hours",), ("alb.lcu_hour",),
              "capacity units x hours"),
        Meter("network-balancer-hours", "Network load balancer", "hour", of.product, ("units", "hours"), ("nlb.hour",),
              "load balancers x hours"),
    ]  # fmt: skip


def network() -> list[Meter]:
    """Ways out of a private network, addresses, transfer."""
    return [
        Meter("nat-hours", "NAT gateways", "hour", of.product, ("units", "hours"), ("nat.hour",), "gateways x hours"),
        Meter("nat-data", "Data through NAT gateways", "GB", of.count, ("gb",), ("nat.gb",), "GiB in both directions"),
        Meter("nat-regional-hours", "Regional NAT gateway", "zone-hour", of.product, ("zones", "hours"),
              ("nat.regional:zone_hour", "nat.hour"), "zones x hours"),
        Meter("endpoint-hours", "Interface endpoints", "zone-hour", of.product, ("endpoint_zones", "hours"),
              ("interface_endpoint.hour",), "endpoints x zones x hours"),
        Meter("endpoint-data", "Data through interface endpoints", "GB", of.count, ("gb",),
              ("interface_endpoint.gb.tiers", "interface_endpoint.gb"), "GiB in both directions"),
        Meter("ipv4", "Public IPv4 addresses", "hour", of.product, ("addresses", "hours"), ("ipv4.hour",),
              "addresses x hours"),
        Meter("egress", "Data sent to the internet", "GB", of.count, ("gb",), ("transfer.egress",), "GiB sent",
              free="transfer.free_tier"),
        Meter("cross-zone", "Data between zones", "GB", of.count, ("gb",), ("transfer.cross_az",),
              "GiB, charged in each direction"),
    ]  # fmt: skip


def services() -> list[Meter]:
    """Logs, traces, queues, events, workflows, secrets, stores."""
    return [
        Meter("lambda-logs", "Logs of Lambda, taken in", "GB", of.count, ("gb",), ("logs.lambda_ingest", "logs.ingest"),
              "GiB written", free="cloudwatch.free_tier:logs_gb"),
        Meter("logs", "Logs, taken in", "GB", of.count, ("gb",), ("logs.ingest",), "GiB written",
              free="cloudwatch.free_tier:logs_gb"),
        Meter("logs-kept", "Logs, kept", "GB-month", of.count, ("gb_months",), ("logs.storage",), "GiB kept for a month"),
        Meter("alarms", "CloudWatch alarms", "alarm", of.count, ("alarms",), ("cloudwatch.alarm:standard",), "alarms",
              free="cloudwatch.free_tier:alarms"),
        Meter("metrics", "CloudWatch metrics of your own", "metric", of.count, ("metrics",), ("cloudwatch.metric",),
              "metrics", free="cloudwatch.free_tier:metrics"),
        Meter("traces", "X-Ray traces, recorded", "trace", of.sampled, ("runs",), ("xray:recorded",),
              "the first runs of each second and a share of the others", MILLION, "xray.free_tier:recorded",
              ("xray.sampling:per_second", "xray.sampling:share")),
        Meter("traces-recorded", "X-Ray traces, recorded", "trace", of.count, ("traces",), ("xray:recorded",), "traces",
              MILLION, "xray.free_tier:recorded"),
        Meter("traces-retrieved", "X-Ray traces, retrieved and scanned", "trace", of.count, ("traces",), ("xray:retrieved",),
              "traces", MILLION, "xray.free_tier:retrieved"),
        Meter("sqs", "SQS requests", "request", of.stepped, ("requests", "message_kib"),
              ("sqs.tiers:{queue}", "sqs.request:{queue}"), "requests x begun steps of size", MILLION, "sqs.free_tier",
              ("sqs.step",)),
        Meter("sns", "SNS notifications", "request", of.count, ("requests",), ("sns:requests",), "notifications published",
              MILLION),
        Meter("events", "EventBridge events of your own", "event", of.stepped, ("runs", "request_kib"),
              ("eventbridge.custom_event",), "events x begun steps of size", MILLION, figures=("eventbridge.step",)),
        Meter("scheduler", "EventBridge Scheduler", "invocation", of.count, ("runs",), ("scheduler.invocation",),
              "invocations", MILLION, "scheduler.free_tier"),
        Meter("transitions", "Step Functions transitions, Standard", "transition", of.product, ("executions", "transitions"),
              ("stepfunctions.transition",), "executions x transitions of each", 1000, "stepfunctions.free_tier"),
        Meter("express-requests", "Step Functions executions, Express", "execution", of.count, ("executions",),
              ("stepfunctions.express:requests",), "executions", MILLION),
        Meter("express-duration", "Step Functions duration, Express", "GB-h", of.express_gb_hours,
              ("executions", "run_ms", "memory_mib"), ("stepfunctions.express.tiers", "stepfunctions.express:gb_hour"),
              "executions x hours x GiB in whole steps", figures=("stepfunctions.express.step",)),
        Meter("secrets", "Secrets kept", "secret", of.count, ("secrets",), ("secretsmanager:secret_month",), "secrets"),
        Meter("secret-calls", "Secrets read", "call", of.count, ("calls",), ("secretsmanager:calls_10000",), "calls", 10_000),
        Meter("keys", "KMS keys", "key", of.count, ("keys",), ("kms:key_month",), "keys"),
        Meter("key-requests", "KMS requests", "request", of.count, ("requests",), ("kms:requests_10000",), "requests",
              10_000),
        Meter("rds-proxy", "RDS Proxy", "vCPU-h", of.proxy_hours, ("vcpus", "hours"), ("rds_proxy.vcpu_hour",),
              "vCPU of the database x hours", figures=("rds_proxy.least_vcpus",)),
        Meter("efs", "EFS storage", "GB-month", of.count, ("gb_months",), ("efs:standard",), "GiB kept"),
        Meter("s3", "S3 storage", "GB-month", of.count, ("gb_months",), ("s3:storage_gb_month",), "GiB kept"),
        Meter("s3-writes", "S3 writes", "request", of.count, ("requests",), ("s3:put_per_1000",), "requests", 1000),
        Meter("s3-reads", "S3 reads", "request", of.count, ("requests",), ("s3:get_per_1000",), "requests", 1000),
    ]  # fmt: skip
