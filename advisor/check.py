"""Run the cases that rules carry: does each rule do on each workload what its file says?"""

from dataclasses import dataclass

from advisor.advice import Advisor
from advisor.inference.findings import Findings
from advisor.language.workload import parse
from knowledge import NoEditionError
from knowledge.models import Case, Rule


@dataclass(frozen=True, slots=True)
class Failure:
    """A case whose rule did something else."""

    rule: str
    case: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.rule}, case {self.case!r}: expected {self.expected}, found {self.found}"


def run_case(advisor: Advisor, rule: Rule, case: Case) -> str:
    """Return what the rule does on the case's workload: fires, asks or silent."""
    inference = advisor.edition(case.as_of)
    findings = inference.infer(parse(case.workload, advisor.base.facts).values)
    return outcome(findings, rule.id)


def outcome(findings: Findings, rule_id: str) -> str:
    """What a rule did: fires, asks or silent."""
    if any(found.rule.id == rule_id for found in findings.fired):
        return "fires"
    return "asks" if any(asking.rule.id == rule_id for asking in findings.asking) else "silent"


def check_cases(advisor: Advisor) -> tuple[int, list[Failure]]:
    """Run every case of every reviewed rule; return how many there were and those that failed."""
    count, failures = 0, []
    for rule in advisor.base.rules.values():
        for case in rule.case if rule.status == "reviewed" else ():
            count += 1
            try:
                found = run_case(advisor, rule, case)
            except NoEditionError as error:
                found = f"no edition ({error})"
            if found != case.expect:
                failures.append(Failure(rule.id, case.name, case.expect, found))
    return count, failures
