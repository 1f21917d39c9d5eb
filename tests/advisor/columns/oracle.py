"""What the columnar reading must answer, worked out one workload at a time by the engine reading."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from advisor.columns import Columns
from advisor.inference import Findings, Inference
from advisor.language.program import Program
from advisor.language.workload import Workload
from advisor.recommend import _rank, _status, recommend, tally, weights_for

Answer = dict[str, Any]
NEED = {"requires": "required", "advises": "advised"}


def quickly(program: Program, values: dict[str, Any], findings: Findings) -> Answer:
    """The verdict by the engine's findings and the recommendation's own arithmetic, without its sentences."""
    tallies = tally(program, findings, weights_for(program, values.get("priorities", ())))
    contradicted = any(found.rule.rule.effect == "contradicts" for found in findings.fired)
    viable = sorted((one for one in tallies.values() if not one.excluded_by), key=_rank)
    best = [one.option.id for one in viable if one.score == viable[0].score] if viable and not contradicted else []
    rest = [one for one in viable if one.option.id not in best]
    asked = {name for item in findings.asking if item.rule.rule.effect == "excludes" for name in item.rule.targets}
    by_rules = min(tallies.values(), key=lambda one: (len(one.excluded_by), -one.score, one.option.id)).option.id
    return {
        "option": best[0] if best else None,
        "tie": best if len(best) > 1 else [],
        "margin": viable[0].score - rest[0].score if best and rest else None,
        "nearest": None if best or contradicted else by_rules,
        "contradicted": contradicted,
        **{f"status_{name}": _status(one, best, asked) for name, one in tallies.items()},
        **{f"score_{name}": one.score for name, one in tallies.items()},
        **bits_of(program, findings),
    }


def wholly(inference: Inference, values: dict[str, Any]) -> Answer:
    """The same from the whole recommendation, with its open questions."""
    findings = inference.infer(values)
    found = recommend(inference.program, Workload(values), findings)
    headline, questions = found.recommendation, [question.fact for question in found.open_questions]
    return {
        "option": headline.option,
        "tie": headline.tie,
        "margin": headline.margin,
        "nearest": headline.nearest,
        "contradicted": bool(found.contradictions),
        **{f"status_{one.id}": one.status for one in found.options},
        **{f"score_{one.id}": one.score for one in found.options},
        **bits_of(inference.program, findings),
        "question": questions[0] if questions else None,
        "questions": questions,
        "component_names": sorted(component.id for component in found.components),
    }


def bits_of(program: Program, findings: Findings) -> Answer:
    """The rules that fired and asked by number, and what options need, all as bits of one number each."""
    numbers, needs = _numbers(program)
    return {
        "rules": sum(1 << numbers[found.rule.id] for found in findings.fired),
        "asking": sum(1 << numbers[item.rule.id] for item in findings.asking),
        "needs": _either(needs[found.rule.id] for found in findings.heard),
    }


@cache
def _numbers(program: Program) -> tuple[dict[str, int], dict[str, int]]:
    """For each rule its number, and the needs that it brings about."""
    numbers = {rule.id: number for number, rule in enumerate(program.rules)}
    effects = {rule.id: NEED.get(rule.rule.effect, "") for rule in program.rules}
    return numbers, {
        rule.id: _either(
            need_bit(option, target, effects[rule.id]) for option in rule.options for target in rule.targets if effects[rule.id]
        )
        for rule in program.rules
    }


_seen: dict[tuple[str, str, str], int] = {}


def need_bit(option: str, component: str, need: str) -> int:
    """One bit for an option, a component, and how much it needs it."""
    return 1 << _seen.setdefault((option, component, need), len(_seen))


def _either(masks: Any) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def answers(columns: Columns, rows: list[dict[str, Any]], outputs: tuple[Any, ...]) -> Iterator[Answer]:
    """The columnar reading's answers in the oracle's shape."""
    needs = [_either(need_bit(option, need.component, need.need) for option in need.options) for need in columns.needs]
    frame = columns.evaluate(columns.frame(rows), outputs)
    for row in frame.iter_rows(named=True):
        bits = dict.fromkeys(("components", "rules", "asking"), 0)
        for name in [name for name in row if name.partition("_")[0] in bits]:
            kind, _, number = name.partition("_")
            bits[kind] |= row.pop(name) << 64 * int(number)
        mask = bits.pop("components")
        bits["needs"] = _either(need for position, need in enumerate(needs) if mask >> position & 1)
        yield row | bits
