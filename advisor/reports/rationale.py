"""The rationale of a recommendation as a document: what is recommended, why, what else there was, what it needs, who says so.

`SECTIONS` is the table of contents. A new part of the result becomes a new function there; the renderers stay as they are.
"""

from collections.abc import Callable, Sequence

from advisor.language.words import words as value_in_words
from advisor.reports.appendix import appendix
from advisor.reports.content import (
    Block,
    Document,
    Item,
    Items,
    Line,
    Pairs,
    Paragraph,
    Section,
    Span,
    joined,
    lines_of,
    referred,
    words,
)  # fmt: skip
from advisor.reports.phrases import Detail, counted, known_rules, linked, option_of, option_titles, reason, references
from advisor.reports.plan import bill_section, headroom_section, latency_section, network_section
from advisor.reports.ranking import others_section, why_section
from advisor.result import ComponentResult, OpenQuestion, Recommendation, Warned

TOP_QUESTIONS = 5
TOP_BREAKERS = 3
UNTITLED = "A workload without a title"
NO_ANSWER = "No recommendation"
_KINDS = {
    "network": "Network",
    "security": "Security",
    "failure": "Failure",
    "observability": "Observability",
    "deployment": "Deployment",
    "latency": "Latency",
    "pattern": "Pattern",
}


def rationale(recommendation: Recommendation, detail: Detail = "full", *, appended: bool = True) -> Document:
    """Return the document of a recommendation; `brief` shortens, and leaves out the appendix.

    `appended` is false where the ids lead to pages of their own.
    """
    headline = recommendation.recommendation
    best = option_of(recommendation, headline.option)
    lead = (linked(headline.because, known_rules(recommendation)), *_tie(recommendation), edition_line(recommendation))
    built = [build(recommendation, detail) for build in SECTIONS]
    sections = [section for section in built if section is not None]
    if detail == "full" and appended:
        sections += appendix(recommendation, referred((*lead, *(line for section in sections for line in lines_of(section)))))
    titles = option_titles(recommendation)
    answer = " or ".join(titles[option] for option in headline.tie) or (best.title if best else NO_ANSWER)
    return Document(recommendation.title or UNTITLED, answer, "good" if best else "bad", lead, tuple(sections))


def edition_line(recommendation: Recommendation) -> Line:
    """Which knowledge was used."""
    edition = recommendation.edition
    text = f"As of {edition.as_of.isoformat()}, edition {edition.digest}, knowledge read on {edition.read.isoformat()}."
    return words(text, "muted")


def _tie(recommendation: Recommendation) -> tuple[Line, ...]:
    """What would part tied options."""
    headline, titles = recommendation.recommendation, option_titles(recommendation)
    parts: list[Line] = []
    for breaker in headline.tie_breakers:
        concerned = ", ".join(titles.get(option, option) for option in breaker["options"])
        parts.append((Span(", ".join(breaker["facts"]), "code"), Span(f" ({breaker['rule']}, on {concerned})")))
    rest = len(parts) - TOP_BREAKERS
    more = (Span(f"; and {counted(rest, 'more rule')}"),) if rest > 0 else ()
    said = (Span("An answer to one of these would part them: "), *joined(parts[:TOP_BREAKERS], "; "), *more, Span("."))
    return (said,) if parts else ()


def contradictions_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """Answers that can't hold together."""
    items = tuple(
        Item(
            reason(item.because, [item.rule]),
            tone="bad",
            bullet="!",
            more=((Span("Answers: "), Span(", ".join(item.facts), "code")),),
        )
        for item in recommendation.contradictions
    )
    return Section("contradictions", "Answers that contradict each other", (Items(items),)) if items else None


def components_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """What the design of the recommended option needs, by kind; what one rule asks for together stands together."""
    kinds = []
    for kind, title in _KINDS.items():
        together: dict[tuple[str, str], list[ComponentResult]] = {}
        members = (component for component in recommendation.components if component.kind == kind)
        for component in sorted(members, key=lambda one: one.need != "required"):
            together.setdefault((component.need, component.rule), []).append(component)
        if together:
            items = tuple(_component_item(group, detail) for group in together.values())
            kinds.append(Section(f"needs-{kind}", title, (Items(items),)))
    return Section("needs", "What the design needs", (), tuple(kinds)) if kinds else None


