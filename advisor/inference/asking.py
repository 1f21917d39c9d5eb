"""Which rules still ask: those that no known fact speaks against, and the facts that each of them waits for."""

from typing import Any

from advisor.inference.conditions import Conditions, pick
from advisor.inference.findings import Asking
from advisor.inference.plain import askable
from advisor.language.program import Key, Program, RuleAt

Row = tuple[int, RuleAt, tuple[str, ...] | None, Asking | None]


class Asker:
    """Tells what rules ask, from the index of their conditions; holds nothing of any workload."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._program = program
        self._conditions = conditions
        self._positions = range(conditions.first + len(program.rules))
        self._providers: dict[Key, int] = {}
        for position, rule in enumerate(program.rules, conditions.first):
            for key in program.provides[rule.order]:
                if key in program.chained:
                    self._providers[key] = self._providers.get(key, 0) | 1 << position
        self._chained = sorted(self._providers, key=self._providers.__getitem__)  # what chains on nothing unsettled first
        self._rules = [self._row(position, rule) for position, rule in enumerate(program.rules, conditions.first)]

    def _row(self, position: int, rule: RuleAt) -> Row:
        """A rule with what it asks, as far as that is the same for every workload.

        Fixed for a rule with conditions on one fact, unless others chain on it. Its facts, in the vocabulary's order, when
        they follow from no others.
        """
        if any(test.subject != "fact" or test.name in self._program.origins for test in rule.tests):
            return position, rule, None, None
        facts = tuple(sorted(rule.facts, key=self._program.rank.__getitem__))
        alone = len(facts) == 1 and not any(bits >> position & 1 for bits in self._providers.values())
        return position, rule, facts, Asking(rule, facts) if alone else None

    def asking(self, known: dict[str, Any]) -> list[Asking]:
        """Return the rules that ask, in the program's order: of their conditions none is false and one is unknown."""
        conditions = self._conditions
        silent, unknown = conditions.silent(known.items()), conditions.waiting(known)
        for (subject, _), bits in conditions.late(known).items():
            if subject == "fact":
                unknown |= bits
        for key in self._chained:
            possible = self._providers[key] & ~silent
            if not possible:
                silent |= conditions.readers[key]
            elif not possible & ~unknown:
                unknown |= conditions.readers[key]
        facts_of: dict[int, tuple[str, ...]] = {}
        found: list[Asking] = []
        for position, rule, reads, fixed in pick(self._rules, (unknown & ~silent) >> conditions.first):
            if fixed is not None:
                found.append(fixed)
                continue
            if reads is not None:
                facts = tuple([name for name in reads if name not in known])
            else:
                facts = askable(self._program, known, self._missing(rule, known, silent, unknown, facts_of))
            facts_of[position] = facts
            found.append(Asking(rule, facts))
        return found

    def _missing(
        self, rule: RuleAt, known: dict[str, Any], silent: int, unknown: int, facts_of: dict[int, tuple[str, ...]]
    ) -> list[str]:
        """The unknown facts of a rule, and those that a result waits for which no rule has brought about."""
        missing = [test.name for test in rule.tests if test.subject == "fact" and test.name not in known]
        for test in rule.tests:
            if test.subject != "fact":
                possible = self._providers[test.subject, test.name] & ~silent
                if not possible & ~unknown:
                    missing += [name for position in pick(self._positions, possible) for name in facts_of[position]]
        return missing
