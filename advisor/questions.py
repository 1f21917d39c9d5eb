"""Open questions: unknown facts that could still change the result, the most decisive first.

How decisive a fact is, is counted from the rules that wait for it: a rule that could exclude the recommended option weighs
most, then one that could move scores, then one that only adds a component or a warning. A rule that waits for several facts
shares its weight among them. A fact that seldom means anything, or whose answer is nearly always the same, counts for as much
less, and so does one that hangs on another answer than was given: few workloads need several machines for one job, and none
without an image has a size of one.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from advisor import result
from advisor.inference.findings import Findings
from advisor.language.program import Program, RuleAt
from knowledge.models import Fact

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
    rules: dict[str, list[str]] = {}
    hanging: dict[str, dict[str, list[RuleAt]]] = {effect: {} for effect in _VERBS}
    for asking in findings.asking:
        rule = asking.rule
        decides = _decides(rule, viable, weights, chosen)
        if decides:
            decides //= len(asking.facts)
            by_fact = hanging[rule.effect]
            for fact in asking.facts:
                weight[fact] = weight.get(fact, 0) + decides
                rules.setdefault(fact, []).append(rule.id)
                by_fact.setdefault(fact, []).append(rule)
    why = _why(program, hanging, viable)
    facts, rank = program.edition.base.facts, program.rank
    return [
        result.OpenQuestion.of(
            {
                "fact": fact,
                "question": facts[fact].question or "",
                "why": f"The answer could {'; '.join(why[fact])}.",
                "rules": rules[fact],
            }
        )
        for fact in sorted(weight, key=lambda name: (-weight[name] * _likelihood_here(facts[name], findings.known), rank[name]))
    ]


def _likelihood_here(fact: Fact, known: Mapping[str, Any]) -> int:
    """The likelihood of a fact, or the least there is where it hangs on an answer that is another one."""
    hangs = any(other in known and known[other] not in values for other, values in fact.given.items())
    return 1 if hangs else likelihood(fact)


def likelihood(fact: Fact) -> int:
    """How likely it is that an answer is not the one to be expected, in hundredths and ten at least.

    So a rule that could exclude outweighs one that adds a part, however rarely it does.
    """
    yes = fact.prior.get("yes") if isinstance(fact.prior, dict) else None
    surprise = 1.0 if yes is None else 2 * min(float(yes), 1 - float(yes))
    return max(10, round(100 * surprise * float(fact.applies)))


def _decides(rule: RuleAt, viable: frozenset[str], weights: Mapping[str, int], chosen: frozenset[str]) -> int:
    """How much hangs on a rule; 0 when it only concerns options that are excluded anyway."""
    effect = rule.effect
    if effect != "contradicts" and viable.isdisjoint(rule.concerns):
        return 0
    near = not chosen.isdisjoint(rule.concerns)
    if rule.criterion is not None:
        return abs(rule.points) * weights[rule.criterion] * _POINT // (1 if near else 2)
    return _WEIGHT[effect] // (1 if near or effect != "excludes" else _RIVAL)


_NAMED = 6
"""Options, components and rules that a sentence names before it counts."""
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


_PARTS: WeakKeyDictionary[Program, dict[RuleAt, str]] = WeakKeyDictionary()


def _why(program: Program, hanging: dict[str, dict[str, list[RuleAt]]], viable: frozenset[str]) -> dict[str, list[str]]:
    """For each fact what its answer could still do, by effect: one part of a sentence each.

    `hanging` has the rules by effect and fact. What one rule alone could do to options that are all viable is put into words
    once and kept as long as the program: that is most of it.
    """
    kept = _PARTS.setdefault(program, {})
    parts: dict[str, list[str]] = {}
    for effect, by_fact in hanging.items():
        on_options = effect in _ON_OPTIONS
        for fact, rules in by_fact.items():
            alone = len(rules) == 1 and (not on_options or viable.issuperset(rules[0].targets))
            part = kept.get(rules[0]) if alone else None
            if part is None:
                part = _part(effect, rules, viable)
                if alone:
                    kept[rules[0]] = part
            parts.setdefault(fact, []).append(part)
    return parts


def _part(effect: str, rules: list[RuleAt], viable: frozenset[str]) -> str:
    """What rules of one effect could do to what, with their ids; options that are excluded anyway are left out."""
    named = dict.fromkeys([name for rule in rules for name in rule.targets])
    listed = _some([name for name in named if name in viable] if effect in _ON_OPTIONS else list(named))
    return f"{_VERBS[effect]} {listed}{' ' if listed else ''}({_some([rule.id for rule in rules])})"


def _some(names: list[str]) -> str:
    """The first names of a list, and how many there are more."""
    rest = len(names) - _NAMED
    return ", ".join(names) if rest <= 1 else f"{', '.join(names[:_NAMED])} and {rest} more"


def tie_breakers(findings: Findings, tie: list[str]) -> list[dict[str, Any]]:
    """The rules that could part tied options once a fact is known: they touch some of them and not all."""
    found = []
    for asking in findings.asking if tie else ():
        touched = set(tie) & set(asking.rule.targets)
        if asking.rule.effect in _ON_OPTIONS and touched and len(touched) < len(tie):
            found.append({"rule": asking.rule.id, "facts": list(asking.facts), "options": sorted(touched)})
    return found
