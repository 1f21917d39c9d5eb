"""Findings in words: each rule's sentence with its values filled in, its figures with their dates, its citations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from advisor import result
from advisor.inference.findings import Finding
from advisor.language.program import Program, RuleAt
from advisor.language.words import fill
from knowledge.edition import Base, FigureAt
from knowledge.lint_conditions import member_unit
from knowledge.models import Option, Source

Pieces = list[str | tuple[str, str | None, str]]
"""A sentence cut up: text, and for each hole the fact that fills it, the fact's unit and the filter."""


def sentence(program: Program, finding: Finding) -> str:
    """The rule's `because` with the workload's values and the edition's figures filled in."""
    return _filled(_kept(program).of(finding.rule).pieces, finding.facts)


def sentences(program: Program, fired: Iterable[Finding]) -> dict[str, str]:
    """The sentences of findings, by rule."""
    kept = _kept(program)
    return {finding.rule.id: _filled(kept.of(finding.rule).pieces, finding.facts) for finding in fired}


def _filled(pieces: Pieces, facts: Mapping[str, Any]) -> str:
    return "".join([piece if isinstance(piece, str) else fill(facts[piece[0]], piece[1], piece[2]) for piece in pieces])


def figure_use(figure: FigureAt) -> result.FigureUse:
    """A figure as the result shows it."""
    row = figure.row
    return result.FigureUse(value=figure.value, unit=figure.unit, since=row.since, confidence=row.confidence, source=row.source)


def citation(source_id: str, source: Source) -> result.Citation:
    """A source as the result shows it."""
    return result.Citation(source=source_id, title=source.title, url=source.url, read=source.read)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What no workload changes about a rule's explanation: its sentence but for the facts, and fields of its finding."""

    pieces: Pieces
    fields: dict[str, Any]


class Kept:
    """The explanations of one program's rules, each made when it is first needed, and what holds for every workload."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.standing = {name: _standing(option) for name, option in base.options.items()}
        self._rules: dict[RuleAt, Explanation] = {}

    def of(self, rule: RuleAt) -> Explanation:
        """The explanation of a rule."""
        found = self._rules.get(rule)
        if found is None:
            found = self._rules[rule] = Explanation(_pieces(self._base, rule), _fields(self._base, rule))
        return found


def _standing(option: Option) -> list[result.OptionFinding]:
    return [
        result.OptionFinding.build(
            rule="standing",
            effect="favours" if item.strength > 0 else "disfavours",
            criterion=item.criterion,
            points=item.strength,
            because=item.because,
            sources=[item.source],
        )
        for item in option.standing
    ]


_KEPT: WeakKeyDictionary[Program, Kept] = WeakKeyDictionary()


def _kept(program: Program) -> Kept:
    found = _KEPT.get(program)
    return found if found is not None else _KEPT.setdefault(program, Kept(program.edition.base))


def _pieces(base: Base, rule: RuleAt) -> Pieces:
    """Cut up a rule's sentence and fill in its figures."""
    pieces: Pieces = []
    for part in rule.because:
        if isinstance(part, str):
            pieces.append(part)
        elif part.name in base.facts:
            pieces.append((part.name, base.facts[part.name].unit, part.filter))
        else:
            figure = rule.figures[part.name]
            pieces.append(fill(figure.value, member_unit(figure.unit, part.name.split(":")[1:]), part.filter))
    return pieces


def _fields(base: Base, rule: RuleAt) -> dict[str, Any]:
    cited = dict.fromkeys([*rule.rule.sources, *(figure.row.source for figure in rule.figures.values())])
    return {
        "rule": rule.id,
        "title": rule.rule.title,
        "effect": rule.effect,
        "target": list(rule.targets),
        "criterion": rule.criterion,
        "points": rule.points,
        "rationale": rule.rule.rationale,
        "not_when": rule.rule.not_when,
        "figures": {name: figure_use(figure) for name, figure in rule.figures.items()},
        "notes": list(rule.rule.notes),
        "citations": [citation(name, base.sources[name]) for name in cited],
    }


def explain(program: Program, fired: Iterable[Finding], because: Mapping[str, str]) -> list[result.Finding]:
    """Findings as the result shows them."""
    kept = _kept(program)
    return [
        result.Finding.of({**kept.of(finding.rule).fields, "because": because[finding.rule.id], "facts": finding.facts})
        for finding in fired
    ]


def for_and_against(
    program: Program, fired: Iterable[Finding], because: Mapping[str, str]
) -> dict[str, list[result.OptionFinding]]:
    """For each option what counts for or against it: its standing, then the findings on it."""
    standing = _kept(program).standing
    counted = {name: standing[name].copy() for name in program.options}
    for finding in fired:
        rule = finding.rule
        options = [name for name in rule.targets if name in counted]
        if options:
            one = result.OptionFinding.of(
                {
                    "rule": rule.id,
                    "effect": rule.effect,
                    "criterion": rule.criterion,
                    "points": rule.points,
                    "because": because[rule.id],
                    "sources": rule.rule.sources,
                }
            )
            for name in options:
                counted[name].append(one)
    return counted
