"""Probes: when all completions agree, try every answer that they may have missed, each on some of the completions."""

from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.columns.derive import allowed_values
from advisor.columns.picked import listed, picked
from advisor.columns.planes import whole
from advisor.questionnaire.alternatives import Alternative, unlinked
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.ground import Ground
from advisor.questionnaire.overlay import Completions

ROWS = 12
Places = npt.NDArray[np.int64]


def probe(ground: Ground, answers: Answers, asks: list[str], completions: Completions, won: Places) -> dict[str, float]:
    """For each open fact the largest share of probes in which one of its answers lets another option win; zeros left out.

    Every cell of every open fact is tried on the same completions, spread evenly over all of them.
    """
    kinds = len(ground.options)
    leader = int(np.bincount(won[won < kinds]).argmax())
    good = np.flatnonzero(won == leader)
    rows = good[np.linspace(0, len(good) - 1, min(ROWS, len(good))).astype(np.int64)]
    tried = _tried(ground, answers, asks)
    if not tried or not len(rows):
        return {}
    found = ground.won(changed(ground, completions, rows, tried)).reshape(len(tried), len(rows))
    flips = ((found != leader) & (found < kinds)).mean(axis=1)
    shares: dict[str, float] = {}
    for one, share in zip(tried, flips.tolist(), strict=True):
        if share > 0:
            shares[one.fact] = max(share, shares.get(one.fact, 0.0))
    return shares


def _tried(ground: Ground, answers: Answers, asks: list[str]) -> list[Alternative]:
    """All cells of the open facts, as far as a range leaves them open."""
    found = []
    for name in asks:
        spread = answers.spreads.get(name)
        cells = unlinked(ground.domains, name)
        found += [one for one in cells if spread is None or spread.low <= one.value <= spread.high]
    return found


def changed(ground: Ground, completions: Completions, rows: Places, tried: list[Alternative]) -> Completions:
    """Some rows of the completions once under each tried answer, one answer after the other."""
    program, count = ground.program, len(rows)
    height = count * len(tried)
    values, rows = dict(completions.values), np.resize(rows, whole(height))
    for name in completions.codes:
        own, others = rows.copy(), list[Any]()
        for place, one in enumerate(tried):
            if one.fact == name:
                own[place * count : (place + 1) * count] = whole(completions.height) + len(others)
                others.append(one.value)
        parts = [listed(others, program.edition.base.facts[name].type, allowed_values(program, name))] if others else []
        values[name] = picked([values[name], *parts], own)
    return Completions(height, values, {}, {})
