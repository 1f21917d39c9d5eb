"""Two answers side by side, as a document: only what differs, decisive causes first. Also for a folder of workloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.differences import Cause, Change, Difference, RuleChange
from advisor.reports.conditions import with_unit
from advisor.reports.content import Block, Document, Item, Items, Line, Paragraph, Section, Span, Table, Tone, words
from advisor.reports.phrases import counted, signed
from knowledge import Base

NONE = "no option"
MINOR = ("requires", "advises", "warns")


@dataclass(frozen=True, slots=True)
class Compared:
    """One file of a folder: what differs, or why it can't be read."""

    file: str
    difference: Difference | None
    problem: str = ""


def difference_document(found: Difference, title: str, base: Base) -> Document:
    """The document of one comparison; the knowledge base names the options and sources, and has the units of facts."""
    titles = {name: option.title for name, option in base.options.items()}
    sources = {name: source.title for name, source in base.sources.items()}
    sections = (_causes(found, sources), _facts(found, base), _options(found, titles), _rules(found), _components(found))
    return Document(title, _answer(found, titles), _tone(found), (_edition(found),), tuple(one for one in sections if one))


def _answer(found: Difference, titles: Mapping[str, str]) -> str:
    old, new = (titles.get(one.option or "", NONE) for one in (found.before, found.after))
    if found.changed:
        return f"{old} → {new}"
    score = "" if found.options or found.rules or found.components else ", and nothing else differs"
    return f"Still {new}{score}"


def _tone(found: Difference) -> Tone:
    return "bad" if found.changed else "good"


def _edition(found: Difference) -> Line:
    first, second = found.as_of
    if first == second:
        return words(f"As of {first.isoformat()}.", "muted")
    return words(f"{first.isoformat()} compared with {second.isoformat()}.", "muted")


def _causes(found: Difference, sources: Mapping[str, str]) -> Section | None:
    """What made the difference between two dates: the decisive causes, then the others."""
    if found.as_of[0] == found.as_of[1]:
        return None
    if not found.causes:
        said = "Nothing that this workload depends on changed between the dates."
        return Section("causes", "What made the difference", (Paragraph(words(said, "muted")),))
    first, second = found.as_of
    decisive = [one for one in found.causes if one.decisive]
    rest = [one for one in found.causes if not one.decisive]
    blocks: list[Block] = [Items(tuple(_cause(one, found, sources) for one in decisive))] if decisive else []
    more = "And also" if decisive else "None of it decides"
    inner = (Section("causes-more", more, (Items(tuple(_cause(one, found, sources) for one in rest)),)),)
    title = "What made the difference" if found.changed or decisive else f"What changed from {first} to {second}"
    return Section("causes", title, tuple(blocks), inner if rest else ())


def _cause(cause: Cause, found: Difference, sources: Mapping[str, str]) -> Item:
    since = f"{cause.since.isoformat()}: " if cause.since else ""
    turned = f": {cause.before or 'not there'} → {cause.after or 'not there'}." if cause.kind != "rule" else "."
    line = (Span(since, "strong"), Span(cause.what), Span(turned))
    source: Line = (
        Span("Source: ", "muted"),
        Span(sources.get(cause.source, ""), "muted"),
        Span(f" [{cause.source}]", "muted"),
    )
    rules: tuple[Line, ...] = ((Span("Read by "), Span(" ".join(cause.rules), "code")),) if cause.rules else ()
    return Item(line, tone="bad" if cause.decisive and found.changed else "plain", more=(*rules, source))


def _facts(found: Difference, base: Base) -> Section | None:
    rows = tuple(
        (
            words(change.id, "code"),
            *(words(_shown(value, base.facts[change.id].unit)) for value in (change.before, change.after)),
        )
        for change in found.facts
    )
    table = Table("Changed facts", ("fact", "before", "after"), rows, "lll")
    return Section("facts", "Facts", (table,)) if rows else None


def _shown(value: Any, unit: str | None) -> str:
    return "not known" if value is None else with_unit(value, unit)


