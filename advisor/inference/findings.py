"""What inference yields: the rules that fired, the rules that still ask, and every value that was known."""

from dataclasses import dataclass
from typing import Any

from advisor.language.program import Program, RuleAt


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired, with the facts it read (derived ones and their origins too)."""

    rule: RuleAt
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """One rule that no known fact speaks against, and the unknown facts that could still fire it."""

    rule: RuleAt
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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
