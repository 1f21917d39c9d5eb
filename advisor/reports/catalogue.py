"""The knowledge base as of a date, kind by kind, as lists that fit a page; as JSON it is in `advisor.entries`.

What can be asked about one entry is in `advisor.reports.entries`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from advisor.reports.conditions import with_unit
from advisor.reports.content import Document, Line, Section, Table, words
from advisor.reports.phrases import counted
from knowledge import Edition, FigureAt
from knowledge.models import Component, Fact, Note, Option, Rule, Source

Row = tuple[str, ...]
MAX_CELL = 24


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its name, one of it, what it is, whether its list depends on the date, and the columns of the list.

    `listed` yields what there is on the date; `known` holds every entry of the base by id.
    """

    name: str
    one: str
    about: str
    dated: bool
    head: Row
    row: Callable[[Edition, str, Any], Row]
    listed: Callable[[Edition], Mapping[str, Any]]

    def known(self, edition: Edition) -> Mapping[str, BaseModel]:
        """Every entry of the base, whatever the date."""
        found: Mapping[str, BaseModel] = getattr(edition.base, self.name)
        return found

    def find(self, edition: Edition, entry_id: str) -> BaseModel | None:
        """The entry of an id, also of a member such as `interface-endpoint:sqs` or `batch.fargate.max:vcpu`."""
        if self.name == "components" and entry_id in edition.base.component_ids:
            return edition.base.component(entry_id)
        name = entry_id.partition(":")[0] if self.name == "figures" else entry_id
        return self.known(edition).get(name)


def _rule_row(edition: Edition, rule_id: str, rule: Rule) -> Row:
    targets = rule.targets
    more = f" +{len(targets) - 1}" if len(targets) > 1 else ""
    return rule_id, rule.effect, f"{targets[0]}{more}" if targets else "", rule.title


def _fact_row(edition: Edition, fact_id: str, fact: Fact) -> Row:
    unit = "" if fact.unit in (None, "count") else str(fact.unit)
    return (
        fact_id,
        fact.type,
        unit,
        fact.question or f"(follows from {', '.join(fact.derived.sources) if fact.derived else ''})",
    )


def _figure_row(edition: Edition, figure_id: str, figure: FigureAt) -> Row:
    about = edition.base.figures[figure_id].about
    value = (
        counted(len(figure.value), "value") if isinstance(figure.value, list | dict) else with_unit(figure.value, figure.unit)
    )
    value = value if len(value) <= MAX_CELL else value[: MAX_CELL - 1] + "…"
    return figure_id, value, figure.row.since.isoformat() if figure.row.since else "", about


def _option_row(edition: Edition, option_id: str, option: Option) -> Row:
    return option_id, option.family, option.since.isoformat(), option.title


def _source_row(edition: Edition, source_id: str, source: Source) -> Row:
    return source_id, source.kind, source.read.isoformat(), source.title


def _component_row(edition: Edition, component_id: str, component: Component) -> Row:
    members = f" ({counted(len(component.members), 'member')})" if component.members else ""
    return component_id, component.kind, component.title + members


def _note_row(edition: Edition, note_id: str, note: Note) -> Row:
    return note_id, note.kind, note.section, note.claim


def _whole(name: str) -> Callable[[Edition], Mapping[str, Any]]:
    def listed(edition: Edition) -> Mapping[str, Any]:
        found: Mapping[str, Any] = getattr(edition.base, name)
        return found

    return listed


_TABLE: Iterable[Kind] = (
    Kind("rules", "rule", "conditions on facts that, all met, have one effect", True,
         ("id", "effect", "target", "situation"), _rule_row, lambda edition: edition.rules),
    Kind("facts", "fact", "what can be said about a workload", False,
         ("id", "type", "unit", "question"), _fact_row, _whole("facts")),
    Kind("figures", "figure", "limits, capabilities and prices that AWS sets", True,
         ("id", "value", "since", "about"), _figure_row, lambda edition: edition.figures),
    Kind("options", "option", "what can be recommended", True,
         ("id", "family", "since", "title"), _option_row, lambda edition: edition.options),
    Kind("sources", "source", "the pages that were read, and when", False,
         ("id", "kind", "read", "title"), _source_row, _whole("sources")),
    Kind("components", "component", "parts that a design needs", False,
         ("id", "kind", "title"), _component_row, _whole("components")),
    Kind("notes", "claim", "the claims of the notes of 2020", False,
         ("id", "kind", "section", "claim"), _note_row, _whole("notes")),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for kind in _TABLE}


def edition_words(edition: Edition) -> Line:
    """The edition as every document names it."""
    day = edition.as_of.isoformat()
    return words(f"As of {day}, edition {edition.digest}, knowledge read on {edition.base.read.isoformat()}.", "muted")


def list_document(kind: Kind, edition: Edition) -> Document:
    """All entries of a kind on the edition's date, one row each."""
    listed = kind.listed(edition)
    rows = tuple(
        tuple(words(cell) for cell in kind.row(edition, entry_id, entry)) for entry_id, entry in sorted(listed.items())
    )
    table = Table(f"All {kind.name}", kind.head, rows, "l" * len(kind.head))
    title = f"{kind.name.capitalize()}: {kind.about}"
    sections = (Section(kind.name, counted(len(rows), kind.one), (table,)),)
    return Document(title, "", "plain", (edition_words(edition),), sections, listing=True)


def date_span(since: date | None, until: date | None) -> str:
    """From when to when something holds."""
    return f"{f'since {since.isoformat()}' if since else 'always'}{f', until {until.isoformat()}' if until else ''}"
