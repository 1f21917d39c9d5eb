"""What became of a document's decision, as a document: the same, or what changed and why."""

from typing import Any

from advisor.documents.verify import Verdict
from advisor.language.words import words as in_words
from advisor.reports.content import Document, Line, Paragraph, Section, Span, Table, Tone, words
from advisor.reports.differences import difference_document
from advisor.reports.phrases import option_titles
from advisor.reports.plan import dollars
from advisor.reports.rationale import UNTITLED

PARTS = {
    "sizing": "size", "network": "network plan", "cost": "bill", "load": "load at the peak", "latency": "latency parts",
    "latency_budget": "latency budget", "headroom": "headroom",
}  # fmt: skip


def verdict_document(verdict: Verdict) -> Document:
    """The document of a verdict."""
    base = verdict.subject.edition.base
    titles = {name: option.title for name, option in base.options.items()}
    title = verdict.subject.recommendation.title or UNTITLED
    found = difference_document(verdict.difference, title, base)
    sections = () if verdict.same else found.sections
    more = (_figures(verdict), _bills(verdict), _plan(verdict))
    tone: Tone = "good" if verdict.same and not verdict.edited else "bad"
    return Document(
        title, answer_of(verdict, titles), tone, tuple(_lead(verdict)), (*sections, *(one for one in more if one is not None))
    )


def answer_of(verdict: Verdict, titles: dict[str, str]) -> str:
    """The verdict in a few words."""
    old, new = (titles.get(one.option or "", "no option") for one in (verdict.difference.before, verdict.difference.after))
    if verdict.edited:
        return f"Same decision, other text: {new}"
    if verdict.same:
        return f"Same: {new}"
    return f"Changed: {old} → {new}" if verdict.difference.changed else f"Still {new}, but not all is the same"


def _lead(verdict: Verdict) -> list[Line]:
    stamp, now = verdict.stamp, verdict.subject.recommendation.edition
    lines = [words(f"Written as of {stamp.as_of.isoformat()}, decided again as of {now.as_of.isoformat()}.")]
    if now.as_of == stamp.as_of:
        lines.append(_edition(verdict))
    if len(set(verdict.software)) > 1:
        lines.append(words(f"Written by version {verdict.software[0]}; this is {verdict.software[1]}.", "muted"))
    if verdict.edited:
        lines.append(words("The text is not what is written for these answers: somebody has changed it."))
    elif verdict.as_written:
        lines.append(words("The text is what is written for these answers, byte for byte.", "muted"))
    if now.as_of < now.read:
        said = f"The knowledge has been read up to {now.read.isoformat()}; --as-of {now.read.isoformat()} decides with it."
        lines.append(words(said, "muted"))
    return lines


def _edition(verdict: Verdict) -> Line:
    then, now = verdict.edition
    if then == now:
        return words(f"The knowledge is the same: edition {now}.", "muted")
    read = f"read on {verdict.stamp.read.isoformat()} then, on {verdict.subject.recommendation.edition.read.isoformat()} now"
    effect = "; nothing that this decision rests on has changed" if verdict.same else ""
    return words(f"The knowledge is another one: edition {then} then, {now} now, {read}{effect}.")


def _figures(verdict: Verdict) -> Section | None:
    rows = tuple((words(name, "code"), _value(old), _value(new)) for name, (old, new) in sorted(verdict.figures.items()))
    table = Table("Figures that rules use", ("figure", "then", "now"), rows, "lll")
    return Section("figures", "Figures", (table,)) if rows else None


def _value(value: Any) -> Line:
    return words("not used" if value is None else in_words(value))


def _bills(verdict: Verdict) -> Section | None:
    titles = option_titles(verdict.subject.recommendation)
    rows = tuple(
        (words(titles.get(name, name)), *(words("none" if usd is None else dollars(usd)) for usd in pair))
        for name, pair in verdict.bills.items()
    )
    table = Table("What a month costs", ("option", "then", "now"), rows, "lrr")
    return Section("bills", "Bills", (table,)) if rows else None


def _plan(verdict: Verdict) -> Section | None:
    if not verdict.plan:
        return None
    parts = ", ".join(PARTS.get(name, name) for name in verdict.plan)
    return Section("plan", "The plan", (Paragraph((Span("Not the same any more: "), Span(parts, "strong"), Span("."))),))
