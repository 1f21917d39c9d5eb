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
ROLES = {"execution-role": "execution role", "task-role": "task role", "task-execution-role": "task execution role"}
TRUSTED: Mapping[str, str] = {"execution-role": "iam.lambda.execution_role"}
"""The figure that says who may take on a role."""
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "log-permissions": ("iam.actions.AWSLambdaBasicExecutionRole",),
    "network-interface-permissions": ("lambda.vpc.iam_actions",),
    "x-ray": ("iam.actions.AWSXRayDaemonWriteAccess",),
    "task-execution-role": ("iam.actions.AmazonECSTaskExecutionRolePolicy",),
    "instance-role": ("iam.actions.AmazonEC2ContainerServiceforEC2Role",),
}
"""The figures that list what a component lets its role do."""
POLLED: Mapping[str, str] = {
    "sqs": "iam.actions.AWSLambdaSQSQueueExecutionRole",
    "sqs-fifo": "iam.actions.AWSLambdaSQSQueueExecutionRole",
    "kinesis": "iam.actions.AWSLambdaKinesisExecutionRole",
    "dynamodb-stream": "iam.actions.AWSLambdaDynamoDBExecutionRole",
    "msk": "iam.actions.AWSLambdaMSKExecutionRole",
}
"""The figures that list what a function must be allowed for Lambda to read its source of events."""


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
    """The actions that policies must allow, as far as figures list them; the rest is named as left to the owner."""
    edition, rows = subject.edition, []
    for one in components:
        figures = [edition.figure(name) for name in ACTIONS.get(one.id, ())]
        if one.id == "task-execution-role" or best.family == "Lambda" or one.id not in ("log-permissions", "x-ray"):
            rows += [_policy(one.title, one.rules, figure) for figure in figures if figure is not None]
    polled = edition.figure(POLLED.get(str(subject.answers.known.get("trigger")), ""))
    reading = next((one for one in components if "SEC-005" in one.rules), None)
    if polled is not None and reading is not None:
        rows.append(_policy("Reading the source of events", ["SEC-005"], polled))
    services = subject.answers.known.get("aws_services", ())
    role = next((one for one in components if one.id in ("execution-role", "task-role")), None)
    if services and role is not None:
        said: Line = (
            Span("What the code does with "),
            Span(", ".join(services), "code"),
            Span("; only you know which actions."),
        )
        rows.append((words(f"Calls of the code ({role.title})"), said, references([role.rule])))
    head = ("for", "actions to allow", "because")
    table = Table("What the policies must allow", head, tuple(rows), "lll")
    note = Paragraph(words("Narrow each statement to the resources of this workload where the action allows it.", "muted"))
    return Section("policies", "Policies and their actions", (table, note)) if rows else None


def _policy(title: str, rules: list[str], figure: FigureAt) -> tuple[Line, ...]:
    actions = figure.value if isinstance(figure.value, list | tuple) else [figure.value]
    listed = joined([words(str(action), "code") for action in actions])
    return (words(title), listed, (*references(rules), Span(" "), reference(figure.row.source)))


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
