"""The plan of an option in outline, for many workloads: its bill as a total and its tightest limit.

The steps are those of `advisor.plan` and decide the same; left out is what changes neither: the check of the network,
sentences, lines of the bill, break-evens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from advisor.capacity.concurrency import concurrency
from advisor.capacity.headroom import headroom
from advisor.capacity.models import Headroom, Sizing
from advisor.capacity.sizing import size
from advisor.cost.bill import gather, total
from advisor.cost.prices import PriceBook
from advisor.cost.usage import Usage
from advisor.language.program import Program
from advisor.network.models import Need
from advisor.network.plan import sketch_network
from advisor.plan import parts_of


@dataclass(frozen=True, slots=True)
class Outline:
    """The size and the parts of an option for a workload whose given and derived facts are `known`."""

    program: Program
    known: Mapping[str, Any]
    option: str
    sizing: Sizing
    parts: tuple[str, ...]


def outline(
    program: Program, known: Mapping[str, Any], option: str, needs: Mapping[str, bool], prices: PriceBook | None
) -> Outline:
    """Return the outline of an option; `needs` are the components that rules name for it, and whether one requires them."""
    sizing = size(program, known, option, needs, silent=True)
    named = {component: Need("", "", required) for component, required in needs.items()}
    network, left_out = sketch_network(program, known, option, sizing.zones, named, prices)
    return Outline(program, known, option, sizing, tuple(parts_of(needs, network, left_out)))


def monthly_bill(of: Outline, prices: PriceBook, *, free_tier: bool = False) -> tuple[Decimal, bool]:
    """Dollars a month, and whether something could not be priced, so that the true bill is higher."""
    usage = Usage(of.program, of.known, of.option, of.sizing, frozenset(of.parts), prices)
    return total(gather(usage), free_tier=free_tier)


def tightest(of: Outline) -> Headroom | None:
    """The limit that is nearest, or passed by most; None where nothing known comes near any."""
    load = concurrency(of.program, of.known, of.option, of.sizing, of.parts)
    return next(iter(headroom(of.program, of.known, of.option, of.sizing, load, of.parts)), None)
