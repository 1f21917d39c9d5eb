"""The plain reading: the conditions interpreted one by one, without engine or index. The oracle of the other readings."""

from typing import Any

from advisor.inference.findings import Asking
from advisor.language.program import Key, Program, RuleAt
from knowledge.compare import COMPARE


def derive_all(program: Program, given: dict[str, Any]) -> dict[str, Any]:
    """The given facts and everything that follows from them; a given value wins over a derived one."""
    known = dict(given)
    for derivation in program.derivations:
        if derivation.fact not in known and all(name in known for name in derivation.sources):
            value = derivation.value(tuple(known[name] for name in derivation.sources))
            if value is not None:
                known[derivation.fact] = value
    return known


def read_plainly(program: Program, known: dict[str, Any]) -> tuple[list[RuleAt], list[Asking]]:
    """Return the rules that fire and those that ask, in the program's order.

    Three-valued: a rule with a false condition is silent whatever is learned; one whose conditions are true or unknown asks.
    A chained condition has the value of the rules that bring it about.
    """
    fired: list[RuleAt] = []
    asking: list[Asking] = []
    state: dict[Key, bool | None] = {}
    waits: dict[Key, set[str]] = {}
    provides = program.provides
    for rule in program.rules:
        missing: set[str] = set()
        status = _status(rule, known, state, waits, missing)
        if status is False:
            continue
        facts = askable(program, known, missing) if missing else ()
        if status:
            fired.append(rule)
        else:
            asking.append(Asking(rule, facts))
        for key in provides[rule.order]:
            if status:
                state[key] = True
            elif state.get(key) is not True:
                state[key] = None
                waits.setdefault(key, set()).update(facts)
    return fired, asking


def _status(
    rule: RuleAt, known: dict[str, Any], state: dict[Key, bool | None], waits: dict[Key, set[str]], missing: set[str]
) -> bool | None:
    """Whether a rule's conditions hold; None when one is unknown and none false. Fills `missing` with unknown facts."""
    unknown = False
    for test in rule.tests:
        if test.subject == "fact":
            value = known.get(test.name)
            if value is None:
                unknown = True
                missing.add(test.name)
            elif not COMPARE[test.operator](value, test.wanted):
                return False
        else:
            held = state.get((test.subject, test.name), False)
            if held is False:
                return False
            if held is None:
                unknown = True
                missing.update(waits[test.subject, test.name])
    return None if unknown else True


def askable(program: Program, known: dict[str, Any], missing: set[str]) -> tuple[str, ...]:
    """Replace unknown derived facts by the unknown facts they follow from; each once, in the vocabulary's order."""
    if missing.isdisjoint(program.origins):
        return tuple(sorted(missing, key=program.rank.__getitem__)) if len(missing) > 1 else tuple(missing)
    found: set[str] = set()
    waiting = list(missing)
    while waiting:
        name = waiting.pop()
        origins = [source for source in program.origins.get(name, ()) if source not in known]
        if origins:
            waiting.extend(origins)
        else:
            found.add(name)
    return tuple(sorted(found, key=program.rank.__getitem__))
