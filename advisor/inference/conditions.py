"""The conditions of a program as sets of bits, one bit a rule, so that thousands of conditions cost little.

For every fact there is a function from its value to the rules that the value strikes out, because one of their tests on it is
false: a look-up for a truth value or a choice, a search among the limits for a number. Holds nothing of any workload.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from typing import Any, TypeVar

from advisor.language.program import Key, Program, Test
from knowledge.compare import COMPARE
from knowledge.models import Fact

Item = TypeVar("Item")
Struck = Callable[[Any], int]
_SELECTORS = bytes.maketrans(b"01", b"\0\1")


def pick(items: Sequence[Item], bits: int) -> list[Item]:
    """The items whose bits are set, in their order. By way of the digits, which is faster than bit by bit."""
    return list(compress(items, f"{bits:b}"[::-1].encode().translate(_SELECTORS)))


class Conditions:
    """The index of one program's conditions.

    The lowest bits are the derivations, which need nothing but their sources; from bit `first` on come the rules, in the
    program's order. `readers` says which of them read a fact, or a result that they chain on.
    """

    def __init__(self, program: Program) -> None:
        self.first = len(program.derivations)
        self.derivations = (1 << self.first) - 1
        self.rules = (1 << self.first + len(program.rules)) - 1 - self.derivations
        self.readers: dict[Key, int] = {}
        tests: dict[str, dict[Test, int]] = {}
        for position, derivation in enumerate(program.derivations):
            for source in derivation.sources:
                self._read(("fact", source), position)
        for position, rule in enumerate(program.rules, self.first):
            for test in rule.tests:
                self._read((test.subject, test.name), position)
                if test.subject == "fact":
                    bare = Test("fact", test.name, test.operator, test.wanted, None)
                    found = tests.setdefault(test.name, {})
                    found[bare] = found.get(bare, 0) | 1 << position
        facts = program.edition.base.facts
        self.struck = {name: _struck(fact, list(tests.get(name, {}).items())) for name, fact in facts.items()}
        derived = {("fact", derivation.fact) for derivation in program.derivations}
        self._derived = [(key, bits) for key, bits in self.readers.items() if key in derived]
        self._early = {key[1]: bits for key, bits in self.readers.items() if key[0] == "fact" and key not in derived}
        self._chains = {key: bits for key, bits in self.readers.items() if key[0] != "fact"}

    def _read(self, key: Key, position: int) -> None:
        self.readers[key] = self.readers.get(key, 0) | 1 << position

    def silent(self, known: Iterable[tuple[str, Any]]) -> int:
        """The rules that have a false test on one of these facts."""
        struck, rules = self.struck, 0
        for name, value in known:
            rules |= struck[name](value)
        return rules

    def waiting(self, known: dict[str, Any]) -> int:
        """The rules that read an unknown fact, unless that one may still follow from the others."""
        early, rules = self._early, 0
        for name in early.keys() - known.keys():
            rules |= early[name]
        return rules

    def late(self, known: dict[str, Any]) -> dict[Key, int]:
        """What may still become known, with its readers: derived facts that are not given, and what other rules bring about."""
        late = self._chains.copy()
        for key, bits in self._derived:
            if key[1] not in known:
                late[key] = bits
        return late


def _struck(fact: Fact, tests: list[tuple[Test, int]]) -> Struck:
    """The function from a fact's value to the rules of its false tests."""
    compared = [(COMPARE[test.operator], test.wanted, bits) for test, bits in tests]

    def struck(value: Any) -> int:
        rules = 0
        for compare, wanted, bits in compared:
            if not compare(value, wanted):
                rules |= bits
        return rules

    if fact.type == "bool":
        return {value: struck(value) for value in (True, False)}.__getitem__
    if fact.type == "choice":
        table, other = {value: struck(value) for value in fact.values or {}}, struck(None)
        return lambda value: table.get(value, other)
    if fact.type in ("number", "integer"):
        return _between(sorted({test.wanted for test, _ in tests}), struck)
    return struck


def _between(limits: list[float], struck: Struck) -> Struck:
    """The same function for a number, worked out beforehand at each limit and in each gap between limits."""
    if not limits:
        return lambda _: 0
    places = [limits[0] - 1]
    for limit, following in zip(limits, [*limits[1:], limits[-1] + 2], strict=True):
        places += [limit, (limit + following) / 2]
    table = [struck(place) for place in places]
    return lambda value: table[bisect_left(limits, value) + bisect_right(limits, value)]
