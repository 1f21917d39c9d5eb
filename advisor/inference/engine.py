"""The experta engine of one edition: workload facts go in, rules fire and chain, findings come out.

One wide fact carries the workload; derived facts and findings that other rules chain on are declared as facts of their own,
the other findings are only written down. First everything that follows from the workload is derived, then the rules are let
loose on it. Conditions are not NOT-ed and an unknown fact is left out, never None.
"""

from collections.abc import Callable
from typing import Any

from advisor.inference.conditions import Conditions, pick
from advisor.inference.library import Activation, Agenda, Fact, FactList, KnowledgeEngine, Matcher, Rule
from advisor.inference.strategy import TotalOrder
from advisor.language.program import DerivationAt, Key, Program, RuleAt
from knowledge import AdvisorError


class EndlessRulesError(AdvisorError):
    """Rules kept firing past the number that one consultation can need."""


class Known(Fact):
    """A fact of ours: its values are checked, canonical and immutable, so experta need not freeze and search them."""

    def __init__(self, **values: Any) -> None:
        dict.__init__(self, values)


class Given(Known):
    """The workload: `values` holds a pair for every known fact."""


class Derived(Known):
    """One derived fact: `name` and `value`."""


class Complete(Known):
    """All that follows from the workload has been derived: now the rules may fire."""


class Reached(Known):
    """Something that other rules chain on: `key` is its subject (component, finding, option) and its name."""


class Facts(FactList):
    """experta's list of facts without its search for duplicates, which takes 1 for true; no fact of ours comes twice."""

    def declare(self, fact: Known) -> Known:
        """Number a fact and note it for the matcher."""
        fact.__factid__ = self.last_index
        self[self.last_index] = fact
        self.last_index += 1
        self.added.append(fact)
        return fact


class CompiledMatcher(Matcher):
    """Finds the rules that new facts make true, from the index of all conditions.

    Replaces experta's network at its own extension point: the stock matcher walks every rule after every change.
    """

    def __init__(self, engine: "AdvisorEngine") -> None:
        super().__init__(engine)
        self.reset()

    def reset(self) -> None:
        """Forget all facts."""
        self.known: dict[str, Any] = {}
        self.silent = 0
        self.waiting = 0
        self.late: dict[Key, int] = {}
        self.ready = self.active = 0

    def changes(
        self, adding: list[Fact] | None = None, deleting: list[Fact] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Return the activations that added facts bring about. Facts are never retracted: findings are derived anew."""
        if deleting:
            raise AdvisorError("a consultation only adds facts; start a new one instead of retracting")
        touched = 0
        for fact in adding or ():
            touched |= self._learn(fact)
        true = touched & self.ready
        if not true:
            return [], []
        for blocked in (self.silent, self.waiting, self.active, *self.late.values()):
            true ^= true & blocked
        self.active |= true
        return pick(self.engine.activations, true) if true else [], []

    def _learn(self, fact: Fact) -> int:
        """Remember a fact, and what it says about the rules that read it; return these rules."""
        conditions: Conditions = self.engine.conditions
        if isinstance(fact, Derived):
            name = fact["name"]
            self.known[name] = value = fact["value"]
            self.silent |= conditions.struck[name](value)
            return self.late.pop(("fact", name), 0)
        if isinstance(fact, Reached):
            return self.late.pop(fact["key"], 0)
        if isinstance(fact, Given):
            self.known.update(fact["values"])
            self.silent = conditions.silent(fact["values"])
            self.waiting = conditions.waiting(self.known)
            self.late = conditions.late(self.known)
            self.ready = conditions.derivations
        elif isinstance(fact, Complete):
            self.ready = conditions.rules
        return self.ready


class AdvisorEngine(KnowledgeEngine):
    """The rules of one program. Not for use by two threads at a time: lend it from a pool."""

    __matcher__ = CompiledMatcher
    __strategy__ = TotalOrder

    def __init__(self, program: Program, conditions: Conditions | None = None) -> None:
        self.conditions = conditions or Conditions(program)
        rules = [_rule(f"derive {item.fact}", _derivation(item), -number) for number, item in enumerate(program.derivations)]
        rules += [_rule(rule.id, _finding(rule, program), -rule.order) for rule in program.rules]
        self.activations = [Activation(rule, ()) for rule in rules]
        self.trace: list[RuleAt] = []
        super().__init__()

    def reset(self) -> None:
        """Forget everything. Without experta's walk over all attributes, which takes longer than the inference."""
        self.agenda = Agenda()
        self.facts = Facts()
        self.matcher.reset()
        self.trace = []

    def declare(self, fact: Known) -> None:
        """Add a fact and match it at once. Without experta's search for conditions inside the fact."""
        self.facts.declare(fact)
        self.match()

    def match(self) -> None:
        """Put the rules on the agenda that the facts since the last time make true."""
        added, removed = self.get_activations()
        if added:
            self.strategy.update_agenda(self.agenda, added, removed)

    def consult(self, values: dict[str, Any]) -> tuple[dict[str, Any], list[RuleAt]]:
        """Return all known facts and the rules in the order they fired.

        Raises EndlessRulesError when more rules fire than there are.
        """
        self.reset()
        for fact in (Given(values=tuple(values.items())), Complete()):
            self.facts.declare(fact)
            self.run(steps=len(self.activations))
        return self.matcher.known, self.trace

    def run(self, steps: int) -> None:
        """Fire what is on the agenda, and what new facts bring, until nothing is left.

        experta's own loop asks the matcher, formats a log line and sorts out the action's arguments at every step. Raises
        EndlessRulesError when there are more steps than so many.
        """
        agenda, facts = self.agenda, self.facts
        for _ in range(steps):
            if not agenda.activations:
                if facts.added:
                    self.match()
                if not agenda.activations:
                    return
            agenda.activations.pop().rule.__wrapped__(self)
        if agenda.activations:
            raise EndlessRulesError(f"rule {agenda.activations[-1].rule.__name__} still fires after {steps} firings")


def _rule(name: str, action: Callable[..., None], rank: int) -> Rule:
    """An experta rule with a name and a rank; its conditions are the matcher's."""
    rule = Rule()(action)
    rule.__name__ = name
    rule.rank = rank
    return rule


def _derivation(derivation: DerivationAt) -> Callable[..., None]:
    """The action of a derivation: add the fact, unless the workload states it or its table has no entry.

    It is matched when the other derivations have fired, because their order does not matter.
    """

    def derive(engine: AdvisorEngine) -> None:
        known = engine.matcher.known
        if derivation.fact not in known:
            value = derivation.value(tuple([known[name] for name in derivation.sources]))
            if value is not None:
                engine.facts.declare(Derived(name=derivation.fact, value=value))

    return derive


def _finding(rule: RuleAt, program: Program) -> Callable[..., None]:
    """The action of a rule: write the finding down, and declare what other rules chain on."""
    facts = [Reached(key=key) for key in program.provides[rule.order] if key in program.chained]

    def note(engine: AdvisorEngine) -> None:
        engine.trace.append(rule)

    def tell(engine: AdvisorEngine) -> None:
        engine.trace.append(rule)
        for fact in facts:
            if fact["key"] in engine.matcher.late:
                engine.declare(fact)

    return tell if facts else note
