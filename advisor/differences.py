"""What differs between two answers: for a changed workload (what-if), and for another date (as-of) with what made it so."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from advisor.advice import Advisor
from advisor.language.words import fill, measure
from advisor.language.workload import RESERVED, parse
from advisor.result import Headline, Recommendation
from advisor.values import Result
from knowledge import Base
from knowledge.edition import member_of, row_on


class Change(Result):
    """One thing that is not the same in both answers; None where it is missing."""

    id: str
    before: Any
    after: Any


class RuleChange(Result):
    """A rule that fired in one of the answers only, or in both with another sentence."""

    rule: str
    effect: str
    target: list[str]
    before: str | None
    after: str | None
    sources: list[str]


class Cause(Result):
    """A dated figure, rule or option that made the answers differ: what it was, what it became, since when, by which source.

    `rules` are the changed rules behind it; `decisive` when one of them counts for or against an option that is recommended in
    one of the answers.
    """

    kind: str
    id: str
    since: date | None
    what: str
    before: str | None
    after: str | None
    source: str
    rules: list[str]
    decisive: bool


class Difference(Result):
    """Two answers side by side, only what differs. `changed` says whether another option is recommended."""

    changed: bool
    before: Headline
    after: Headline
    as_of: list[date]
    facts: list[Change]
    options: list[Change]
    components: list[Change]
    rules: list[RuleChange]
    causes: list[Cause]


class RuleSaid(Result):
    """What one rule said in an answer."""

    effect: str
    target: list[str]
    because: str
    sources: list[str]


class Outcome(Result):
    """The part of an answer that is compared: small enough to be kept, and enough to say later what became of it.

    `options` has status and score by id, `components` the need by id, `rules` what each rule that fired said.
    """

    as_of: date
    headline: Headline
    facts: dict[str, Any]
    options: dict[str, dict[str, Any]]
    components: dict[str, str]
    rules: dict[str, RuleSaid]


def outcome(answer: Recommendation) -> Outcome:
    """The part of an answer that is compared."""
    return Outcome(
        as_of=answer.edition.as_of,
        headline=answer.recommendation,
        facts=answer.workload | answer.derived,
        options=_standing(answer),
        components=_needed(answer),
        rules={
            found.rule: RuleSaid(
                effect=found.effect,
                target=found.target,
                because=found.because,
                sources=[citation.source for citation in found.citations],
            )
            for found in answer.findings
        },
    )


def what_if(
    advisor: Advisor, workload: Mapping[str, object], changes: Mapping[str, object], as_of: date | None = None
) -> Difference:
    """Compare the answer for a workload with the answer after some facts changed; a value of None takes a fact away.

    Raises InvalidWorkloadError and NoEditionError as `advise` does.
    """
    before = advisor.advise(workload, as_of)
    known = {*advisor.base.facts, *RESERVED}
    parse({name: value for name, value in changes.items() if name not in known}, advisor.base.facts)
    changed = {name: value for name, value in (dict(workload) | dict(changes)).items() if value is not None}
    return differ(before, advisor.advise(changed, as_of))


def between(advisor: Advisor, workload: Mapping[str, object], first: date, second: date) -> Difference:
    """Compare the answers of two dates, with the dated knowledge that made the difference. Raises NoEditionError."""
    return explained(advisor.base, differ(advisor.advise(workload, first), advisor.advise(workload, second)))


def explained(base: Base, found: Difference) -> Difference:
    """A difference between two dates with the dated knowledge that made it."""
    return found.model_copy(update={"causes": _causes(base, found, *found.as_of)})


def differ(before: Recommendation, after: Recommendation) -> Difference:
    """Return what is not the same in two answers, by id."""
    return compare(outcome(before), outcome(after))


def compare(before: Outcome, after: Outcome) -> Difference:
    """Return what is not the same in two outcomes, by id."""
    return Difference(
        changed=before.headline.option != after.headline.option,
        before=before.headline,
        after=after.headline,
        as_of=[before.as_of, after.as_of],
        facts=_changes(before.facts, after.facts),
        options=_changes(before.options, after.options),
        components=_changes(before.components, after.components),
        rules=_rule_changes(before.rules, after.rules),
        causes=[],
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    names = dict.fromkeys([*before, *after])
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [Change(id=name, before=old, after=new) for name, old, new in pairs if old != new]


def _standing(answer: Recommendation) -> dict[str, dict[str, Any]]:
    return {option.id: {"status": option.status, "score": option.score} for option in answer.options}


def _needed(answer: Recommendation) -> dict[str, str]:
    return {component.id: component.need for component in answer.components}


def _rule_changes(before: Mapping[str, RuleSaid], after: Mapping[str, RuleSaid]) -> list[RuleChange]:
    changes = []
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        first, second = was.because if was else None, now.because if now else None
        either = now or was
        if first != second and either is not None:
            changes.append(
                RuleChange(
                    rule=name, effect=either.effect, target=either.target, before=first, after=second, sources=either.sources
                )
            )
    return changes


def _causes(base: Base, found: Difference, first: date, second: date) -> list[Cause]:
    """Figures whose value, rules whose dates and options whose start lie between the dates; the decisive ones first."""
    chosen = {found.before.option, found.after.option}
    causes: dict[tuple[str, str], Cause] = {}
    for option_id, option in base.options.items():
        if (option.since <= first) != (option.since <= second):
            causes["option", option_id] = Cause(
                kind="option",
                id=option_id,
                since=option.since,
                what=option.title,
                before=_there(option.since, first),
                after=_there(option.since, second),
                source=option.sources[0],
                rules=[],
                decisive=option_id in chosen,
            )
    for change in found.rules:
        counts = change.effect in ("excludes", "favours", "disfavours") and not chosen.isdisjoint(change.target)
        for cause in (*_figure_causes(base, change.rule, first, second), *_rule_cause(base, change.rule, first, second)):
            known = causes.get((cause.kind, cause.id))
            rules = [*known.rules, change.rule] if known else [change.rule]
            decisive = counts or (known.decisive if known else False)
            causes[cause.kind, cause.id] = cause.model_copy(update={"rules": rules, "decisive": decisive})
    order = ("figure", "option", "rule")
    return sorted(causes.values(), key=lambda cause: (not cause.decisive, order.index(cause.kind), cause.id))


def _there(since: date, day: date) -> str:
    return "exists" if since <= day else "does not exist yet"


def _figure_causes(base: Base, rule_id: str, first: date, second: date) -> Iterable[Cause]:
    for condition in base.rules[rule_id].when:
        name, *keys = (condition.figure or "").split(":")
        figure = base.figures.get(name)
        if figure is None:
            continue
        old, new = row_on(figure, first), row_on(figure, second)
        newer = new if second >= first else old
        if old != new and newer is not None:
            shown = [None if row is None else _measured(member_of(row.value, keys), figure.unit) for row in (old, new)]
            yield Cause(
                kind="figure",
                id=name,
                since=newer.since,
                what=figure.about.rstrip("."),
                before=shown[0],
                after=shown[1],
                source=newer.source,
                rules=[],
                decisive=False,
            )


def _measured(value: object, unit: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return measure(float(str(value)), unit) if number else fill(value, None, "words")


def _rule_cause(base: Base, rule_id: str, first: date, second: date) -> Iterable[Cause]:
    rule = base.rules[rule_id]
    for day, what in ((rule.since, "in force from that day"), (rule.until, "in force until that day")):
        if day is not None and (day <= first) != (day <= second):
            yield Cause(
                kind="rule",
                id=rule_id,
                since=day,
                what=f"{rule.title}: {what}",
                before=None,
                after=None,
                source=rule.sources[0],
                rules=[],
                decisive=False,
            )
