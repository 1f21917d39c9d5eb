"""Open questions: unknown facts that could still change the result, the most decisive first.

How decisive a fact is, is counted from the rules that wait for it: a rule that could exclude the recommended option weighs
most, then one that could move scores, then one that only adds a component or a warning. A rule that waits for several facts
shares its weight among them.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from advisor import result
from advisor.inference.findings import Findings
from advisor.language.program import Program, RuleAt

_WEIGHT = {"excludes": 12_000, "contradicts": 600, "requires": 240, "advises": 120, "warns": 60}
_POINT = 1_200
_RIVAL = 6


class Excludable(Protocol):
    """What is read of a tally: which rules exclude the option."""

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """Rule ids."""


def open_questions(
    program: Program,
    findings: Findings,
    tallies: Mapping[str, Excludable],
    weights: Mapping[str, int],
    best: list[str],
) -> list[result.OpenQuestion]:
    """Return the questions, most decisive first; equal ones in the vocabulary's order."""
    viable = frozenset(name for name, one in tallies.items() if not one.excluded_by)
    chosen = frozenset(best)
    weight: dict[str, int] = {}
    hanging: dict[str, list[RuleAt]] = {}
    for asking in findings.asking:
        decides = _decides(asking.rule, viable, weights, chosen)
        if decides:
            decides //= len(asking.facts)
            for fact in asking.facts:
                if fact in weight:
                    weight[fact] += decides
                    hanging[fact].append(asking.rule)
                else:
                    weight[fact] = decides
                    hanging[fact] = [asking.rule]
    facts, rank = program.edition.base.facts, program.rank
    return [
        result.OpenQuestion.build(
            fact=fact,
            question=facts[fact].question or "",
            why=_why(hanging[fact], viable),
            rules=[rule.id for rule in hanging[fact]],
        )
        for fact in sorted(weight, key=lambda name: (-weight[name], rank[name]))
    ]


def _decides(rule: RuleAt, viable: frozenset[str], weights: Mapping[str, int], chosen: frozenset[str]) -> int:
    """How much hangs on a rule; 0 when it only concerns options that are excluded anyway."""
    effect = rule.effect
    if effect != "contradicts" and viable.isdisjoint(rule.concerns):
        return 0
    near = not chosen.isdisjoint(rule.concerns)
    if rule.criterion is not None:
        return abs(rule.points) * weights[rule.criterion] * _POINT // (1 if near else 2)
    return _WEIGHT[effect] // (1 if near or effect != "excludes" else _RIVAL)


_ON_OPTIONS = ("excludes", "favours", "disfavours")
_VERBS = {
    "excludes": "exclude",
    "favours": "speak for",
    "disfavours": "speak against",
    "requires": "require",
    "advises": "advise",
    "warns": "warn",
    "contradicts": "contradict an answer",
}


def _why(hanging: list[RuleAt], viable: frozenset[str]) -> str:
    """One sentence: what the answer could still do, with the rules."""
    by_effect: dict[str, list[RuleAt]] = {}
    for rule in hanging:
        by_effect.setdefault(rule.effect, []).append(rule)
    parts = []
    for effect, verb in _VERBS.items():
        if effect in by_effect:
            rules = by_effect[effect]
            named = dict.fromkeys([name for rule in rules for name in rule.targets]) if len(rules) > 1 else rules[0].targets
            listed = ", ".join([name for name in named if name in viable] if effect in _ON_OPTIONS else named)
            parts.append(f"{verb} {listed}{' ' if listed else ''}({', '.join([rule.id for rule in rules])})")
    return "The answer could " + "; ".join(parts) + "."


def tie_breakers(findings: Findings, tie: list[str]) -> list[dict[str, Any]]:
    """The rules that could part tied options once a fact is known: they touch some of them and not all."""
    found = []
    for asking in findings.asking if tie else ():
        touched = set(tie) & set(asking.rule.targets)
        if asking.rule.effect in _ON_OPTIONS and touched and len(touched) < len(tie):
            found.append({"rule": asking.rule.id, "facts": list(asking.facts), "options": sorted(touched)})
    return found
