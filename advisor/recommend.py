"""From findings to a recommendation: exclude, add up, rank, and say what could still change it.

The score of an option is the sum over criteria of weight x points, in whole numbers: what holds for every workload (its
standing), plus what favours it, less what disfavours it. Fit weighs most; the user's first priorities add to their criteria.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from advisor import result
from advisor.explain import explain, for_and_against, sentences
from advisor.inference.findings import Finding, Findings
from advisor.language.program import Program
from advisor.language.workload import Workload
from advisor.questions import open_questions, tie_breakers
from knowledge.models import CRITERIA, Option


class Tally(NamedTuple):
    """The points of one option by criterion, its score, and the rules that exclude it."""

    option: Option
    points: dict[str, int]
    score: int
    excluded_by: tuple[str, ...]


def weights_for(program: Program, priorities: tuple[str, ...]) -> dict[str, int]:
    """The weight of each criterion, the user's priorities added."""
    weights = program.edition.base.weights
    total = {str(criterion): weights.criteria.get(criterion, 0) for criterion in CRITERIA}
    for extra, criterion in zip(weights.priorities, priorities, strict=False):
        total[criterion] += extra
    return total


def tally(program: Program, findings: Findings, weights: Mapping[str, int]) -> dict[str, Tally]:
    """Add up every option of the edition, by id."""
    points = {name: dict.fromkeys(weights, 0) for name in program.options}
    excluded: dict[str, list[str]] = {name: [] for name in program.options}
    for name, option in program.options.items():
        for standing in option.standing:
            points[name][standing.criterion] += standing.strength
    for found in findings.fired:
        rule = found.rule
        for target in found.rule.targets:
            if rule.effect == "excludes":
                excluded[target].append(rule.id)
            elif rule.criterion is not None:
                points[target][rule.criterion] += found.rule.points
    return {
        name: Tally(
            option,
            points[name],
            sum(weights[criterion] * count for criterion, count in points[name].items()),
            tuple(excluded[name]),
        )
        for name, option in program.options.items()
    }


def recommend(program: Program, workload: Workload, findings: Findings) -> result.Recommendation:
    """Return the whole answer for one workload's findings."""
    because = sentences(program, findings.heard)
    weights = weights_for(program, workload.values.get("priorities", ()))
    tallies = tally(program, findings, weights)
    contradictions = _contradictions(findings, because)
    viable = sorted((t for t in tallies.values() if not t.excluded_by), key=_rank)
    best = [t.option.id for t in viable if t.score == viable[0].score] if viable and not contradictions else []
    needed = findings.needed
    asked = {name for item in findings.asking if item.rule.effect == "excludes" for name in item.rule.targets}
    counted = for_and_against(program, findings.heard, because)
    options = [
        _option(t, _status(t, best, asked), counted[t.option.id], weights, needed) for t in sorted(tallies.values(), key=_rank)
    ]
    base = program.edition.base
    return result.Recommendation.build(
        edition=result.EditionRef(as_of=program.edition.as_of, digest=program.edition.digest, read=base.read),
        title=workload.title,
        workload=workload.values,
        unknown=list(workload.unknown),
        derived={name: findings.known[name] for name in base.facts if name in findings.known and name not in workload.values},
        recommendation=_headline(program, findings, tallies, weights, viable, best, contradictions),
        options=options,
        components=_components(program, needed, best[0], because) if best else [],
        open_questions=open_questions(program, findings, tallies, weights, best),
        contradictions=contradictions,
        warnings=_warnings(program, findings.heard, because, tallies),
        findings=explain(program, findings.heard, because),
        trace=list(findings.trace),
    )


def _rank(one: Tally) -> tuple[bool, int, int, str]:
    """Viable before excluded, then by score; equal scores by least operations, then by id (the tie is still shown)."""
    return (bool(one.excluded_by), -one.score, -one.points["operations"], one.option.id)


def _contradictions(findings: Findings, because: Mapping[str, str]) -> list[result.Contradiction]:
    return [
        result.Contradiction(rule=found.rule.id, facts=_given_facts(found, findings), because=because[found.rule.id])
        for found in findings.fired
        if found.rule.effect == "contradicts"
    ]


def _given_facts(found: Finding, findings: Findings) -> list[str]:
    return [name for name in found.facts if name in findings.given]


def _components(
    program: Program, needed: Mapping[str, dict[str, list[Finding]]], option: str, because: Mapping[str, str]
) -> list[result.ComponentResult]:
    """The components of one option, by kind and id, each with the first rule that says so."""
    needs, names = [], sorted(needed)
    for component_id, founds in needed.get(option, {}).items():
        component, first = program.edition.base.component(component_id), founds[0].rule.rule
        member = component_id.partition(":")[2]
        needs.append(
            result.ComponentResult.of(
                {
                    "id": component_id,
                    "title": f"{component.title}: {member}" if member else component.title,
                    "kind": component.kind,
                    "need": "required" if first.effect == "requires" else "advised",
                    "because": because[first.id],
                    "rule": first.id,
                    "rules": [found.rule.id for found in founds],
                    "options": [name for name in names if component_id in needed[name]],
                }
            )
        )
    return sorted(needs, key=lambda need: (need.kind, need.id))


