"""`python -m benchmarks.questions`: how many questions it takes until the recommendation is settled, and how fast a step is.

A simulated person answers from a whole workload: random ones, drawn from the priors with another seed than the questionnaire
draws with, and the examples. What the workload does not hold is answered with "I don't know". A ticked statement about a number
costs a further question for the number itself. Two opponents: asking in the vocabulary's order until the same criterion is met,
and a greedy decision tree learned from the same completions. The last line is one JSON object; times are in milliseconds.
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from advisor import Advisor
from advisor.files import read_workload
from advisor.language.workload import Workload, parse
from advisor.questionnaire.answers import Answers, Spread
from advisor.questionnaire.completions import draw
from advisor.questionnaire.domains import domains_of
from advisor.questionnaire.flips import Distances
from advisor.questionnaire.gain import Telling
from advisor.questionnaire.models import NextQuestion, Step
from advisor.questionnaire.steps import Questionnaire
from knowledge import load

EXAMPLES = Path(__file__).parents[1] / "examples"
SEED = 7_202_611
MOST = 80


def random_workloads(questionnaire: Questionnaire, count: int) -> Iterator[dict[str, Any]]:
    """Yield so many whole workloads whose answers do not contradict each other."""
    frame = draw(questionnaire.program, 3 * count, SEED)
    won = questionnaire.winners(frame, Answers())
    facts = questionnaire.program.edition.base.facts
    kept = [row for row, option in zip(frame.iter_rows(named=True), won, strict=True) if option < len(questionnaire.options)]
    for row in kept[:count]:
        yield parse({name: value for name, value in row.items() if value is not None}, facts).values


def answered(answers: Answers, question: NextQuestion, truth: dict[str, Any]) -> tuple[Answers, int]:
    """The answers after a question was answered from a whole workload, and how many prompts that took."""
    known, spreads, unknown, prompts = dict(answers.known), dict(answers.spreads), list(answers.unknown), 1
    bounds = {statement.fact: statement for statement in question.statements}
    for name in question.facts:
        statement = bounds.get(name)
        if name not in truth:
            unknown.append(name)
            spreads.pop(name, None)
        elif statement is None or statement.bound is None:
            known[name] = truth[name]
            spreads.pop(name, None)
        elif truth[name] > statement.bound:
            known[name] = truth[name]
            spreads.pop(name, None)
            prompts += 1
        elif (statement.low or 0) < statement.bound:
            spreads[name] = Spread(low=statement.low or 0, high=statement.bound, open=True)
        else:
            known[name] = statement.bound
    return Answers(known, spreads, tuple(unknown)), prompts


def asked(questionnaire: Questionnaire, truth: dict[str, Any], times: list[float], show: bool) -> tuple[int, Step]:
    """How many prompts a whole questionnaire takes, and its last step."""
    answers, count = Answers(), 0
    while True:
        began = time.perf_counter()
        step = questionnaire.step(answers)
        times.append(time.perf_counter() - began)
        if step.question is None or count > MOST:
            return count, step
        if show:
            facts = ",".join(step.question.facts)
            print(f"  {step.sure:.3f} {step.option} {facts} = {[truth.get(name) for name in step.question.facts]}")
        answers, prompts = answered(answers, step.question, truth)
        count += prompts


def fixed_order(questionnaire: Questionnaire, truth: dict[str, Any]) -> int:
    """How many facts must be asked in the vocabulary's order until the same criterion is met; found by halving."""
    names = list(domains_of(questionnaire.program).facts)

    def settled(count: int) -> bool:
        told = {name: truth[name] for name in names[:count] if name in truth}
        return questionnaire.step(Answers(told, {}, tuple(name for name in names[:count] if name not in truth))).settled

    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if settled(middle) else (middle + 1, high)
    return low


