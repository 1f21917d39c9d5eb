"""A question with everything a person needs to answer it: words, help, what hangs on it, what each answer would do."""

import numpy as np

from advisor.inference import Findings
from advisor.language.words import number
from advisor.questionnaire.gain import RARE, Codes
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Effect, NextQuestion, Statement
from knowledge.models import Fact

DECIDES = ("excludes", "favours", "disfavours", "contradicts")


def askable_facts(findings: Findings) -> list[str]:
    """The unknown facts that could still move an option that nothing excludes, in the vocabulary's order."""
    excluded = {
        target for finding in findings.fired if finding.rule.rule.effect == "excludes" for target in finding.rule.targets
    }
    open_options = set(findings.program.options) - excluded
    names = {
        fact
        for asking in findings.asking
        if asking.rule.rule.effect in DECIDES[:3] and not open_options.isdisjoint(asking.rule.targets)
        for fact in asking.facts
    }
    return sorted(names, key=findings.program.rank.__getitem__)


def rules_on(findings: Findings) -> dict[str, list[str]]:
    """For each unknown fact the rules that wait for it and count for or against an option."""
    found: dict[str, list[str]] = {}
    for asking in findings.asking:
        if asking.rule.rule.effect in DECIDES:
            for fact in asking.facts:
                found.setdefault(fact, []).append(asking.rule.id)
    return found


def rare(fact: Fact) -> bool:
    """Whether a fact is a yes-or-no that is mostly no, so that it can stand in a checklist."""
    return fact.type == "bool" and isinstance(fact.prior, dict) and float(fact.prior["yes"]) <= RARE


def ask_one(ground: Ground, name: str, rules: dict[str, list[str]], bits: float, won: Codes | None) -> NextQuestion:
    """The question about one fact."""
    fact = ground.program.edition.base.facts[name]
    hanging = rules.get(name, [])
    return NextQuestion(
        kind="one",
        facts=[name],
        question=fact.question or "",
        help=fact.help,
        type=fact.type,
        unit=fact.unit,
        range=[float(bound) for bound in fact.range] if fact.range else None,
        values=fact.values or {},
        statements=[],
        why=_why(ground, hanging),
        rules=hanging,
        bits=round(max(bits, 0.0), 4),
        effects=_effects(ground, name, fact, won) if won is not None else [],
    )


def ask_checklist(ground: Ground, names: list[str], rules: dict[str, list[str]], bits: float) -> NextQuestion:
    """Several statements at once; a single yes-or-no fact is asked as it is."""
    facts = ground.program.edition.base.facts
    if len(names) == 1 and facts[names[0]].type == "bool":
        return ask_one(ground, names[0], rules, bits, None)
    hanging = list(dict.fromkeys(rule for name in names for rule in rules.get(name, [])))
    statements = [_statement(ground, name, facts[name]) for name in names]
    return NextQuestion(
        kind="checklist",
        facts=names,
        question="Does any of these apply?",
        help="Mostly none does, but one that does can decide. Leave a line empty if it does not apply.",
        type="checklist",
        unit=None,
        range=None,
        values={},
        statements=statements,
        why=_why(ground, hanging),
        rules=hanging,
        bits=round(max(bits, 0.0), 4),
        effects=[],
    )


def _statement(ground: Ground, name: str, fact: Fact) -> Statement:
    question = fact.question or name
    if fact.type == "bool":
        return Statement(fact=name, text=question, low=None, bound=None)
    found = ground.cells.rare_bound(name)
    bound = found[0] if found is not None else 0.0
    unit = "" if fact.unit in (None, "count") else f" {fact.unit}"
    low = float(fact.range[0]) if fact.range else 0.0
    return Statement(fact=name, text=f"{question} More than {number(bound)}{unit}.", low=low, bound=bound)


def _why(ground: Ground, rules: list[str]) -> str:
    """What hangs on the question, by effect."""
    by_effect: dict[str, set[str]] = {}
    for rule_id in rules:
        rule = ground.program.by_id[rule_id]
        by_effect.setdefault(rule.rule.effect, set()).update(rule.targets)
    verbs = {
        "excludes": "exclude",
        "favours": "speak for",
        "disfavours": "speak against",
        "contradicts": "contradict an answer",
    }
    parts = [f"{verb} {', '.join(sorted(by_effect[effect]))}".strip() for effect, verb in verbs.items() if effect in by_effect]
    return f"{len(rules)} rules hang on it; an answer could {'; '.join(parts)}." if parts else "It completes the design."


def _effects(ground: Ground, name: str, fact: Fact, won: Codes) -> list[Effect]:
    """For each answer (or range of numbers between cuts) the option that then leads."""
    codes = ground.cells.codes[name]
    found = []
    for code in np.unique(codes):
        kept = won[(codes == code) & (won < len(ground.options))]
        if len(kept):
            counts = np.bincount(kept, minlength=len(ground.options))
            best = int(counts.argmax())
            label = ground.cells.label(name, fact, int(code))
            found.append(Effect(answer=label, option=ground.options[best], share=round(float(counts[best]) / len(kept), 3)))
    return found if fact.type not in ("set", "order") else []
