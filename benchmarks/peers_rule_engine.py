"""The rules as typed expressions of rule-engine: one expression a rule, in the program's order, chains as further symbols.

What a fact lacks is null, and a condition on null does not hold. Derived facts are worked out by the plain reading before.
"""

from collections.abc import Callable
from typing import Any

import rule_engine

from advisor.inference.plain import derive_all
from advisor.language.program import Key, Program, Test

_COMPARE = {"above": ">", "at-least": ">=", "below": "<", "at-most": "<=", "equals": "==", "differs": "!="}


def load(program: Program) -> Callable[[dict[str, Any]], frozenset[str]]:
    """Return the function from a workload's canonical values to the ids of the rules that fire."""
    context = rule_engine.Context(default_value=None)
    rules = [
        (rule.id, rule_engine.Rule(" and ".join(map(_test, rule.tests)) or "true", context=context), provides)
        for rule in program.rules
        for provides in [[_symbol(key) for key in program.provides[rule.order] if key in program.chained]]
    ]

    def fired(values: dict[str, Any]) -> frozenset[str]:
        known = derive_all(program, values)
        found = []
        for name, rule, provides in rules:
            if rule.matches(known):
                found.append(name)
                known.update(dict.fromkeys(provides, True))
        return frozenset(found)

    return fired


def _symbol(key: Key) -> str:
    return "reached_" + "_".join(key).replace("-", "_").replace(":", "_").replace(".", "_")


def _test(test: Test) -> str:
    if test.subject != "fact":
        return f"{_symbol((test.subject, test.name))} == true"
    name = test.name
    return f"({name} != null and {_known(name, test)})"


def _known(name: str, test: Test) -> str:
    wanted = test.wanted
    if test.operator in _COMPARE:
        return f"{name} {_COMPARE[test.operator]} {_literal(wanted)}"
    if test.operator in ("one-of", "none-of"):
        return f"{name} {'not ' if test.operator == 'none-of' else ''}in [{', '.join(map(_literal, wanted))}]"
    if test.operator in ("nonempty", "empty"):
        return f"{name}.is_empty == {_literal(test.operator == 'empty')}"
    members = wanted if test.operator == "includes-any" else (wanted,)
    found = " or ".join(f"{_literal(member)} in {name}" for member in members)
    return f"not ({found})" if test.operator == "lacks" else f"({found})"


def _literal(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
