"""The outcome in a stamp: enough to say later what became of a decision, and no more than the document tells."""

from datetime import date
from typing import Any

from advisor.differences import Outcome, RuleSaid, outcome
from advisor.result import Finding, Headline, Recommendation
from advisor.values import Result
from knowledge import Base

_DECIDING = ("excludes", "favours", "disfavours", "contradicts")


class Told(Result):
    """What a document tells of the outcome.

    `derived` are the facts that followed from the answers, `options` status and score by id, `components` the need by id,
    `rules` the sentences of the rules that decided or concern the recommended option, `beside` the other rules that fired.
    """

    headline: Headline
    derived: dict[str, Any]
    options: dict[str, dict[str, Any]]
    components: dict[str, str]
    rules: dict[str, str]
    beside: list[str]


def told_of(answer: Recommendation) -> Told:
    """What a document tells of the outcome of an answer."""
    whole, near = outcome(answer), rules_told(answer)
    return Told(
        headline=whole.headline,
        derived=answer.derived,
        options=whole.options,
        components=whole.components,
        rules={name: said.because for name, said in whole.rules.items() if name in near},
        beside=[name for name in whole.rules if name not in near],
    )


def rules_told(answer: Recommendation) -> frozenset[str]:
    """The rules that count for or against an option, and those that ask for a part of the design or warn of something in it."""
    best = answer.recommendation.option
    asking = {rule for component in answer.components for rule in component.rules}
    asking |= {one.rule for one in answer.warnings if one.rule and (best is None or not one.options or best in one.options)}
    return frozenset(one.rule for one in answer.findings if one.effect in _DECIDING or one.rule in asking)


def outcomes(told: Told, answer: Recommendation, then: date, base: Base) -> tuple[Outcome, Outcome]:
    """The outcome as it was told and as it is now, of the rules of which both can be known, to be compared.

    `then` is the date of the first; `answer` is the decision on the same workload now.
    """
    whole, near = outcome(answer), rules_told(answer)
    rules = {
        name: said for name, said in whole.rules.items() if name in told.rules or (name in near and name not in told.beside)
    }
    before = Outcome(
        as_of=then,
        headline=told.headline,
        facts=answer.workload | told.derived,
        options=told.options,
        components=told.components,
        rules={name: _said(base, name, because) for name, because in told.rules.items()},
    )
    return _as_read(before), _as_read(whole.model_copy(update={"rules": rules}))


def _as_read(one: Outcome) -> Outcome:
    """An outcome as it comes back out of JSON, so that a list equals a list."""
    return Outcome.model_validate_json(one.model_dump_json())


def _said(base: Base, name: str, because: str) -> RuleSaid:
    """A sentence with what else is known of its rule; of a rule that is no more, nothing."""
    rule = base.rules.get(name)
    if rule is None:
        return RuleSaid(effect="", target=[], because=because, sources=[])
    return RuleSaid(effect=rule.effect, target=list(rule.targets), because=because, sources=list(rule.sources))


def figures_told(findings: list[Finding], near: frozenset[str]) -> dict[str, Any]:
    """The value of every figure that these rules have used, by id."""
    used = (finding for finding in findings if finding.rule in near)
    return {name: figure.value for finding in used for name, figure in sorted(finding.figures.items())}