def _options(found: Difference, titles: Mapping[str, str]) -> Section | None:
    rows = tuple(_option_row(change, titles) for change in found.options)
    table = Table("Changed options", ("option", "before", "after"), rows, "lll")
    sides = [side for change in found.options for side in (change.before, change.after) if side is not None]
    told = words("undetermined: nothing known excludes it, but the answer to an open question could.", "muted")
    explained = (Paragraph(told),) if any(side["status"] == "undetermined" for side in sides) else ()
    return Section("options", "Options", (table, *explained)) if rows else None


def _option_row(change: Change, titles: Mapping[str, str]) -> tuple[Line, ...]:
    def standing(one: Mapping[str, Any] | None) -> Line:
        return words("does not exist" if one is None else f"{one['status']} {signed(one['score'])}")

    return (words(titles.get(change.id, change.id)), standing(change.before), standing(change.after))


def _rules(found: Difference) -> Section | None:
    """The rules that count for or against an option first, those on the options recommended before all, then the rest."""
    chosen = {found.before.option, found.after.option}
    deciding = sorted(
        (change for change in found.rules if change.effect not in MINOR),
        key=lambda change: (chosen.isdisjoint(change.target), change.effect != "excludes"),
    )
    minor = [change for change in found.rules if change.effect in MINOR]
    inner = []
    if deciding:
        inner.append(Section("rules-deciding", "On the options", (Items(tuple(map(_rule, deciding))),)))
    if minor:
        inner.append(Section("rules-minor", "On the design", (Items(tuple(map(_rule, minor))),)))
    return Section("rules", "Rule by rule", (), tuple(inner)) if inner else None


def _rule(change: RuleChange) -> Item:
    said = change.after or change.before or ""
    bullet = "~" if change.before and change.after else "+" if change.after else "−"
    verb = {"~": "says now", "+": "now applies", "−": "no longer applies"}[bullet]
    targets = f" {', '.join(change.target)}" if change.target else ""
    head = (Span(change.rule, "code"), Span(f" {verb} ({change.effect}{targets})"))
    more = (words(f"Before: {change.before}", "muted"), words(said)) if bullet == "~" else (words(said),)
    return Item(head, bullet=bullet, more=more)


def _components(found: Difference) -> Section | None:
    gone = [change for change in found.components if change.after is None]
    rest = [change for change in found.components if change.after is not None]
    items = [Item((Span(one.id, "code"), Span(f" {_need(one)}")), bullet="+") for one in rest]
    items += [Item((Span(one.id, "code"), Span(f" no longer {one.before}")), bullet="−") for one in gone]
    return Section("components", "Parts of the design", (Items(tuple(items)),)) if items else None


def _need(change: Change) -> str:
    return f"{change.after}, was {change.before}" if change.before else f"now {change.after}"


def folder_document(compared: Sequence[Compared], dates: tuple[date, date], titles: Mapping[str, str]) -> Document:
    """Which answers of a folder changed between two dates, each with its first cause."""
    changed = [one for one in compared if one.difference is not None and one.difference.changed]
    broken = [one for one in compared if one.difference is None]
    first, second = (day.isoformat() for day in dates)
    blocks: list[Block] = []
    if changed:
        head = ("workload", first, second, "what made the difference")
        blocks.append(Table("Changed answers", head, tuple(_folder_row(one, titles) for one in changed), "llll"))
    same = len(compared) - len(changed) - len(broken)
    blocks.append(Paragraph(words(f"{counted(same, 'answer')} stayed the same.", "muted")))
    sections = [Section("answers", "Answers that changed" if changed else "Answers", tuple(blocks))]
    if broken:
        items = tuple(Item((Span(one.file, "code"), Span(f" {one.problem}")), tone="bad", bullet="!") for one in broken)
        sections.append(Section("broken", "Files that can't be read", (Items(items),)))
    answer = f"{len(changed)} of {counted(len(compared), 'answer')} changed"
    tone: Tone = "bad" if changed or broken else "good"
    return Document(f"From {first} to {second}", answer, tone, (), tuple(sections))


def _folder_row(one: Compared, titles: Mapping[str, str]) -> tuple[Line, ...]:
    found = one.difference
    if found is None:
        return ()
    old, new = (titles.get(side.option or "", NONE) for side in (found.before, found.after))
    cause = next((cause for cause in found.causes if cause.decisive), None)
    because = "" if cause is None else f"{cause.since.isoformat() + ' ' if cause.since else ''}{cause.id}"
    return (words(one.file, "code"), words(old), words(new), words(because, "code"))
