"""The meters of a bill: for everything that AWS counts, how the quantity follows from use, and which price figure it takes."""

from advisor.cost.meters.around import entry, network, services
from advisor.cost.meters.compute import containers, functions
from advisor.cost.meters.meter import Meter

METERS: dict[str, Meter] = {meter.id: meter for meter in (*functions(), *containers(), *entry(), *network(), *services())}
"""All meters by id, in the order in which a bill shows them."""

COMPUTING = frozenset((
    "lambda-web-function", "lambda-requests", "lambda-duration", "lambda-ready", "lambda-ready-duration", "microvm-vcpu",
    "microvm-memory", "fargate-vcpu", "fargate-memory", "fargate-load", "fargate-windows-vcpu", "fargate-windows-licence",
    "fargate-windows-memory", "instances", "instances-load", "lambda-instances-fee", "ecs-instances-fee", "ecs-anywhere",
))  # fmt: skip
"""The meters, and the names of what is left out, that stand for the computing itself; a bill without any tells little."""

__all__ = ["COMPUTING", "METERS", "Meter"]
