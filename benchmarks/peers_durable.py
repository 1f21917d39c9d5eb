"""durable_rules with the rule base of a program: one fact a workload, in a session of its own that is dropped afterwards.

It has no test of members, so a set is spread over one truth value for each of them. Derived facts are worked out by the plain
reading before. What rules chain on is asserted as a further fact after those that bring it about: from inside an action it
ends the session (error 307). The package is built from source, so it is no part of the locks and is measured where it is there.
"""

import contextlib
from collections.abc import Callable
from typing import Any

import durable_rules_engine
from durable.engine import Host, MessageNotHandledException

from advisor.inference.plain import derive_all
from advisor.language.program import Program, RuleAt, Test
from knowledge.models import Fact

_COMPARE = {"above": "$gt", "at-least": "$gte", "below": "$lt", "at-most": "$lte", "differs": "$neq"}
_RULESET, _ANY = "rules", "any"
Expression = dict[str, Any]


def load(program: Program) -> Callable[[dict[str, Any]], frozenset[str]]:
    """Return the function from a workload's canonical values to the ids of the rules that fire."""
    fired, reached = set[str](), set[str]()
    facts = program.edition.base.facts
    host = Host({_RULESET: {rule.id: _rule(program, rule, fired, reached) for rule in program.rules}})
    sessions = iter(range(10**12))

    def consult(values: dict[str, Any]) -> frozenset[str]:
        while True:
            try:
                return consult_once(values)
            except durable_rules_engine.error:
                continue  # an action was lost; a fresh session as a rule loses none

    def consult_once(values: dict[str, Any]) -> frozenset[str]:
        fired.clear()
        reached.clear()
        told: set[str] = set()
        session = str(next(sessions))
        known: dict[str, Any] = {"workload": True, **spread(derive_all(program, values), facts)}
        waiting: list[dict[str, Any]] = [known]
        while waiting:
            with contextlib.suppress(MessageNotHandledException):
                host.assert_fact(_RULESET, {"sid": session, **waiting.pop()})
            waiting += [{"reached": key} for key in reached - told]
            told |= reached
        host.delete_state(_RULESET, session)
        return frozenset(fired)

    return consult


def spread(known: dict[str, Any], facts: dict[str, Fact]) -> dict[str, Any]:
    """The known facts with sets and orders as truth values."""
    found: dict[str, Any] = {}
    for name, value in known.items():
        if isinstance(value, tuple):
            found |= {f"{name} {member}": member in value for member in facts[name].values or {}}
            found[f"{name} {_ANY}"] = bool(value)
        else:
            found[name] = value
    return found


def _rule(program: Program, rule: RuleAt, fired: set[str], reached: set[str]) -> dict[str, Any]:
    tests = [_expression(test) for test in rule.tests if test.subject == "fact"]
    keys = [{"reached": f"{test.subject} {test.name}"} for test in rule.tests if test.subject != "fact"]
    own = [{"m": _joined("$and", tests)}] if tests or not keys else []
    provided = [f"{kind} {name}" for kind, name in program.provides[rule.order] if (kind, name) in program.chained]

    def run(session: Any) -> None:
        fired.add(rule.id)
        reached.update(provided)

    return {"all": [*own, *({f"k{number}": key} for number, key in enumerate(keys))], "run": run}


def _joined(how: str, parts: list[Expression]) -> Expression:
    if not parts:
        return {"workload": True}
    return parts[0] if len(parts) == 1 else {how: parts}


def _expression(test: Test) -> Expression:  # noqa: PLR0911 - one for each kind of operator
    name, wanted = test.name, test.wanted
    if test.operator in _COMPARE:
        return {_COMPARE[test.operator]: {name: wanted}}
    if test.operator == "equals":
        return {name: wanted}
    if test.operator == "one-of":
        return _joined("$or", [{name: value} for value in wanted])
    if test.operator == "none-of":
        return _joined("$and", [{"$neq": {name: value}} for value in wanted])
    if test.operator in ("nonempty", "empty"):
        return {f"{name} {_ANY}": test.operator == "nonempty"}
    if test.operator == "includes-any":
        return _joined("$or", [{f"{name} {value}": True} for value in wanted])
    return {f"{name} {wanted}": test.operator == "includes"}
