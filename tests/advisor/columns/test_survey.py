"""Summaries count what a recommendation without the rule would have changed."""

from collections import Counter

import pytest

from advisor import Advisor
from advisor.columns import compile_columns
from advisor.inference import Findings
from advisor.language.program import RuleAt
from advisor.recommend import tally, weights_for
from tests.workloads import random_workloads


def leaders(findings: Findings, without: RuleAt | None = None) -> tuple[set[str], dict[str, int], set[str]]:
    """The options of highest score, all scores, and the viable ones; one rule left out."""
    fired = tuple(found for found in findings.fired if found.rule is not without)
    less = Findings(findings.program, findings.given, findings.known, fired, (), ())
    tallies = tally(findings.program, less, weights_for(findings.program, findings.given.get("priorities", ())))
    scores = {name: one.score for name, one in tallies.items()}
    viable = {name for name, one in tallies.items() if not one.excluded_by}
    best = max((scores[name] for name in viable), default=0)
    return {name for name in viable if scores[name] == best}, scores, viable


def decided(findings: Findings) -> list[str]:
    if any(found.rule.rule.effect == "contradicts" for found in findings.fired):
        return []
    found = []
    best, scores, viable = leaders(findings)
    for rule in (one.rule for one in findings.fired):
        targets = set(rule.targets)
        after, _, viable_after = leaders(findings, rule)
        if rule.points and targets & viable and viable - targets:
            if bool(best & targets) != bool(after & targets):
                found.append(rule.id)
        elif rule.rule.effect == "excludes":
            top = max((scores[name] for name in viable), default=None)
            if any(top is None or scores[name] > top for name in viable_after - viable):
                found.append(rule.id)
    return found


@pytest.mark.slow
def test_counts_are_those_of_single_answers(advisor: Advisor) -> None:
    inference = advisor.edition()
    columns = compile_columns(inference.program)
    rows = list(random_workloads(inference.program, 12, 1_500))
    frame, survey = columns.survey(columns.frame(rows))
    assert survey.rows == len(rows)
    assert survey.options == dict(sorted(Counter(frame["option"].drop_nulls()).items()))
    assert survey.tied == (frame["tie"].list.len() > 0).sum()
    assert survey.contradicted == frame["contradicted"].sum()
    expected = Counter(rule for values in rows for rule in decided(inference.infer(values)))
    assert survey.decided == dict(sorted(expected.items()))
    assert len(expected) > 50


def test_counts_add_up(advisor: Advisor) -> None:
    columns = compile_columns(advisor.edition().program)
    rows = columns.frame(random_workloads(columns.program, 13, 1_000))
    parts = [columns.survey(part)[1] for part in (rows[:300], rows[300:])]
    assert parts[0] + parts[1] == columns.survey(rows)[1]
