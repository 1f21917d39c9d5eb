"""What the document rests on beside the answers: everything that was assumed, and every question that is still open."""

import re

from advisor.capacity.models import Assumption
from advisor.documents.phrases import fact_value
from advisor.documents.subject import Subject
from advisor.reports.content import Block, Item, Items, Paragraph, Section, Span, words
from advisor.reports.phrases import counted
from advisor.result import OptionResult

TOP = 6
NAMED = 4
"""So many rules or options are named one by one that an answer could bring into play."""
_LIST = re.compile(rf"(?<![\w:.-])([\w:.-]+(?:, [\w:.-]+){{{NAMED},}})(?: and (\d+) more)?")


def assumptions_section(subject: Subject) -> Section:
    """All assumptions of the plan, each once with the parts that rest on it, and the open questions by weight."""
    sections = (_assumptions(subject), _questions(subject))
    return Section("assumptions", "Assumptions and open questions", (), tuple(sections))


def _assumptions(subject: Subject) -> Section:
    resting: dict[tuple[str, str, str], list[str]] = {}
    facts = subject.edition.base.facts
    for part, assumptions in _parts(subject.best).items():
        for one in assumptions:
            resting.setdefault((one.fact, fact_value(facts, one.fact, one.value), one.because), []).append(part)
    items = tuple(
        Item((Span(fact, "code"), Span(" = "), Span(value, "strong"), Span(f". {because}"),
              Span(f" ({', '.join(dict.fromkeys(parts))})", "muted")))
        for (fact, value, because), parts in resting.items()
    )  # fmt: skip
    block: Block = Items(items) if items else Paragraph(words("Nothing was assumed."))
    return Section("assumed", "Assumptions", (block,))


def _parts(best: OptionResult | None) -> dict[str, list[Assumption]]:
    if best is None:
        return {}
    return {
        "size": best.sizing.assumptions if best.sizing else [],
        "network": best.network.assumptions if best.network else [],
        "bill": best.cost.assumptions if best.cost else [],
        "concurrency": best.load.assumptions if best.load else [],
        "latency": best.latency_budget.assumptions if best.latency_budget else [],
    }


def _questions(subject: Subject) -> Section:
    questions = subject.recommendation.open_questions
    items = tuple(
        Item((Span(f"{one.question} ", "strong"), Span(one.fact, "code"), Span(f" {_short(one.why)}")))
        for one in questions[:TOP]
    )
    if not items:
        return Section("questions", "Open questions", (Paragraph(words("No unknown fact could change the answer.")),))
    said = "Unknown facts that could still change a part of the answer, by weight, with what hangs on each:"
    rest = questions[TOP:]
    more = f"{counted(len(rest), 'further fact')}: {', '.join(one.fact for one in rest)}. " if rest else ""
    told = (
        Span(more, "muted"),
        Span("advisor rules show ID", "code"),
        Span(" tells what a rule says that has not fired.", "muted"),
    )
    return Section("questions", "Open questions", (Paragraph(words(said)), Items(items, ordered=True), Paragraph(told)))


def _short(why: str) -> str:
    """What hangs on an answer, with long lists cut; the advice as JSON has all of it."""
    return _LIST.sub(_cut, why)


def _cut(match: re.Match[str]) -> str:
    names = match[1].split(", ")
    return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1 + int(match[2] or 0)} more"
