"""How long an answer takes: entry, start, code and what the code calls, each as a range with the source of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from advisor.capacity.models import Latency, LatencyPart, Sizing
from advisor.capacity.phrases import milliseconds_of
from advisor.capacity.ramp import start_of
from advisor.capacity.reckoning import LAMBDA_FORMS, OWN_ADDRESS, Reckoning
from advisor.language.program import Program
from advisor.language.words import milliseconds

When = Literal["always", "cold", "inside"]
Verdict = Literal["fits", "only-warm", "tight", "not", "unknown"]

# What code calls and AWS gives a time for, by the fact's value.
_CALLED = {
    "dynamodb": ("DynamoDB", "dynamodb.latency.typical"),
    "s3": ("S3", "s3.latency.typical"),
    "elasticache": ("ElastiCache", "elasticache.latency.typical"),
    "efs": ("EFS", "efs.latency.typical"),
}
_BALANCED = ("alb", "websocket", "service")


@dataclass(slots=True)
class _Path:
    """The parts found so far; `cold_known` tells whether what a start adds could be said."""

    reckoning: Reckoning
    parts: list[LatencyPart]
    cold_known: bool = True

    def add_figure(self, part: str, what: str, when: When, figure: str, times: float = 1) -> bool:
        """Add a part whose range a figure states; False when it has no value on the date."""
        at = self.reckoning.program.edition.figure(figure)
        found = milliseconds_of(at.value, at.unit) if at is not None else None
        if at is None or found is None:
            return False
        low, high = found[0] * times, found[1] * times
        marked = "" if at.row.confidence == "confirmed" else f" ({at.row.confidence})"
        self.parts.append(
            LatencyPart.build(
                part=part,
                what=what,
                when=when,
                low_ms=low,
                high_ms=high,
                because=f"{what}: {_span(low, high)}{marked}.",
                figure=figure,
                source=at.row.source,
                confidence=at.row.confidence,
            )
        )
        return True

    def add_given(self, part: str, what: str, when: When, low: float, high: float) -> None:
        """Add a part that the workload itself states."""
        self.parts.append(
            LatencyPart.build(
                part=part,
                what=what,
                when=when,
                low_ms=low,
                high_ms=high,
                because=f"{what}: {_span(low, high)}, as given.",
                figure=None,
                source=None,
                confidence="given",
            )
        )


def _span(low: float, high: float) -> str:
    if low == high:
        return milliseconds(low)
    return f"{milliseconds(low)} to {milliseconds(high)}" if low else f"up to {milliseconds(high)}"


def latency(
    program: Program, known: Mapping[str, Any], option: str, sizing: Sizing, components: Collection[str] = ()
) -> Latency:
    """Return the latency budget of an option of a given sizing."""
    path = _Path(Reckoning(program, known, option, frozenset(components)), [])
    _entry(path)
    _start(path, sizing)
    _code(path)
    _calls(path)
    return _sum_up(path)


def _entry(path: _Path) -> None:
    """What stands before the option: API Gateway has a figure, a load balancer has none, an address of its own adds nothing."""
    trigger = path.reckoning.known.get("trigger")
    if path.reckoning.option in OWN_ADDRESS:
        return
    if trigger is None:
        path.reckoning.lacks("trigger")
    elif trigger == "api":
        path.add_figure("entry", "API Gateway", "always", "apigateway.latency.range")
    elif trigger in _BALANCED:
        path.reckoning.assume("entry_ms", 0, "AWS states no time for a load balancer; it is left out.")


def _start(path: _Path, sizing: Sizing) -> None:
    """The way into the code: a warm call, and what a start adds; work that is started each time always pays for it."""
    option = path.reckoning.option
    if option in LAMBDA_FORMS:
        steps = path.reckoning.known.get("steps", 1) if option == "step-functions-lambda" else 1
        path.add_figure("invoke", "Invocation of a warm function", "always", "lambda.warm.typical", steps)
        _cold_function(path)
    elif option == "lambda-managed-instances":
        path.add_figure("invoke", "Invocation of a warm function", "always", "lambda.warm.typical")
    elif option == "lambda-web-function":
        path.cold_known = path.add_figure("start", "Cold start", "cold", "lambda.cold_start.typical")
    elif option == "lambda-microvm":
        path.cold_known = False
    elif sizing.units_always == 0:
        _started_each_time(path, sizing)


def _cold_function(path: _Path) -> None:
    components = path.reckoning.components
    if "provisioned-concurrency" in components:
        figure = "lambda.provisioned_concurrency.latency"
        path.cold_known = path.add_figure("start", "Start in a prepared environment", "cold", figure)
    elif "snapstart" in components:
        path.cold_known = path.add_figure("start", "Start from a snapshot", "cold", "lambda.snapstart.latency")
    else:
        path.cold_known = path.add_figure("start", "Cold start", "cold", "lambda.cold_start.typical")
        own = path.reckoning.known.get("startup_s")
        if own is not None:
            path.add_given("own-start", "Start of the program", "cold", own * 1000, own * 1000)


def _started_each_time(path: _Path, sizing: Sizing) -> None:
    _, figure = start_of(path.reckoning, sizing)
    path.cold_known = path.add_figure("start", f"Start of a {sizing.unit}", "always", figure)
    own = path.reckoning.known.get("startup_s")
    if own is not None:
        path.add_given("own-start", "Start of the program", "always", own * 1000, own * 1000)


def _code(path: _Path) -> None:
    """The run itself, from the typical to the longest one."""
    typical, longest = path.reckoning.fact("typical_run_ms"), path.reckoning.known.get("longest_run_s")
    if typical is not None:
        high = max(typical, longest * 1000) if longest is not None else typical
        path.add_given("code", "Run of the code with all that it calls", "always", typical, high)


def _calls(path: _Path) -> None:
    """What one call of each dependency takes: shown, but not added, since the run time includes it."""
    known = path.reckoning.known
    called = (*known.get("aws_services", ()), *known.get("vpc_resources", ()))
    for name in called:
        if name in _CALLED:
            what, figure = _CALLED[name]
            path.add_figure(f"call:{name}", f"One call of {what}", "inside", figure)


def _sum_up(path: _Path) -> Latency:
    warm = _total(path, "always")
    whole = any(part.part == "code" for part in path.parts)
    added = _total(path, "cold")
    cold = (warm[0] + added[0], warm[1] + added[1])
    target = path.reckoning.known.get("p99_latency_ms")
    verdict = _verdict(target, warm, cold if path.cold_known else None) if whole else "unknown"
    return Latency.build(
        parts=path.parts,
        warm_low_ms=warm[0] if whole else None,
        warm_high_ms=warm[1] if whole else None,
        cold_low_ms=cold[0] if whole and path.cold_known else None,
        cold_high_ms=cold[1] if whole and path.cold_known else None,
        target_ms=target,
        verdict=verdict,
        because=_because(path, verdict, target, warm, cold),
        assumptions=path.reckoning.assumptions,
        missing=path.reckoning.missing,
    )


def _total(path: _Path, when: When) -> tuple[float, float]:
    parts = [part for part in path.parts if part.when == when]
    return sum(part.low_ms for part in parts), sum(part.high_ms for part in parts)


def _verdict(target: float | None, warm: tuple[float, float], cold: tuple[float, float] | None) -> Verdict:
    if target is None:
        return "unknown"
    if warm[0] > target:
        return "not"
    if warm[1] > target:
        return "tight"
    if cold is None:
        return "unknown"
    return "fits" if cold[1] <= target else "only-warm"


def _because(path: _Path, verdict: Verdict, target: float | None, warm: tuple[float, float], cold: tuple[float, float]) -> str:
    if verdict == "unknown":
        lacking = "no target is known" if target is None else "a part of the path has no known time"
        return f"Whether it is fast enough can't be said, because {lacking}."
    aim, low, high = milliseconds(cast("float", target)), milliseconds(warm[0]), milliseconds(warm[1])
    return {
        "fits": f"Even the slowest answer of the range ({milliseconds(cold[1])}) is within {aim}.",
        "only-warm": f"Warm answers ({low} to {high}) are within {aim}; with a start they take up to {milliseconds(cold[1])}.",
        "tight": f"A typical answer ({low}) is within {aim}, the slow end of the range ({high}) is not.",
        "not": f"Even the quickest answer ({low}) is slower than {aim}.",
    }[verdict]
