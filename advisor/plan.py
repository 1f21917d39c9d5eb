"""The plan behind the answer: for every option that is not excluded its size, checked network, bill, latency and headroom."""

from collections.abc import Collection, Iterable, Mapping

from advisor import result
from advisor.capacity.concurrency import concurrency
from advisor.capacity.headroom import headroom
from advisor.capacity.latency import latency
from advisor.capacity.models import Latency
from advisor.capacity.sizing import size
from advisor.cost.bill import bill
from advisor.cost.break_even import Design, break_even
from advisor.cost.price_file import OwnPrices
from advisor.cost.prices import PriceBook, RegionWithoutPricesError, price_book
from advisor.inference.findings import Findings
from advisor.language.program import Program
from advisor.network.models import Need, NetworkPlan
from advisor.network.plan import plan_network
from advisor.result import OptionResult, Recommendation, Warned


def plan(
    program: Program,
    findings: Findings,
    answer: Recommendation,
    own: OwnPrices | None = None,
    *,
    free_tier: bool = False,
) -> Recommendation:
    """Return the answer with the plan of every option that is not excluded; as it is when answers contradict each other.

    `own` are the user's prices, `free_tier` takes off what AWS gives each month. Without prices for the Region there are no
    bills, and a warning says which Regions have them.
    """
    if answer.contradictions:
        return answer
    prices, warnings = _prices(program, findings, own)
    needs = _needs(findings, answer)
    planned = {
        one.id: _plan_one(program, findings, one, needs[one.id], prices, free_tier=free_tier)
        for one in answer.options
        if one.status != "excluded"
    }
    if prices is not None:
        planned = _with_break_evens(program, findings, planned, prices, free_tier=free_tier)
    options = [planned.get(one.id, one) for one in answer.options]
    return answer.but(options=options, warnings=[*answer.warnings, *warnings])


def _prices(program: Program, findings: Findings, own: OwnPrices | None) -> tuple[PriceBook | None, list[Warned]]:
    try:
        return price_book(program, findings.known.get("region"), own), []
    except RegionWithoutPricesError as error:
        return None, [Warned(rule=None, because=f"There is no bill. {error}", options=[])]


def _needs(findings: Findings, answer: Recommendation) -> dict[str, dict[str, Need]]:
    """For each option the components that rules require or advise, with the first rule that does."""
    of_rule = {found.rule: Need(found.rule, found.because, found.effect == "requires") for found in answer.findings}
    return {
        one.id: {name: of_rule[founds[0].rule.id] for name, founds in findings.needed.get(one.id, {}).items()}
        for one in answer.options
        if one.status != "excluded"
    }


def _plan_one(
    program: Program,
    findings: Findings,
    one: OptionResult,
    needs: Mapping[str, Need],
    prices: PriceBook | None,
    *,
    free_tier: bool,
) -> OptionResult:
    known = findings.known
    sizing = size(program, known, one.id, one.components)
    network = plan_network(program, known, one.id, sizing, needs, prices)
    parts = _parts(one, network)
    load = concurrency(program, known, one.id, sizing, parts)
    times = latency(program, known, one.id, sizing, parts)
    return one.but(
        sizing=sizing,
        network=network,
        cost=bill(program, known, one.id, sizing, parts, prices, free_tier=free_tier) if prices else None,
        load=load,
        latency=times.parts,
        latency_budget=_budget(times),
        headroom=headroom(program, known, one.id, sizing, load, parts),
    )


def _parts(one: OptionResult, network: NetworkPlan) -> list[str]:
    return parts_of(one.components, network.components, {item.id for item in network.left_out})


def parts_of(needed: Iterable[str], network: Iterable[str], left_out: Collection[str]) -> list[str]:
    """What a design has: its network, and the components of rules that the network does not leave out."""
    return sorted({*network, *(name for name in needed if name not in left_out)})


def _budget(times: Latency) -> result.LatencyBudget:
    return result.LatencyBudget.build(
        warm_low_ms=times.warm_low_ms,
        warm_high_ms=times.warm_high_ms,
        cold_low_ms=times.cold_low_ms,
        cold_high_ms=times.cold_high_ms,
        target_ms=times.target_ms,
        verdict=times.verdict,
        because=times.because,
        assumptions=times.assumptions,
        missing=times.missing,
    )


def _with_break_evens(
    program: Program, findings: Findings, planned: dict[str, OptionResult], prices: PriceBook, *, free_tier: bool
) -> dict[str, OptionResult]:
    """Put into each bill where it crosses those of the other options."""
    designs: dict[str, Design] = {
        name: (one.sizing, _parts(one, one.network)) for name, one in planned.items() if one.sizing and one.network
    }
    found = break_even(program, findings.known, designs, prices, free_tier=free_tier)
    return {
        name: one.but(cost=one.cost.but(break_even=found[name][0], curves=found[name][1])) if one.cost is not None else one
        for name, one in planned.items()
    }
