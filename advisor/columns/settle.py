"""Settle the circuit of an edition over many rows: tests, conjunctions, chains."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from advisor.columns.circuit import Circuit
from advisor.columns.planes import ALWAYS, NEVER, Truth, both, either
from advisor.columns.values import Values, test_of
from advisor.language.program import Key


def settle(circuit: Circuit, known: Mapping[str, Values], tested: Mapping[int, Truth] = MappingProxyType({})) -> list[Truth]:
    """The truth of every body: [0] where its rules fire, [1] where they fire or could.

    `tested` holds the truths of tests, by number, that are known already.
    """
    tests = [
        tested[number] if number in tested else test_of(known[test.name], test.operator, test.wanted)
        for number, test in enumerate(circuit.tests)
    ]
    reached: dict[Key, Truth] = {}
    found: list[Truth] = []
    for body in circuit.bodies:
        parts = [tests[number] for number in body.tests]
        for key in body.keys:
            if key not in reached:
                reached[key] = reached_by(circuit, key, found)
            parts.append(reached[key])
        found.append(both(parts) if parts else ALWAYS)
    return found


def reached_by(circuit: Circuit, key: Key, truths: Sequence[Truth]) -> Truth:
    """The truth of what rules chain on: some rule that brings it about fires, or could."""
    return either((NEVER, *(truths[provider] for provider in circuit.providers[key])))
