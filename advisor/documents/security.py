"""Security: roles and policies with the actions that they allow, and the security groups with their rules."""

from collections.abc import Iterable, Mapping

from advisor.documents.phrases import component_items, undecided
from advisor.documents.subject import Subject
from advisor.network.models import NetworkPlan
from advisor.reports.content import Block, Line, Paragraph, Section, Span, Table, joined, words
from advisor.reports.phrases import reference, references
from advisor.result import ComponentResult, OptionResult
from knowledge import Edition
from knowledge.edition import FigureAt

TITLE = "Security"
TRUSTED: Mapping[str, str] = {
    "execution-role": "iam.lambda.execution_role",
    "resource-policy": "iam.lambda.resource_policy",
    "task-role": "iam.ecs.roles:task role",
    "task-execution-role": "iam.ecs.roles:task execution role",
    "state-machine-role": "iam.states.role",
    "schedule-role:function": "iam.scheduler.role",
    "schedule-role:state-machine": "iam.scheduler.role",
    "schedule-role:task": "iam.scheduler.role",
    "event-rule-role:task": "iam.events.role",
    "event-rule-role:job": "iam.events.role",
    "batch-service-role": "iam.batch.service_role",
}
"""The figure that says what a role or policy is, and who takes it on."""
MANAGED: Mapping[str, str] = {
    "log-permissions": "iam.policy.AWSLambdaBasicExecutionRole",
    "network-interface-permissions": "iam.policy.AWSLambdaVPCAccessExecutionRole",
    "x-ray": "iam.policy.AWSXRayDaemonWriteAccess",
    "task-execution-role": "iam.policy.AmazonECSTaskExecutionRolePolicy",
    "instance-role": "iam.ecs.instance_role",
    "managed-instance-profile": "iam.policy.AmazonECSInstanceRolePolicyForManagedInstances",
    "infrastructure-role": "iam.policy.AmazonECSInfrastructureRolePolicyForManagedInstances",
    "event-rule-role:task": "iam.policy.AmazonEC2ContainerServiceEventsRole",
    "event-rule-role:job": "iam.policy.AWSBatchServiceEventTargetRole",
    "capacity-provider": "iam.policy.AWSLambdaManagedEC2ResourceOperator",
}
"""The figure that names the managed policy with what a component needs."""
ACTIONS: Mapping[str, str] = {
    "log-permissions": "iam.actions.AWSLambdaBasicExecutionRole",
    "network-interface-permissions": "lambda.vpc.iam_actions",
    "x-ray": "iam.actions.AWSXRayDaemonWriteAccess",
    "task-execution-role": "iam.actions.AmazonECSTaskExecutionRolePolicy",
    "capacity-provider": "iam.actions.AWSLambdaManagedEC2ResourceOperator",
    "instance-role": "iam.actions.AmazonEC2ContainerServiceforEC2Role",
    "managed-instance-profile": "iam.actions.AmazonECSInstanceRolePolicyForManagedInstances",
    "infrastructure-role": "iam.actions.AmazonECSInfrastructureRolePolicyForManagedInstances",
    "state-machine-role": "iam.actions.state-machine",
    "schedule-role:function": "iam.actions.schedule.function",
    "schedule-role:state-machine": "iam.actions.schedule.state-machine",
    "schedule-role:task": "iam.actions.schedule.task",
    "event-rule-role:task": "iam.actions.AmazonEC2ContainerServiceEventsRole",
    "event-rule-role:job": "iam.actions.AWSBatchServiceEventTargetRole",
}
"""The figure that lists the actions themselves."""
POLLED: Mapping[str, str] = {
    "sqs": "iam.policy.AWSLambdaSQSQueueExecutionRole",
    "sqs-fifo": "iam.policy.AWSLambdaSQSQueueExecutionRole",
    "kinesis": "iam.policy.AWSLambdaKinesisExecutionRole",
    "dynamodb-stream": "iam.policy.AWSLambdaDynamoDBExecutionRole",
    "msk": "iam.policy.AWSLambdaMSKExecutionRole",
}
"""The figure that names the managed policy with which Lambda may read a source of events, by trigger."""
READING: Mapping[str, str] = {
    "sqs": "iam.actions.sqs",
    "sqs-fifo": "iam.actions.sqs",
    "kinesis": "iam.actions.AWSLambdaKinesisExecutionRole",
    "dynamodb-stream": "iam.actions.AWSLambdaDynamoDBExecutionRole",
    "msk": "iam.actions.AWSLambdaMSKExecutionRole",
}
"""The figure that lists the actions with which Lambda reads a source of events, by trigger."""
LAMBDA_ONLY = ("log-permissions", "x-ray")


