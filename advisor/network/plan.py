"""The network of one option: from dependencies to a checked plan, with the reason and the price of every part."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from advisor.capacity.models import Assumption, Sizing
from advisor.cost.prices import PriceBook
from advisor.language.program import Program
from advisor.network.addresses import plan_subnets
from advisor.network.charges import monthly
from advisor.network.checked import KEPT, Checked, HopBase, check
from advisor.network.choice import rates_of
from advisor.network.demand import Demand, demand_of
from advisor.network.ground import Sizes, ground_of
from advisor.network.layout import Ways, lay_out
from advisor.network.models import Choice, ComponentReason, Hop, LeftOut, Need, NetworkPlan, Path, PlanError, Way
from advisor.network.parts import Dependency, components_of
from advisor.network.ways import ways_of

_WAYS_OUT = ("egress-only-internet-gateway", "elastic-ip", "internet-gateway", "nat-gateway", "public-subnets")
_NO_DATA = Assumption(
    fact="egress_gib_per_month", value=0, because="The amount of data is not known; the bills compared are those of the hours."
)
_ALL_TO_SERVICES = "How much of it goes to services of AWS is not known; both bills count all of it as doing so."

_KINDS: WeakKeyDictionary[Program, frozenset[str]] = WeakKeyDictionary()


def plan_network(
    program: Program,
    known: Mapping[str, Any],
    option: str,
    sizing: Sizing,
    needs: Mapping[str, Need],
    prices: PriceBook | None,
    *,
    way: Way | None = None,
) -> NetworkPlan:
    """Return the checked network plan of an option.

    `known` are the given and derived facts, `sizing` the option's size, `needs` the components that findings require or advise
    for it, with the rule of each. Without `prices` nothing is priced. A `way` overrides the choice between NAT gateway and
    endpoints where there is one. Nothing is guessed: what stands in for an unknown fact is in `assumptions`, what was left out
    for want of one in `missing`, and a dependency without a path is in `errors`.
    """
    ground = ground_of(program)
    demand = demand_of(ground, known, option, sizing.zones, needs)
    gib = known.get("egress_gib_per_month")
    ways, choice = ways_of(ground, demand, rates_of(prices, regional=ground.regional_nat), gib or 0, needs, way)
    checked = check(demand, ways, ground.sizes)
    stated, conflicts, left_out = _beside(program, demand, checked.components, needs)
    components = sorted((*checked.components, *stated)) if stated else list(checked.components)
    amounts = monthly(components, demand, ways, prices, gib)
    return NetworkPlan.build(
        option=option,
        components=components,
        reasons=[_reason(name, needs, checked, amounts, choice) for name in components],
        left_out=left_out,
        needs_vpc=bool(checked.network.subnets),
        attached=demand.attached,
        nat_kind=("regional" if ways.regional else "zonal") if ways.nat else None,
        paths=_paths(checked, needs, amounts),
        subnets=plan_subnets(ground, demand, checked.network, sizing),
        security_groups=list(checked.groups),
        routes=list(checked.routes),
        choice=choice,
        iam_actions=list(ground.iam_actions) if demand.attached and demand.form.place == "function" else [],
        errors=[*checked.errors, *conflicts],
        assumptions=list(_assumptions(demand, sizing, gib, choosing=choice is not None)),
        missing=_missing(demand, sizing, gib, choosing=choice is not None),
    )


def sketch_network(
    program: Program,
    known: Mapping[str, Any],
    option: str,
    zones: int,
    needs: Mapping[str, Need],
    prices: PriceBook | None,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the components of the plan that `plan_network` would make, and the advised ones that it would leave out.

    The same decisions in the same order; what is not done is the check, which changes no part, and every sentence about it.
    """
    ground = ground_of(program)
    demand = demand_of(ground, known, option, zones, needs)
    rates = rates_of(prices, regional=ground.regional_nat)
    ways, _ = ways_of(ground, demand, rates, known.get("egress_gib_per_month") or 0, needs, shown=False)
    components = _laid_out(demand, ways, ground.sizes)
    stated, _, left_out = _beside(program, demand, components, needs)
    return components.union(stated), frozenset([item.id for item in left_out])


@lru_cache(maxsize=4096)
def _laid_out(demand: Demand, ways: Ways, sizes: Sizes) -> frozenset[str]:
    return frozenset(components_of(lay_out(demand, ways, sizes)))


