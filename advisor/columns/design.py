"""The bill of one option on many rows, by the plan's own steps in step (see `advisor.columns.lockstep`).

The plan is cut where one part hangs on another by its results alone: the size of a unit, how many, what lies below, the
network, then each section of the bill. Each part is called for itself, so that rows that differ in one do not part in the
others. What the sections use is gathered meter by meter, and each meter is priced once for each price book.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from advisor.capacity.reckoning import ON_INSTANCES, Reckoning
from advisor.capacity.shapes import shape_of
from advisor.capacity.sizing import Below, architecture_of, below, demand_on
from advisor.capacity.units import count_units
from advisor.columns.lockstep import EXACT, Column, Flags, Leaf, Rows, in_step, plain
from advisor.columns.views import Books, Components, Facts, Fields, Found, Known, Needed, Needs, Network
from advisor.cost.bill import SECTIONS
from advisor.cost.meters import METERS
from advisor.cost.money import in_cents
from advisor.cost.prices import PriceBook
from advisor.cost.usage import Usage, Use, run_time, runs_in_month
from advisor.cost.usage_compute import count_hours, use_compute
from advisor.language.program import Program
from advisor.network.choice import rates_of
from advisor.network.forms import FORMS
from advisor.network.fronts import Front
from advisor.network.ground import ground_of
from advisor.network.layout import before_unit, behind_unit
from advisor.network.reach import REACH, Setting
from advisor.network.ways import ways_of

T = TypeVar("T")
Cents = npt.NDArray[np.int64]
_SHAPE = {"memory": "memory_mib", "vcpus": "vcpus", "storage": "storage_mib", "extra_storage": "extra_storage_mib"}
_COUNTS = {
    "peak": "units_peak", "mean": "units_mean", "always": "units_always", "provisioned": "provisioned_concurrency",
    "per_unit": "runs_per_unit", "zones": "zones",
}  # fmt: skip
"""What shapes and counts call what a sizing calls otherwise."""
_SETS = {
    "systems": "vpc_resources", "remotes": "vpc_resources", "proxied": "vpc_resources",
    "called": "aws_services", "services": "aws_services", "stated": "aws_services",
}  # fmt: skip
"""The steps of `REACH` that find sets, and the fact whose names these are made of."""


@dataclass(slots=True)
class Chunk:
    """Rows that are billed together: their facts, and the number of the price book of each, -1 for none."""

    program: Program
    facts: Facts
    books: list[PriceBook]
    book: npt.NDArray[np.int64]
    free_tier: bool

    @property
    def rows(self) -> int:
        """How many rows there are, those that only fill up included."""
        return len(self.book)


@dataclass(slots=True)
class Charges:
    """Cents a month, where they are a lower bound, and the rows for which they do not count (see `lockstep`)."""

    cents: Cents
    least: Flags
    odd: Flags


def charges(chunk: Chunk, option: str, needs: Needs, rows: Rows) -> Charges:
    """Work the bill of an option out for some rows of a chunk."""
    with np.errstate(all="ignore"):  # an instance that holds nothing divides by zero, and is never chosen
        return _Design(chunk, option, needs, rows).charges()


class _Design:
    """One option on some rows, while it is worked out."""

    def __init__(self, chunk: Chunk, option: str, needs: Needs, rows: Rows) -> None:
        self._chunk, self._option, self._needs, self._rows = chunk, option, needs, rows
        universe = chunk.facts.universe("aws_services")
        self._universe, self._stated = universe, needs.endpoints(universe)
        self._found, self._network = Found(chunk.rows), Network.empty(chunk.rows)
        self._odd, self._least = np.zeros(chunk.rows, np.bool_), np.zeros(chunk.rows, np.bool_)
        self._uses: dict[tuple[str, tuple[tuple[str, str], ...]], list[tuple[Rows, Use]]] = {}

    def charges(self) -> Charges:
        self._size()
        self._connect()
        self._gather()
        cents = np.zeros(self._chunk.rows, np.int64)
        for (meter, of), uses in self._uses.items():
            self._price(meter, of, uses, cents)
        return Charges(cents, self._least, self._odd | self._chunk.facts.odd)

    def _size(self) -> None:
        """The steps of `advisor.capacity.sizing.size`, one by one."""
        found = self._found
        for rows, shape in self._in_step(lambda leaf: shape_of(self._reckoning(leaf))):
            found.put(rows, {_SHAPE[name]: value for name, value in shape._asdict().items()})
        for rows, architecture in self._in_step(lambda leaf: architecture_of(self._reckoning(leaf))):
            found.put(rows, {"architecture": architecture})
        for rows, counts in self._in_step(lambda leaf: count_units(self._reckoning(leaf), self._fields(leaf, _SHAPE))):
            found.put(rows, {_COUNTS[name]: value for name, value in counts._asdict().items() if name in _COUNTS})
        if self._option in ON_INSTANCES:
            for rows, demand in self._in_step(lambda leaf: demand_on(self._reckoning(leaf), self._fields(leaf, _COUNTS))):
                if demand is not None:
                    found.put(rows, {"least": demand.least, "together": demand.together})
        for rows, instances in self._in_step(self._below):
            found.put(rows, instances.fields())

    def _below(self, leaf: Leaf) -> Below:
        demand = self._fields(leaf, _COUNTS) if self._option in ON_INSTANCES else None
        return below(self._reckoning(leaf), self._fields(leaf, _SHAPE), demand, self._found.get("architecture", leaf))

    def _in_step(self, step: Callable[[Leaf], T]) -> Iterator[tuple[Rows, T]]:
        return in_step(self._rows, self._odd, step)

    def _fields(self, leaf: Leaf, names: Mapping[str, str] | None = None) -> Any:
        return Fields(self._found, leaf, names or {})

    def _reckoning(self, leaf: Leaf) -> Reckoning:
        components = cast("frozenset[str]", self._needed(leaf))
        return Reckoning(self._chunk.program, self._known(leaf), self._option, components, silent=True)

    def _known(self, leaf: Leaf) -> Known:
        return Known(self._chunk.facts, leaf)

    def _needed(self, leaf: Leaf) -> Needed:
        return Needed(self._needs, self._stated, self._universe, leaf)

    def _books(self, leaf: Leaf) -> PriceBook:
        return cast("PriceBook", Books(self._chunk.books, self._chunk.book, leaf))

    def _connect(self) -> None:
        """The parts of the network on which the bill hangs."""
        found, network, facts = self._found, self._network, self._chunk.facts
        found.put(self._rows, {"form": FORMS[self._option]})
        for name, step in REACH.items():
            for rows, value in self._in_step(partial(self._reached, step)):
                found.put(rows, {name: facts.universe(_SETS[name]).masks(value) if name in _SETS else value})
                if name == "front":
                    self._add(rows, before_unit(value))
                    entrance = value.endpoint if value is not None else None
                    found.put(rows, {"entrance": Front("", private=True, endpoint=entrance)})
        for rows, parts in self._in_step(lambda leaf: behind_unit(found.get("proxied", leaf), found.get("remotes", leaf))):
            self._add(rows, parts)
        for rows, (nat, endpoints) in self._in_step(self._ways):
            self._add(rows, ("nat-gateway",) if nat else ())
            network.endpoints[rows] = endpoints
        here = np.ones(self._chunk.rows, np.bool_)
        for rows, elsewhere in self._in_step(lambda leaf: found.get("elsewhere", leaf)):
            here[rows] = not elsewhere
        network.add_required(self._needs, here)

    def _reached(self, step: Callable[[Setting], Any], leaf: Leaf) -> Any:
        return step(self._setting(leaf))

    def _add(self, rows: Rows, parts: Iterable[str]) -> None:
        for name in parts:
            self._network.parts[name][rows] = True

    def _setting(self, leaf: Leaf) -> Setting:
        ground = ground_of(self._chunk.program)
        return Setting(ground, self._known(leaf), self._option, self._needed(leaf), self._fields(leaf))

    def _ways(self, leaf: Leaf) -> tuple[bool, Any]:
        """Whether there is a NAT gateway, and how many interface endpoints."""
        at = self._setting(leaf)
        books = self._books(leaf)
        gib = at.known.get("egress_gib_per_month", 0)
        ways, _ = ways_of(
            at.ground,
            self._fields(leaf, {"front": "entrance"}),
            lambda: rates_of(books, regional=at.ground.regional_nat),
            gib,
            at.needs,
            shown=False,
        )
        return ways.nat, (self._found.get("stated", leaf) | ways.by_interface).size.array

    def _gather(self) -> None:
        """What the design uses, section by section."""
        for rows, value in self._in_step(lambda leaf: runs_in_month(self._usage(leaf))):
            self._found.put(rows, {"runs": value})
        for rows, value in self._in_step(lambda leaf: run_time(self._usage(leaf))):
            self._found.put(rows, {"run_ms": value})
        for rows, usage in self._in_step(self._hours):
            self._least[rows] |= bool(usage.unpriced)
            self._found.put(rows, {"hours": usage.hours})
        for section in SECTIONS:
            for rows, usage in self._in_step(partial(self._filled, section)):
                if usage.unpriced:
                    self._least[rows] = True
                for use in usage.uses:
                    self._uses.setdefault((use.meter, use.of), []).append((rows, use))

    def _filled(self, section: Callable[[Usage], None], leaf: Leaf) -> Usage:
        usage = self._usage(leaf)
        usage.runs, usage.run_ms = self._found.get("runs", leaf), self._found.get("run_ms", leaf)
        usage.hours = self._found.get("hours", leaf) if section is use_compute else None
        section(usage)
        return usage

    def _hours(self, leaf: Leaf) -> Usage:
        usage = self._usage(leaf)
        usage.runs, usage.run_ms = self._found.get("runs", leaf), self._found.get("run_ms", leaf)
        usage.hours = count_hours(usage)
        return usage

    def _usage(self, leaf: Leaf) -> Usage:
        components = cast("frozenset[str]", Components(self._network, self._needs, leaf))
        program, known = self._chunk.program, self._known(leaf)
        return Usage(program, known, self._option, self._fields(leaf), components, self._books(leaf))

    def _price(self, meter: str, of: tuple[tuple[str, str], ...], uses: list[tuple[Rows, Use]], cents: Cents) -> None:
        """Price one meter, book by book, and add it up."""
        counted, chunk = METERS[meter], self._chunk
        rows = np.concatenate([some for some, _ in uses])
        inputs = {name: _joined([(len(some), dict(use.inputs)[name]) for some, use in uses]) for name in counted.inputs}
        codes = chunk.book[rows]
        for code in np.unique(codes).tolist():
            places, book = np.flatnonzero(codes == code), chunk.books[code]
            leaf = Leaf(rows[places], self._odd)
            price = counted.prices(book, dict(of))
            quantity = counted.amount(book, {name: Column(array[places], leaf) for name, array in inputs.items()})
            if price is None or quantity is None:
                self._least[leaf.rows] = True
                continue
            usd = counted.usd(quantity, price, book, free_tier=chunk.free_tier)
            amounts = in_cents(usd).array
            sound = np.abs(amounts) <= EXACT
            self._odd[leaf.rows[~sound]] = True
            np.add.at(cents, leaf.rows[sound], amounts[sound].astype(np.int64))


def _joined(parts: Iterable[tuple[int, Any]]) -> npt.NDArray[np.float64]:
    """An input of a meter for the rows of several parts, one after the other."""
    return np.concatenate([np.broadcast_to(np.asarray(plain(value), np.float64), rows) for rows, value in parts])
