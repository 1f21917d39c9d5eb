"""An edition: the checked knowledge base as of a date."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.models import Component, Fact, Figure, FigureValue, Note, Option, Rule, Source, Weights


@dataclass(frozen=True)
class Base:
    """Everything on disk, checked, with every dated value.

    `digest` is the SHA-256 of all files in path order; `first` and `read` are the first date that has an edition and the
    day of the newest reading (the default date of a question).
    """

    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    notes: Mapping[str, Note]
    facts: Mapping[str, Fact]
    options: Mapping[str, Option]
    components: Mapping[str, Component]
    rules: Mapping[str, Rule]
    weights: Weights
    digest: str

    @cached_property
    def first(self) -> date:
        """The first date that has an edition: the day the first option existed."""
        return min(option.since for option in self.options.values())

    @cached_property
    def read(self) -> date:
        """The newest reading day of any source."""
        return max(source.read for source in self.sources.values())

    @cached_property
    def component_ids(self) -> frozenset[str]:
        """All component ids, with the members of parameterised ones spelt out."""
        return frozenset(expand_members(self.components))

    def component(self, component_id: str) -> Component:
        """Return the component of an id, also of a member such as `interface-endpoint:sqs`."""
        found = self.components.get(component_id)
        return found if found is not None else self.components[component_id.partition(":")[0] + ":*"]


def expand_members(components: Mapping[str, Component]) -> list[str]:
    """Spell out `name:*` as `name:member` for every member."""
    ids: list[str] = []
    for component_id, component in components.items():
        if component.members is None:
            ids.append(component_id)
        else:
            ids.extend(component_id.removesuffix("*") + member for member in component.members)
    return ids


@dataclass(frozen=True, slots=True)
class FigureAt:
    """A figure's value on the edition's date: the dated row, and the figure it belongs to."""

    id: str
    value: object
    unit: str
    row: FigureValue


def row_on(figure: Figure, day: date) -> FigureValue | None:
    """Return the row in force on a day: the last one that has started; None before the first or after an end."""
    current = None
    for row in figure.values:
        if row.since is None or row.since <= day:
            current = row
    return None if current is None or current.ended else current


def member_of(value: object, keys: list[str]) -> object:
    """Follow keys into a table value. Raises KeyError when one is missing."""
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            raise KeyError(key)
        value = value[key]
    return value


@dataclass(frozen=True)
class Edition:
    """The base as of a date: figures with a value, options that exist, rules in force (retired and draft ones left out)."""

    base: Base
    as_of: date

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that name base and date together."""
        return hashlib.sha256(f"{self.base.digest} {self.as_of.isoformat()}".encode()).hexdigest()[:16]

    @cached_property
    def figures(self) -> dict[str, FigureAt]:
        """The figures that have a value on the date."""
        found = ((name, figure, row_on(figure, self.as_of)) for name, figure in self.base.figures.items())
        return {name: FigureAt(name, row.value, figure.unit, row) for name, figure, row in found if row is not None}

    @cached_property
    def options(self) -> dict[str, Option]:
        """The options that exist on the date."""
        return {
            name: option
            for name, option in self.base.options.items()
            if option.since <= self.as_of and (option.until is None or self.as_of < option.until)
        }

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The reviewed rules whose dates hold, by id."""
        return {name: rule for name, rule in self.base.rules.items() if in_force(rule, self.as_of)}

    def figure(self, reference: str) -> FigureAt | None:
        """Return the figure of a reference (`id` or `id:key`) with its value on the date; None when it has none."""
        name, *keys = reference.split(":")
        found = self.figures.get(name)
        if found is None or not keys:
            return found
        try:
            return FigureAt(reference, member_of(found.value, keys), found.unit, found.row)
        except KeyError:
            return None


def in_force(rule: Rule, day: date) -> bool:
    """Whether a rule is reviewed and its dates include the day (`until` itself is outside)."""
    started = rule.since is None or rule.since <= day
    return rule.status == "reviewed" and started and (rule.until is None or day < rule.until)
