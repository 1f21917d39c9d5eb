"""Which components findings ask for, option by option, with the rule that does."""

from collections.abc import Mapping

from advisor.inference.findings import Findings
from advisor.network.models import Need


def needs_by_option(findings: Findings, because: Mapping[str, str]) -> dict[str, dict[str, Need]]:
    """The needs of every option: component id -> the first rule that requires it, or else the first that advises it.

    `because` has the sentence of each rule that fired, by id.
    """
    found: dict[str, dict[str, Need]] = {option: {} for option in findings.program.options}
    for effect in ("requires", "advises"):
        for one in findings.fired:
            rule = one.rule
            if rule.rule.effect == effect:
                need = Need(rule.id, because[rule.id], effect == "requires")
                for option in rule.options:
                    for target in rule.targets:
                        found[option].setdefault(target, need)
    return found
