"""Probes: when all completions agree, try every answer that they may have missed, each on some of the completions."""

import numpy as np
import numpy.typing as npt

from advisor.columns.derive import allowed_values
from advisor.columns.planes import pack, unpack, whole
from advisor.columns.values import Codes, Flags, Members, Numbers, Values, constant
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
    picked = good[np.linspace(0, len(good) - 1, min(ROWS, len(good))).astype(np.int64)]
    tried = _tried(ground, answers, asks)
    if not tried or not len(picked):
        return {}
    found = ground.won(changed(ground, completions, picked, tried)).reshape(len(tried), len(picked))
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


def changed(ground: Ground, completions: Completions, picked: Places, tried: list[Alternative]) -> Completions:
    """The picked completions once under each tried answer, one answer after the other."""
    program, height = ground.program, len(picked) * len(tried)
    rows = np.resize(picked, whole(height))
    values = dict(completions.values)
    for name in completions.codes:
        kind, allowed = program.edition.base.facts[name].type, allowed_values(program, name)
        changes = [
            (slice(place * len(picked), (place + 1) * len(picked)), constant(one.value, kind, allowed))
            for place, one in enumerate(tried)
            if one.fact == name
        ]
        values[name] = _put(values[name], rows, changes)
    return Completions(height, values, {}, {})


def _put(values: Values, rows: Places, changes: list[tuple[slice, Values]]) -> Values:
    """Some rows of the values of a fact, with another value in some stretches of them."""
    array, unknown = values.array[rows], unpack(values.unknown).view(np.bool_)
    unknown = unknown[rows] if len(unknown) > 1 else np.resize(unknown, len(rows))
    for where, one in changes:
        array[where], unknown[where] = one.array[0], False
    plane = pack(unknown)
    if isinstance(values, Flags):
        return Flags(pack(array.view(np.bool_)), plane)
    if isinstance(values, Codes):
        return Codes(array, plane, values.allowed)
    return (
        Members(array, plane, values.allowed, _places(values, rows, changes))
        if isinstance(values, Members)
        else Numbers(array, plane)
    )


def _places(values: Members, rows: Places, changes: list[tuple[slice, Values]]) -> tuple[npt.NDArray[np.uint8], ...]:
    """What stands in first place, second place, ... of an order."""
    beyond = np.uint8(len(values.allowed))
    orders = [(where, one.places) for where, one in changes if isinstance(one, Members)]
    found = []
    for place in range(max(len(places) for places in (values.places, *(places for _, places in orders)))):
        codes = values.places[place][rows] if place < len(values.places) else np.full(len(rows), beyond)
        for where, places in orders:
            codes[where] = places[place][0] if place < len(places) else beyond
        found.append(codes)
    return tuple(found)
