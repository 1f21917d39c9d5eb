"""One option of one workload while it is worked out: reads facts and figures, keeps what was assumed and what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from advisor.capacity.models import Assumption, Note
from advisor.language.program import Program
from knowledge.units import convert

LAMBDA_FORMS = ("lambda", "lambda-durable", "step-functions-lambda")
"""Options that run default functions: one request an environment, concurrency counted by the account."""
OWN_ADDRESS = ("lambda-microvm", "lambda-web-function")
"""Options whose units callers reach at an HTTPS address of their own, with nothing before it."""
ON_FARGATE = ("ecs-fargate", "batch-fargate")
ON_INSTANCES = ("ecs-ec2", "ecs-managed-instances", "batch-ec2", "batch-managed-instances", "lambda-managed-instances")

_NUMBERS: WeakKeyDictionary[Program, dict[tuple[str, str | None], float | None]] = WeakKeyDictionary()


def number_at(program: Program, reference: str, unit: str | None = None) -> float | None:
    """The number of a figure on the program's date, in `unit` if one is named; None when it has no numeric value then."""
    known = _NUMBERS.get(program)
    if known is None:
        known = _NUMBERS.setdefault(program, {})
    key = (reference, unit)
    if key not in known:
        found = program.edition.figure(reference)
        value = found.value if found is not None else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            known[key] = None
        else:
            known[key] = value if unit is None or found is None else convert(value, found.unit, unit)
    return known[key]


@dataclass(slots=True)
class Reckoning:
    """What sizing, load and latency of one option read and write while they are worked out.

    `components` are the ids that the option needs. The three lists become part of the result; nothing else is kept.
    """

    program: Program
    known: Mapping[str, Any]
    option: str
    components: frozenset[str] = frozenset()
    assumptions: list[Assumption] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    silent: bool = False

    def number(self, reference: str, unit: str | None = None) -> float | None:
        """The number of a figure, see `number_at`."""
        return number_at(self.program, reference, unit)

    def figure(self, reference: str) -> Any:
        """The value of a figure on the date, None when it has none."""
        found = self.program.edition.figure(reference)
        return found.value if found is not None else None

    def fact(self, name: str) -> Any:
        """A given or derived fact; None when it is unknown, which is then named as missing."""
        value = self.known.get(name)
        if value is None:
            self.lacks(name)
        return value

    def lacks(self, *facts: str) -> None:
        """Name facts that would have to be known; derived ones by the unknown facts they follow from."""
        for name in facts:
            if name in self.known:
                continue
            origins = [origin for origin in self.program.origins.get(name, ()) if origin not in self.known]
            if origins:
                self.lacks(*origins)
            elif name not in self.missing:
                self.missing.append(name)

    def assume(self, fact: str, value: Any, because: str) -> Any:
        """Let a value stand in for a fact, once, with the reason; returns the value."""
        if all(assumed.fact != fact for assumed in self.assumptions):
            self.assumptions.append(Assumption.build(fact=fact, value=value, because=because))
        return value

    def note(self, because: str | Callable[[], str], *, figure: str | None = None) -> None:
        """Add a sentence about the result, with the figure it rests on; where nobody reads notes, none is put into words."""
        if self.silent:
            return
        because = because if isinstance(because, str) else because()
        found = self.program.edition.figure(figure) if figure is not None else None
        source = found.row.source if found is not None else None
        self.notes.append(Note.build(because=because, rule=None, figure=figure, source=source))
