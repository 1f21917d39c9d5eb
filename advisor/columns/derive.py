"""Derived facts over many rows: the functions of `advisor.language.derived` on arrays, tables as lookups.

A derived fact is worked out once, and those that build on it read the result: shared parts are computed once.
"""

from typing import Any

import numpy as np

from advisor.columns.planes import EVERYBODY, NOBODY, either, pack, unpack
from advisor.columns.values import Codes, Flags, Numbers, Values
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
    unknown = NOBODY if all(values.unknown is NOBODY for values in sources) else either(values.unknown for values in sources)
    with np.errstate(all="ignore"):  # what unknown values make of it is never read
        array = np.asarray(derivation.value(tuple(values.array for values in sources)))
    return Flags(pack(array), unknown) if allowed else Numbers(array.astype(np.float64, copy=False), unknown)


def _looked_up(derivation: DerivationAt, source: Values, allowed: tuple[Any, ...]) -> Values:
    """A table of one choice or truth value: a code for every code, unknown where there is no entry."""
    values = source.allowed if isinstance(source, Codes) else _TRUTHS
    if not isinstance(source, Codes | Flags) or not allowed:
        raise TypeError(f"{derivation.fact}: a table over a fact that is no choice, or for numbers, can't be read by columns")
    entries = [derivation.value((value,)) for value in values]
    table = np.array([len(allowed) if entry is None else allowed.index(entry) for entry in entries], np.uint8)
    found = table.take(source.array, mode="clip")
    unknown = source.unknown | pack(found == len(allowed)) if None in entries else source.unknown
    return Flags(pack(found == 1), unknown) if allowed == _TRUTHS else Codes(found, unknown, allowed)


def _merged(given: Values, found: Values) -> Values:
    """The given value where there is one, else the derived one."""
    unknown = given.unknown & found.unknown
    if isinstance(given, Flags) and isinstance(found, Flags):
        return Flags(given.plane & ~given.unknown | found.plane & given.unknown, unknown)
    array = np.where(unpack(given.unknown).view(np.bool_), found.array, given.array)
    return Codes(array, unknown, given.allowed) if isinstance(given, Codes) else Numbers(array, unknown)
