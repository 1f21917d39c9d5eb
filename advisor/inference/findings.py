"""What inference yields: the rules that fired, the rules that still ask, and every value that was known."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from advisor.language.program import Program, RuleAt


class Finding(NamedTuple):
    """One rule that fired, with the facts it read (derived ones and their origins too)."""

    rule: RuleAt
    facts: dict[str, Any]


class Asking(NamedTuple):
    """One rule that no known fact speaks against, and the unknown facts that could still fire it."""

    rule: RuleAt
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Findings:
    """The outcome of one inference.

    `known` holds given and derived facts; `fired` is in rule order, `trace` in the order of firing; `asking` in rule order.
    """

    program: Program
    given: dict[str, Any]
    known: dict[str, Any]
    fired: tuple[Finding, ...]
    asking: tuple[Asking, ...]
    trace: tuple[str, ...]

    @cached_property
    def heard(self) -> tuple[Finding, ...]:
        """The findings that no other one overrules, in rule order; only advice and warnings can be overruled."""
        silenced = {name for found in self.fired for name in found.rule.rule.overrules}
        return tuple(found for found in self.fired if found.rule.id not in silenced) if silenced else self.fired

    @cached_property
    def needed(self) -> dict[str, dict[str, list[Finding]]]:
        """For each option the components that findings require or advise for it, with those findings, requirements first."""
        found: dict[str, dict[str, list[Finding]]] = {}
        for effect in ("requires", "advises"):
            for item in self.heard:
                rule = item.rule
                if rule.effect == effect:
                    for option in rule.options:
                        needs = found.setdefault(option, {})
                        for target in rule.targets:
                            needs.setdefault(target, []).append(item)
        return found
