"""CLIPS, through clipspy, with the whole rule base of a program: of the ways that were tried, the fastest.

Every known fact is an ordered fact, `(longest_run_s 901)` or `(aws_services s3 sqs)`, so that an unknown one matches nothing.
Derived facts and what other rules chain on are asserted by rules. A rule that fires adds its id to one of a few strings,
which costs less than asserting a fact or calling Python, and less than one long string.
"""

from collections.abc import Callable, Iterator
from typing import Any

import clips

from advisor.language.program import DerivationAt, Key, Program, RuleAt, Test
from benchmarks.peers_formulas import formula
from knowledge.models import Fact

STRINGS = 4
_COMPARE = {"above": ">", "at-least": ">=", "below": "<", "at-most": "<="}


def load(program: Program) -> Callable[[dict[str, Any]], frozenset[str]]:
    """Return the function from a workload's canonical values to the ids of the rules that fire."""
    environment = clips.Environment()
    for construct in constructs(program):
        environment.build(construct)
    for router in list(environment.routers()):
        router.deactivate()  # clipspy's own asks Python about every character that CLIPS reads: four times as slow
    reset, assert_all, run = environment.reset, environment.load_facts, environment.run
    strings = [environment.find_global(f"fired{number}") for number in range(STRINGS)]

    def fired(values: dict[str, Any]) -> frozenset[str]:
        reset()
        assert_all("\n".join([f"({name} {literal(value)})" for name, value in values.items()]) or "(nothing)")
        run()
        return frozenset("".join([string.value for string in strings]).split())

    return fired


def constructs(program: Program) -> Iterator[str]:
    """The globals, the rules that derive and the rules of the base."""
    for number in range(STRINGS):
        yield f'(defglobal ?*fired{number}* = "")'
    for derivation in program.derivations:
        yield _derivation(derivation)
    for rule in program.rules:
        yield _rule(program, rule)


def literal(value: Any) -> str:
    """A value as CLIPS reads it; the members of a set one after the other."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, tuple | list):
        return " ".join(map(literal, value))
    return str(value)


def _derivation(derivation: DerivationAt) -> str:
    sources = " ".join(f"({name} ?a{number})" for number, name in enumerate(derivation.sources))
    if derivation.function is not None:
        arguments = [f"(float ?a{number})" for number in range(len(derivation.sources))]
        value = formula(derivation, arguments, _prefix, lambda number: repr(float(number)))
        action = f"(assert ({derivation.fact} {value}))"
    else:
        cases = " ".join(
            f"(case {key} then (assert ({derivation.fact} {literal(value)})))"
            for key, value in (derivation.table or {}).items()
        )
        action = f"(switch ?a0 {cases})"
    name = f"derive-{derivation.fact}"
    return f"(defrule {name} (declare (salience 1)) {sources} (not ({derivation.fact} $?)) => {action})"


def _prefix(operator: str, one: str, other: str) -> str:
    return f"(abs {one})" if operator == "abs" else f"({operator} {one} {other})"


def _rule(program: Program, rule: RuleAt) -> str:
    facts = program.edition.base.facts
    patterns = [
        _pattern(test, facts[test.name], f"v{number}") if test.subject == "fact" else _reached((test.subject, test.name))
        for number, test in enumerate(rule.tests)
    ]
    string = f"?*fired{rule.order % STRINGS}*"
    actions = [f'(bind {string} (str-cat {string} "{rule.id} "))']
    actions += [f"(assert {_reached(key)})" for key in program.provides[rule.order] if key in program.chained]
    return f"(defrule {rule.id} {' '.join(patterns)} => {' '.join(actions)})"


def _reached(key: Key) -> str:
    return f"(reached {key[0]} {key[1]})"


def _pattern(test: Test, fact: Fact, variable: str) -> str:
    if fact.type in ("set", "order"):
        return f"({test.name} {_members(test, variable)})"
    if fact.type in ("number", "integer"):
        compare = _COMPARE.get(test.operator, "=")
        return f"({test.name} ?{variable}&:({compare} ?{variable} {literal(test.wanted)}))"
    if test.operator in ("equals", "one-of"):
        wanted = test.wanted if test.operator == "one-of" else [test.wanted]
        return f"({test.name} {'|'.join(map(literal, wanted))})"
    wanted = test.wanted if test.operator == "none-of" else [test.wanted]
    return f"({test.name} {'&'.join('~' + literal(value) for value in wanted)})"


def _members(test: Test, variable: str) -> str:
    if test.operator == "empty":
        return ""
    if test.operator == "nonempty":
        return "? $?"
    wanted = test.wanted if test.operator == "includes-any" else [test.wanted]
    found = " ".join(f"(member$ {literal(value)} ?{variable})" for value in wanted)
    condition = f"(not {found})" if test.operator == "lacks" else f"(or {found} FALSE)"
    return f"$?{variable}&:{condition}"
