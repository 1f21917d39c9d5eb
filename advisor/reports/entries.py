"""One entry of the knowledge base as a document: what it says, where it was read, and what rests on it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from pydantic import BaseModel

from advisor.language.words import exactly
from advisor.reports.catalogue import Kind, date_span, edition_words
from advisor.reports.conditions import condition_in_words, sentence_in_words, with_unit
from advisor.reports.content import Block, Document, Item, Items, Line, Pairs, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import signed, tone
from knowledge import Edition
from knowledge.edition import in_force
from knowledge.lint import facts_of, figures_of
from knowledge.models import CRITERIA, STRENGTHS, Component, Fact, Figure, Note, Option, Rule, Source

Rows = list[tuple[str, tuple[Line, ...]]]
_TYPES = {
    "bool": "yes or no", "number": "a number", "integer": "a whole number", "choice": "one of the values",
    "set": "some of the values, or none", "order": "some of the values, the most important first",
}  # fmt: skip


def entry_document(kind: Kind, edition: Edition, entry_id: str, entry: BaseModel) -> Document:
    """The document of one entry of the base."""
    title, sections = _SHOWN[kind.name](edition, entry_id, entry)
    return Document(f"{entry_id}: {title}", "", "plain", (edition_words(edition),), tuple(sections))


def _section(anchor: str, title: str, *blocks: Block | None) -> list[Section]:
    kept = tuple(block for block in blocks if block is not None)
    return [Section(anchor, title, kept)] if kept else []


def _rows(**texts: str | Iterable[str] | None) -> Rows:
    """Rows of text by name; what is None or empty is left out, and `_` in a name becomes a blank."""
    rows: Rows = []
    for name, text in texts.items():
        lines = [text] if isinstance(text, str) else list(text or ())
        if any(lines):
            rows.append((name.replace("_", " "), tuple(words(line) for line in lines)))
    return rows


def _ids(ids: Iterable[str]) -> tuple[Line, ...]:
    return tuple((Span(", ".join(found), "code"),) for found in [list(dict.fromkeys(ids))] if found)


def _source_lines(edition: Edition, ids: Iterable[str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for source_id in dict.fromkeys(ids):
        source = edition.base.sources[source_id]
        said = f"{source.title}, read on {source.read.isoformat()}"
        lines.append((Span(said + ": "), Span(source.url, "link", source.url)) if source.url else words(said))
    return tuple(lines)


def _note_lines(edition: Edition, ids: Iterable[str]) -> tuple[Line, ...]:
    return tuple(words(f"{note_id}: {edition.base.notes[note_id].claim}") for note_id in ids)


def _rule(edition: Edition, rule_id: str, rule: Rule) -> tuple[str, list[Section]]:
    force = date_span(rule.since, rule.until) + ("" if in_force(rule, edition.as_of) else ", not in force on this date")
    points = STRENGTHS[rule.strength] if rule.strength else 0
    counts = f", {rule.strength} on {rule.criterion} ({signed(-points if rule.effect == 'disfavours' else points)})"
    rows = _rows(
        effect=f"{rule.effect} {', '.join(rule.targets)}{counts if rule.criterion else ''}",
        for_options=", ".join(rule.options or ()),
        when=[condition_in_words(condition, edition) for condition in rule.when],
    )
    rows.append(("then", (sentence_in_words(rule.because, edition),)))
    rows += _rows(
        why=rule.rationale,
        not_when=rule.not_when,
        in_force=force,
        status=f"{rule.status}, sources read on {rule.reviewed.isoformat()}",
        replaced_by=rule.replaced_by,
        overrules=", ".join(rule.overrules),
    )
    rows += [("sources", _source_lines(edition, rule.sources))]
    rows += [("notes", _note_lines(edition, rule.notes))] if rule.notes else []
    cases = tuple(
        (
            words(case.expect),
            words(case.name + (f" (as of {case.as_of.isoformat()})" if case.as_of else "")),
            words(" ".join(f"{name}={exactly(value)}" for name, value in case.workload.items())),
        )
        for case in rule.case
    )
    explained = Paragraph(
        words("fires: its conditions hold. silent: one of them does not. asks: an answer is missing.", "muted")
    )
    table = Table("Cases", ("expected", "case", "workload"), cases, "lll")
    return rule.title, [*_section("rule", "Rule", Pairs(tuple(rows))), *_section("cases", "Cases", explained, table)]


def _fact(edition: Edition, fact_id: str, fact: Fact) -> tuple[str, list[Section]]:
    low, high = fact.range or (None, None)
    derived = fact.derived
    rows = _rows(
        help=fact.help,
        type=_TYPES[fact.type] + (f", in {fact.unit}" if fact.unit not in (None, "count") else ""),
        range=f"{exactly(low)} to {exactly(high)}" if low is not None else None,
        values=[f"{value}: {said}" for value, said in (fact.values or {}).items()],
        derived_from=", ".join(derived.sources) if derived else None,
        bears_on=", ".join(fact.bears_on),
    )
    rows += [("notes", _note_lines(edition, fact.notes))] if fact.notes else []
    readers = [rule.id for rule in edition.rules.values() if fact_id in facts_of(edition.base, rule)]
    rows += [("rules", _ids(readers))] if readers else []
    return fact.question or "a derived fact", _section("fact", "Fact", Pairs(tuple(rows)))


def _figure(edition: Edition, figure_id: str, figure: Figure) -> tuple[str, list[Section]]:
    now = edition.figure(figure_id)
    rows = _rows(
        value=_value(now.value, figure.unit) if now else f"none on {edition.as_of.isoformat()}",
        unit=figure.unit,
        kind="a hard limit or fact" if figure.hard else "can be raised, or is a usual value",
        remark=figure.remark,
        model=f"{figure.model.service} {figure.model.path} = {figure.model.value}" if figure.model else None,
    )
    dated = tuple(
        (
            words(row.since.isoformat() if row.since else "not known"),
            words("ended" if row.ended else "; ".join(_value(row.value, figure.unit))),
            words(row.confidence),
            words(row.source),
        )
        for row in figure.values
    )
    name = figure_id.partition(":")[0]
    rows += [("sources", _source_lines(edition, (row.source for row in figure.values)))]
    rows += [("notes", _note_lines(edition, figure.notes))] if figure.notes else []
    readers = [
        rule.id
        for rule in edition.rules.values()
        if name in {used.partition(":")[0] for used in figures_of(edition.base, rule)}
    ]
    rows += [("rules", _ids(readers))] if readers else []
    values = Table("Values by date", ("since", "value", "confidence", "source"), dated, "llll")
    return figure.about, [*_section("figure", "Figure", Pairs(tuple(rows))), *_section("values", "Values by date", values)]


def _value(value: object, unit: str) -> list[str]:
    """A value in words; a table as one line a member."""
    if isinstance(value, Mapping):
        return [f"{key}: {', '.join(_value(inner, 'table'))}" for key, inner in value.items()]
    if isinstance(value, list):
        return [", ".join(chain.from_iterable(_value(inner, "list") for inner in value))]
    return [with_unit(value, unit, exactly)]


def _option(edition: Edition, option_id: str, option: Option) -> tuple[str, list[Section]]:
    standing = tuple(
        Item(
            (Span(f"{item.criterion}: {item.because} "), Span(item.source, "code")), signed(item.strength), tone(item.strength)
        )
        for item in sorted(option.standing, key=lambda item: CRITERIA.index(item.criterion))
    )
    rows = _rows(
        about=option.about,
        family=option.family,
        there=date_span(option.since, option.until),
        leaves_to_owner=option.leaves_to_owner,
    )
    for effect, said in (("excludes", "excluded by"), ("favours", "favoured by"), ("disfavours", "disfavoured by")):
        found = [rule.id for rule in edition.rules.values() if rule.effect == effect and option_id in rule.targets]
        rows += [(said, _ids(found))] if found else []
    rows += [("sources", _source_lines(edition, option.sources))]
    holds = Items(standing) if standing else None
    return option.title, [
        *_section("option", "Option", Pairs(tuple(rows))),
        *_section("standing", "What holds for every workload", holds),
    ]


def _component(edition: Edition, component_id: str, component: Component) -> tuple[str, list[Section]]:
    rows = _rows(about=component.about, kind=component.kind, members=", ".join(component.members or ()))
    stem = component_id.removesuffix("*")
    for effect, said in (("requires", "required by"), ("advises", "advised by")):
        found = [
            rule.id
            for rule in edition.rules.values()
            if rule.effect == effect
            and any(target == component_id or (stem != component_id and target.startswith(stem)) for target in rule.targets)
        ]
        rows += [(said, _ids(found))] if found else []
    rows += [("sources", _source_lines(edition, component.sources))] if component.sources else []
    rows += [("notes", _note_lines(edition, component.notes))] if component.notes else []
    return component.title, _section("component", "Component", Pairs(tuple(rows)))


def _source(edition: Edition, source_id: str, source: Source) -> tuple[str, list[Section]]:
    base = edition.base
    kinds = {
        "aws": "AWS's own page",
        "aws-code": "AWS's own code or model",
        "community": "a page of others",
        "notes": "the notes",
    }
    rows: Rows = [("address", ((Span(source.url, "link", source.url),),))] if source.url else []
    rows += _rows(kind=kinds[source.kind], read=source.read.isoformat())
    cited = {
        "rules": [rule.id for rule in base.rules.values() if source_id in rule.sources],
        "figures": [name for name, figure in base.figures.items() if any(row.source == source_id for row in figure.values)],
        "options": [name for name, option in base.options.items() if source_id in _cited_by(option)],
        "components": [name for name, component in base.components.items() if source_id in component.sources],
    }
    rows += [(name, _ids(found)) for name, found in cited.items() if found]
    return source.title, _section("source", "Source", Pairs(tuple(rows)))


def _cited_by(option: Option) -> set[str]:
    return {*option.sources, *(item.source for item in option.standing)}


def _note(edition: Edition, note_id: str, note: Note) -> tuple[str, list[Section]]:
    base = edition.base
    rows = _rows(kind=note.kind, section=note.section, lines=", ".join(str(line) for line in note.lines))
    for name in ("rules", "figures", "facts", "options", "components"):
        citing = [entry_id for entry_id, entry in getattr(base, name).items() if note_id in entry.notes]
        rows += [(name, _ids(citing))] if citing else []
    return note.claim, _section("note", "Claim", Pairs(tuple(rows)))


_SHOWN: Mapping[str, Callable[[Edition, str, Any], tuple[str, list[Section]]]] = {
    "rules": _rule,
    "facts": _fact,
    "figures": _figure,
    "options": _option,
    "components": _component,
    "sources": _source,
    "notes": _note,
}