def _network_components(program: Program) -> frozenset[str]:
    found = _KINDS.get(program)
    if found is None:
        base = program.edition.base
        found = _KINDS.setdefault(
            program, frozenset(name for name in base.component_ids if base.component(name).kind == "network")
        )
    return found


def _beside(
    program: Program, demand: Demand, components: Collection[str], needs: Mapping[str, Need]
) -> tuple[list[str], list[PlanError], list[LeftOut]]:
    """What rules name and no path needs: required parts that are in the plan all the same, those that can't be, the advised."""
    stated: list[str] = []
    conflicts: list[PlanError] = []
    left_out: list[LeftOut] = []
    for name in sorted(_network_components(program).intersection(needs).difference(components)):
        need = needs[name]
        if demand.elsewhere:
            because = f"{need.rule} names it, and nothing of AWS's network is built on your own premises."
            left_out.append(LeftOut.build(id=name, rule=need.rule, because=because))
        elif not need.required:
            left_out.append(
                LeftOut.build(id=name, rule=need.rule, because=f"{need.rule} advises it, and no path leads through it.")
            )
        elif demand.isolated and name in _WAYS_OUT:
            conflicts.append(_conflict(name, need))
        else:
            stated.append(name)
    return stated, conflicts, left_out


def _conflict(name: str, need: Need) -> PlanError:
    found, mend = f"{need.rule} requires it, and a path to the internet is forbidden", "correct one of the two answers"
    because = f"{name}: {found}. To mend it, {mend}."
    return PlanError.build(dependency=name, at=name, found=found, mend=mend, because=because)


def _reason(
    name: str, needs: Mapping[str, Need], checked: Checked, amounts: Mapping[str, Decimal | None], choice: Choice | None
) -> ComponentReason:
    need, users = needs.get(name), checked.users.get(name, ())
    rule = need.rule if need is not None else None
    because = (
        need.because if need is not None else f"The path for {', '.join(users) or 'what has no path yet'} leads through it."
    )
    kind, _, service = name.partition(":")
    if need is None and kind == "gateway-endpoint":
        because += " It costs nothing, and keeps this traffic away from gateways that charge for it."
    elif need is None and choice is not None and choice.rule is None and service in choice.services:
        because += " By the bill endpoints are the cheaper way."
    return ComponentReason.build(id=name, rule=rule, because=because, paths=list(users), monthly_usd=amounts[name])


def _paths(checked: Checked, needs: Mapping[str, Need], amounts: Mapping[str, Decimal | None]) -> list[Path]:
    """The paths with rules and prices."""
    told = []
    for through in checked.throughs:
        need = needs.get(through)
        told.append((need.rule if need is not None else None, amounts.get(through)))
    return list(_told(checked, tuple(told)))


@lru_cache(maxsize=KEPT)
def _told(checked: Checked, told: tuple[tuple[str | None, Decimal | None], ...]) -> tuple[Path, ...]:
    """The paths of a layout with the rule and the amount of each part that they lead through; hops they share are made once."""
    by_through = dict(zip(checked.throughs, told, strict=True))
    made: dict[HopBase, Hop] = {}
    for hop in (hop for path in checked.paths for hop in path.hops):
        if hop not in made:
            rule, amount = by_through[hop.through]
            made[hop] = Hop.build(
                through=hop.through, part=hop.part, because=hop.because, rule=rule, monthly_usd=amount, without=hop.without
            )
    return tuple([_path(base.dependency, [made[hop] for hop in base.hops]) for base in checked.paths])


def _path(one: Dependency, hops: list[Hop]) -> Path:
    return Path.build(
        name=one.name, source=one.source, to=one.to, protocol=one.protocol, port=one.port, because=one.because, hops=hops
    )


def _assumptions(demand: Demand, sizing: Sizing, gib: float | None, *, choosing: bool) -> Iterator[Assumption]:
    if demand.attached or demand.front is not None:
        yield from (one for one in sizing.assumptions if one.fact == "availability_zones")
    yield from demand.assumptions
    if choosing:
        yield _NO_DATA if gib is None else Assumption(fact="egress_gib_per_month", value=gib, because=_ALL_TO_SERVICES)


def _missing(demand: Demand, sizing: Sizing, gib: float | None, *, choosing: bool) -> list[str]:
    """Unknown facts that could change the plan: what it must reach, the data for the choice, the load on the subnets."""
    found = [*demand.missing, *(sizing.missing if demand.attached and sizing.units_peak is None else ())]
    if choosing and gib is None:
        found.append("egress_gib_per_month")
    return list(dict.fromkeys(found))
