"""Who says so: an entry for each rule that a document refers to, fired or not, and for each source with its reading day."""

from collections.abc import Iterable, Mapping

from advisor.documents.subject import Subject
from advisor.reports.appendix import figure_value
from advisor.reports.conditions import condition_in_words
from advisor.reports.content import Line, Paragraph, Section, Span, joined, words
from advisor.reports.phrases import anchor, counted, reference
from advisor.result import Finding
from knowledge import Edition
from knowledge.models import Rule, Source


def appendix(subject: Subject, wanted: Iterable[str]) -> tuple[Section, ...]:
    """The entries of rules and sources; `wanted` are the ids that the document refers to."""
    edition, wanted = subject.edition, frozenset(wanted)
    fired = {finding.rule: finding for finding in subject.recommendation.findings}
    rules = _rules(edition, wanted)
    entries = tuple(_fired(edition, fired[rule.id]) if rule.id in fired else _silent(edition, rule) for rule in rules)
    sources = edition.base.sources
    names = (wanted & sources.keys()) | {name for rule in rules for name in rule.sources}
    names |= {figure.source for rule in rules if rule.id in fired for figure in fired[rule.id].figures.values()}
    return (_section("rule", entries), _section("source", _numbered(sources, names)))


def _numbered(sources: Mapping[str, Source], names: Iterable[str]) -> tuple[Section, ...]:
    """Sources by number, which is what stands for them on paper."""
    return tuple(_source(name, sources[name], f"[{place}]") for place, name in enumerate(sorted(names), 1))


def evidence(subject: Subject, wanted: Iterable[str]) -> tuple[Section, ...]:
    """The same in short, for a record: each rule with its sources and the day on which they were read."""
    edition, wanted = subject.edition, frozenset(wanted)
    sources = edition.base.sources
    entries = tuple(
        Section(anchor(rule.id), rule.id, (_cited(edition, rule.sources),), note=words(rule.title), entry=True)
        for rule in _rules(edition, wanted)
    )
    named = tuple(_source(name, sources[name]) for name in sorted(wanted & sources.keys()))
    return (_section("rule", entries), *((_section("source", named),) if named else ()))


def _rules(edition: Edition, wanted: frozenset[str]) -> list[Rule]:
    return [edition.rules[name] for name in sorted(wanted & edition.rules.keys())]


def _section(one: str, entries: tuple[Section, ...]) -> Section:
    none = () if entries else (Paragraph(words(f"The document refers to no {one}s.")),)
    return Section(f"{one}s", f"{one.capitalize()}s", none, entries, note=words(counted(len(entries), one)))


def _fired(edition: Edition, finding: Finding) -> Section:
    """A rule that fired: why it is so, when not, and the figures that it read. What it says here stands in the sections."""
    said: list[Span] = [Span(f"{finding.rationale} "), Span("Not when:", "muted"), Span(f" {finding.not_when} ")]
    if finding.figures:
        used = [figure_value(name, figure) for name, figure in finding.figures.items()]
        said += [Span("Figures:", "muted"), Span(" "), *joined(used, "; "), Span(". ")]
    names = [citation.source for citation in finding.citations] + [figure.source for figure in finding.figures.values()]
    return _entry(finding.rule, finding.title, (*said, *_read(edition, names)))


def _silent(edition: Edition, rule: Rule) -> Section:
    """A rule that did not fire, but that an answer could bring into play."""
    conditions = joined([(Span(condition_in_words(one, edition), "code"),) for one in rule.when], " and ")
    does: Line = (
        (Span(f". Then it {rule.effect} "), Span(", ".join(rule.targets), "code"))
        if rule.targets
        else (Span(f". Then it {rule.effect}"),)
    )
    said = (Span("Did not fire; it does when "), *conditions, *does, Span(". "), *_read(edition, rule.sources))
    return _entry(rule.id, rule.title, said)


def _entry(rule: str, title: str, said: Line) -> Section:
    return Section(anchor(rule), rule, (Paragraph(said),), note=words(title), entry=True)


def _read(edition: Edition, names: Iterable[str]) -> Line:
    """Sources by id, which leads to their entry with the page and the day on which it was read."""
    known = [name for name in dict.fromkeys(names) if name in edition.base.sources]
    return (Span("Sources:", "muted"), Span(" "), *joined([(reference(name),) for name in known]))


def _cited(edition: Edition, names: Iterable[str]) -> Paragraph:
    """Sources in full, one after the other."""
    return Paragraph(joined([_citation(edition.base.sources[name]) for name in names], "; "))


def _source(name: str, source: Source, short: str = "") -> Section:
    return Section(anchor(name), name, note=_citation(source), entry=True, short=short)


def _citation(source: Source) -> Line:
    """A source by its title, which leads to the page, with the day on which it was read."""
    title = Span(source.title, "link", source.url) if source.url else Span(source.title)
    return (title, Span(f", read on {source.read.isoformat()}"))
