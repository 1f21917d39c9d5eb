"""Each fault of stock experta that we work around: shown on the stock engine, and absent from ours."""

import collections
import logging
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.inference import Inference
from advisor.inference.engine import AdvisorEngine, CompiledMatcher, EndlessRulesError
from advisor.inference.library import Fact, KnowledgeEngine, Rule
from advisor.inference.strategy import TotalOrder
from knowledge import AdvisorError

ROOT = Path(__file__).parents[3]


def run_python(code: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_stock_experta_cannot_be_imported_but_ours_can() -> None:
    stock = run_python("import experta; experta.KnowledgeEngine")
    assert stock.returncode != 0
    assert "Mapping" in stock.stderr or "KnowledgeEngine" in stock.stderr
    assert run_python("import advisor.inference.library").returncode == 0


def test_the_import_leaves_no_trace() -> None:
    assert not hasattr(collections, "Mapping")
    code = "import logging, advisor.inference.library; print(len(logging.root.handlers))"
    assert run_python(code).stdout.strip() == "0"
    assert logging.root.handlers is not None


def test_only_one_module_imports_experta() -> None:
    importing = [
        path.relative_to(ROOT).as_posix()
        for package in ("advisor", "knowledge", "api")
        for path in (ROOT / package).rglob("*.py")
        if any(line.strip().startswith(("import experta", "from experta")) for line in path.read_text().splitlines())
    ]
    assert importing == ["advisor/inference/library.py"]


ORDER = """
from advisor.inference.library import Fact, KnowledgeEngine, Rule
from advisor.inference.strategy import TotalOrder
padding = [object() for _ in range({padding})]
class Engine(KnowledgeEngine):
    {strategy}
    fired = ()
for number in range(12):
    def action(self, number=number):
        self.fired += (number,)
    action.__name__ = f"rule_{{number:02}}"
    setattr(Engine, action.__name__, Rule(Fact(a=1))(action))
engine = Engine()
engine.reset()
engine.declare(Fact(a=1))
engine.run()
print(engine.fired)
"""


def test_stock_order_differs_between_processes_and_ours_does_not() -> None:
    def orders(strategy: str, processes: int) -> Iterator[str]:
        for number in range(processes):
            yield run_python(ORDER.format(strategy=strategy, padding=37 * number), str(number)).stdout

    stock = orders("pass", 12)
    first = next(stock)
    assert any(order != first for order in stock)
    ours = list(orders("__strategy__ = TotalOrder", 8))
    assert ours == [f"{tuple(range(12))}\n"] * 8 or ours == [f"{tuple(range(11, -1, -1))}\n"] * 8


def random_program(rng: random.Random, strategy: type | None) -> tuple[type[KnowledgeEngine], list[str]]:
    """An engine class of rules that declare and retract small facts, each checking that it may fire."""
    from experta import AS, NOT

    wrong: list[str] = []
    space: dict[str, Any] = {} if strategy is None else {"__strategy__": strategy}
    for number in range(6):
        needed, absent, made = rng.randrange(5), rng.randrange(5), rng.randrange(5)
        retracts = rng.random() < 0.5

        def action(
            self: Any, f: Any, needed: int = needed, absent: int = absent, made: int = made, retracts: bool = retracts
        ) -> None:
            present = {fact["n"] for fact in self.facts.values() if "n" in fact}
            if needed not in present:
                wrong.append(f"fired on retracted {needed}")
            elif absent in present and absent != needed:
                wrong.append(f"fired although {absent} is there")
            if retracts and needed in present:
                self.retract(f)
            self.declare(Fact(n=made))

        action.__name__ = f"r{number}"
        conditions = [AS.f << Fact(n=needed)] + ([NOT(Fact(n=absent))] if absent != needed else [])
        space[f"r{number}"] = Rule(*conditions, salience=rng.randrange(3))(action)
    return type("Program", (KnowledgeEngine,), space), wrong


def wrong_firings(strategy: type | None, programs: int) -> Iterator[bool]:
    """For each random program whether it fired wrongly."""
    for seed in range(programs):
        rng = random.Random(seed)
        engine_class, wrong = random_program(rng, strategy)
        engine = engine_class()
        engine.reset()
        for number in range(5):
            if rng.random() < 0.6:
                engine.declare(Fact(n=number))
        engine.run(steps=40)
        yield bool(wrong)


@pytest.mark.slow
def test_stock_strategy_fires_on_facts_that_are_gone_and_ours_does_not() -> None:
    assert any(wrong_firings(None, 520))
    assert not any(wrong_firings(TotalOrder, 520))


def test_engines_share_no_state_between_threads(today: Inference) -> None:
    """Stock experta keeps the last instance on the class; our rules get the engine that fires them as an argument."""
    engines = [AdvisorEngine(today.program) for _ in range(8)]
    answers: dict[int, set[tuple[str, ...]]] = {}

    def consult(number: int) -> None:
        values = {"longest_run_s": 60 if number % 2 else 90_000, "trigger": "s3"}
        answers[number] = {tuple(rule.id for rule in engines[number].consult(values)[1]) for _ in range(50)}

    threads = [threading.Thread(target=consult, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(len(found) == 1 for found in answers.values())
    assert answers[0] == answers[2] != answers[1] == answers[3]


def test_stock_rules_remember_the_last_instance() -> None:
    class Engine(KnowledgeEngine):
        @Rule(Fact(a=1))
        def rule(self) -> None: ...

    first, second = Engine(), Engine()
    assert second.rule._wrapped_self is second
    assert first.rule is second.rule


def test_an_exception_stops_the_stock_engine_for_good_and_ours_is_thrown_away(today: Inference, monkeypatch: Any) -> None:
    class Engine(KnowledgeEngine):
        @Rule(Fact(a=1))
        def rule(self) -> None:
            raise ValueError("on purpose")

    stock = Engine()
    stock.reset()
    stock.declare(Fact(a=1))
    with pytest.raises(ValueError, match="on purpose"):
        stock.run()
    assert stock.running

    inference = Inference(today.program)
    good = inference.infer({"trigger": "s3"})
    monkeypatch.setattr(AdvisorEngine, "match", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        inference.infer({"trigger": "s3"})
    monkeypatch.undo()
    assert not inference._idle
    assert inference.infer({"trigger": "s3"}).trace == good.trace


def test_true_is_one_for_stock_experta_and_refused_by_us(advisor: Any) -> None:
    engine = KnowledgeEngine()
    engine.reset()
    assert engine.declare(Fact(a=1)) is not None
    assert engine.declare(Fact(a=True)) is None
    with pytest.raises(AdvisorError, match="requests_per_s_peak"):
        advisor.advise({"requests_per_s_peak": True})


def test_not_turns_unknown_into_no_for_stock_experta_and_we_have_no_not(today: Inference) -> None:
    from experta import NOT

    fired: list[str] = []

    class Engine(KnowledgeEngine):
        @Rule(NOT(Fact(docker="runtime")))
        def no_docker(self) -> None:
            fired.append("no docker")

    engine = Engine()
    engine.reset()
    engine.run()
    assert fired == ["no docker"]
    nothing_known = today.infer({})
    assert all(not found.rule.tests for found in nothing_known.fired), "only what the date alone settles"
    assert nothing_known.asking


def test_misspelt_fields_pass_stock_experta_and_are_refused_by_us(advisor: Any) -> None:
    engine = KnowledgeEngine()
    engine.reset()
    assert engine.declare(Fact(longest_rum_s=3)) is not None
    with pytest.raises(AdvisorError, match="did you mean 'longest_run_s'"):
        advisor.advise({"longest_rum_s": 3})


def test_none_in_a_field_breaks_stock_experta_and_unknown_is_left_out_by_us(advisor: Any) -> None:
    from experta import P

    class Engine(KnowledgeEngine):
        @Rule(Fact(seconds=P(lambda value: value > 900)))
        def long(self) -> None: ...

    engine = Engine()
    engine.reset()
    with pytest.raises(TypeError):
        engine.declare(Fact(seconds=None))
    with pytest.raises(AdvisorError, match="longest_run_s"):
        advisor.advise({"longest_run_s": None})


def test_endless_rules_run_for_ever_on_stock_and_are_named_by_us(today: Inference, monkeypatch: Any) -> None:
    from experta import MATCH

    class Stock(KnowledgeEngine):
        @Rule(Fact(n=MATCH.n))
        def count(self, n: int) -> None:
            self.declare(Fact(n=n + 1))

    stock = Stock()
    stock.reset()
    stock.declare(Fact(n=0))
    stock.run(steps=1000)
    assert max(fact["n"] for fact in stock.facts.values() if "n" in fact) == 1000

    changes = CompiledMatcher.changes

    def all_again(self: CompiledMatcher, adding: list[Fact], deleting: list[Fact]) -> tuple[list[Any], list[Any]]:
        changes(self, adding, deleting)
        return self.engine.activations[self.engine.conditions.first :], []

    monkeypatch.setattr(CompiledMatcher, "changes", all_again)
    with pytest.raises(EndlessRulesError, match="still fires"):
        AdvisorEngine(today.program).consult({"trigger": "s3", "longest_run_s": 90_000})


def test_facts_are_not_retracted(today: Inference) -> None:
    engine = AdvisorEngine(today.program)
    with pytest.raises(AdvisorError, match="only adds facts"):
        engine.matcher.changes([], [Fact(a=1)])