def security_section(subject: Subject) -> Section:
    """Who may do what, and which way is open to whom."""
    best = subject.best
    if best is None:
        return undecided("security", TITLE)
    components = subject.recommendation.components
    held = [one for one in components if one.kind == "security"]
    blocks: list[Block] = [component_items(held)] if held else [Paragraph(words("No rule asks for a role or a policy here."))]
    sections = (_trust(subject.edition, held), _policies(subject, components, best), _groups(best.network))
    return Section("security", TITLE, tuple(blocks), tuple(one for one in sections if one is not None))


def _trust(edition: Edition, held: Iterable[ComponentResult]) -> Section | None:
    rows = []
    for one in held:
        figure = edition.figure(TRUSTED.get(one.id, ""))
        if figure is not None:
            rows.append((words(one.title), (Span(f"{figure.value} "), reference(figure.row.source))))
    return (
        Section("roles", "Roles", (Table("Roles and who takes them on", ("role", "what it is"), tuple(rows), "ll"),))
        if rows
        else None
    )


def _policies(subject: Subject, components: Iterable[ComponentResult], best: OptionResult) -> Section | None:
    """The managed policies and the actions, as far as figures name them; what only the code knows is named as such."""
    edition, rows, named = subject.edition, [], list(components)
    for one in named:
        managed, actions = edition.figure(MANAGED.get(one.id, "")), edition.figure(ACTIONS.get(one.id, ""))
        if (managed or actions) and (best.family == "Lambda" or one.id not in LAMBDA_ONLY):
            rows.append(_policy(one.title, one.rules, managed, actions))
    reading = next((rule for one in named for rule in one.rules if rule == "SEC-005"), None)
    trigger = str(subject.answers.known.get("trigger"))
    polled = edition.figure(POLLED.get(trigger, ""))
    if polled is not None and reading is not None:
        rows.append(_policy("Reading the source of events", [reading], polled, edition.figure(READING.get(trigger, ""))))
    services = subject.answers.known.get("aws_services", ())
    role = next((one for one in named if one.id in ("execution-role", "task-role")), None)
    if services and role is not None:
        said: Line = (Span("what the code does with "), Span(", ".join(services), "code"), Span(", which it alone knows"))
        rows.append((words(f"Calls of the code ({role.title})"), words("none"), said, references(role.rules)))
    head = ("for", "managed policy", "actions", "because")
    table = Table("What the policies must allow", head, tuple(rows), "llll")
    note = Paragraph(words("Narrow each statement to the resources of this workload where the action allows it.", "muted"))
    return Section("policies", "Policies and their actions", (table, note)) if rows else None


def _policy(title: str, rules: list[str], managed: FigureAt | None, actions: FigureAt | None) -> tuple[Line, ...]:
    listed = actions.value if actions is not None and isinstance(actions.value, list | tuple) else []
    told = joined([words(str(action), "code") for action in listed]) or words("those of the managed policy")
    sources = dict.fromkeys(figure.row.source for figure in (managed, actions) if figure is not None)
    name = words(str(managed.value), "code") if managed is not None else words("none")
    return (words(title), name, told, (*references(rules), Span(" "), *references(sources)))


def _groups(plan: NetworkPlan | None) -> Section | None:
    """The rules of the security groups; the paths are those of the network plan."""
    if plan is None or not plan.security_groups:
        return None
    rows = tuple(
        (
            words(group.name, "strong"), words(rule.direction), words(rule.peer, "code"),
            words(f"{rule.protocol.upper()} {rule.port}"), words(rule.because),
        )
        for group in plan.security_groups for rule in group.rules
    )  # fmt: skip
    note = Paragraph(words("What no rule lets through is refused.", "muted"))
    head = ("group", "direction", "peer", "port", "because")
    return Section("security-groups", "Security groups", (Table("Rules of the security groups", head, rows, "lllll"), note))
