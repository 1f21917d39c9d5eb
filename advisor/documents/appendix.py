"""Who says so: an entry for each rule that a document refers to, fired or not, and for each source with its reading day."""

from collections.abc import Iterable

from advisor.documents.subject import Subject
from advisor.language.words import words as in_words
from advisor.reports.appendix import effect_line, figure_line
from advisor.reports.conditions import condition_in_words
from advisor.reports.content import Line, Pairs, Paragraph, Section, Span, joined, words
from advisor.reports.phrases import anchor, counted, references
from advisor.result import Finding
from knowledge import Edition
from knowledge.models import Rule, Source


def appendix(subject: Subject, wanted: Iterable[str]) -> tuple[Section, ...]:
    """The entries of rules and sources; `wanted` are the ids that the document refers to."""
    edition = subject.edition
    fired = {finding.rule: finding for finding in subject.recommendation.findings}
    wanted = frozenset(wanted)
    rules = [edition.rules[name] for name in sorted(wanted & edition.rules.keys())]
    entries = tuple(_fired(fired[rule.id]) if rule.id in fired else _silent(edition, rule) for rule in rules)
    used = {name: figure.source for rule in rules if rule.id in fired for name, figure in fired[rule.id].figures.items()}
    names = (wanted & edition.base.sources.keys()) | set(used.values()) | {name for rule in rules for name in rule.sources}
    sources = tuple(_source(name, edition.base.sources[name]) for name in sorted(names))
    return (
        Section("rules", "Rules", () if entries else _none("rules"), entries, note=words(counted(len(entries), "rule"))),
        Section(
            "sources", "Sources", () if sources else _none("sources"), sources, note=words(counted(len(sources), "source"))
        ),
    )


def _none(what: str) -> tuple[Paragraph, ...]:
    return (Paragraph(words(f"The document refers to no {what}.")),)


def _fired(finding: Finding) -> Section:
    """A rule that fired, with what it read; its sources stand once, below."""
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("effect", (effect_line(finding),)),
        ("here", (words(finding.because),)),
        ("why", (words(finding.rationale),)),
        ("not when", (words(finding.not_when),)),
    ]
    facts = [words(f"{name} = {in_words(value)}", "code") for name, value in finding.facts.items()]
    rows += [("facts", (joined(facts),))] if facts else []
    rows += [("figures", tuple(figure_line(*used) for used in finding.figures.items()))] if finding.figures else []
    rows.append(("sources", (references(citation.source for citation in finding.citations),)))
    return Section(anchor(finding.rule), finding.rule, (Pairs(tuple(rows)),), note=words(finding.title), entry=True)


def _silent(edition: Edition, rule: Rule) -> Section:
    """A rule that did not fire, but that an answer could bring into play."""
    conditions = joined([(Span(condition_in_words(one, edition), "code"),) for one in rule.when], " and ")
    does: Line = (
        (Span(f". Then it {rule.effect} "), Span(", ".join(rule.targets), "code"))
        if rule.targets
        else (Span(f". Then it {rule.effect}"),)
    )
    said = (Span("Did not fire; it does when "), *conditions, *does, Span(". "), *references(rule.sources))
    return Section(anchor(rule.id), rule.id, (Paragraph(said),), note=words(rule.title), entry=True)


def _source(name: str, source: Source) -> Section:
    read = f"{source.title}, read on {source.read.isoformat()}"
    said: Line = (Span(f"{read}: "), Span(source.url, "link", source.url)) if source.url else words(f"{read}.")
    return Section(anchor(name), name, (Paragraph(said),), entry=True)
