"""What would make an excluded option viable: the smallest set of changes, or the proof that there is none.

An option is viable when no rule that excludes it fires, so that each of these rules needs a change to a fact it reads: the
changes are a hitting set. Sets grow, smaller ones before larger ones, by those values of the facts of one rule that still
excludes (or contradicts) under which it may fall silent. When no set can grow any more, there is none.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from advisor.inference.plain import derive_all, read_plainly
from advisor.language.program import Program, RuleAt
from advisor.questionnaire.alternatives import Alternative, Space, numbers
from advisor.questionnaire.domains import NUMBERS, chained_rules
from advisor.questionnaire.models import Way
from advisor.questionnaire.thresholds import Solver
from advisor.questionnaire.turns import turn_of
from advisor.result import OptionResult, Recommendation
from knowledge.compare import COMPARE

LARGEST = 8
MOST_SETS = 3000
Changes = tuple[Alternative, ...]


def ways_back(space: Space, answer: Recommendation) -> list[Way]:
    """The way back of every option that an answer excludes, in its order."""
    program = space.domains.program
    values = _Values(space)
    return [_way(values, part_of(program, one.id), one) for one in answer.options if one.status == "excluded"]


@lru_cache(maxsize=512)
def part_of(program: Program, option: str) -> Program:
    """The rules that exclude one option or contradict, and those they chain on, as a program of their own."""
    starts = [
        rule
        for rule in program.rules
        if rule.rule.effect == "contradicts" or (rule.rule.effect == "excludes" and option in rule.targets)
    ]
    kept = {rule.id for rule in chained_rules(program, starts)}
    return Program(program.edition, program.derivations, tuple(rule for rule in program.rules if rule.id in kept))


def _way(values: "_Values", part: Program, option: OptionResult) -> Way:
    rules = [finding.rule for finding in option.findings if finding.effect == "excludes"]
    search = _Search(values, part, option.id)
    for limit in range(1, LARGEST + 1):
        changes = search.within(limit)
        if changes is not None:
            return _found(values.space, option, rules, changes)
        if search.exhausted:
            said = "No change to the answers makes it viable."
            return Way(option=option.id, title=option.title, rules=rules, possible=False, changes=[], because=said)
        if search.tried > MOST_SETS:
            break
    said = f"No set of up to {limit - (search.tried > MOST_SETS)} changes makes it viable."
    return Way(option=option.id, title=option.title, rules=rules, possible=None, changes=[], because=said)


class _Search:
    """Sets of changes, grown depth first up to a limit that rises by one; a set that needs more than is left is dropped."""

    def __init__(self, values: "_Values", part: Program, option: str) -> None:
        self._values, self._space, self._part, self._option = values, values.space, part, option
        self._dead: dict[frozenset[Alternative], int] = {}
        self.tried = 0
        self.exhausted = False

    def within(self, limit: int) -> Changes | None:
        """A set of at most so many changes that does; `exhausted` when none was dropped for its size."""
        self.exhausted = True
        return self._grow((), limit)

    def _grow(self, changes: Changes, limit: int) -> Changes | None:
        key = frozenset(changes)
        left = limit - len(changes)
        if self._dead.get(key, -1) >= left or self.tried > MOST_SETS:
            self.exhausted = self.exhausted and self.tried <= MOST_SETS
            return None
        self.tried += 1
        values = {**self._space.known, **{one.fact: one.value for one in changes}}
        firing = _in_the_way(self._part, self._option, values)
        if not firing:
            return changes
        changed = {one.fact for one in changes}
        facts = [{name for name in _reads(self._part, rule.id) if name in self._space.by_fact} - changed for rule in firing]
        if _disjoint(facts) > left:
            self.exhausted = self.exhausted and not all(facts)
            self._dead[key] = left
            return None
        for one in self._fewest(firing, facts, values):
            found = self._grow((*changes, one), limit)
            if found is not None:
                return found
        self._dead[key] = left
        return None

    def _fewest(self, firing: list[RuleAt], facts: list[set[str]], values: dict[str, Any]) -> list[Alternative]:
        """What may silence the rule that has the fewest ways to be silenced."""
        ways = [
            [one for name in sorted(names) for one in _kinds(self._values, self._part, rule, name, values)]
            for rule, names in zip(firing, facts, strict=True)
        ]
        return min(ways, key=len)


def _disjoint(facts: list[set[str]]) -> int:
    """So many changes it takes at least: rules that share no fact need one each; endless when a rule has none left."""
    used: set[str] = set()
    count = 0
    for names in sorted(facts, key=len):
        if not names:
            return LARGEST + 100
        if used.isdisjoint(names):
            used |= names
            count += 1
    return count


def _found(space: Space, option: OptionResult, rules: list[str], changes: Changes) -> Way:
    turns = [turn_of(space, one) for one in changes]
    said = "It takes one change." if len(turns) == 1 else f"It takes {len(turns)} changes, and no fewer do."
    return Way(option=option.id, title=option.title, rules=rules, possible=True, changes=turns, because=said)


def _in_the_way(part: Program, option: str, values: dict[str, Any]) -> list[RuleAt]:
    """The rules that fire against the option or against the answers."""
    fired, _ = read_plainly(part, derive_all(part, values))
    return [
        rule
        for rule in fired
        if rule.rule.effect == "contradicts" or (rule.rule.effect == "excludes" and option in rule.targets)
    ]


def _kinds(values_of: "_Values", part: Program, rule: RuleAt, name: str, values: Mapping[str, Any]) -> list[Alternative]:
    """The values of a fact that the rules of the option can tell apart and that may silence the rule, the nearest of each."""
    space = values_of.space
    program = space.domains.program
    direct = [test for test in rule.tests if test.subject == "fact" and test.name == name]
    seen = [test for other in part.rules for test in other.tests if test.subject == "fact" and test.name == name]
    tables = [item.table for item in program.derivations if item.table is not None and name in item.sources]
    kinds: dict[tuple[Any, ...], Alternative] = {}
    for one in sorted(values_of.of(name, values), key=lambda one: one.steps):
        if direct and all(COMPARE[test.operator](one.value, test.wanted) for test in direct):
            continue
        truths = tuple(COMPARE[test.operator](one.value, test.wanted) for test in seen)
        kinds.setdefault((truths, *(table.get(str(one.value)) for table in tables), _place(space, one)), one)
    return list(kinds.values())


def _place(space: Space, one: Alternative) -> Any:
    """The cell of a number that derived facts follow from, each of which may count."""
    return (one.low, one.high) if space.sections.get(one.fact) else None


class _Values:
    """The alternatives of each fact under some changes, found once for all options."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._linked = {name: sorted({end.fact for end, _ in found}) for name, found in space.sections.items()}
        self._found: dict[tuple[Any, ...], list[Alternative]] = {}

    def of(self, name: str, values: Mapping[str, Any]) -> list[Alternative]:
        """The alternatives of a fact; of a number that is linked with others, those that hold under the changes so far."""
        linked = self._linked.get(name, [])
        if all(values.get(other) == self.space.known.get(other) for other in linked):
            return self.space.by_fact[name]
        key = (name, *(values.get(other) for other in linked))
        if key not in self._found:
            self._found[key] = self._solved(name, values)
        return self._found[key]

    def _solved(self, name: str, values: Mapping[str, Any]) -> list[Alternative]:
        space, facts = self.space, self.space.domains.program.edition.base.facts
        numeric = ((other, values.get(other)) for other in space.cuts if other != name and facts[other].type in NUMBERS)
        known = {other: np.array([np.nan if value is None else float(value)]) for other, value in numeric}
        cuts = {*space.domains.cuts(name), *Solver(space.domains, name, space.known).cuts(known, 1)[0]}
        return numbers(name, facts[name], sorted(cuts), space.known.get(name))


@lru_cache(maxsize=4096)
def _reads(program: Program, rule_id: str) -> tuple[str, ...]:
    """The facts behind a rule, those of the rules that it chains on too."""
    rule = program.by_id[rule_id]
    found = dict.fromkeys(rule.reads)
    for test in rule.tests:
        if test.subject != "fact":
            for provider in program.providers.get((test.subject, test.name), ()):
                found.update(dict.fromkeys(_reads(program, provider.id)))
    return tuple(found)