class Tree:
    """A greedy decision tree over the completions, grown only along the path of the workload at hand."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        completions = questionnaire.completions(Answers())
        self.won, self.codes = questionnaire.won(completions), completions.codes
        self.kinds = len(questionnaire.options) + 1
        self.chosen: dict[tuple[Any, ...], str | None] = {}

    def walk(self, truth: dict[str, Any]) -> tuple[int, str]:
        """How many questions lead to a leaf, and the option there."""
        frame = self.questionnaire.columns.frame([truth])
        missing = [
            pl.Series(name, [None], kind) for name, kind in self.questionnaire.columns.inputs.items() if name not in frame
        ]
        own = {name: int(codes[0]) for name, codes in self.questionnaire.cells.coded(frame.with_columns(missing)).items()}
        rows, path = np.arange(len(self.won)), ()
        while (name := self._best(rows, path)) is not None:
            kept = rows[self.codes[name][rows] == own[name]]
            path = (*path, (name, own[name]))
            if not len(kept):
                break
            rows = kept
        return len(path), self.questionnaire.options[int(np.bincount(self.won[rows]).argmax())]

    def _best(self, rows: Any, path: tuple[Any, ...]) -> str | None:
        """The fact that tells most about the rows; None when they agree. Kept for the next workload on the same path."""
        if path not in self.chosen:
            self.chosen[path] = None
            if len(np.unique(self.won[rows])) > 1:
                telling = Telling(self.won[rows], self.kinds)
                told = {name: telling.bits(code[rows]) for name, code in self.codes.items()}
                self.chosen[path] = max(told, key=lambda name: told[name])
        return self.chosen[path]


def quantile_ms(times: list[float], share: float) -> float:
    """The time below which that share lies, in milliseconds."""
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="random workloads")
    parser.add_argument("--show", action="store_true", help="print every question")
    parser.add_argument("--only-ours", action="store_true", help="leave out the opponents and the flips")
    arguments = parser.parse_args()
    inference = Advisor(load()).edition()
    questionnaire = Questionnaire(inference)
    facts = inference.program.edition.base.facts
    drawn = list(random_workloads(questionnaire, arguments.count))
    examples = [parse(read_workload(str(path)), facts).values for path in sorted(EXAMPLES.glob("*.toml"))]
    result = measure(questionnaire, drawn, examples, show=arguments.show)
    if not arguments.only_ours:
        result |= oppose(questionnaire, drawn) | flips(questionnaire, [*examples, *drawn[:100]])
    print(json.dumps({**result, "workloads": len(drawn), "examples": len(examples), "rules": len(inference.program.rules)}))


def measure(
    questionnaire: Questionnaire, drawn: list[dict[str, Any]], examples: list[dict[str, Any]], *, show: bool
) -> dict[str, Any]:
    """Questions, agreement and times of the questionnaire."""
    times: list[float] = []
    counts: list[int] = []
    agreed: list[bool] = []
    for truth in [*drawn, *examples]:
        count, step = asked(questionnaire, truth, times, show)
        frame = questionnaire.columns.frame([truth])
        right = questionnaire.options[int(questionnaire.winners(frame, Answers())[0])]
        counts.append(count)
        agreed.append(step.option == right)
        if show:
            print(f"{count} {step.option} {'agrees' if step.option == right else f'DIFFERS from {right}'}")
    parts = {"": slice(None), "_random": slice(0, len(drawn)), "_examples": slice(len(drawn), None)}
    found: dict[str, Any] = {}
    for name, part in parts.items():
        found[f"median_questions{name}"] = statistics.median(counts[part])
        found[f"p90_questions{name}"] = int(np.quantile(counts[part], 0.9))
        found[f"agreement{name}"] = round(sum(agreed[part]) / len(agreed[part]), 4)
    return found | {"step_p50_ms": quantile_ms(times, 0.5), "step_p95_ms": quantile_ms(times, 0.95)}


def oppose(questionnaire: Questionnaire, drawn: list[dict[str, Any]]) -> dict[str, Any]:
    """The two opponents on the random workloads."""
    tree = Tree(questionnaire)
    walks = [tree.walk(truth) for truth in drawn]
    right = [questionnaire.options[int(code)] for code in questionnaire.winners(questionnaire.columns.frame(drawn), Answers())]
    return {
        "fixed_order_median": statistics.median(fixed_order(questionnaire, truth) for truth in drawn),
        "tree_median": statistics.median(count for count, _ in walks),
        "tree_agreement": round(sum(walk[1] == option for walk, option in zip(walks, right, strict=True)) / len(right), 4),
    }


def flips(questionnaire: Questionnaire, workloads: list[dict[str, Any]]) -> dict[str, Any]:
    """Time of all singles, pairs and ways back."""
    distances, times = Distances(questionnaire.inference, questionnaire.columns), []
    for values in workloads:
        began = time.perf_counter()
        distances.flips(Workload(values))
        times.append(time.perf_counter() - began)
    return {"flips_p50_ms": quantile_ms(times, 0.5), "flips_p95_ms": quantile_ms(times, 0.95)}


if __name__ == "__main__":
    main()
