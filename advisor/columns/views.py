"""What the steps of a plan read, as columns: facts, components, prices, and what earlier steps found.

Each has the face of what the step reads of one workload. What is no number (a choice, a truth value, whether something is known
at all) is handed out as it is, and rows part by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.frames import LISTS, NUMBERS
from advisor.columns.lockstep import Column, Flags, Floats, Leaf, Rows, plain
from advisor.columns.names import Choice, Masks, Sets, Universe
from advisor.columns.needs import NeedBit
from advisor.columns.planes import NOBODY, Plane, flags_of
from advisor.columns.values import Numbers, Values
from advisor.cost.prices import Price, PriceBook
from advisor.language.program import Program
from advisor.network.layout import PRICED
from advisor.network.models import Need
from advisor.network.reach import ENDPOINT


class Facts:
    """The facts of a chunk of rows."""

    def __init__(self, program: Program, values: Mapping[str, Values], rows: int) -> None:
        self._program, self._values, self._rows = program, values, rows
        self._facts = program.edition.base.facts
        self._derived = {one.fact: one for one in program.derivations}
        self._columns: dict[str, tuple[npt.NDArray[Any], Flags]] = {}
        self._universes: dict[str, Universe] = {}
        self.odd = np.zeros(rows, np.bool_)

    def column(self, name: str) -> tuple[npt.NDArray[Any], Flags]:
        """Numbers, codes or masks of all rows, and where they are known. Derived numbers that grow too large are `odd`."""
        found = self._columns.get(name)
        if found is None:
            values = self._values[name]
            array = values.array
            array = np.broadcast_to(array, self._rows) if len(array) == 1 else array[: self._rows]
            found = self._columns[name] = array, ~flags_of(values.unknown, self._rows)
            if name in self._derived and isinstance(values, Numbers):
                self._mark(name, found[1])
        return found

    def _mark(self, name: str, known: Flags) -> None:
        """Reckon a derived number once more where it is known, for the rows where whole numbers grow too large on the way."""
        derivation = self._derived[name]
        leaf = Leaf(np.flatnonzero(known), self.odd)
        if len(leaf.rows) and derivation.function is not None:
            derivation.value(tuple([leaf.column(self.column(source)[0]) for source in derivation.sources]))

    def universe(self, name: str) -> Universe:
        """The names of which a fact's sets are made."""
        found = self._universes.get(name)
        if found is None:
            found = self._universes[name] = Universe(tuple(self._facts[name].values or {}))
        return found

    def kind(self, name: str) -> str:
        """How a fact is handed out: as a `number`, `set`, `choice` or `bool`."""
        fact = self._facts[name]
        if fact.type in LISTS:
            return "set"
        return "number" if fact.type in NUMBERS else fact.type

    def allowed(self, name: str) -> tuple[Any, ...]:
        """The values of a choice, by code."""
        return tuple(self._facts[name].values or ())


class Known(Mapping[str, Any]):
    """The facts of a leaf's rows, as a step reads those of a workload."""

    def __init__(self, facts: Facts, leaf: Leaf) -> None:
        self._facts, self._leaf = facts, leaf

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the default where it is unknown."""
        array, known = self._facts.column(name)
        kind, rows = self._facts.kind(name), self._leaf.rows
        there = known[rows]
        if kind == "set" and default == ():
            masks = np.where(there, array[rows], np.uint64(0))
            return Sets(masks, self._facts.universe(name), self._leaf)
        if kind == "number" and isinstance(default, int | float | Column):
            return Column(np.where(there, array[rows], plain(default)), self._leaf)
        return self._value(name, kind, array[rows]) if self._leaf.agreed(there) else default

    def _value(self, name: str, kind: str, values: npt.NDArray[Any]) -> Any:
        """A value that is known on all rows of the leaf."""
        if kind == "number":
            return Column(values, self._leaf)
        if kind == "set":
            return Sets(values, self._facts.universe(name), self._leaf)
        if kind == "bool":
            return bool(self._leaf.shared(values))
        return Choice(values, self._facts.allowed(name), self._leaf)

    def any_holds(self, names: Iterable[str]) -> bool:
        """Whether one of some facts is known to be true, see `advisor.capacity.extremes`."""
        rows = self._leaf.rows
        found = np.zeros(len(rows), np.bool_)
        for name in names:
            array, known = self._facts.column(name)
            found |= known[rows] & (array[rows] != 0)
        return self._leaf.agreed(found)

    def __getitem__(self, name: str) -> Any:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return self._leaf.agreed(self._facts.column(str(name))[1][self._leaf.rows])

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the facts of many rows can't be listed")

    def __len__(self) -> int:
        raise TypeError("the facts of many rows can't be counted")


class Needs:
    """The components that rules name for one option, and where one requires them."""

    def __init__(self, bits: Sequence[NeedBit], planes: Sequence[Plane], option: str, rows: int) -> None:
        self._rows = rows
        self._planes: dict[tuple[str, bool], Plane] = {}
        self._flags: dict[tuple[str, bool], Flags] = {}
        for bit, plane in zip(bits, planes, strict=True):
            if option in bit.options:
                for required in (False, True) if bit.need == "required" else (False,):
                    key = (bit.component, required)
                    self._planes[key] = self._planes.get(key, NOBODY) | plane

    def where(self, component: str, *, required: bool = False) -> Flags:
        """The rows that need a component, or that require it."""
        key = (component, required)
        if key not in self._flags:
            self._flags[key] = flags_of(self._planes.get(key, NOBODY), self._rows)
        return self._flags[key]

    def endpoints(self, universe: Universe) -> npt.NDArray[np.uint64]:
        """The services whose endpoints rules require, as masks."""
        found = np.zeros(self._rows, np.uint64)
        for component, required in self._planes:
            if required and component.startswith(ENDPOINT):
                mask = universe.mask((component.removeprefix(ENDPOINT),))
                found |= np.where(self.where(component, required=True), mask, np.uint64(0))
        return found


class Needed(Mapping[str, Need]):
    """The needs of a leaf's rows, as a step reads those of an option."""

    def __init__(self, needs: Needs, stated: npt.NDArray[np.uint64], universe: Universe, leaf: Leaf) -> None:
        self._needs, self._leaf = needs, leaf
        self.stated = Sets(stated[leaf.rows], universe, leaf)

    def get(self, name: str, default: Any = None) -> Any:
        """Why a component is needed, with nothing but whether a rule requires it."""
        if name not in self:
            return default
        return Need("", "", self._leaf.agreed(self._needs.where(name, required=True)[self._leaf.rows]))

    def __getitem__(self, name: str) -> Need:
        found: Need = self.get(name)
        return found

    def __contains__(self, name: object) -> bool:
        return self._leaf.agreed(self._needs.where(str(name))[self._leaf.rows])

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the needs of many rows can't be listed")

    def __len__(self) -> int:
        raise TypeError("the needs of many rows can't be counted")


