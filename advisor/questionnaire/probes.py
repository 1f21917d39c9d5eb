"""Probes: when all completions agree, try the rare answers that they may have missed, each on some of the completions."""

import numpy as np
import polars as pl

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.gain import Codes
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.questions import rare

ROWS = 48


def probe(ground: Ground, answers: Answers, asks: list[str], won: Codes) -> dict[str, float]:
    """For each rare yes among the open facts the share of probes in which another option wins; those with none left out."""
    facts = ground.program.edition.base.facts
    names = [name for name in asks if rare(facts[name])]
    good = np.flatnonzero(won == np.bincount(won[won < len(ground.options)]).argmax())[:ROWS]
    if not names or not len(good):
        return {}
    rows = ground.completions(answers)[good.tolist()]
    parts = [rows.with_columns(pl.lit(value=True).alias(name)) for name in names]
    found = ground.winners(pl.concat(parts), answers).reshape(len(names), len(good))
    kinds = len(ground.options)
    leader = int(np.bincount(won[won < kinds]).argmax())
    flips = ((found != leader) & (found < kinds)).mean(axis=1)
    return {name: float(share) for name, share in zip(names, flips, strict=True) if share > 0}
