"""What the policies must allow: the actions are those of the pages, by date, and only what a figure names is listed."""

from datetime import date
from typing import Any

import pytest

from advisor import Advisor
from advisor.documents.security import ACTIONS, MANAGED, POLLED, READING, security_section
from advisor.documents.subject import study
from advisor.reports.content import Table, plain

LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
FUNCTION: dict[str, Any] = {"docker": "none", "language": "python", "longest_run_s": 5, "typical_run_ms": 200}


def policies(advisor: Advisor, raw: dict[str, Any], day: date | None = None) -> dict[str, tuple[str, str]]:
    """The managed policy and the actions of each row, by what the row is for."""
    section = security_section(study(advisor, raw, day))
    found = next(one for one in section.sections if one.anchor == "policies")
    table = next(one for one in found.blocks if isinstance(one, Table))
    return {plain(row[0]): (plain(row[1]), plain(row[2])) for row in table.rows}


@pytest.mark.parametrize(
    ("trigger", "policy", "actions"),
    [
        ("sqs", "AWSLambdaSQSQueueExecutionRole", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
        ("kinesis", "AWSLambdaKinesisExecutionRole",
         ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
          "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard", *LOGS]),
        ("dynamodb-stream", "AWSLambdaDynamoDBExecutionRole",
         ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", *LOGS]),
        ("msk", "AWSLambdaMSKExecutionRole",
         ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "ec2:CreateNetworkInterface",
          "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets",
          "ec2:DescribeSecurityGroups", *LOGS]),
    ],
)  # fmt: skip
def test_a_source_of_events_has_the_actions_that_read_it(
    advisor: Advisor, trigger: str, policy: str, actions: list[str]
) -> None:
    found = policies(advisor, FUNCTION | {"trigger": trigger})
    assert found["Reading the source of events"] == (policy, ", ".join(actions))
    assert found["Permission to write logs"] == ("AWSLambdaBasicExecutionRole", ", ".join(LOGS))


def test_a_task_has_the_actions_of_its_execution_role_and_none_of_functions(advisor: Advisor) -> None:
    found = policies(advisor, {"trigger": "alb", "docker": "image", "longest_run_s": 5000, "tracing_wanted": True})
    assert found["Task execution role"] == (
        "AmazonECSTaskExecutionRolePolicy",
        "ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:BatchGetImage, "
        "logs:CreateLogStream, logs:PutLogEvents",
    )
    assert not {"Permission to write logs", "AWS X-Ray", "Reading the source of events"} & set(found)


AGENT = (
    "ec2:DescribeTags, ecs:CreateCluster, ecs:DeregisterContainerInstance, ecs:DiscoverPollEndpoint, ecs:Poll, "
    "ecs:RegisterContainerInstance, ecs:StartTelemetrySession, ecs:UpdateContainerInstancesState, ecs:Submit*, "
    "ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:BatchGetImage, "
    "logs:CreateLogStream, logs:PutLogEvents, ecs:TagResource"
)
TASK: dict[str, Any] = {"trigger": "schedule", "docker": "image", "longest_run_s": 5000}
JOB: dict[str, Any] = {"trigger": "s3", "docker": "image", "longest_run_s": 5000, "array_size": 500, "job_priorities": True}
FLOW: dict[str, Any] = FUNCTION | {"trigger": "schedule", "waits_for_callback": True, "audit_trail": True, "steps": 5}
OWN: dict[str, Any] = {"trigger": "alb", "docker": "image", "privileged": True, "custom_machine_image": True}


@pytest.mark.parametrize(
    ("raw", "row", "policy", "actions", "day"),
    [
        (FUNCTION | {"trigger": "schedule"}, "Role of the schedule: function", "none", "lambda:InvokeFunction", None),
        (FLOW, "Role of the schedule: state-machine", "none", "states:StartExecution", None),
        (FLOW, "Role of the state machine", "none", "lambda:InvokeFunction", None),
        (TASK, "Role of the schedule: task", "none", "ecs:RunTask, iam:PassRole", None),
        (TASK, "Role of the event rule: task", "AmazonEC2ContainerServiceEventsRole", "those of the managed policy",
         date(2022, 11, 9)),
        (JOB, "Role of the event rule: job", "AWSBatchServiceEventTargetRole", "batch:SubmitJob", None),
        (OWN, "Instance role of the hosts", "AmazonEC2ContainerServiceforEC2Role", AGENT, date(2025, 8, 3)),
        (OWN, "Instance role of the hosts", "AmazonEC2ContainerServiceforEC2Role", AGENT + ", ecs:ListTagsForResource", None),
    ],
)  # fmt: skip
def test_who_starts_the_work_and_runs_the_machines_has_its_actions(
    advisor: Advisor, raw: dict[str, Any], row: str, policy: str, actions: str, day: date | None
) -> None:
    assert policies(advisor, raw, day)[row] == (policy, actions)


def test_machines_that_ecs_manages_have_policies_of_their_own(advisor: Advisor) -> None:
    found = policies(advisor, {"trigger": "alb", "docker": "image", "gpu": True, "operations": "least"})
    assert found["Instance profile of the managed machines"] == (
        "AmazonECSInstanceRolePolicyForManagedInstances",
        "ecs:DiscoverPollEndpoint, ecs:RegisterContainerInstance, ecs:Poll, ecs:StartTelemetrySession, "
        "ecs:PutSystemLogEvents, ecs:SubmitAttachmentStateChanges, ecs:SubmitTaskStateChange",
    )
    assert found["Infrastructure role of ECS"][0] == "AmazonECSInfrastructureRolePolicyForManagedInstances"
    assert "Instance role of the hosts" not in found


@pytest.mark.parametrize(
    ("day", "actions"),
    [
        (date(2024, 2, 12), "those of the managed policy"),
        (date(2024, 2, 13),
         "xray:PutTraceSegments, xray:PutTelemetryRecords, xray:GetSamplingRules, xray:GetSamplingTargets, "
         "xray:GetSamplingStatisticSummaries"),
    ],
)  # fmt: skip
def test_before_the_version_that_was_read_the_policy_is_named_without_its_actions(
    advisor: Advisor, day: date, actions: str
) -> None:
    found = policies(advisor, FUNCTION | {"trigger": "sqs", "tracing_wanted": True}, day)
    assert found["AWS X-Ray"] == ("AWSXRayDaemonWriteAccess", actions)


def test_every_figure_that_is_named_exists_and_every_source_with_a_policy_has_actions(advisor: Advisor) -> None:
    edition = advisor.edition().program.edition
    for name in (*MANAGED.values(), *ACTIONS.values(), *POLLED.values(), *READING.values()):
        assert edition.figure(name) is not None, name
    assert set(READING) == set(POLLED)