def _option(
    one: Tally,
    status: result.Status,
    counted: list[result.OptionFinding],
    weights: Mapping[str, int],
    needed: Mapping[str, dict[str, list[Finding]]],
) -> result.OptionResult:
    name = one.option.id
    return result.OptionResult.of(
        {
            "id": name,
            "title": one.option.title,
            "family": one.option.family,
            "status": status,
            "score": one.score,
            "criteria": {criterion: _criterion(points, weights[criterion]) for criterion, points in one.points.items()},
            "findings": counted,
            "components": sorted(needed.get(name, ())),
            **_UNPLANNED,
        }
    )


_UNPLANNED: dict[str, Any] = {
    "sizing": None, "network": None, "cost": None, "load": None, "latency": [], "latency_budget": None, "headroom": [],
}  # fmt: skip
"""The plan of an option before there is one (see `advisor.plan`)."""


@lru_cache(maxsize=1024)
def _criterion(points: int, weight: int) -> result.CriterionSum:
    return result.CriterionSum(points=points, weight=weight, score=points * weight)


def _status(one: Tally, best: list[str], asked: set[str]) -> result.Status:
    """Undetermined: nothing known excludes the option, but an unknown fact (or a contradiction) still could."""
    if one.excluded_by:
        return "excluded"
    if one.option.id in best:
        return "recommended"
    return "undetermined" if one.option.id in asked or not best else "viable"


def _headline(
    program: Program,
    findings: Findings,
    tallies: Mapping[str, Tally],
    weights: Mapping[str, int],
    viable: list[Tally],
    best: list[str],
    contradictions: list[result.Contradiction],
) -> result.Headline:
    if not best:
        return _no_option(tallies, contradictions)
    first, rest = tallies[best[0]], [one for one in viable if one.option.id not in best]
    margin = first.score - rest[0].score if rest else None
    tie = best if len(best) > 1 else []
    strongest = sorted(
        (found.rule for found in findings.fired if best[0] in found.rule.targets and found.rule.points > 0),
        key=lambda rule: (-rule.points * weights[rule.criterion or ""], rule.id),
    )[:3]
    reasons = "; ".join(f"{rule.id} {rule.rule.title}" for rule in strongest)
    text = f"{first.option.title} has the highest score ({first.score}) of the options that nothing known excludes"
    text += f", {margin} ahead of {rest[0].option.title}." if rest else "; every other option is excluded or tied."
    if tie:
        text += (
            " It ties with "
            + ", ".join(tallies[name].option.title for name in best[1:])
            + "; it is named first because it leaves least to operate."
        )
    text += (
        f" What speaks for it most: {reasons}."
        if reasons
        else " No answer so far speaks for it; it leads by what holds for every workload."
    )
    return result.Headline.build(
        option=best[0],
        family=first.option.family,
        tie=tie,
        tie_breakers=tie_breakers(findings, tie),
        margin=margin,
        nearest=None,
        because=text,
    )


def _no_option(tallies: Mapping[str, Tally], contradictions: list[result.Contradiction]) -> result.Headline:
    nearest = min(tallies.values(), key=lambda one: (len(one.excluded_by), -one.score, one.option.id))
    if contradictions:
        facts = "; ".join(f"{', '.join(item.facts)} ({item.rule})" for item in contradictions)
        text, name = f"No option is recommended, because answers contradict each other: {facts}.", None
    else:
        text, name = (
            f"No option fits. {nearest.option.title} comes nearest, excluded by {', '.join(nearest.excluded_by)}.",
            nearest.option.id,
        )
    return result.Headline.build(option=None, family=None, tie=[], tie_breakers=[], margin=None, nearest=name, because=text)


def _warnings(
    program: Program, heard: tuple[Finding, ...], because: Mapping[str, str], tallies: Mapping[str, Tally]
) -> list[result.Warned]:
    base, as_of = program.edition.base, program.edition.as_of
    found = [
        result.Warned(rule=item.rule.id, because=because[item.rule.id], options=options)
        for item in heard
        if item.rule.effect == "warns" and (options := [name for name in item.rule.options if not tallies[name].excluded_by])
    ]
    if as_of > base.read:
        read, asked = base.read.isoformat(), as_of.isoformat()
        text = f"The knowledge was last read on {read}; what changed between then and {asked} is not in it."
        found.append(result.Warned(rule=None, because=text, options=[]))
    return found