@dataclass(slots=True)
class Network:
    """The parts of the network that a bill hangs on: where each is, and how many interface endpoints there are."""

    parts: dict[str, Flags]
    endpoints: Floats

    @classmethod
    def empty(cls, rows: int) -> "Network":
        """No part anywhere."""
        return cls({name: np.zeros(rows, np.bool_) for name in PRICED}, np.zeros(rows))

    def add_required(self, needs: Needs, here: Flags) -> None:
        """Add what rules require though no path leads through it; what they only advise is left out then (see `parts_of`).

        `here` are the rows whose network is planned at all.
        """
        for name in self.parts:
            self.parts[name] |= needs.where(name, required=True) & here


class Components:
    """The components of a leaf's rows: of the network, and those that rules name."""

    def __init__(self, network: Network, needs: Needs, leaf: Leaf) -> None:
        self._network, self._needs, self._leaf = network, needs, leaf

    def isdisjoint(self, names: Iterable[str]) -> bool:
        """Whether the design has none of these."""
        found = np.zeros(len(self._leaf.rows), np.bool_)
        for name in names:
            flags = self._network.parts.get(name)
            found |= (self._needs.where(name) if flags is None else flags)[self._leaf.rows]
        return not self._leaf.agreed(found)

    @property
    def endpoints(self) -> Column:
        """How many interface endpoints there are."""
        return self._leaf.column(self._network.endpoints)


class Found:
    """What steps found for all rows, value by value: numbers, sets, what is neither (words, truth values), or nothing."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._sets: dict[str, tuple[npt.NDArray[np.uint64], Universe]] = {}
        self._numbers: dict[str, tuple[Floats, Flags]] = {}
        self._words: dict[str, tuple[npt.NDArray[np.int64], list[Any]]] = {}

    def put(self, rows: Rows, values: Mapping[str, Any]) -> None:
        """Keep values of some rows by name."""
        for name, value in values.items():
            if isinstance(value, Masks):
                self._sets.setdefault(name, (np.zeros(self._rows, np.uint64), value.universe))[0][rows] = value.array
            elif isinstance(value, str | bool | tuple | frozenset):
                codes, words = self._words.setdefault(name, (np.full(self._rows, -1), []))
                if value not in words:
                    words.append(value)
                codes[rows] = words.index(value)
            elif value is not None:
                array, known = self._numbers.setdefault(name, (np.zeros(self._rows), np.zeros(self._rows, np.bool_)))
                array[rows] = plain(value)
                known[rows] = True

    def get(self, name: str, leaf: Leaf) -> Any:
        """A value of a leaf's rows; None where there is none."""
        if name in self._sets:
            masks, universe = self._sets[name]
            return Sets(masks[leaf.rows], universe, leaf)
        if name in self._words:
            codes, words = self._words[name]
            code = leaf.shared(codes[leaf.rows])
            return words[code] if code >= 0 else None
        if name not in self._numbers:
            return None
        array, known = self._numbers[name]
        return leaf.column(array) if leaf.agreed(known[leaf.rows]) else None


class Fields:
    """Found values of a leaf's rows as the fields of a result: a shape, counts, a sizing. `names` says how they are kept."""

    assumptions: tuple[Any, ...] = ()

    def __init__(self, found: Found, leaf: Leaf, names: Mapping[str, str]) -> None:
        self._found, self._leaf, self._names = found, leaf, names

    def __getattr__(self, name: str) -> Any:
        return self._found.get(self._names.get(name, name), self._leaf)


class Books:
    """The price books of a leaf's rows. What is the same in all of them is read without asking whose row it is."""

    def __init__(self, books: Sequence[PriceBook], codes: npt.NDArray[np.int64], leaf: Leaf) -> None:
        self._books, self._codes, self._leaf = books, codes, leaf

    def price(self, *names: str) -> Price | None:
        """The price of the first name that is known."""
        found: Price | None = self._same([book.price(*names) for book in self._books])
        return found

    def number(self, name: str) -> float | None:
        """A plain number."""
        found: float | None = self._same([book.number(name) for book in self._books])
        return found

    def _same(self, values: Sequence[Any]) -> Any:
        if all(value == values[0] for value in values[1:]):
            return values[0]
        return values[self._leaf.shared(self._codes[self._leaf.rows])]
