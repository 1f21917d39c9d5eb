"""Failure handling, observability and release: what the design has for each topic, and what to know."""

from advisor.documents.phrases import asked_by, component_lines, fact_value, undecided
from advisor.documents.subject import Subject
from advisor.reports.content import Block, Item, Items, Line, Pairs, Paragraph, Section, Span, joined
from advisor.result import ComponentResult

Topic = tuple[str, tuple[str, ...], tuple[str, ...]]
Topics = tuple[Topic, ...]

# Title, the components that belong to it, the facts that bear on it.
FAILURE: Topics = (
    (
        "Retries",
        ("client-error-handling", "retry-limits", "redrive-policy", "batch-retries", "batch-job-timeout", "async-invocation",
         "bisect-batch", "report-batch-item-failures", "retry-and-catch", "step-retries", "retry-around-the-task",
         "checkpointing", "graceful-shutdown"),
        ("caller_waits", "loss_tolerated", "interruption_ok"),
    ),
    ("Idempotency", ("idempotency",), ("idempotent",)),
    (
        "Failed events",
        ("dead-letter-queue", "on-failure-destination", "on-success-destination", "sqs-buffer"),
        ("loss_tolerated",),
    ),
    ("Ordering", ("fifo-queue", "partition-key"), ("ordering_required",)),
)  # fmt: skip
RELEASE: Topics = (
    (
        "Versions and aliases",
        ("published-version", "alias", "alias-weighted", "api-stage-alias", "state-machine-version", "state-machine-alias",
         "job-definition-revision", "immutable-image-tags", "microvm-image-version"),
        (),
    ),
    (
        "How traffic moves",
        ("codedeploy-canary", "codedeploy-linear", "codedeploy-all-at-once", "ecs-blue-green", "ecs-canary", "ecs-linear",
         "ecs-rolling", "min-healthy-100-max-200", "state-machine-gradual-deployment", "revision-weights"),
        ("rollout",),
    ),
    ("Hooks", ("traffic-hooks", "microvm-build-hooks"), ()),
    ("Rollback", ("automatic-rollback", "circuit-breaker"), ("automatic_rollback",)),
    ("Tools", ("sam",), ()),
)  # fmt: skip
OBSERVABILITY: Topics = (
    ("Logs", ("cloudwatch-logs", "log-permissions", "state-machine-log"), ()),
    (
        "Metrics and alarms",
        ("cloudwatch-metrics", "cloudwatch-alarms", "load-balancer-alarms", "container-insights", "failure-event-rule"),
        (),
    ),
    ("Traces", ("x-ray",), ("tracing_wanted",)),
)


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
    asked = [topic for topic in topics if any(one.id in topic[1] for one in components)]
    silent = [_silent(subject, topic) for topic in topics if topic not in asked]
    rows = [_topic(subject, topic, components) for topic in asked]
    placed = {name for _, names, _ in topics for name in names}
    rest = [one for one in components if one.id not in placed]
    if rest:
        rows.append(("Further parts", component_lines(rest)))
    unasked = (Paragraph((Span("No rule asks for anything on: "), *joined(silent, "; "), Span("."))),) if silent else ()
    told = (Pairs(tuple(rows)),) if rows else ()
    return Section(anchor, title, (*_notes(subject, areas), *told, *unasked))


def _silent(subject: Subject, topic: Topic) -> Line:
    """A topic on which no rule asks for anything, with what the answers say about it."""
    title, _, facts = topic
    told = _answers(subject, facts)
    return (Span(title.lower()), *((Span(" ("), *told, Span(")")) if told else ()))


def _topic(subject: Subject, topic: Topic, components: list[ComponentResult]) -> tuple[str, tuple[Line, ...]]:
    """The parts that rules ask for on a topic, and what the answers say about it."""
    title, names, facts = topic
    parts = component_lines(one for one in components if one.id in names)
    told = _answers(subject, facts)
    return (title, (*parts, *(((Span("Answers: ", "muted"), *told),) if told else ())))


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
