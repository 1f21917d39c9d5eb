"""From a workload to findings: by the engine, and by the plain interpreter that it is checked against."""

from collections import deque
from typing import Any

from advisor.inference.asking import Asker
from advisor.inference.conditions import Conditions
from advisor.inference.engine import AdvisorEngine
from advisor.inference.findings import Asking, Finding, Findings
from advisor.inference.plain import derive_all, read_plainly
from advisor.language.program import Program, RuleAt


class Inference:
    """Consultations on one program from any number of threads: each borrows an engine that nobody else has."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._conditions = Conditions(program)
        self._asker = Asker(program, self._conditions)
        self._idle: deque[AdvisorEngine] = deque()

    def infer(self, values: dict[str, Any]) -> Findings:
        """Return the findings of the engine for the given facts (canonical values, see `advisor.language.workload`).

        An engine in which an exception was raised is thrown away.
        """
        try:
            engine = self._idle.pop()
        except IndexError:
            engine = AdvisorEngine(self.program, self._conditions)
        known, trace = engine.consult(values)
        self._idle.append(engine)
        return _findings(self.program, values, known, trace, self._asker.asking(known))


def _findings(
    program: Program, given: dict[str, Any], known: dict[str, Any], trace: list[RuleAt], asking: list[Asking]
) -> Findings:
    fired = tuple(finding(rule, known) for rule in sorted(trace, key=lambda rule: rule.id))
    return Findings(program, given, known, fired, tuple(asking), tuple(rule.id for rule in trace))


def finding(rule: RuleAt, known: dict[str, Any]) -> Finding:
    """A rule that fired, with the values it read."""
    return Finding(rule, {name: known[name] for name in rule.reads if name in known})


def infer_plainly(program: Program, given: dict[str, Any]) -> Findings:
    """Return what the engine must return, found without it: derive in order, then one pass over the rules."""
    known = derive_all(program, given)
    rules, asking = read_plainly(program, known)
    return _findings(program, given, known, rules, asking)
