"""Plans for tests: from plain facts over findings to the plan of an option."""

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.capacity.sizing import size
from advisor.cost.prices import price_book
from advisor.explain import sentence
from advisor.inference import Inference
from advisor.inference.findings import Findings
from advisor.network.models import Need, NetworkPlan, Way
from advisor.network.plan import plan_network

REGION = "us-east-1"


def needs_of(findings: Findings, option: str) -> dict[str, Need]:
    """The components that findings ask for, for one option: the first rule that requires one, or else that advises it."""
    found: dict[str, Need] = {}
    for effect in ("requires", "advises"):
        for one in findings.fired:
            if one.rule.rule.effect == effect and option in one.rule.options:
                need = Need(one.rule.id, sentence(findings.program, one), effect == "requires")
                for target in one.rule.targets:
                    found.setdefault(target, need)
    return found


def plan_of(
    inference: Inference, facts: Mapping[str, Any], option: str, *, priced: bool = True, way: Way | None = None
) -> NetworkPlan:
    """The plan of an option for canonical facts."""
    findings = inference.infer({name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()})
    return plan_from(findings, option, priced=priced, way=way)


def plan_from(findings: Findings, option: str, *, priced: bool = True, way: Way | None = None) -> NetworkPlan:
    """The plan of an option for findings."""
    program, needs = findings.program, needs_of(findings, option)
    sizing = size(program, findings.known, option, tuple(needs))
    book = price_book(program, REGION) if priced else None
    return plan_network(program, findings.known, option, sizing, needs, book, way=way)


def not_excluded(findings: Findings) -> Iterator[str]:
    """The options that no finding excludes."""
    excluded = {target for one in findings.fired if one.rule.rule.effect == "excludes" for target in one.rule.targets}
    yield from (option for option in findings.program.options if option not in excluded)


def through(plan: NetworkPlan, name: str) -> list[str]:
    """What the path of a dependency leads through."""
    return [hop.through for path in plan.paths if path.name == name for hop in path.hops]
