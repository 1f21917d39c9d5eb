"""The summary in five lines: decision, network, bill, limits, and what would change it."""

from advisor.documents.phrases import asked_by, fact_value, said
from advisor.documents.subject import Subject
from advisor.language.words import percent
from advisor.reports.content import Item, Items, Line, Section, Span, words
from advisor.reports.phrases import counted, reference
from advisor.reports.plan import computing_priced, total


def summary_section(subject: Subject) -> Section:
    """Five lines; each says that there is nothing to say where no option is recommended."""
    lines = (
        ("Decision", said(subject, subject.recommendation.recommendation.because)),
        ("Network", _network(subject)),
        ("Bill", _bill(subject)),
        ("Limits", _limits(subject)),
        ("What would change it", _change(subject)),
    )
    items = tuple(Item((Span(f"{name}:", "strong"), Span(" "), *line), bullet="•") for name, line in lines)
    return Section("summary", "Summary", (Items(items, ordered=True),))


def _network(subject: Subject) -> Line:
    plan = subject.best.network if subject.best is not None else None
    if plan is None:
        return words("not planned.")
    paths = f"{counted(len(plan.paths), 'path')} checked"
    if plan.errors:
        return words(
            f"{paths}, {counted(len(plan.errors), 'dependency', 'dependencies')} without a path: {plan.errors[0].because}"
        )
    if not plan.needs_vpc:
        return words(f"no VPC; {paths}.")
    chosen = asked_by(f" {plan.choice.because}", plan.choice.rule) if plan.choice is not None else ()
    return (Span(f"a VPC with {counted(len(plan.subnets), 'subnet')}; {paths}."), *chosen)


def _bill(subject: Subject) -> Line:
    best = subject.best
    if best is None or best.cost is None:
        return words("not reckoned.")
    bill = best.cost
    text = f"{total(bill)} a month in {bill.region}"
    others = [one for one in subject.recommendation.options if one.cost and computing_priced(one.cost) and one.id != best.id]
    cheapest = min(others, key=lambda one: (one.cost.monthly_usd if one.cost else 0, one.id), default=None)
    if cheapest is not None and cheapest.cost is not None:
        text += f"; the cheapest of the others is {cheapest.title} at {total(cheapest.cost)}"
    if bill.unpriced:
        text += f"; without a price: {', '.join(one.what.lower() for one in bill.unpriced[:3])}"
    return words(f"{text}.")


def _limits(subject: Subject) -> Line:
    best = subject.best
    if best is None or not best.headroom:
        return words("no limit is near." if best is not None else "not reckoned.")
    first = best.headroom[0]
    rule: Line = (Span(" "), reference(first.rule)) if first.rule else ()
    near = f"comes nearest, with {percent(first.share)} of its limit used" if first.share <= 1 else "is over its limit"
    return (Span(f"{first.what} {near}. {first.trigger}"), *rule)


def _change(subject: Subject) -> Line:
    """The nearest flip of an answer that was given, else of one that was not."""
    flips = subject.flips.singles or subject.flips.pairs
    if not flips:
        return words("no change of one or two facts makes another option better.")
    first, facts = flips[0], subject.edition.base.facts
    spans: list[Span] = []
    for place, turn in enumerate(first.changes):
        now = "not known" if turn.before is None else fact_value(facts, turn.fact, turn.before)
        spans += [*([Span(" and ")] if place else []), Span(turn.fact, "code"), Span(f" {turn.words} (today {now})")]
    more = len(subject.flips.singles) - 1
    rest = f"; {counted(more, 'more single fact')} would too." if more > 0 else "."
    return (*spans, Span(" leads to "), Span(first.title, "strong"), Span(rest))
