"""experta as it comes, with the whole rule base of a program: its own matcher, strategy and loop.

One wide fact carries the workload, because a fact for each answer is slower still; derived facts and what other rules chain
on are facts of their own. A derived fact that the workload states is declared like one.
"""

from collections.abc import Callable
from typing import Any

from advisor.inference.library import Fact, KnowledgeEngine, Rule
from advisor.language.program import DerivationAt, Key, Program, RuleAt, Test
from knowledge.compare import COMPARE


class Given(Fact):
    """The workload."""


class Derived(Fact):
    """A derived fact, under its name."""


class Reached(Fact):
    """Something that other rules chain on."""


def load(program: Program) -> Callable[[dict[str, Any]], frozenset[str]]:
    """Return the function from a workload's canonical values to the ids of the rules that fire."""
    derived = {derivation.fact for derivation in program.derivations}
    rules = {f"derive_{item.fact}": _derivation(item, derived) for item in program.derivations}
    rules |= {rule.id: _rule(program, rule, derived) for rule in program.rules}
    engine = type("Stock", (KnowledgeEngine,), {"ids": (), "given": {}, **rules})()

    def fired(values: dict[str, Any]) -> frozenset[str]:
        engine.ids = []
        engine.given = values
        engine.reset()
        engine.declare(Given(**{name: value for name, value in values.items() if name not in derived}))
        for name in derived & values.keys():
            engine.declare(Derived(**{name: values[name]}))
        engine.run()
        return frozenset(engine.ids)

    return fired


def _derivation(derivation: DerivationAt, derived: set[str]) -> Rule:
    from experta import MATCH

    def derive(self: Any, **sources: Any) -> None:
        if derivation.fact not in self.given:
            value = derivation.value(tuple(sources[name] for name in derivation.sources))
            if value is not None:
                self.declare(Derived(**{derivation.fact: value}))

    given = {name: getattr(MATCH, name) for name in derivation.sources if name not in derived}
    patterns = [Given(**given)] if given else []
    patterns += [Derived(**{name: getattr(MATCH, name)}) for name in derivation.sources if name in derived]
    return Rule(*patterns, salience=1)(derive)


def _rule(program: Program, rule: RuleAt, derived: set[str]) -> Rule:
    keys = [key for key in program.provides[rule.order] if key in program.chained]

    def fire(self: Any) -> None:
        self.ids.append(rule.id)
        for subject, name in keys:
            self.declare(Reached(subject=subject, name=name))

    return Rule(*_patterns(rule, derived))(fire)


def _patterns(rule: RuleAt, derived: set[str]) -> list[Fact]:
    tests: dict[str, list[Test]] = {}
    chained: list[Key] = []
    for test in rule.tests:
        if test.subject == "fact":
            tests.setdefault(test.name, []).append(test)
        else:
            chained.append((test.subject, test.name))
    given = {name: _predicate(found) for name, found in tests.items() if name not in derived}
    patterns = [Given(**given)] if given else []
    patterns += [Derived(**{name: _predicate(found)}) for name, found in tests.items() if name in derived]
    return [*patterns, *(Reached(subject=subject, name=name) for subject, name in chained)]


def _predicate(tests: list[Test]) -> Any:
    from experta.fieldconstraint import P

    compared = [(COMPARE[test.operator], test.wanted) for test in tests]
    return P(lambda value: all(compare(value, wanted) for compare, wanted in compared))
