"""Probes: when all completions agree, try every answer that they may have missed, each on some of the completions."""

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.columns.frames import column_type
from advisor.questionnaire.alternatives import Alternative, unlinked
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.gain import Codes
from advisor.questionnaire.ground import Ground

ROWS = 12


def probe(ground: Ground, answers: Answers, asks: list[str], rows: pl.DataFrame, won: Codes) -> dict[str, float]:
    """For each open fact the largest share of probes in which one of its answers lets another option win; zeros left out.

    Every cell of every open fact is tried on the same completions, spread evenly over all of them.
    """
    kinds = len(ground.options)
    leader = int(np.bincount(won[won < kinds]).argmax())
    good = np.flatnonzero(won == leader)
    picked = good[np.linspace(0, len(good) - 1, min(ROWS, len(good))).astype(np.int64)]
    tried = _tried(ground, answers, asks)
    if not tried or not len(picked):
        return {}
    found = _winners(ground, answers, rows[picked.tolist()], tried)
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


def _winners(ground: Ground, answers: Answers, rows: pl.DataFrame, tried: list[Alternative]) -> npt.NDArray[np.int64]:
    """The winner of each completion under each tried answer."""
    facts = ground.program.edition.base.facts
    places = np.tile(np.arange(rows.height), len(tried))
    columns = []
    for name in rows.columns:
        mine = [place for place, one in enumerate(tried) if one.fact == name]
        own, values = places.copy(), [tried[place].value for place in mine]
        for number, place in enumerate(mine):
            own[place * rows.height : (place + 1) * rows.height] = rows.height + number
        kind = column_type(facts[name])
        columns.append(pl.concat([rows[name].cast(kind), pl.Series(name, values, kind)])[own])
    return ground.winners(pl.DataFrame(columns), answers).reshape(len(tried), rows.height)
