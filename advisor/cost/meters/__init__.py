"""The meters of a bill: for everything that AWS counts, how the quantity follows from use, and which price figure it takes."""

from advisor.cost.meters.around import entry, network, services
from advisor.cost.meters.compute import containers, functions
from advisor.cost.meters.meter import Meter

METERS: dict[str, Meter] = {meter.id: meter for meter in (*functions(), *containers(), *entry(), *network(), *services())}
"""All meters by id, in the order in which a bill shows them."""

__all__ = ["METERS", "Meter"]
