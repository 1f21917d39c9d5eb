"""A question with everything a person needs to answer it: words, help, what hangs on it, what each answer would do."""

from collections.abc import Iterable, Mapping

import numpy as np

from advisor.inference import Findings
from advisor.language.words import measure
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.gain import Codes
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Effect, NextQuestion, Statement
from knowledge.models import Fact

DECIDES = ("excludes", "favours", "disfavours", "contradicts")
VERBS = {
    "excludes": ("exclude", "options"),
    "favours": ("speak for", "options"),
    "disfavours": ("speak against", "options"),
    "contradicts": ("contradict an answer", ""),
    "requires": ("require", "parts"),
    "advises": ("advise", "parts"),
    "warns": ("bring a warning", ""),
}
FEW = 3
"""Up to so many options or parts are named where a question could do something to them."""


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
    hanging = _hanging(ground, rules.get(name, []))
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
    hanging = _hanging(ground, [rule for name in names for rule in rules.get(name, [])])
    statements = [_statement(name, facts[name], bounds.get(name)) for name in names]
    return NextQuestion(
        kind="checklist",
        facts=names,
        question="Does any of these apply?",
        help="Usually none does, but a single one can decide. Tick what holds; what is left empty counts as no.",
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


def _hanging(ground: Ground, rules: Iterable[str]) -> list[str]:
    """Rules each once, those that decide most first."""
    effects = list(VERBS)
    order = {rule: effects.index(ground.program.by_id[rule].rule.effect) for rule in rules}
    return sorted(order, key=order.__getitem__)


def _why(ground: Ground, rules: list[str]) -> str:
    """What hangs on the question, by effect; many options as their number."""
    by_effect: dict[str, set[str]] = {}
    for rule_id in rules:
        rule = ground.program.by_id[rule_id]
        by_effect.setdefault(rule.rule.effect, set()).update(rule.targets)
    parts = [f"{verb} {_few(by_effect[effect], kind)}".strip() for effect, (verb, kind) in VERBS.items() if effect in by_effect]
    return f"{_counted(len(rules))} on it; an answer could {'; '.join(parts)}." if parts else "It completes the design."


def _counted(rules: int) -> str:
    """So many rules, with their verb."""
    return "1 rule hangs" if rules == 1 else f"{rules} rules hang"


def _few(names: set[str], kind: str) -> str:
    return ", ".join(sorted(names)) if len(names) <= FEW else f"{len(names)} {kind}"


def ticked_effects(ground: Ground, statements: list[Statement], codes: Mapping[str, Codes], won: Codes) -> list[Effect]:
    """For each line of a checklist the option that leads when it is ticked, as far as completions tell."""
    found = []
    for line in statements:
        own = codes[line.fact]
        ticked = own > ground.cells.place(line.fact, line.bound) if line.bound is not None else own == _code(ground, line)
        ticked &= own < ground.cells.beyond(line.fact)
        best = _leader(ground, won[ticked & (won < len(ground.options))])
        if best is not None:
            found.append(Effect(answer=line.text, option=best[0], share=best[1]))
    return found


def _code(ground: Ground, line: Statement) -> int:
    """The code of a ticked statement that is no number."""
    values = list(ground.program.edition.base.facts[line.fact].values or {})
    return 1 if line.yes is True else values.index(line.yes)


def _leader(ground: Ground, won: Codes) -> tuple[str, float] | None:
    """The option that wins most often among some completions, and its share; None when there are none."""
    if not len(won):
        return None
    counts = np.bincount(won, minlength=len(ground.options))
    best = int(counts.argmax())
    return ground.options[best], round(float(counts[best]) / len(won), 3)


def effects_of(ground: Ground, name: str, codes: Codes, won: Codes) -> list[Effect]:
    """For each answer (or range of numbers between cuts) the option that then leads; `codes` are the completions' answers."""
    fact = ground.program.edition.base.facts[name]
    found = []
    for code in np.unique(codes):
        best = _leader(ground, won[(codes == code) & (won < len(ground.options))])
        if best is not None:
            found.append(Effect(answer=ground.cells.label(name, fact, int(code)), option=best[0], share=best[1]))
    return found if fact.type not in ("set", "order") else []
