"""A question with everything a person needs to answer it: words, help, what hangs on it, what each answer would do."""

import numpy as np

from advisor.inference import Findings
from advisor.language.words import measure
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.gain import Codes
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Effect, NextQuestion, Statement
from knowledge.models import Fact

DECIDES = ("excludes", "favours", "disfavours", "contradicts")


def askable_facts(findings: Findings, answers: Answers) -> list[str]:
    """The open facts that could still move an option that nothing excludes, in the vocabulary's order.

    A fact that hangs on an answer to another one gives way to that other one, and is left out when the answer does not fit.
    """
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
    names |= {"priorities"} & set(findings.program.rank)  # no rule waits for them, they weigh all
    done = answers.settled_facts
    first = {found for name in names if (found := _first(findings, answers, name)) is not None and found not in done}
    return sorted(first, key=findings.program.rank.__getitem__)


def _first(findings: Findings, answers: Answers, name: str) -> str | None:
    """The fact itself, or the one that it hangs on; None when it does not apply."""
    for other, values in findings.program.edition.base.facts[name].given.items():
        if other in answers.known and answers.known[other] not in values:
            return None
        if other not in answers.known and other not in answers.unknown:
            return _first(findings, answers, other)
    return name


def rules_on(findings: Findings) -> dict[str, list[str]]:
    """For each unknown fact the rules that wait for it and count for or against an option."""
    found: dict[str, list[str]] = {}
    for asking in findings.asking:
        if asking.rule.rule.effect in DECIDES:
            for fact in asking.facts:
                found.setdefault(fact, []).append(asking.rule.id)
    return found


def ask_one(ground: Ground, name: str, rules: dict[str, list[str]], bits: float, effects: list[Effect]) -> NextQuestion:
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
        effects=effects,
    )


def ask_checklist(
    ground: Ground, names: list[str], rules: dict[str, list[str]], bits: float, bounds: dict[str, float]
) -> NextQuestion:
    """Several statements at once; a single yes-or-no fact is asked as it is."""
    facts = ground.program.edition.base.facts
    if len(names) == 1 and facts[names[0]].type in ("bool", "choice"):
        return ask_one(ground, names[0], rules, bits, [])
    hanging = list(dict.fromkeys(rule for name in names for rule in rules.get(name, [])))
    statements = [_statement(name, facts[name], bounds.get(name)) for name in names]
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


def _statement(name: str, fact: Fact, bound: float | None) -> Statement:
    """The line of a checklist: the fact's own statement, or its question where there is none."""
    said, question = fact.statement, fact.question or name
    if fact.type == "choice":
        yes, no = rarer(fact)
        value = (fact.values or {})[yes]
        text = said.format(value=value) if said else f"{question} {value}."
        return Statement(fact=name, text=text, yes=yes, no=no, low=None, bound=None)
    if fact.type == "bool" or bound is None:
        return Statement(fact=name, text=said or question, yes=True, no=False, low=None, bound=None)
    most = measure(bound, fact.unit)
    text = said.format(bound=most) if said else f"{question} More than {most}."
    low = float(fact.range[0]) if fact.range else 0.0
    return Statement(fact=name, text=text, yes=None, no=None, low=_plain(low), bound=_plain(bound))


def _plain(value: float) -> int | float:
    """A whole number as such, so that it is legal for facts that are whole."""
    return int(value) if float(value).is_integer() else float(value)


def rarer(fact: Fact) -> tuple[str, str]:
    """Of a choice of two the rarer value, then the other."""
    weights = fact.prior if isinstance(fact.prior, dict) else {}
    one, other = sorted(fact.values or {}, key=lambda value: float(weights.get(value, 0)))
    return one, other


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


def effects_of(ground: Ground, name: str, codes: Codes, won: Codes) -> list[Effect]:
    """For each answer (or range of numbers between cuts) the option that then leads; `codes` are the completions' answers."""
    fact = ground.program.edition.base.facts[name]
    found = []
    for code in np.unique(codes):
        kept = won[(codes == code) & (won < len(ground.options))]
        if len(kept):
            counts = np.bincount(kept, minlength=len(ground.options))
            best = int(counts.argmax())
            label = ground.cells.label(name, fact, int(code))
            found.append(Effect(answer=label, option=ground.options[best], share=round(float(counts[best]) / len(kept), 3)))
    return found if fact.type not in ("set", "order") else []
