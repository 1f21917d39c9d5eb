"""The components that options need, as bits: one bit for a component, how much it is needed, and for which options."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from advisor.columns.circuit import Circuit
from advisor.columns.planes import NOBODY, WORD, Plane, Truth, either
from advisor.language.program import Program

Need = Literal["required", "advised"]
Needs = dict[str, dict[str, bool]]
"""For each option the components that rules name for it, and whether one requires them."""
_NEEDS: dict[str, Need] = {"requires": "required", "advises": "advised"}


@dataclass(frozen=True, slots=True)
class NeedBit:
    """What one bit says: the component is required (or advised) for these options.

    `bodies` are those of the rules that say so, each with the bodies of the rules that overrule it.
    """

    component: str
    need: Need
    options: tuple[str, ...]
    bodies: tuple[tuple[int, tuple[int, ...]], ...]


def need_bits(program: Program, circuit: Circuit) -> tuple[NeedBit, ...]:
    """The bits of a program, requirements first, then by component: options that need it under equal conditions share one."""
    bodies: dict[tuple[str, str], dict[str, list[tuple[int, tuple[int, ...]]]]] = defaultdict(lambda: defaultdict(list))
    overruling = _overruling(program, circuit)
    for number, rule in enumerate(program.rules):
        if rule.rule.effect in _NEEDS:
            body = (circuit.body_of[number], tuple(overruling[rule.id]))
            for component in rule.targets:
                for option in rule.options:
                    bodies[rule.rule.effect, component][option].append(body)
    bits = []
    for effect, component in sorted(bodies, key=lambda key: (key[0] != "requires", key[1])):
        shared: dict[tuple[tuple[int, tuple[int, ...]], ...], list[str]] = defaultdict(list)
        for option, found in bodies[effect, component].items():
            shared[tuple(sorted(set(found)))].append(option)
        bits += [NeedBit(component, _NEEDS[effect], tuple(sorted(options)), found) for found, options in shared.items()]
    return tuple(bits)


def _overruling(program: Program, circuit: Circuit) -> dict[str, list[int]]:
    """For each rule the bodies of the rules that overrule it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(program.rules):
        for name in rule.rule.overrules:
            found[name].append(circuit.body_of[number])
    return found


def need_planes(bits: Sequence[NeedBit], truths: Sequence[Truth]) -> list[Plane]:
    """Where each bit is set."""
    return [either((NOBODY, *(_said(truths, *body) for body in bit.bodies))) for bit in bits]


def _said(truths: Sequence[Truth], body: int, overruled_by: Sequence[int]) -> Plane:
    """Where a body holds and none that overrules it does."""
    said: Plane = truths[body][0]
    if overruled_by:
        said = np.bitwise_and(said, ~either(truths[one][0] for one in overruled_by))
    return said


def needs_of(bits: Sequence[NeedBit], words: Sequence[int]) -> Needs:
    """What the words of one row say: bit b of word k is entry 64 k + b."""
    found: Needs = {}
    for place, need in enumerate(bits):
        if words[place // WORD] >> place % WORD & 1:
            for option in need.options:
                named = found.setdefault(option, {})
                named[need.component] = named.get(need.component, False) or need.need == "required"
    return found
