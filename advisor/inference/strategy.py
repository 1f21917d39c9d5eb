"""A total order for the agenda, in place of experta's default strategy.

The default orders by salience and fact ids only, so that rules of one rank fire in an order that differs from process to
process, and it leaves activations on the agenda that the matcher has withdrawn. Here every activation has its place, and one
that is withdrawn is gone.
"""

from collections.abc import Iterable
from operator import attrgetter

from advisor.inference.library import Activation, Agenda, Strategy


class TotalOrder(Strategy):
    """Highest salience first, then the newest facts, then the rule's rank (or its name)."""

    def _update_agenda(self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]) -> None:
        gone = [place(activation) for activation in removed]
        if gone:
            agenda.activations = [kept for kept in agenda.activations if kept.key not in gone]
        new = list(added)
        if new:
            for activation in new:
                if activation.key is None:
                    activation.key = place(activation)
            agenda.activations.extend(new)
            agenda.activations.sort(key=attrgetter("key"))


def place(activation: Activation) -> tuple[object, ...]:
    """The sort key of an activation; the greatest fires next."""
    rule = activation.rule
    facts = sorted((fact["__factid__"] for fact in activation.facts), reverse=True) if activation.facts else []
    context = sorted(map(repr, activation.context.items())) if activation.context else []
    return (rule.salience, facts, getattr(rule, "rank", 0), rule.__name__, context)
