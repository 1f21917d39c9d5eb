"""zen-engine with the whole rule base of a program, as a decision graph: of the ways that were tried, the fastest.

Derived facts are expression nodes, as many one after the other as the longest chain of derivations. The rules follow by
stratum (how many chains come before them), each stratum as one expression that is a list of truth values, and between two
strata a node with what the next one chains on. A decision table that collects took a fifth longer.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import compress, pairwise
from typing import Any

import zen

from advisor.language.program import DerivationAt, Key, Program, RuleAt, Test
from benchmarks.peers_formulas import formula

Node = dict[str, Any]
_COMPARE = {"above": ">", "at-least": ">=", "below": "<", "at-most": "<=", "equals": "==", "differs": "!="}


def load(program: Program) -> Callable[[dict[str, Any]], frozenset[str]]:
    """Return the function from a workload's canonical values to the ids of the rules that fire."""
    strata = stratify(program)
    decision = zen.ZenEngine().create_decision(json.dumps(graph(program, strata)))
    ids = [(f"fired{number}", [rule.id for rule in rules]) for number, rules in enumerate(strata)]

    def fired(values: dict[str, Any]) -> frozenset[str]:
        context = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        result = decision.evaluate(context)["result"]
        return frozenset([rule_id for key, rule_ids in ids for rule_id in compress(rule_ids, result[key])])

    return fired


def stratify(program: Program) -> list[list[RuleAt]]:
    """The rules by how many chains come before them."""
    level: dict[RuleAt, int] = {}
    for rule in program.rules:
        before = [one for test in rule.tests if test.subject != "fact" for one in program.providers[test.subject, test.name]]
        level[rule] = max((level[one] + 1 for one in before), default=0)
    return [[rule for rule in program.rules if level[rule] == number] for number in range(max(level.values()) + 1)]


def graph(program: Program, strata: list[list[RuleAt]]) -> dict[str, Any]:
    """The decision: its nodes one after the other."""
    nodes: list[Node] = [{"id": "in", "type": "inputNode", "name": "in"}, *_nodes(program, strata)]
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    for node in nodes:
        node["position"] = {"x": 0, "y": 0}
    edges = [
        {"id": f"{one['id']} {other['id']}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for one, other in pairwise(nodes)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _nodes(program: Program, strata: list[list[RuleAt]]) -> Iterator[Node]:
    for number, derivations in enumerate(_levels(program.derivations)):
        yield _expressions(f"derived{number}", [(item.fact, _derived(item)) for item in derivations])
    for number, rules in enumerate(strata):
        listed = ", ".join(_rule(rule) for rule in rules)
        yield _expressions(f"stratum{number}", [(f"fired{number}", f"[{listed}]")])
        chained = [(_name(key), _chained(program, key, number, rules)) for key in sorted(program.chained)]
        yield _expressions(f"chained{number}", [(name, text) for name, text in chained if text])
    fired = [f"fired{number}" for number in range(len(strata))]
    yield _expressions("fired", [(name, name) for name in fired], keeps_context=False)


def _expressions(name: str, pairs: list[tuple[str, str]], *, keeps_context: bool = True) -> Node:
    expressions = [{"id": f"{name} {key}", "key": key, "value": text} for key, text in pairs]
    content = {"expressions": expressions, "passThrough": keeps_context, "executionMode": "single"}
    return {"id": name, "type": "expressionNode", "name": name, "content": content}


def _levels(derivations: Iterable[DerivationAt]) -> list[list[DerivationAt]]:
    level: dict[str, int] = {}
    found: list[list[DerivationAt]] = []
    for item in derivations:
        level[item.fact] = max((level[source] + 1 for source in item.sources if source in level), default=0)
        found += [[] for _ in range(level[item.fact] + 1 - len(found))]
        found[level[item.fact]].append(item)
    return found


def _derived(derivation: DerivationAt) -> str:
    """The given value, else the derived one when all sources are known."""
    if derivation.function is not None:
        value = formula(derivation, list(derivation.sources), _infix, repr)
    else:
        value = "null"
        for entry, derived in (derivation.table or {}).items():
            value = f"{derivation.sources[0]} == {literal(entry)} ? {literal(derived)} : ({value})"
    known = " and ".join(f"{source} != null" for source in derivation.sources)
    return f"{derivation.fact} != null ? {derivation.fact} : ({known} ? ({value}) : null)"


def _infix(operator: str, one: str, other: str) -> str:
    return f"abs({one})" if operator == "abs" else f"({one} {operator} {other})"


def literal(value: Any) -> str:
    """A value as zen reads it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _name(key: Key) -> str:
    return "chained_" + "_".join(key).translate(str.maketrans("-:.", "___"))


def _chained(program: Program, key: Key, number: int, rules: list[RuleAt]) -> str:
    """Whether something has been brought about, once the rules of a stratum are settled; no text when that adds nothing."""
    fired = [f"fired{number}[{place}]" for place, rule in enumerate(rules) if rule in program.providers[key]]
    return " or ".join([f"{_name(key)} == true", *fired]) if fired else ""


def _rule(rule: RuleAt) -> str:
    tests = [_test(test) if test.subject == "fact" else f"{_name((test.subject, test.name))} == true" for test in rule.tests]
    return " and ".join(f"({test})" for test in tests) or "true"


def _test(test: Test) -> str:
    name, wanted = test.name, literal(test.wanted)
    holds = {
        "one-of": f"{name} in {wanted}",
        "none-of": f"{name} not in {wanted}",
        "includes": f"{wanted} in {name}",
        "lacks": f"{wanted} not in {name}",
        "includes-any": f"some({wanted}, # in {name})",
        "nonempty": f"len({name}) > 0",
        "empty": f"len({name}) == 0",
    }.get(test.operator)
    if holds is None:
        holds = f"{name} {_COMPARE[test.operator]} {wanted}"
    return holds if test.operator in ("equals", "one-of") else f"{name} != null and {holds}"