def _component_item(group: list[ComponentResult], detail: Detail) -> Item:
    first = group[0]
    title = (Span(", ".join(one.title for one in group), "strong"),)
    advised = (Span(" (advised)", "muted"),) if first.need == "advised" else ()
    also = [rule for rule in dict.fromkeys(rule for one in group for rule in one.rules) if rule != first.rule]
    more = reason(first.because, [first.rule])
    if also and detail == "full":
        more = (*more, Span(" also "), *references(also))
    return Item((*title, *advised), bullet="●" if first.need == "required" else "○", more=(more,))


def warnings_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """What to know before going on; those that concern the recommended option first, in brief no others."""
    best = recommendation.recommendation.option
    near = [item for item in recommendation.warnings if best is None or not item.options or best in item.options]
    far = [item for item in recommendation.warnings if item not in near]
    titles = option_titles(recommendation)
    items = [_warning_item(item, ()) for item in near]
    if detail == "full":
        items += [_warning_item(item, [titles.get(name, name) for name in item.options]) for item in far]
    blocks: list[Block] = [Items(tuple(items))] if items else []
    if far and detail == "brief":
        blocks.append(Paragraph(words(f"{counted(len(far), 'further warning')} on other options.", "muted")))
    return Section("warnings", "Warnings", tuple(blocks)) if blocks else None


def _warning_item(warned: Warned, concerned: Sequence[str]) -> Item:
    more = (words(f"Concerns {', '.join(concerned)}.", "muted"),) if concerned else ()
    said = reason(warned.because, [warned.rule] if warned.rule else [])
    return Item(said, tone="plain" if concerned else "bad", bullet="!", more=more)


def questions_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """The unknown facts that matter most, and how many more there are."""
    questions = recommendation.open_questions
    items = tuple(_question_item(number, question, detail) for number, question in enumerate(questions[:TOP_QUESTIONS], 1))
    if not items:
        return None
    rest = len(questions) - len(items)
    said = f"{counted(rest, 'further unknown fact')} could still change a part of the answer."
    more = (Paragraph(words(said, "muted")),) if rest else ()
    return Section("questions", "What could still change the answer", (Items(items, ordered=True), *more))


def _question_item(number: int, question: OpenQuestion, detail: Detail) -> Item:
    first, semicolon, _ = question.why.partition("; ")
    why = f"{first}, and more." if semicolon and detail == "brief" else question.why
    return Item(
        (Span(question.question, "strong"), Span(" "), Span(question.fact, "code")), bullet=f"{number}.", more=(words(why),)
    )


def workload_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """The facts as they were understood, and what followed from them."""
    kinds = {"given": recommendation.workload, "derived": recommendation.derived}
    if detail == "full":
        rows = [
            (name, ((Span(value_in_words(value)), *((Span(" (derived)", "muted"),) if kind == "derived" else ())),))
            for kind, facts in kinds.items()
            for name, value in facts.items()
        ]
    else:
        shown = {kind: " ".join(f"{name}={_unspaced(value)}" for name, value in facts.items()) for kind, facts in kinds.items()}
        rows = [(kind, (words(text),)) for kind, text in shown.items() if text]
    if recommendation.unknown:
        rows.append(("not known", (words(", ".join(recommendation.unknown)),)))
    return Section("workload", "The workload as understood", (Pairs(tuple(rows)),)) if rows else None


def _unspaced(value: object) -> str:
    """A value as it may be typed after `--set fact=`."""
    return value_in_words(value).replace(", ", ",")


Builder = Callable[[Recommendation, Detail], Section | None]
SECTIONS: tuple[Builder, ...] = (
    contradictions_section,
    why_section,
    others_section,
    components_section,
    network_section,
    bill_section,
    latency_section,
    headroom_section,
    warnings_section,
    questions_section,
    workload_section,
)
