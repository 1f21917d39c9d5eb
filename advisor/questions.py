"""Open questions: unknown facts that could still change the result, the most decisive first.

How decisive a fact is, is counted from the rules that wait for it: a rule that could exclude the recommended option weighs
most, then one that could move scores, then one that only adds a component or a warning. A rule that waits for several facts
shares its weight among them. A fact that seldom means anything, or whose answer is nearly always the same, counts for as much
less, and so does one that hangs on another answer than was given: few workloads need several machines for one job, and none
without an image has a size of one.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from advisor import result
from advisor.inference.findings import Findings
from advisor.language.program import Program, RuleAt
from knowledge.models import Fact

_WEIGHT = {"excludes": 12_000, "contradicts": 600, "requires": 240, "advises": 120, "warns": 60}
_POINT = 1_200
_RIVAL = 6

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


class Excludable(Protocol):
    """What is read of a tally: which rules exclude the option."""

    @property
    def excluded_by(self) -> tuple[str, ...]:
        """Rule ids."""


class _Kept:
    """What no workload changes about the questions of one program; sets of options are numbers with one bit an option.

    `rows` has for each rule the options that it concerns, those of them that it is said to do something to, and the number of
    its kind: rules of a kind weigh the same.
    """

    def __init__(self, program: Program) -> None:
        self._bit = {name: 1 << number for number, name in enumerate(program.options)}
        self.anyone = 1 << len(self._bit)  # concerned by a contradiction, and never excluded
        kinds: dict[tuple[str, str | None, int], int] = {}
        self.rows: dict[RuleAt, tuple[int, int, int]] = {}
        for rule in program.rules:
            kind = kinds.setdefault((rule.effect, rule.criterion, abs(rule.points)), len(kinds))
            concerned = self.anyone if rule.effect == "contradicts" else self.bits(rule.concerns)
            self.rows[rule] = (concerned, concerned if rule.effect in _ON_OPTIONS else 0, kind)
        self._kinds = tuple(kinds)
        self._likelihood = {name: likelihood(fact) for name, fact in program.edition.base.facts.items()}
        self._given = {name: fact.given for name, fact in program.edition.base.facts.items() if fact.given}

    def bits(self, options: Iterable[str]) -> int:
        """Some options as a number."""
        return sum(self._bit[name] for name in options)

    def among(self, names: Iterable[str], options: int) -> list[str]:
        """Those options of some names that a number has."""
        return [name for name in names if self._bit[name] & options]

    def decides(self, weights: Mapping[str, int]) -> list[tuple[int, int]]:
        """For each kind how much hangs on a rule that does not concern the recommended option, and on one that does."""
        return [
            (_WEIGHT[effect] // (_RIVAL if effect == "excludes" else 1), _WEIGHT[effect])
            if criterion is None
            else (points * weights[criterion] * _POINT // 2, points * weights[criterion] * _POINT)
            for effect, criterion, points in self._kinds
        ]

    def likelihood_here(self, fact: str, known: Mapping[str, Any]) -> int:
        """The likelihood of a fact, or the least there is where it hangs on an answer that is another one."""
        for other, values in self._given[fact].items() if fact in self._given else ():
            if other in known and known[other] not in values:
                return 1
        return self._likelihood[fact]


_KEPT: WeakKeyDictionary[Program, _Kept] = WeakKeyDictionary()


def open_questions(
    program: Program,
    findings: Findings,
    tallies: Mapping[str, Excludable],
    weights: Mapping[str, int],
    best: list[str],
) -> list[result.OpenQuestion]:
    """Return the questions, most decisive first; equal ones in the vocabulary's order."""
    kept = _KEPT.get(program)
    if kept is None:
        kept = _KEPT.setdefault(program, _Kept(program))
    viable = kept.anyone | kept.bits(name for name, one in tallies.items() if not one.excluded_by)
    weight, named, waiting = _weighed(kept, findings, viable, kept.bits(best), weights)
    facts, rank, known = program.edition.base.facts, program.rank, findings.known
    order = sorted([(-much * kept.likelihood_here(name, known), rank[name], name) for name, much in weight.items()])
    return [
        result.OpenQuestion.of(
            {
                "fact": fact,
                "question": facts[fact].question or "",
                "why": _why(kept, tuple(waiting[fact]), viable & named[fact]),
                "rules": [rule.id for rule in waiting[fact]],
            }
        )
        for _, _, fact in order
    ]


def _weighed(
    kept: _Kept, findings: Findings, viable: int, chosen: int, weights: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int], dict[str, list[RuleAt]]]:
    """For each open fact how much hangs on it, the options named by rules that wait for it, and these rules.

    Rules that only concern excluded options are left out.
    """
    weight: dict[str, int] = {}
    named: dict[str, int] = {}
    waiting: dict[str, list[RuleAt]] = {}
    rows, decides = kept.rows, kept.decides(weights)
    for rule, waits in findings.asking:
        concerned, names, kind = rows[rule]
        much = decides[kind][concerned & chosen != 0] if concerned & viable else 0
        if much:
            share = much // len(waits)
            for fact in waits:
                if fact in weight:
                    weight[fact] += share
                    named[fact] |= names
                    waiting[fact].append(rule)
                else:
                    weight[fact], named[fact], waiting[fact] = share, names, [rule]
    return weight, named, waiting


def likelihood(fact: Fact) -> int:
    """How likely it is that an answer is not the one to be expected, in hundredths and ten at least.

    So a rule that could exclude outweighs one that adds a part, however rarely it does.
    """
    yes = fact.prior.get("yes") if isinstance(fact.prior, dict) else None
    surprise = 1.0 if yes is None else 2 * min(float(yes), 1 - float(yes))
    return max(10, round(100 * surprise * float(fact.applies)))


@lru_cache(maxsize=4096)
def _why(kept: _Kept, rules: tuple[RuleAt, ...], viable: int) -> str:
    """What an answer could still do by the rules that wait for it, by effect; `viable` are those options that they name.

    Kept, because most workloads leave the same rules waiting for a fact, and this is most of the text.
    """
    by_effect: dict[str, list[RuleAt]] = {}
    for rule in rules:
        by_effect.setdefault(rule.effect, []).append(rule)
    parts = [_part(kept, effect, by_effect[effect], viable) for effect in _VERBS if effect in by_effect]
    return f"The answer could {'; '.join(parts)}."


def _part(kept: _Kept, effect: str, rules: list[RuleAt], viable: int) -> str:
    """What rules of one effect could do to what, with their ids; options that are excluded anyway are left out."""
    named = dict.fromkeys([name for rule in rules for name in rule.targets])
    listed = _some(kept.among(named, viable) if effect in _ON_OPTIONS else list(named))
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
