"""How far each limit of an option is, the tightest first, with the moment to act.

Limits come from two places: every rule in force that excludes the option above (or below) a figure brings one by itself,
where its other conditions hold; quotas and limits on the number of units are worked out here. A hard limit above its maximum
means that the option is excluded; a quota may be passed, which asks for a higher one.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from advisor.capacity.concurrency import unit_limit
from advisor.capacity.models import Headroom, Load, Sizing
from advisor.capacity.reckoning import LAMBDA_FORMS, Reckoning, number_at
from advisor.language.program import Program, RuleAt, Test
from advisor.language.words import duration, number
from knowledge.compare import COMPARE

# The share of a limit at which to act: there is time left, and it is not far off.
_ACT_AT = 0.8
_PHRASES = {
    "longest_run_s": "the longest run",
    "session_s": "the longest session",
    "workflow_duration_s": "the whole flow",
    "request_kib": "the largest request",
    "response_kib": "the largest answer",
    "memory_mib": "the memory of one run",
    "vcpus": "the need for vCPUs",
    "scratch_mib": "the scratch space",
    "package_mib": "the package",
    "image_mib": "the image",
    "steps": "the number of steps",
    "requests_per_s_peak": "the peak rate",
    "startup_s": "the start of the program",
    "units_peak": "the capacity at the peak",
    "downstream_connections": "the number of open connections",
}
# What helps at limits that no higher quota moves.
_DEEDS = {
    "downstream_connections": "Pool connections or cap the runs",
    "lambda.init_phase.max": "Prepare environments beforehand",
    "lambda.vpc.hyperplane.connections": "Spread over more subnets",
    "vpc.nat.connections": "Add NAT gateways",
}
_SUFFIXES = ("_s", "_ms", "_mib", "_kib", "_gib")


Kind = Literal["ceiling", "floor", "quota"]
"""A hard most, a hard least, or what a higher quota (or another deed) moves."""
_KINDS: dict[str, Kind] = {"above": "ceiling", "at-least": "ceiling", "below": "floor", "at-most": "floor"}


class _Measured(NamedTuple):
    """A use against a maximum, before it is put into words."""

    limit: str
    use_of: str
    use: float
    maximum: float
    unit: str
    kind: Kind
    rule: str | None = None


def headroom(
    program: Program,
    known: Mapping[str, Any],
    option: str,
    sizing: Sizing,
    load: Load,
    components: Collection[str] = (),
) -> list[Headroom]:
    """Return the limits of an option, the tightest first; for each fact only the tightest rule."""
    reckoning = Reckoning(program, known, option, frozenset(components))
    found: dict[tuple[str, str], _Measured] = {}
    for one in (*_of_rules(program, known, option), *_of_quotas(reckoning, sizing, load)):
        key = (one.use_of, one.limit if one.rule is None else "rule")
        if key not in found or _share(one) > _share(found[key]):
            found[key] = one
    tightest = sorted(found.values(), key=lambda one: (-_share(one), one.limit))
    return [_in_words(one) for one in tightest]


_LIMITS: WeakKeyDictionary[Program, dict[str, list[tuple[RuleAt, Test]]]] = WeakKeyDictionary()


def _limits(program: Program) -> dict[str, list[tuple[RuleAt, Test]]]:
    """For each option the excluding rules with a numeric condition on a figure, and that condition."""
    found = _LIMITS.get(program)
    if found is None:
        found = {name: [] for name in program.options}
        for rule in program.rules:
            for test in rule.tests:
                if rule.rule.effect == "excludes" and test.figure is not None and test.operator in _KINDS:
                    for option in rule.targets:
                        found[option].append((rule, test))
        _LIMITS[program] = found
    return found


def _of_rules(program: Program, known: Mapping[str, Any], option: str) -> Iterator[_Measured]:
    facts = program.edition.base.facts
    for rule, test in _limits(program)[option]:
        use = known.get(test.name)
        if use is None or not all(_holds(other, known) for other in rule.tests if other is not test):
            continue
        unit, kind = facts[test.name].unit or "", _KINDS[test.operator]
        yield _Measured(test.figure or "", test.name, use, test.wanted, unit, kind, rule.id)


def _holds(test: Test, known: Mapping[str, Any]) -> bool:
    """Whether another condition of the rule is known to hold; a limit that only may apply is an open question instead."""
    value = known.get(test.name) if test.subject == "fact" else None
    return value is not None and COMPARE[test.operator](value, test.wanted)


def _of_quotas(reckoning: Reckoning, sizing: Sizing, load: Load) -> Iterator[_Measured]:
    """Quotas on units, rates and connections, as far as the workload states what counts against them."""
    limit = unit_limit(reckoning, sizing)
    if limit is not None and sizing.units_peak is not None:
        use = sizing.units_peak * limit.per_unit
        yield _Measured(limit.figure or limit.fact or "", "units_peak", use, limit.maximum, limit.unit, "quota")
    for figure, fact, unit in _rates(reckoning):
        most, count = number_at(reckoning.program, figure), reckoning.known.get(fact)
        if most is not None and count is not None:
            yield _Measured(figure, fact, count, most, unit, "quota")
    accepted = reckoning.known.get("downstream_connections")
    if accepted is not None and load.downstream_connections is not None:
        name = "downstream_connections"
        yield _Measured(name, name, load.downstream_connections, accepted, "count", "quota")


def _rates(reckoning: Reckoning) -> Iterator[tuple[str, str, str]]:
    """The figures that bound a fact of the workload without excluding the option."""
    if reckoning.known.get("trigger") == "api":
        yield "apigateway.throttle.default", "requests_per_s_peak", "1/s"
    if reckoning.option.startswith("batch-"):
        yield "batch.submit_rate", "requests_per_s_peak", "1/s"
    if reckoning.option == "lambda-web-function":
        yield "lambda.web_functions.quota.default:requests_per_s_endpoint", "requests_per_s_peak", "1/s"
    if reckoning.option in LAMBDA_FORMS and not {"snapstart", "provisioned-concurrency"} & reckoning.components:
        yield "lambda.init_phase.max", "startup_s", "s"
    if "vpc-attachment" in reckoning.components and reckoning.option in LAMBDA_FORMS:
        yield "lambda.vpc.hyperplane.connections", "concurrency_needed", "count"
    if "nat-gateway" in reckoning.components:
        yield "vpc.nat.connections", "concurrency", "count"


def _share(one: _Measured) -> float:
    """Use over maximum; of a least value that value over the use."""
    above, below = (one.maximum, one.use) if one.kind == "floor" else (one.use, one.maximum)
    return above / below if below else (float("inf") if above else 0.0)


def _in_words(one: _Measured) -> Headroom:
    share = _share(one)
    return Headroom.build(
        limit=one.limit,
        what=phrase(one.use_of),
        use_of=one.use_of,
        use=one.use,
        maximum=one.maximum,
        unit=one.unit,
        share=share,
        breaks_at=1 / share if share else None,
        hard=one.kind != "quota",
        trigger=_trigger(one, share),
        rule=one.rule,
    )


def _trigger(one: _Measured, share: float) -> str:
    """When to act: at four fifths of the limit, or now."""
    what = phrase(one.use_of)
    deed = _DEEDS.get(one.limit, "Ask for a higher quota") if one.kind == "quota" else "Move"
    if share >= _ACT_AT:
        limit = amount(one.maximum, one.unit)
        return f"{deed} now: {what} is at {amount(one.use, one.unit)}, the limit at {limit}."
    if one.kind == "floor":
        return f"{deed} when {what} falls below {amount(one.maximum / _ACT_AT, one.unit)}."
    return f"{deed} when {what} passes {amount(one.maximum * _ACT_AT, one.unit)}."


def phrase(fact: str) -> str:
    """A fact in a few words that a sentence can use."""
    known = _PHRASES.get(fact)
    if known is not None:
        return known
    name = next((fact.removesuffix(suffix) for suffix in _SUFFIXES if fact.endswith(suffix)), fact)
    return "the " + name.replace("_", " ")


def amount(value: float, unit: str) -> str:
    """A value with its unit in words, to what matters for a trigger: a tenth of a GiB, an hour in days."""
    if unit in ("MiB", "KiB", "GiB"):
        return _size(value, unit)
    if unit == "s":
        step = 86400 if value >= 864_000 else 3600 if value >= 86400 else 1
        return duration(round(value / step) * step if value >= 10 else round(value, 2))
    return number(round(value, 2)) + {"vCPU": " vCPU", "1/s": " a second"}.get(unit, "")


def _size(value: float, unit: str) -> str:
    units = ("KiB", "MiB", "GiB", "TiB")
    place = units.index(unit)
    while value >= 1024 and place < len(units) - 1:
        value, place = value / 1024, place + 1
    return f"{number(round(value, 1))} {units[place]}"
