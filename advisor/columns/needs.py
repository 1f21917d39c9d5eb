"""The components that options need, as bits: one bit for a component, how much it is needed, and for which options."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.columns.circuit import Circuit
from advisor.columns.planes import NOBODY, WORD, Plane, Truth, either
from advisor.language.program import Program

Need = Literal["required", "advised"]
Needs = dict[str, dict[str, bool]]
"""For each option the components that rules name for it, and whether one requires them."""
_NEEDS: dict[str, Need] = {"requires": "required", "advises": "advised"}


@dataclass(frozen=True, slots=True)
class NeedBit:
    """What one bit says: the component is required (or advised) for these options."""

    component: str
    need: Need
    options: tuple[str, ...]
    bodies: tuple[int, ...]


def need_bits(program: Program, circuit: Circuit) -> tuple[NeedBit, ...]:
    """The bits of a program, requirements first, then by component: options that need it under equal conditions share one."""
    bodies: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, rule in enumerate(program.rules):
        if rule.rule.effect in _NEEDS:
            for component in rule.targets:
                for option in rule.options:
                    bodies[rule.rule.effect, component][option].append(circuit.body_of[number])
    bits = []
    for effect, component in sorted(bodies, key=lambda key: (key[0] != "requires", key[1])):
        shared: dict[tuple[int, ...], list[str]] = defaultdict(list)
        for option, found in bodies[effect, component].items():
            shared[tuple(sorted(set(found)))].append(option)
        bits += [NeedBit(component, _NEEDS[effect], tuple(sorted(options)), found) for found, options in shared.items()]
    return tuple(bits)


def need_planes(bits: Sequence[NeedBit], truths: Sequence[Truth]) -> list[Plane]:
    """Where each bit is set."""
    return [either((NOBODY, *(truths[body][0] for body in bit.bodies))) for bit in bits]


def needs_of(bits: Sequence[NeedBit], words: Sequence[int]) -> Needs:
    """What the words of one row say: bit b of word k is entry 64 k + b."""
    found: Needs = {}
    for place, need in enumerate(bits):
        if words[place // WORD] >> place % WORD & 1:
            for option in need.options:
                named = found.setdefault(option, {})
                named[need.component] = named.get(need.component, False) or need.need == "required"
    return found
