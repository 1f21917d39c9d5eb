"""Which rules still ask: those that no known fact speaks against, and the facts that each of them waits for."""

from typing import Any, NamedTuple

from advisor.inference.conditions import Conditions, pick
from advisor.inference.findings import Asking
from advisor.inference.plain import askable
from advisor.language.program import Key, Program, RuleAt


class Row(NamedTuple):
    """A rule as far as what it asks is the same for every workload.

    `reads` are its facts, in the vocabulary's order, when they follow from no others and it chains on nothing; `brings` is
    what others chain on; `fixed` is all that it can ask, when that is one fact alone.
    """

    rule: RuleAt
    reads: tuple[str, ...] | None
    brings: list[Key]
    fixed: Asking | None


class Asker:
    """Tells what rules ask, from the index of their conditions; holds nothing of any workload."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._program = program
        self._conditions = conditions
        self._rows = [self._row(rule) for rule in program.rules]
        self._providers: dict[Key, int] = {}
        for position, row in enumerate(self._rows, conditions.first):
            for key in row.brings:
                self._providers[key] = self._providers.get(key, 0) | 1 << position
        self._chained = sorted(self._providers, key=self._providers.__getitem__)  # what chains on nothing unsettled first

    def _row(self, rule: RuleAt) -> Row:
        program = self._program
        brings = [key for key in program.provides[rule.order] if key in program.chained]
        if any(test.subject != "fact" or test.name in program.origins for test in rule.tests):
            return Row(rule, None, brings, None)
        reads = tuple(sorted(rule.facts, key=program.rank.__getitem__))
        return Row(rule, reads, brings, Asking(rule, reads) if len(reads) == 1 and not brings else None)

    def asking(self, known: dict[str, Any]) -> list[Asking]:
        """Return the rules that ask, in the program's order: of their conditions none is false and one is unknown."""
        conditions = self._conditions
        silent, unknown = conditions.silent(known.items()), conditions.waiting(known)
        for (subject, _), bits in conditions.late(known).items():
            if subject == "fact":
                unknown |= bits
        waits: dict[Key, list[str]] = {}
        for key in self._chained:
            possible = self._providers[key] & ~silent
            if not possible:
                silent |= conditions.readers[key]
            elif not possible & ~unknown:
                unknown |= conditions.readers[key]
                waits[key] = []
        found: list[Asking] = []
        for row in pick(self._rows, (unknown & ~silent) >> conditions.first):
            asking = row.fixed or Asking(row.rule, self._facts(row, known, waits))
            for key in row.brings:
                if key in waits:
                    waits[key] += asking.facts
            found.append(asking)
        return found

    def _facts(self, row: Row, known: dict[str, Any], waits: dict[Key, list[str]]) -> tuple[str, ...]:
        """The unknown facts of a rule; with those that results wait for which no rule has brought about."""
        if row.reads is not None:
            return tuple([name for name in row.reads if name not in known])
        missing: list[str] = []
        for test in row.rule.tests:
            if test.subject != "fact":
                missing += waits.get((test.subject, test.name), ())
            elif test.name not in known:
                missing.append(test.name)
        return askable(self._program, known, missing)
