"""The entries of the knowledge base as programs read them: the models of the files, with their ids, as of a date."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from advisor.result import EditionRef
from knowledge.edition import Edition, FigureAt
from knowledge.models import Component, Fact, Figure, Note, Option, Rule, Source

Entry = TypeVar("Entry", bound=BaseModel)


class Identified(BaseModel):
    """The id of an entry, which the files keep outside of it."""

    id: str


class SourceEntry(Source, Identified):
    """A source and its id."""


class NoteEntry(Note, Identified):
    """A claim of the notes and its id."""


class FactEntry(Fact, Identified):
    """A fact and its id."""


class ComponentEntry(Component, Identified):
    """A component and its id."""


class FigureEntry(Figure, Identified):
    """A figure, its id, and the value that it has on the date."""

    value: object = Field(description="The value on the date of the edition.")
    since: date | None = Field(None, description="From when that value holds; absent when the start is not known.")
    confidence: Literal["confirmed", "reported", "uncertain"]
    source: str


class Listing(BaseModel, Generic[Entry]):
    """All entries of one kind on a date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: EditionRef
    items: list[Entry]


class Single(BaseModel, Generic[Entry]):
    """One entry on a date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: EditionRef
    item: Entry


@dataclass(frozen=True)
class Collection:
    """A kind of entry: its name, its model, how to list it on a date and how to find one by id (or None).

    `elsewhen` says about an id that is known but not on the date why it is not there.
    """

    name: str
    about: str
    model: type[BaseModel]
    listed: Callable[[Edition], Iterable[BaseModel]]
    find: Callable[[Edition, str], BaseModel | None]
    known: Callable[[Edition], Iterable[str]]
    elsewhen: Callable[[Edition, str], str | None]


def edition_ref(edition: Edition) -> EditionRef:
    """The edition as every answer names it."""
    return EditionRef(as_of=edition.as_of, digest=edition.digest, read=edition.base.read)


def _entry(model: type[BaseModel], entry_id: str, found: BaseModel) -> BaseModel:
    """An entry of a file with its id in front; the file has been checked when it was loaded."""
    return model.model_construct(**({"id": entry_id} | {name: getattr(found, name) for name in type(found).model_fields}))


def _undated(name: str, about: str, model: type[BaseModel]) -> Collection:
    """A kind whose entries are the same on every date."""

    def entries(edition: Edition) -> Mapping[str, BaseModel]:
        found: Mapping[str, BaseModel] = getattr(edition.base, name)
        return found

    def find(edition: Edition, entry_id: str) -> BaseModel | None:
        found = entries(edition).get(entry_id)
        return None if found is None else _entry(model, entry_id, found)

    return Collection(
        name, about, model,
        listed=lambda edition: (_entry(model, entry_id, found) for entry_id, found in entries(edition).items()),
        find=find,
        known=entries,
        elsewhen=lambda edition, entry_id: None,
    )  # fmt: skip


def _find_component(edition: Edition, entry_id: str) -> BaseModel | None:
    """A component by its id, also a member such as `interface-endpoint:sqs`."""
    base = edition.base
    known = entry_id in base.component_ids or entry_id in base.components
    return _entry(ComponentEntry, entry_id, base.component(entry_id)) if known else None


def _figure(found: FigureAt, edition: Edition) -> BaseModel:
    figure = edition.base.figures[found.id.partition(":")[0]]
    row = found.row
    return FigureEntry.model_construct(
        id=found.id, value=found.value, since=row.since, confidence=row.confidence, source=row.source,
        **{name: getattr(figure, name) for name in Figure.model_fields},
    )  # fmt: skip


def _find_figure(edition: Edition, entry_id: str) -> BaseModel | None:
    """A figure by its id, also a member of a table value such as `batch.fargate.max:vcpu`."""
    found = edition.figure(entry_id)
    return None if found is None else _figure(found, edition)


def _figure_elsewhen(edition: Edition, entry_id: str) -> str | None:
    name = entry_id.partition(":")[0]
    figure = edition.base.figures.get(name)
    if figure is None or name in edition.figures:
        return None
    starts = [row.since.isoformat() for row in figure.values if row.since is not None and not row.ended]
    return f"values from {', '.join(starts)} on"


def _option_elsewhen(edition: Edition, entry_id: str) -> str | None:
    option = edition.base.options.get(entry_id)
    return None if option is None else _span(option.since, option.until)


def _rule_elsewhen(edition: Edition, entry_id: str) -> str | None:
    rule = edition.base.rules.get(entry_id)
    if rule is None:
        return None
    if rule.status != "reviewed":
        return f"a rule that is {rule.status}" + (f", replaced by {rule.replaced_by}" if rule.replaced_by else "")
    return _span(rule.since, rule.until)


def _span(since: date | None, until: date | None) -> str:
    parts = [f"from {since.isoformat()} on"] if since else []
    return "in force " + " and ".join([*parts, f"before {until.isoformat()}"] if until else parts)


_COMPONENTS = _undated("components", "Parts that a design needs.", ComponentEntry)
COLLECTIONS: tuple[Collection, ...] = (
    _undated("facts", "The vocabulary: everything that can be said about a workload.", FactEntry),
    Collection(
        "rules", "The rules in force on the date.", Rule,
        listed=lambda edition: edition.rules.values(),
        find=lambda edition, entry_id: edition.rules.get(entry_id),
        known=lambda edition: edition.base.rules,
        elsewhen=_rule_elsewhen,
    ),
    Collection(
        "figures", "Values that AWS sets, with the value on the date.", FigureEntry,
        listed=lambda edition: (_figure(found, edition) for found in edition.figures.values()),
        find=_find_figure,
        known=lambda edition: edition.base.figures,
        elsewhen=_figure_elsewhen,
    ),
    Collection(
        "options", "What can be recommended on the date.", Option,
        listed=lambda edition: edition.options.values(),
        find=lambda edition, entry_id: edition.options.get(entry_id),
        known=lambda edition: edition.base.options,
        elsewhen=_option_elsewhen,
    ),
    _undated("sources", "What was read, and when.", SourceEntry),
    Collection(
        "components", _COMPONENTS.about, ComponentEntry,
        listed=_COMPONENTS.listed,
        find=_find_component,
        known=lambda edition: sorted(edition.base.component_ids),
        elsewhen=_COMPONENTS.elsewhen,
    ),
    _undated("notes", "The claims of the notes of 2020.", NoteEntry),
)  # fmt: skip

BY_NAME = {collection.name: collection for collection in COLLECTIONS}


def list_json(name: str, edition: Edition) -> dict[str, Any]:
    """All entries of a kind on the date, as JSON."""
    return {"edition": _json(edition_ref(edition)), "items": [_json(item) for item in BY_NAME[name].listed(edition)]}


def single_json(name: str, edition: Edition, entry_id: str, entry: BaseModel) -> dict[str, Any]:
    """One entry as JSON; where there is none on the date, the entry of the file, as it is on any date."""
    item = _json(BY_NAME[name].find(edition, entry_id) or entry)
    return {"edition": _json(edition_ref(edition)), "item": {"id": entry_id} | item}


def _json(value: BaseModel) -> dict[str, Any]:
    """Keys as in the files, nothing that is absent."""
    return value.model_dump(mode="json", by_alias=True, exclude_none=True)
