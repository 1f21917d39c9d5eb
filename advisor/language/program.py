"""The rules of an edition made ready for the readings: figures filled in, units converted, chains ordered.

A `Program` is what every reading interprets. Nothing in it depends on a workload.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

from advisor.language.derived import FUNCTIONS
from knowledge import Base, Edition, KnowledgeError, NoEditionError, Problem
from knowledge.compare import holds
from knowledge.edition import FigureAt
from knowledge.lint import facts_of, figures_of
from knowledge.lint_conditions import limit_on
from knowledge.models import STRENGTHS, Condition, Option, Rule
from knowledge.templates import Hole, parse

Key = tuple[str, str]
"""What a condition can test: a subject (fact, component, finding, option) and a name."""


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a rule as of a date: what is tested, how, against which value; from which figure, if any."""

    subject: str
    name: str
    operator: str
    wanted: Any
    figure: str | None


@dataclass(frozen=True, slots=True, eq=False)
class RuleAt:
    """A rule as of a date.

    `points` is signed: positive favours, negative disfavours, 0 otherwise. `reads` are the facts of the conditions and those
    that these are derived from. `order` numbers the rules so that providers come before the rules that chain on them.
    `concerns` are the options that the rule can change something for.
    """

    rule: Rule
    tests: tuple[Test, ...]
    targets: tuple[str, ...]
    options: tuple[str, ...]
    figures: dict[str, FigureAt]
    because: tuple[str | Hole, ...]
    points: int
    order: int
    reads: tuple[str, ...]
    concerns: frozenset[str]
    id: str = field(init=False)
    effect: str = field(init=False)
    criterion: str | None = field(init=False)

    def __post_init__(self) -> None:
        """Keep what is read thousands of times an answer here, where reading it costs a third of what it does in the model."""
        for name in ("id", "effect", "criterion"):
            object.__setattr__(self, name, getattr(self.rule, name))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the conditions name, in their order, each once."""
        return tuple(dict.fromkeys(test.name for test in self.tests if test.subject == "fact"))


@dataclass(frozen=True, slots=True)
class DerivationAt:
    """How a derived fact follows: from a function over facts and figures, or from a table of one fact."""

    fact: str
    sources: tuple[str, ...]
    function: Callable[..., Any] | None
    figures: tuple[Any, ...]
    table: dict[str, Any] | None

    def value(self, arguments: tuple[Any, ...]) -> Any:
        """The derived value of known arguments; None when the table has no entry."""
        if self.function is not None:
            return self.function(*arguments, *self.figures)
        return (self.table or {}).get(str(arguments[0]))


@dataclass(frozen=True, eq=False)
class Program:
    """Everything that a reading needs of an edition: derivations and rules in an order in which chains are settled."""

    edition: Edition
    derivations: tuple[DerivationAt, ...]
    rules: tuple[RuleAt, ...]

    @cached_property
    def by_id(self) -> dict[str, RuleAt]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def options(self) -> dict[str, Option]:
        """The options of the edition, in id order."""
        return dict(sorted(self.edition.options.items()))

    @cached_property
    def provides(self) -> dict[int, tuple[Key, ...]]:
        """For each rule's order what other rules can chain on."""
        return {rule.order: tuple(provided(rule.rule, rule.targets)) for rule in self.rules}

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each fact in the vocabulary."""
        return {name: number for number, name in enumerate(self.edition.base.facts)}

    @cached_property
    def origins(self) -> dict[str, tuple[str, ...]]:
        """For each derived fact the facts that it follows from."""
        return {derivation.fact: derivation.sources for derivation in self.derivations}

    @cached_property
    def providers(self) -> dict[Key, tuple[RuleAt, ...]]:
        """For everything that a condition can chain on, the rules that bring it about."""
        found: dict[Key, list[RuleAt]] = {}
        for rule in self.rules:
            for key in provided(rule.rule, rule.targets):
                found.setdefault(key, []).append(rule)
        return {key: tuple(rules) for key, rules in found.items()}

    @cached_property
    def chained(self) -> frozenset[Key]:
        """What at least one condition chains on."""
        return frozenset((test.subject, test.name) for rule in self.rules for test in rule.tests if test.subject != "fact")


def provided(rule: Rule, targets: Iterable[str]) -> list[Key]:
    """What other rules can chain on once this rule has fired."""
    subject = {"requires": "component", "excludes": "option"}.get(rule.effect)
    return [("finding", rule.id)] + ([(subject, target) for target in targets] if subject else [])


def edition_on(base: Base, day: date) -> Edition:
    """Return the edition of a day. Raises NoEditionError before the first figure or option."""
    if day < base.first:
        raise NoEditionError(
            f"as_of: found {day.isoformat()}; expected a date from {base.first.isoformat()} on, "
            "when the first of the options came out; ask for a later date"
        )
    return Edition(base, day)


def compile_edition(edition: Edition) -> Program:
    """Make an edition's rules ready. Raises KnowledgeError when a derived fact names a function that does not exist."""
    return Program(edition, tuple(_derivations(edition)), tuple(_rules(edition)))


