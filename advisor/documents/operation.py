"""Failure handling, observability and release: what the design has for each topic, and what to know."""

from collections.abc import Mapping

from advisor.documents.phrases import asked_by, component_items, fact_value, undecided
from advisor.documents.subject import Subject
from advisor.reports.content import Block, Item, Items, Line, Paragraph, Section, Span, joined
from advisor.result import ComponentResult

Topics = Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]]

# Anchor: title, the components that belong to it, the facts that bear on it.
FAILURE: Topics = {
    "retries": (
        "Retries",
        ("client-error-handling", "retry-limits", "redrive-policy", "batch-retries", "batch-job-timeout", "async-invocation",
         "bisect-batch", "report-batch-item-failures", "retry-and-catch", "step-retries", "retry-around-the-task",
         "checkpointing", "graceful-shutdown"),
        ("caller_waits", "loss_tolerated", "interruption_ok"),
    ),
    "idempotency": ("Idempotency", ("idempotency",), ("idempotent",)),
    "failed-events": (
        "Failed events: dead-letter queue and destinations",
        ("dead-letter-queue", "on-failure-destination", "on-success-destination", "sqs-buffer"),
        ("loss_tolerated",),
    ),
    "ordering": ("Ordering", ("fifo-queue", "partition-key"), ("ordering_required",)),
}  # fmt: skip
RELEASE: Topics = {
    "versions": (
        "Versions and aliases",
        ("published-version", "alias", "alias-weighted", "api-stage-alias", "state-machine-version", "state-machine-alias",
         "job-definition-revision", "immutable-image-tags", "microvm-image-version"),
        (),
    ),
    "shifting": (
        "How traffic moves",
        ("codedeploy-canary", "codedeploy-linear", "codedeploy-all-at-once", "ecs-blue-green", "ecs-canary", "ecs-linear",
         "ecs-rolling", "min-healthy-100-max-200", "state-machine-gradual-deployment", "revision-weights"),
        ("rollout",),
    ),
    "hooks": ("Hooks", ("traffic-hooks", "microvm-build-hooks"), ()),
    "rollback": ("Rollback", ("automatic-rollback", "circuit-breaker"), ("automatic_rollback",)),
    "tools": ("Tools", ("sam",), ()),
}  # fmt: skip
OBSERVABILITY: Topics = {
    "logs": ("Logs", ("cloudwatch-logs", "log-permissions", "state-machine-log"), ()),
    "metrics": (
        "Metrics and alarms",
        ("cloudwatch-metrics", "cloudwatch-alarms", "load-balancer-alarms", "container-insights", "failure-event-rule"),
        (),
    ),
    "traces": ("Traces", ("x-ray",), ("tracing_wanted",)),
}


def failure_section(subject: Subject) -> Section:
    """Retries, idempotency, failed events and ordering."""
    return _told(subject, "failure", "Failure handling", "failure", FAILURE, ("FAI-",))


def observability_section(subject: Subject) -> Section:
    """Logs, metrics, alarms and traces."""
    return _told(subject, "observability", "Observability", "observability", OBSERVABILITY, ("OBS-",))


def release_section(subject: Subject) -> Section:
    """Versions, how traffic moves to a new one, checks on the way, and the way back."""
    return _told(subject, "release", "Release", "deployment", RELEASE, ("REL-",))


def _told(subject: Subject, anchor: str, title: str, kind: str, topics: Topics, areas: tuple[str, ...]) -> Section:
    if subject.best is None:
        return undecided(anchor, title)
    components = [one for one in subject.recommendation.components if one.kind == kind]
    asked = {name: topic for name, topic in topics.items() if any(one.id in topic[1] for one in components)}
    silent = [_silent(subject, topic) for name, topic in topics.items() if name not in asked]
    sections = [_topic(subject, f"{anchor}-{name}", topic, components) for name, topic in asked.items()]
    placed = {name for _, names, _ in topics.values() for name in names}
    rest = [one for one in components if one.id not in placed]
    if rest:
        sections.append(Section(f"{anchor}-more", "Further parts", (component_items(rest),)))
    unasked = (Paragraph((Span("No rule asks for anything on: "), *joined(silent, "; "), Span("."))),) if silent else ()
    return Section(anchor, title, (*_notes(subject, areas), *unasked), tuple(sections))


def _silent(subject: Subject, topic: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Line:
    """A topic on which no rule asks for anything, with what the answers say about it."""
    title, _, facts = topic
    told = _answers(subject, facts)
    return (Span(title.lower()), *((Span(" ("), *told, Span(")")) if told else ()))


def _topic(
    subject: Subject, anchor: str, topic: tuple[str, tuple[str, ...], tuple[str, ...]], components: list[ComponentResult]
) -> Section:
    """What the answers say about a topic, and the parts that rules ask for."""
    title, names, facts = topic
    found = [one for one in components if one.id in names]
    blocks: list[Block] = [Paragraph(line) for line in (_answers(subject, facts),) if line]
    blocks.append(component_items(found))
    return Section(anchor, title, tuple(blocks))


def _answers(subject: Subject, facts: tuple[str, ...]) -> Line:
    known = subject.answers.known | subject.recommendation.derived
    base = subject.edition.base.facts
    told = [
        (Span(name, "code"), Span(f" = {fact_value(base, name, known[name]) if name in known else 'not known'}"))
        for name in facts
    ]
    return joined(told)


def _notes(subject: Subject, areas: tuple[str, ...]) -> tuple[Block, ...]:
    """The warnings of an area of rules that concern the recommended option."""
    best = subject.best
    items = tuple(
        Item(asked_by(one.because, one.rule), tone="bad", bullet="!")
        for one in subject.recommendation.warnings
        if one.rule is not None and one.rule.startswith(areas) and (best is None or not one.options or best.id in one.options)
    )
    return (Items(items),) if items else ()
