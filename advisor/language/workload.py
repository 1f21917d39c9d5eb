"""A workload: the known facts of one thing to be run, checked against the vocabulary. Unknown facts are absent."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge import AdvisorError, Problem
from knowledge.lint_values import check_value
from knowledge.models import Fact

RESERVED = ("title", "description", "unknown", "session")
MAX_KEYS = 500
MAX_TEXT = 2_000


class InvalidWorkloadError(AdvisorError):
    """The workload can't be read; `problems` has one entry for each thing wrong, with the fact as its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the workload can't be read:\n" + "\n".join(f"  {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class Workload:
    """Known facts in the vocabulary's order; sets in the order of their allowed values, whole numbers as integers.

    `unknown` names the facts that were answered with "I don't know", kept apart from those never asked.
    """

    values: dict[str, Any]
    title: str = ""
    description: str = ""
    unknown: tuple[str, ...] = ()


def parse(raw: object, facts: Mapping[str, Fact]) -> Workload:
    """Return the workload of a plain mapping. Raises InvalidWorkloadError with everything that is wrong."""
    if not isinstance(raw, Mapping):
        raise InvalidWorkloadError(
            [Problem("workload", type(raw).__name__, "a table of facts", "write one fact = value a line")]
        )
    if len(raw) > MAX_KEYS:
        raise InvalidWorkloadError(
            [Problem("workload", f"{len(raw)} keys", f"at most {MAX_KEYS}", "leave out what is not a fact")]
        )
    problems = [problem for name, value in raw.items() for problem in _check(name, value, facts)]
    if problems:
        raise InvalidWorkloadError(problems)
    values = {name: _canonical(fact, raw[name]) for name, fact in facts.items() if name in raw}
    unknown = tuple(name for name in facts if name in raw.get("unknown", ()) and name not in values)
    return Workload(values, raw.get("title", ""), raw.get("description", ""), unknown)


def _check(name: object, value: object, facts: Mapping[str, Fact]) -> list[Problem]:
    if name in RESERVED:
        return _check_reserved(str(name), value, facts)
    if not isinstance(name, str) or name not in facts:
        return [_unknown_fact(name, facts)]
    fact = facts[name]
    if not fact.asked:
        asked = ", ".join(fact.derived.sources) if fact.derived is not None else ""
        return [Problem(name, "a value for a derived fact", f"the facts it follows from: {asked}", "give these instead")]
    return list(check_value("", name, fact, value))


def _check_reserved(name: str, value: object, facts: Mapping[str, Fact]) -> list[Problem]:
    if name in ("title", "description"):
        good = isinstance(value, str) and len(value) <= MAX_TEXT
        return [] if good else [Problem(name, repr(value)[:60], f"text of at most {MAX_TEXT} characters", "shorten it")]
    if name == "session":
        return [] if isinstance(value, Mapping) else [Problem("session", repr(value)[:60], "a table", "remove it")]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        return [Problem("unknown", repr(value)[:60], "a list of fact names", "write the names as text in a list")]
    return [_unknown_fact(item, facts) for item in value if item not in facts]


def _unknown_fact(name: object, facts: Mapping[str, Fact]) -> Problem:
    shown = str(name)[:60]
    near = difflib.get_close_matches(shown, list(facts), 1)
    remedy = f"did you mean {near[0]!r}?" if near else "take a name from the list of facts, or leave it out"
    return Problem(shown, "an unknown fact", "a fact of the vocabulary", remedy)


def _canonical(fact: Fact, value: Any) -> Any:
    """One representation for one meaning, so that equal workloads give equal bytes."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if fact.type == "set":
        return tuple(item for item in fact.values or {} if item in value)
    return tuple(value) if fact.type == "order" else value
