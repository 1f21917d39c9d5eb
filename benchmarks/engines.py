"""`python -m benchmarks.engines`: our engine reading against CLIPS, zen-engine and stock experta, all with the whole rule base.

All carry the rules of today's edition, with derived facts and chained findings, generated from the same program (see
`benchmarks.peers_clips` and its neighbours). They answer the same workloads: those of `examples/`, and random ones with limits
of rules and their neighbours. First the answers are compared, and the run ends when one differs. Then every workload is put
to every engine, one after the other, many times over, in an order that shifts from round to round, so that what the machine
does meanwhile hits all alike. A ratio is the median over these pairs of our time to the peer's; below 1 we are faster.

What is timed: from the workload's canonical values to the set of the ids of the rules that fired. The last line is one JSON
object; times are in microseconds.
"""

import argparse
import gc
import json
import os
import statistics
import time
import tomllib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from advisor import Advisor
from advisor.inference.engine import AdvisorEngine
from advisor.language.program import Program
from advisor.language.workload import parse
from benchmarks import peers_clips, peers_experta, peers_zen
from knowledge import load
from tests.workloads import random_workloads

EXAMPLES = Path(__file__).parents[1] / "examples"
Values = dict[str, Any]
Engine = Callable[[Values], frozenset[str]]
Times = dict[str, list[list[float]]]
"""Seconds by engine, workload and round."""


def ours(program: Program) -> Engine:
    """The engine reading, in the peers' terms."""
    engine = AdvisorEngine(program)
    return lambda values: frozenset([rule.rule.id for rule in engine.consult(values)[1]])


def example_workloads(program: Program) -> list[Values]:
    """The canonical values of every example."""
    facts = program.edition.base.facts
    return [parse(tomllib.loads(path.read_text()), facts).values for path in sorted(EXAMPLES.glob("*.toml"))]


def check_answers(engines: Mapping[str, Engine], workloads: list[Values]) -> None:
    """Ask all engines everything. Raises SystemExit when one fires other rules than ours."""
    for number, values in enumerate(workloads):
        expected = engines["engine"](values)
        for name, fired in engines.items():
            different = sorted(fired(values) ^ expected)
            if different:
                raise SystemExit(f"{name} differs from our engine on workload {number} in {', '.join(different)}: {values}")


def measure(engines: Mapping[str, Engine], workloads: list[Values], rounds: int) -> Times:
    """Time every engine on every workload, interleaved; the engine that begins is another one each time."""
    times: Times = {name: [[] for _ in workloads] for name in engines}
    names = list(engines)
    clock = time.perf_counter
    for turn in range(rounds):
        for number, values in enumerate(workloads):
            first = (turn + number) % len(names)
            for name in names[first:] + names[:first]:
                fired = engines[name]
                began = clock()
                fired(values)
                times[name][number].append(clock() - began)
    return times


def ratio(times: Times, peer: str, workloads: range) -> float:
    """The median of our time to a peer's over all pairs of these workloads."""
    pairs = [
        mine / its
        for number in workloads
        for mine, its in zip(times["engine"][number], times[peer][number], strict=True)
    ]  # fmt: skip
    return round(statistics.median(pairs), 3)


def p50_us(times: Times, name: str) -> float:
    """The median time of an engine, in microseconds."""
    return round(statistics.median(seconds for one in times[name] for seconds in one) * 1e6, 1)


def report(engines: Mapping[str, Engine], workloads: list[Values], times: Times, examples: int) -> dict[str, Any]:
    """The figures of engines that were measured together."""
    found: dict[str, Any] = {f"{name}_p50_us": p50_us(times, name) for name in engines}
    kinds = {"": range(len(workloads)), "_on_examples": range(examples), "_on_random": range(examples, len(workloads))}
    for peer in (name for name in engines if name != "engine"):
        found |= {f"ratio_to_{peer}{kind}": ratio(times, peer, numbers) for kind, numbers in kinds.items() if numbers}
    return found


def main() -> None:
    """Compare, measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="times that every workload is put to every engine")
    parser.add_argument("--random", type=int, default=88, help="random workloads beside the examples")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random workloads")
    arguments = parser.parse_args()
    program = Advisor(load()).edition().program
    workloads = example_workloads(program)
    examples = len(workloads)
    workloads += random_workloads(program, arguments.seed, arguments.random)
    fast = {"engine": ours(program), "clipspy": peers_clips.load(program), "zen": peers_zen.load(program)}
    slow = {"engine": fast["engine"], "stock_experta": peers_experta.load(program)}
    check_answers(fast, workloads)
    check_answers(slow, workloads[: examples + 8])
    print(f"{len(workloads)} workloads: all engines fire the same rules")
    gc.collect()
    gc.freeze()  # so that no engine pays for the rule bases of the others
    found = report(fast, workloads, measure(fast, workloads, arguments.rounds), examples)
    stock = report(slow, workloads[:examples], measure(slow, workloads[:examples], 2), examples)
    found |= {name: figure for name, figure in stock.items() if name in ("stock_experta_p50_us", "ratio_to_stock_experta")}
    about = {
        "workloads": len(workloads),
        "rounds": arguments.rounds,
        "rules": len(program.rules),
        "derived_facts": len(program.derivations),
        "fired_p50": statistics.median(len(fast["engine"](values)) for values in workloads),
        "versions": {name: version(name) for name in ("experta", "clipspy", "zen-engine")},
        "processors": os.cpu_count(),
        "load_1m": round(os.getloadavg()[0], 1),
    }
    print(json.dumps({**found, **about}))


if __name__ == "__main__":
    main()
