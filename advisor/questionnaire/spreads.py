"""What ranges leave open: over the range alone, everything else as answered, where each option wins and what that can cost."""

import numpy as np
import polars as pl

from advisor.inference import Findings
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.completions import COUNT, SEED, spread_column
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.models import Share, SpreadOutcome
from advisor.questionnaire.regret import regret_in_money


def spread_outcome(ground: Ground, answers: Answers, findings: Findings) -> SpreadOutcome:
    """Evaluate the ranges with every other unknown fact left unknown, as the advice would be given."""
    facts = ground.program.edition.base.facts
    uniform = (np.arange(COUNT) + 0.5) / COUNT
    rng = np.random.default_rng(SEED)
    columns = [spread_column(name, facts[name], spread, rng.permutation(uniform)) for name, spread in answers.spreads.items()]
    rows = pl.DataFrame(columns)
    found = ground.columns.evaluate(rows, ("option", "score", "status"), answers.known)
    counts = found["option"].cast(pl.String).value_counts(sort=True).drop_nulls()
    shares = [
        Share(option=name, title=ground.program.options[name].title, share=count / COUNT)
        for name, count in sorted(counts.iter_rows(), key=lambda row: (-row[1], row[0]))
    ]
    leader = shares[0].option if shares else ground.options[0]
    excluded = (found[f"status_{leader}"].cast(pl.String) == "excluded").to_numpy()
    behind = _best_score(ground, found) - found[f"score_{leader}"].cast(pl.Int64).to_numpy()
    regret = np.where(excluded, 0, behind)
    rules = [
        asking.rule.id
        for asking in findings.asking
        if asking.rule.rule.effect == "excludes" and leader in asking.rule.targets and set(asking.facts) & set(answers.ranges)
    ]
    return SpreadOutcome(
        facts=list(answers.ranges),
        shares=shares,
        regret_points=int(max(regret.max(initial=0), 0)),
        money=regret_in_money(ground.inference, answers.known, rows, leader, regret),
        broken=float(excluded.mean()),
        rules=rules,
    )


def _best_score(ground: Ground, found: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The highest score among options that are not excluded, by row."""
    scores = [
        pl.when(pl.col(f"status_{name}").cast(pl.String) != "excluded").then(pl.col(f"score_{name}").cast(pl.Int64))
        for name in ground.options
    ]
    return found.select(pl.max_horizontal(scores).fill_null(0)).to_series().to_numpy()
