"""The opponents carry the same rules: they fire the same ones, and what does not is noticed."""

import json
from typing import Any

import pytest

from advisor import Advisor
from advisor.language.program import Program
from benchmarks import engines, peers_clips, peers_experta, peers_zen
from benchmarks.peers_formulas import formula
from tests.mini import mini_base, rule
from tests.workloads import random_workloads

RULES = [
    ("NUM-001", 'fact = "rate", is = "at-least", value = 5', "{ rate = 5 }", "{ rate = 4 }"),
    ("NUM-002", 'fact = "rate", is = "below", value = 5', "{ rate = 4 }", "{ rate = 5 }"),
    ("NUM-003", 'fact = "rate", is = "at-most", value = 5', "{ rate = 5 }", "{ rate = 6 }"),
    ("NUM-004", 'fact = "connections", is = "equals", value = 20', "{ connections = 20 }", "{ connections = 21 }"),
    ("NUM-005", 'fact = "load", is = "above", value = 1000', "{ rate = 100, run_s = 11 }", "{ rate = 100, run_s = 10 }"),
    ("BOO-001", 'fact = "gpu", is = "equals", value = false', "{ gpu = false }", "{ gpu = true }"),
    ("CHO-001", 'fact = "trigger", is = "differs", value = "api"', '{ trigger = "sdk" }', '{ trigger = "api" }'),
    ("CHO-002", 'fact = "trigger", is = "one-of", value = ["api", "sdk"]', '{ trigger = "sdk" }', '{ trigger = "queue" }'),
    ("CHO-003", 'fact = "trigger", is = "none-of", value = ["api", "sdk"]', '{ trigger = "queue" }', '{ trigger = "api" }'),
    ("CHO-004", 'fact = "style", is = "equals", value = "sync"', '{ trigger = "api" }', '{ trigger = "queue" }'),
    ("SET-001", 'fact = "services", is = "lacks", value = "s3"', "{ services = [] }", '{ services = ["s3"] }'),
    ("SET-002", 'fact = "services", is = "includes-any", value = ["s3", "sqs"]', '{ services = ["sqs"] }', "{ services = [] }"),
    ("SET-003", 'fact = "services", is = "nonempty"', '{ services = ["sns"] }', "{ services = [] }"),
    ("SET-004", 'fact = "priorities", is = "empty"', "{ priorities = [] }", '{ priorities = ["cost"] }'),
]
CLAIMED = ("ratio_to_clipspy", "ratio_to_zen", "ratio_to_stock_experta", "engine_p50_us", "clipspy_p50_us", "zen_p50_us")


def small() -> Program:
    """A program with every operator, a table, a chain of derivations and chained findings."""
    files = {f"rules__{name}": rule(name, "warns", f"{{ {when} }}", fires, silent) for name, when, fires, silent in RULES}
    return Advisor(mini_base(**files)).edition().program


def workloads(program: Program, count: int) -> list[dict[str, Any]]:
    return [{}, *random_workloads(program, 21, count)]


@pytest.mark.parametrize("peer", [peers_clips, peers_zen, peers_experta], ids=lambda peer: peer.__name__.rpartition("_")[2])
def test_peers_fire_what_we_fire(peer: Any) -> None:
    program = small()
    engines.check_answers({"engine": engines.ours(program), "peer": peer.load(program)}, workloads(program, 300))


@pytest.mark.parametrize("peer", [peers_clips, peers_zen], ids=["clips", "zen"])
def test_peers_carry_the_whole_base(today: Any, peer: Any) -> None:
    found = {"engine": engines.ours(today.program), "peer": peer.load(today.program)}
    asked = engines.example_workloads(today.program) + workloads(today.program, 100)
    engines.check_answers(found, asked)
    assert set().union(*(found["peer"](values) for values in asked)) > {"LIM-001"}


def test_another_answer_ends_the_run() -> None:
    mine = engines.ours(small())
    with pytest.raises(SystemExit, match="other differs from our engine on workload 0 in NUM-001"):
        engines.check_answers({"engine": mine, "other": lambda values: mine(values) | {"NUM-001"}}, [{}])


def test_formulas_are_written_as_they_calculate(today: Any) -> None:
    written = {
        item.fact: formula(item, list(item.sources), lambda operator, one, other: f"({one} {operator} {other})", repr)
        for item in today.program.derivations
        if item.function is not None
    }
    assert written["concurrency"] == "((requests_per_s_peak * typical_run_ms) / 1000)"
    assert "abs" in written["concurrency_needed"]


def test_the_last_line_is_the_figures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["engines", "--rounds", "1", "--random", "2"])
    engines.main()
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert all(figures[name] > 0 for name in CLAIMED)
    assert figures["workloads"] == 14
    assert figures["rules"] > 400
