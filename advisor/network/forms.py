"""The options as the network sees them: what their units are, how these get into a VPC, and what they themselves must reach.

Sources: aws-lambda-vpc, aws-lambda-managed-instances-networking, aws-lambda-microvms-networking, aws-ecs-fargate-tasks,
aws-ecs-vpc-endpoints, aws-ecr-vpc-endpoints, aws-batch-vpc-endpoints.
"""

from typing import Literal, NamedTuple

from advisor.network.ground import Ground

Place = Literal["function", "connector", "provider", "task", "machine"]


class Form(NamedTuple):
    """An option's unit by name, and its place: a `function` and a unit behind a `connector` enter a VPC only when they must.

    `component` is what brings the unit's interfaces; machines and capacity providers bring their own.
    """

    unit: str
    place: Place
    component: str | None = None

    @property
    def optional(self) -> bool:
        """Whether the unit can run outside a VPC."""
        return self.place in ("function", "connector")


_FUNCTION = Form("function", "function", "vpc-attachment")
_TASK = Form("task", "task", "awsvpc-networking")
_MACHINE = Form("machine", "machine")

FORMS = {
    "lambda": _FUNCTION,
    "lambda-durable": _FUNCTION,
    "step-functions-lambda": _FUNCTION,
    "lambda-managed-instances": Form("function", "provider"),
    "lambda-microvm": Form("microvm", "connector", "network-connector"),
    "lambda-web-function": Form("web-function", "connector", "network-connector"),
    "ecs-fargate": _TASK,
    "batch-fargate": _TASK,
    "ecs-ec2": _MACHINE,
    "batch-ec2": _MACHINE,
    "ecs-managed-instances": _MACHINE,
    "batch-managed-instances": _MACHINE,
}
INVOKED = ("lambda", "lambda-durable", "step-functions-lambda", "lambda-managed-instances")
"""Options whose unit gets its calls from AWS and has no address of its own."""

_PULL = "pulls its image from the registry"
_LAYERS = "fetches the layers of its image, which lie in S3"
_LOG = "writes its logs to CloudWatch Logs"
_AGENT = "its agent takes orders from ECS and reports to it"


def own_needs(ground: Ground, option: str, *, traced: bool) -> tuple[tuple[str, str], ...]:
    """The services that an option calls from inside the VPC by itself, each with the reason.

    Before platform version 1.4.0 a Fargate task was signed in to the registry from outside the VPC.
    """
    form = FORMS[option]
    if form.place == "task":
        registry = (("ecr.api", "asks the registry for access to its image"),) if ground.task_calls_registry else ()
        return (*registry, ("ecr.dkr", _PULL), ("s3", _LAYERS), ("logs", _LOG))
    if form.place == "machine":
        agents = tuple((service, _AGENT) for service in ("ecs", "ecs-agent", "ecs-telemetry"))
        return (
            *agents,
            ("ecr.api", "asks the registry for access to images"),
            ("ecr.dkr", _PULL),
            ("s3", _LAYERS),
            ("logs", _LOG),
        )
    if form.place == "provider":
        traces = (("xray", "sends its traces through the VPC"),) if traced and ground.traces_leave_by_vpc else ()
        return (("logs", "sends its logs through the VPC"), *traces)
    if option == "lambda-durable" and ground.checkpoints:
        return (("lambda", "stores each finished step by a call to Lambda"),)
    return ()


ENDPOINTS = {
    "ecr": ("ecr.api", "ecr.dkr", "s3"),
    "kinesis": ("kinesis-streams",),
    "eventbridge": ("events",),
    "step-functions": ("states",),
    "bedrock": ("bedrock-runtime",),
    "ses": ("email-smtp",),
}
"""What the fact `aws_services` names otherwise than endpoints do, or needs several of (source aws-vpc-privatelink-services)."""

FETCHED = {"sqs": ("sqs", "service"), "sqs-fifo": ("sqs", "service"), "kinesis": ("kinesis-streams", "service"),
           "msk": ("msk", "system"), "mq": ("mq", "system"), "documentdb": ("documentdb", "system")}  # fmt: skip
"""Triggers that a running container has to fetch its work from itself."""
