"""Facts that hang on answers to others: under which of them a fact means anything, and is not given by a table."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from advisor.columns.derive import allowed_values
from advisor.columns.planes import EVERYBODY, NOBODY, Plane
from advisor.columns.values import Values
from advisor.language.program import Program


class Need(NamedTuple):
    """A fact means something if the answer to another one is among some values; or, if they `give` it, if it is not."""

    other: str
    values: list[Any]
    give: bool


class Hanging:
    """What some facts of a program hang on, among these facts alone; holds nothing of any workload."""

    def __init__(self, program: Program, names: Iterable[str]) -> None:
        facts, among = program.edition.base.facts, set(names)
        self._needs: dict[str, list[Need]] = {}
        found = [(name, other, values, False) for name in facts for other, values in facts[name].given.items()]
        tables = [derivation for derivation in program.derivations if derivation.table is not None]
        found += [(table.fact, table.sources[0], list(table.table or ()), True) for table in tables]
        for name, other, values, give in found:
            if {name, other} <= among:
                texts = {str(value).lower() for value in values}
                same = [value for value in allowed_values(program, other) if str(value).lower() in texts]
                self._needs.setdefault(name, []).append(Need(other, same, give))
        self.others = {need.other for needs in self._needs.values() for need in needs}

    def touched(self, known: Mapping[str, Any]) -> set[str]:
        """The facts that hang on some that are known."""
        return {name for name, needs in self._needs.items() if any(need.other in known for need in needs)}

    def applies(self, drawn: Mapping[str, Values], known: Mapping[str, Any]) -> dict[str, Plane]:
        """Where each fact that hangs on others applies: by the answer to the other one, if there is one, else row by row."""
        found: dict[str, Plane] = {}
        for name, needs in self._needs.items():
            plane = EVERYBODY
            for other, values, give in needs:
                if other in known:
                    among = EVERYBODY if known[other] in values else NOBODY
                else:
                    among = drawn[other].held("one-of", values) & ~drawn[other].unknown
                plane = plane & (~among if give else among)
            found[name] = plane
        return found
