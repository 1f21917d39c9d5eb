"""Derived facts over many rows: the functions of `advisor.language.derived` on arrays, tables as lookups.

A derived fact is worked out once, and those that build on it read the result: shared parts are computed once.
"""

from typing import Any

import numpy as np

from advisor.columns.planes import EVERYBODY, NOBODY, Plane, both, unpack
from advisor.columns.values import Codes, Numbers, Values, codes
from advisor.language.program import DerivationAt, Program

_TRUTHS = (False, True)


def allowed_values(program: Program, name: str) -> tuple[Any, ...]:
    """The values that a fact can take, in code order; empty for numbers."""
    fact = program.edition.base.facts[name]
    return _TRUTHS if fact.type == "bool" else tuple(fact.values or ())


def derive(program: Program, known: dict[str, Values]) -> None:
    """Fill in every derived fact, in the program's order; a given value wins over a derived one."""
    for derivation in program.derivations:
        given = known[derivation.fact]
        if given.unknown is NOBODY:
            continue
        found = _derived(program, derivation, [known[name] for name in derivation.sources])
        known[derivation.fact] = found if given.unknown is EVERYBODY else _merged(given, found)


def _derived(program: Program, derivation: DerivationAt, sources: list[Values]) -> Values:
    allowed = allowed_values(program, derivation.fact)
    if derivation.table is not None:
        return _looked_up(derivation, sources[0], allowed)
    known = both(~values.unknown for values in sources)
    unknown: Plane = NOBODY if all(values.unknown is NOBODY for values in sources) else ~known
    with np.errstate(all="ignore"):  # what unknown values make of it is never read
        array = derivation.value(tuple(values.array for values in sources))
    if not allowed:
        return Numbers(np.asarray(array, np.float64), unknown)
    flags = np.asarray(array, np.uint8)
    return Codes(flags if unknown is NOBODY else np.where(unpack(unknown) == 1, np.uint8(2), flags), unknown, allowed)


def _looked_up(derivation: DerivationAt, source: Values, allowed: tuple[Any, ...]) -> Values:
    """A table of one choice or truth value: a code for every code, the one for unknown where there is no entry."""
    if not isinstance(source, Codes) or not allowed:
        raise TypeError(f"{derivation.fact}: a table over a fact that is no choice, or for numbers, can't be read by columns")
    entries = [derivation.value((value,)) for value in source.allowed]
    table = [len(allowed) if entry is None else allowed.index(entry) for entry in entries]
    return codes(np.array([*table, len(allowed)], np.uint8)[source.array], allowed)


def _merged(given: Values, found: Values) -> Values:
    """The given value where there is one, else the derived one."""
    if isinstance(given, Codes):
        absent = np.uint8(len(given.allowed))
        return codes(np.where(given.array == absent, found.array, given.array), given.allowed)
    array = np.where(np.isnan(given.array), found.array, given.array)
    return Numbers(array, given.unknown & found.unknown)
