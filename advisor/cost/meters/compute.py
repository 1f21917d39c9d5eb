"""Meters of computing: functions, tasks, instances, their disks and images."""

from advisor.cost import formulas as of
from advisor.cost.meters.meter import Meter

MILLION = 1_000_000


def functions() -> list[Meter]:
    """Functions in all their forms."""
    requests, run = ("runs",), ("runs", "run_ms", "memory_mib")
    tiers, kept = ("lambda.gb_second.{architecture}",), ("units", "hours", "memory_mib")
    return [
        Meter("lambda-requests", "Lambda requests", "request", of.count, requests, ("lambda.request",), "runs", MILLION,
              "lambda.free_tier:requests"),
        Meter("lambda-large-events", "Requests that large asynchronous events add", "request", of.large_event_requests,
              ("runs", "request_kib"), ("lambda.request",), "runs x begun steps above the first size", MILLION,
              figures=("lambda.async_large:first_kb", "lambda.async_large:then_one_more_request_per_kb")),
        Meter("lambda-duration", "Lambda duration", "GB-s", of.gb_seconds, run, tiers, "runs x seconds x GiB",
              free="lambda.free_tier:gb_seconds"),
        Meter("lambda-ready", "Provisioned concurrency, kept ready", "GB-s", of.kept_gb_seconds, kept,
              ("lambda.provisioned.{architecture}:ready",), "environments x seconds of the month x GiB"),
        Meter("lambda-ready-duration", "Duration on provisioned concurrency", "GB-s", of.gb_seconds, run,
              ("lambda.provisioned.{architecture}:duration",), "runs x seconds x GiB"),
        Meter("lambda-scratch", "Scratch disk above what is included", "GB-s", of.gb_seconds, ("runs", "run_ms", "extra_mib"),
              ("lambda.ephemeral",), "runs x seconds x GiB above what is included"),
        Meter("lambda-snapshot", "SnapStart, kept snapshot", "GB-s", of.snapshot_gb_seconds,
              ("versions", "hours", "memory_mib"), ("lambda.snapstart:cache_gb_second",), "versions x seconds x GiB",
              figures=("lambda.snapstart.least_s",)),
        Meter("lambda-restore", "SnapStart, restored snapshots", "GB", of.memory_hours, ("restores", "memory_mib"),
              ("lambda.snapstart:restore_gb",), "cold starts x GiB"),
        Meter("lambda-operations", "Durable operations", "operation", of.product, ("executions", "operations"),
              ("lambda.durable:operations_per_million",), "executions x operations of each", MILLION),
        Meter("lambda-durable-written", "Durable state, written", "GB", of.count, ("gb",), ("lambda.durable:written_gb",),
              "GB written"),
        Meter("lambda-durable-kept", "Durable state, kept", "GB-month", of.count, ("gb_months",),
              ("lambda.durable:kept_gb_month",), "GB kept for a month"),
        Meter("lambda-tenants", "Environments made for tenants", "GB", of.memory_hours, ("environments", "memory_mib"),
              ("lambda.tenant_isolation:{architecture}",), "environments x GiB"),
        Meter("lambda-streaming", "Streamed answers", "GB", of.streamed_gib, ("runs", "response_kib"), ("lambda.streaming",),
              "runs x GiB above what is free of each answer", free="lambda.streaming.free:gb_month",
              figures=("lambda.streaming.free:mb_per_response",)),
        Meter("lambda-pollers", "Event pollers kept ready", "unit-hour", of.product, ("units", "hours"),
              ("lambda.event_poller:{source}",), "pollers x hours"),
        Meter("lambda-instances-fee", "Fee for instances that Lambda manages", "USD on demand", of.product,
              ("instance_hours", "usd_hour"), ("lambda.managed_instances.fee",),
              "share of the on-demand price of the instances"),
        Meter("microvm-vcpu", "MicroVM processors", "vCPU-s", of.vcpu_seconds, ("unit_hours", "vcpus"),
              ("lambda.microvm:vcpu_second",), "seconds x vCPU"),
        Meter("microvm-memory", "MicroVM memory", "GB-s", of.memory_seconds, ("unit_hours", "memory_mib"),
              ("lambda.microvm:gb_second",), "seconds x GiB"),
    ]  # fmt: skip


def containers() -> list[Meter]:
    """Tasks and jobs, on Fargate and on instances."""
    hours = "task hours x "
    return [
        Meter("fargate-vcpu", "Fargate processors", "vCPU-h", of.product, ("unit_hours", "vcpus"),
              ("fargate.vcpu_hour.{architecture}",), hours + "vCPU"),
        Meter("fargate-memory", "Fargate memory", "GB-h", of.memory_hours, ("unit_hours", "memory_mib"),
              ("fargate.gb_hour.{architecture}",), hours + "GiB"),
        Meter("fargate-spot-vcpu", "Fargate Spot processors", "vCPU-h", of.product, ("unit_hours", "vcpus"),
              ("fargate.spot:vcpu_hour_{architecture}",), hours + "vCPU"),
        Meter("fargate-spot-memory", "Fargate Spot memory", "GB-h", of.memory_hours, ("unit_hours", "memory_mib"),
              ("fargate.spot:gb_hour_{architecture}",), hours + "GiB"),
        Meter("fargate-windows-vcpu", "Fargate processors, Windows", "vCPU-h", of.product, ("unit_hours", "vcpus"),
              ("fargate.windows:vcpu_hour",), hours + "vCPU"),
        Meter("fargate-windows-licence", "Windows licence", "vCPU-h", of.product, ("unit_hours", "vcpus"),
              ("fargate.windows:licence_per_vcpu_hour",), hours + "vCPU"),
        Meter("fargate-windows-memory", "Fargate memory, Windows", "GB-h", of.memory_hours, ("unit_hours", "memory_mib"),
              ("fargate.windows:gb_hour",), hours + "GiB"),
        Meter("fargate-scratch", "Scratch disk above what is included", "GB-h", of.memory_hours, ("unit_hours", "extra_mib"),
              ("fargate.ephemeral",), hours + "GiB above what is included"),
        Meter("instances", "EC2 instances, {instance_type}", "hour", of.count, ("instance_hours",), ("ec2.{instance_type}",),
              "instances x hours"),
        Meter("ecs-instances-fee", "Fee for instances that ECS manages", "USD on demand", of.product,
              ("instance_hours", "usd_hour"), ("ecs.managed_instances.fee",),
              "share of the on-demand price of the instances"),
        Meter("ecs-anywhere", "ECS on machines of your own", "instance-hour", of.count, ("instance_hours",),
              ("ecs.anywhere.hour",), "machines x hours"),
        Meter("ebs", "EBS volumes", "GB-month", of.gib, ("kept_mib",), ("ebs:gp3",), "volumes x GiB"),
        Meter("ebs-snapshots", "EBS snapshots", "GB-month", of.count, ("gb_months",), ("ebs:snapshot",), "GiB kept"),
        Meter("ecr", "Images kept in ECR", "GB-month", of.gib, ("image_mib",), ("ecr.gb_month",), "GiB of the image"),
    ]  # fmt: skip
