"""Who says so: an entry for each rule that fired, and one for each source."""

from collections.abc import Iterator

from advisor.language.words import exactly
from advisor.language.words import words as value_in_words
from advisor.reports.content import Line, Pairs, Paragraph, Section, Span, joined, words
from advisor.reports.phrases import anchor, cited, counted, known_rules, references, says, signed
from advisor.result import Citation, FigureUse, Finding, Recommendation

_CONFIDENCE = {"confirmed": "", "reported": ", reported, not confirmed", "uncertain": ", uncertain"}


def appendix(recommendation: Recommendation, wanted: frozenset[str]) -> list[Section]:
    """Entries for the rules and sources that the rest of a document refers to, and for the sources of these rules."""
    findings = [finding for finding in recommendation.findings if finding.rule in wanted]
    entries = tuple(rule_entry(finding) for finding in findings)
    sources = tuple(_source_entries(recommendation, findings, wanted))
    sections = []
    if entries:
        sections.append(Section("rules", "Rules", (), entries, note=words(counted(len(entries), "rule"))))
    if sources:
        sections.append(Section("sources", "Sources", (), sources, note=words(counted(len(sources), "source"))))
    return sections


def rule_entry(finding: Finding) -> Section:
    """The entry of one rule that fired."""
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("effect", (effect_line(finding),)),
        ("here", (words(finding.because),)),
        ("why", (words(finding.rationale),)),
        ("not when", (words(finding.not_when),)),
    ]
    if finding.facts:
        rows.append(
            (
                "facts",
                (joined([(Span(f"{name} = {value_in_words(value)}", "code"),) for name, value in finding.facts.items()]),),
            )
        )
    if finding.figures:
        rows.append(("figures", tuple(figure_line(name, figure) for name, figure in finding.figures.items())))
    if finding.notes:
        rows.append(("notes", (words(", ".join(finding.notes)),)))
    rows.append(("sources", tuple(citation_line(citation) for citation in finding.citations)))
    return Section(anchor(finding.rule), finding.rule, (Pairs(tuple(rows)),), note=words(finding.title), entry=True)


def effect_line(finding: Finding) -> Line:
    """What a rule does to what."""
    targets = (Span(" "), Span(", ".join(finding.target), "code")) if finding.target else ()
    counts = f" on {finding.criterion}, {counted(abs(finding.points), 'point')} ({signed(finding.points)})"
    return (Span(finding.effect), *targets, Span(counts if finding.criterion else ""))


def figure_line(name: str, figure: FigureUse) -> Line:
    """A figure with its value, since when it holds, how sure it is, and its source."""
    return (*figure_value(name, figure), Span(" "), *references([figure.source]))


def figure_value(name: str, figure: FigureUse) -> Line:
    """A figure with its value, since when it holds, and how sure it is."""
    value = exactly(figure.value)
    unit = "" if figure.unit in ("bool", "count", "text", "list", "table") else f" {figure.unit}"
    since = f" since {figure.since.isoformat()}" if figure.since else ", start not known"
    return (Span(f"{name} = {value}{unit}", "code"), Span(since + _CONFIDENCE[figure.confidence]))


def citation_line(citation: Citation) -> Line:
    """A source with the day it was read and its address."""
    title = f"{citation.title}, read on {citation.read.isoformat()}"
    return (Span(title + ": "), Span(citation.url, "link", citation.url)) if citation.url else words(title)


def _source_entries(recommendation: Recommendation, findings: list[Finding], wanted: frozenset[str]) -> Iterator[Section]:
    """Every source once, with the rules that rest on it."""
    standing = {source for option in recommendation.options for item in option.findings for source in says(item)} & wanted
    resting: dict[str, list[str]] = {name: [] for name in standing - known_rules(recommendation)}
    for finding in findings:
        for citation in finding.citations:
            resting.setdefault(citation.source, []).append(finding.rule)
    known = cited(recommendation)
    for name, rules in sorted(resting.items()):
        yield _source_entry(name, known.get(name), rules)


def _source_entry(name: str, citation: Citation | None, rules: list[str]) -> Section:
    said = citation_line(citation) if citation else words(f"`advisor sources show {name}` names the page.")
    used = (Paragraph((Span("Rules: "), *references(rules))),) if rules else ()
    return Section(anchor(name), name, (Paragraph(said), *used), entry=True)