def _derivations(edition: Edition) -> Iterable[DerivationAt]:
    derived = {name: fact.derived for name, fact in edition.base.facts.items() if fact.derived is not None}
    order = TopologicalSorter({name: derivation.sources for name, derivation in derived.items()}).static_order()
    problems: list[Problem] = []
    for name in order:
        derivation = derived.get(name)
        if derivation is None:
            continue
        figures = tuple(edition.figure(reference) for reference in derivation.figures)
        if derivation.function is not None and derivation.function not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            problems.append(
                Problem(
                    f"facts: {name}",
                    f"function {derivation.function!r}",
                    f"one of {known}",
                    "add it to advisor.language.derived",
                )
            )
        elif all(figure is not None for figure in figures):
            function = FUNCTIONS[derivation.function] if derivation.function is not None else None
            values = tuple(figure.value for figure in figures if figure is not None)
            yield DerivationAt(name, tuple(derivation.sources), function, values, derivation.table)
    if problems:
        raise KnowledgeError(problems)


def _rules(edition: Edition) -> Iterable[RuleAt]:
    """Yield the rules that can fire on the date, providers before the rules that chain on them."""
    available: set[Key] = set()
    for number, rule_id in enumerate(_settled_order(edition)):
        found = _rule_at(edition, edition.rules[rule_id], number, available)
        if found is not None:
            available.update(provided(found.rule, found.targets))
            yield found


def _settled_order(edition: Edition) -> list[str]:
    """Rule ids by stratum (how many chains come before), then by id."""
    by_key: dict[Key, list[str]] = {}
    for rule in edition.rules.values():
        for key in provided(rule, rule.targets):
            by_key.setdefault(key, []).append(rule.id)
    before = {rule.id: [found for key in _waits_for(rule) for found in by_key.get(key, ())] for rule in edition.rules.values()}
    level: dict[str, int] = {}
    for rule_id in TopologicalSorter(before).static_order():
        level[rule_id] = max((level[found] + 1 for found in before[rule_id]), default=0)
    return sorted(level, key=lambda rule_id: (level[rule_id], rule_id))


def _waits_for(rule: Rule) -> list[Key]:
    subjects = ("component", "finding", "option")
    return [
        (subject, name) for condition in rule.when for subject in subjects if (name := getattr(condition, subject)) is not None
    ]


def _rule_at(edition: Edition, rule: Rule, order: int, available: set[Key]) -> RuleAt | None:
    """The rule as of the date; None when its figures, options or chains can't let it fire on that date."""
    tests: list[Test] = []
    for condition in rule.when:
        if condition.fact is None and condition.figure is not None:
            if not _figure_holds(edition, condition):
                return None
            continue
        test = _test(edition, condition)
        if test is None or (test.subject != "fact" and (test.subject, test.name) not in available):
            return None
        tests.append(test)
    on_options = rule.effect in ("excludes", "favours", "disfavours")
    targets = tuple(target for target in rule.targets if not on_options or target in edition.options)
    options = tuple(option for option in rule.options or sorted(edition.options) if option in edition.options)
    if (on_options and not targets) or not options:
        return None
    figures = {
        reference: figure for reference in figures_of(edition.base, rule) if (figure := edition.figure(reference)) is not None
    }
    sign = -1 if rule.effect == "disfavours" else 1
    points = sign * STRENGTHS[rule.strength] if rule.strength is not None else 0
    reads = tuple(facts_of(edition.base, rule))
    return RuleAt(
        rule,
        tuple(tests),
        targets,
        options,
        figures,
        parse(rule.because),
        points,
        order,
        reads,
        frozenset(targets if on_options else options),
    )


def _figure_holds(edition: Edition, condition: Condition) -> bool:
    figure = edition.figure(condition.figure or "")
    return figure is not None and holds(condition.operator, figure.value, condition.value)


def _test(edition: Edition, condition: Condition) -> Test | None:
    for subject in ("component", "finding", "option"):
        name = getattr(condition, subject)
        if name is not None:
            return Test(subject, name, condition.operator, None, None)
    name = condition.fact or ""
    wanted: Any = condition.value
    if condition.figure is not None:
        fact = edition.base.facts[name]
        figure = edition.figure(condition.figure)
        if figure is None:
            return None
        wanted = (
            limit_on(edition.base, fact, condition.figure, edition.as_of)
            if fact.type in ("number", "integer")
            else figure.value
        )
    return Test("fact", name, condition.operator, tuple(wanted) if isinstance(wanted, list) else wanted, condition.figure)
