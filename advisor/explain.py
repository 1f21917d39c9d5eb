"""Findings in words: each rule's sentence with its values filled in, its figures with their dates, its citations."""

from collections.abc import Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from advisor import result
from advisor.inference.findings import Finding
from advisor.language.program import Program, RuleAt
from advisor.language.words import fill
from knowledge.edition import FigureAt
from knowledge.lint_conditions import member_unit
from knowledge.models import Source
from knowledge.templates import Hole


def sentence(program: Program, finding: Finding) -> str:
    """The rule's `because` with the workload's values and the edition's figures filled in."""
    return "".join(part if isinstance(part, str) else _filled(program, finding, part) for part in finding.rule.because)


def _filled(program: Program, finding: Finding, hole: Hole) -> str:
    fact = program.edition.base.facts.get(hole.name)
    if fact is not None:
        return fill(finding.facts[hole.name], fact.unit, hole.filter)
    figure = finding.rule.figures[hole.name]
    return fill(figure.value, member_unit(figure.unit, hole.name.split(":")[1:]), hole.filter)


def figure_use(figure: FigureAt) -> result.FigureUse:
    """A figure as the result shows it."""
    row = figure.row
    return result.FigureUse(value=figure.value, unit=figure.unit, since=row.since, confidence=row.confidence, source=row.source)


def citation(source_id: str, source: Source) -> result.Citation:
    """A source as the result shows it."""
    return result.Citation(source=source_id, title=source.title, url=source.url, read=source.read)


_FIXED: WeakKeyDictionary[Program, dict[str, dict[str, Any]]] = WeakKeyDictionary()


def _parts(program: Program, rule: RuleAt) -> dict[str, Any]:
    sources = program.edition.base.sources
    cited = dict.fromkeys([*rule.rule.sources, *(figure.row.source for figure in rule.figures.values())])
    return {
        "rule": rule.id,
        "title": rule.rule.title,
        "effect": rule.rule.effect,
        "target": list(rule.targets),
        "criterion": rule.rule.criterion,
        "points": rule.points,
        "rationale": rule.rule.rationale,
        "not_when": rule.rule.not_when,
        "figures": {name: figure_use(figure) for name, figure in rule.figures.items()},
        "notes": list(rule.rule.notes),
        "citations": [citation(name, sources[name]) for name in cited],
    }


def explain(program: Program, fired: Iterable[Finding], because: Mapping[str, str]) -> list[result.Finding]:
    """Findings as the result shows them. What no workload changes is made once and kept as long as the program."""
    kept = _FIXED.setdefault(program, {})
    explained = []
    for finding in fired:
        name = finding.rule.rule.id
        if name not in kept:
            kept[name] = _parts(program, finding.rule)
        explained.append(result.Finding.build(**kept[name], because=because[name], facts=finding.facts))
    return explained
