"""Which rules still ask: those that no known fact speaks against, and the facts that each of them waits for.

Sets of facts are numbers with one bit a fact, in the vocabulary's order, so that joining two is one step and the order is kept.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from advisor.inference.conditions import Conditions, pick
from advisor.inference.findings import Asking
from advisor.language.program import Key, Program, RuleAt


class Row(NamedTuple):
    """A rule as far as what it asks is the same for every workload.

    `given` are the facts it reads that follow from no others, as bits; `derived` the other facts, `chained` the results of
    rules that it reads; `brings` is what others chain on; `fixed` is all that it can ask, when that is one given fact alone.
    """

    rule: RuleAt
    given: int
    derived: tuple[str, ...]
    chained: tuple[Key, ...]
    brings: list[Key]
    fixed: Asking | None


class Asker:
    """Tells what rules ask, from the index of their conditions; holds nothing of any workload."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._origins = program.origins
        self._conditions = conditions
        self._names = tuple(program.rank)
        self._alone = [(name,) for name in self._names]
        self._bit = {name: 1 << position for position, name in enumerate(self._names)}
        self._rows = [self._row(program, rule) for rule in program.rules]
        self._providers: dict[Key, int] = {}
        for position, row in enumerate(self._rows, conditions.first):
            for key in row.brings:
                self._providers[key] = self._providers.get(key, 0) | 1 << position
        self._chained = sorted(self._providers, key=self._providers.__getitem__)  # what chains on nothing unsettled first

    def _row(self, program: Program, rule: RuleAt) -> Row:
        facts = {test.name for test in rule.tests if test.subject == "fact"}
        derived = tuple(sorted(facts & self._origins.keys()))
        given = facts - set(derived)
        chained = tuple(dict.fromkeys((test.subject, test.name) for test in rule.tests if test.subject != "fact"))
        brings = [key for key in program.provides[rule.order] if key in program.chained]
        alone = len(given) == 1 and not derived and not chained and not brings
        return Row(rule, self._bits(given), derived, chained, brings, Asking(rule, tuple(given)) if alone else None)

    def _bits(self, names: Iterable[str]) -> int:
        bits = 0
        for name in names:
            bits |= self._bit[name]
        return bits

    def asking(self, known: dict[str, Any]) -> list[Asking]:
        """Return the rules that ask, in the program's order: of their conditions none is false and one is unknown."""
        conditions = self._conditions
        silent, unknown = conditions.silent(known.items()), conditions.waiting(known)
        for (subject, _), bits in conditions.late(known).items():
            if subject == "fact":
                unknown |= bits
        waits: dict[Key, int] = {}
        for key in self._chained:
            possible = self._providers[key] & ~silent
            if not possible:
                silent |= conditions.readers[key]
            elif not possible & ~unknown:
                unknown |= conditions.readers[key]
                waits[key] = 0
        return self._asked(pick(self._rows, (unknown & ~silent) >> conditions.first), known, waits)

    def _asked(self, rows: list[Row], known: dict[str, Any], waits: dict[Key, int]) -> list[Asking]:
        """The asking rules with their unknown facts; `waits` are the results that no rule has brought about, filled here."""
        open_facts, sought, found = ~self._bits(known), dict.fromkeys(known, 0), []
        for rule, given, derived, chained, brings, fixed in rows:
            if fixed is not None:
                found.append(fixed)
                continue
            facts = given & open_facts
            for name in derived:
                facts |= sought[name] if name in sought else self._seek(name, sought)
            for key in chained:
                facts |= waits.get(key, 0)
            for key in brings:
                if key in waits:
                    waits[key] |= facts
            found.append(Asking(rule, self._in_order(facts)))
        return found

    def _seek(self, name: str, sought: dict[str, int]) -> int:
        """The unknown facts that a derived one follows from, itself where all of them are known; kept in `sought`."""
        facts = 0
        for origin in self._origins.get(name, ()):
            facts |= sought[origin] if origin in sought else self._seek(origin, sought)
        sought[name] = facts or self._bit[name]
        return sought[name]

    def _in_order(self, facts: int) -> tuple[str, ...]:
        """The names of some facts, seldom more than three: bit by bit, then."""
        names = []
        while rest := facts & facts - 1:
            names.append(self._names[(facts ^ rest).bit_length() - 1])
            facts = rest
        last = self._alone[facts.bit_length() - 1]
        return (*names, *last) if names else last
