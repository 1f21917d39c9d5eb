"""What has been answered so far: known facts, ranges, and facts that the person does not know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from advisor.language.workload import InvalidWorkloadError, parse
from advisor.values import Result
from knowledge import Problem
from knowledge.models import Fact


class Spread(Result):
    """A number known only within bounds: `low` to `high`, mostly about `usual`, in the unit of the fact.

    When `open`, the bounds came from a statement of a checklist, and the number may still be asked for.
    """

    low: float
    high: float
    usual: float | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Known facts in canonical form, spreads by fact, and the facts answered with "I don't know"."""

    known: dict[str, Any] = field(default_factory=dict)
    spreads: dict[str, Spread] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    title: str = ""

    @property
    def ranges(self) -> dict[str, Spread]:
        """The ranges that a person gave, without the bounds of checklists."""
        return {name: spread for name, spread in self.spreads.items() if not spread.open}

    @property
    def settled_facts(self) -> set[str]:
        """Facts that will not be asked again."""
        return {*self.known, *self.ranges, *self.unknown}


def with_ranges(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A workload with the ranges of its session, if a questionnaire has kept any, as answers; without the session."""
    kept = raw.get("session")
    ranges = kept.get("ranges") if isinstance(kept, Mapping) else None
    plain = {name: value for name, value in raw.items() if name != "session"}
    return {**plain, **(ranges if isinstance(ranges, Mapping) else {})}


def read_answers(raw: object, facts: Mapping[str, Fact]) -> Answers:
    """Return the answers of a plain mapping: a workload in which a number may be a table {low, high, usual}.

    Raises InvalidWorkloadError with everything that is wrong.
    """
    if not isinstance(raw, Mapping):
        return Answers() if raw is None else _refuse(raw, facts)
    tables = {name: value for name, value in raw.items() if name in facts and isinstance(value, Mapping)}
    workload = parse({name: value for name, value in raw.items() if name not in tables}, facts)
    problems: list[Problem] = []
    spreads = {name: spread for name, value in tables.items() if (spread := _spread(name, facts[name], value, problems))}
    if problems:
        raise InvalidWorkloadError(problems)
    return Answers(workload.values, spreads, workload.unknown, workload.title)


def _refuse(raw: object, facts: Mapping[str, Fact]) -> Answers:
    parse(raw, facts)
    return Answers()


def _spread(name: str, fact: Fact, value: Mapping[str, Any], problems: list[Problem]) -> Spread | None:
    """Check one range; note the problems."""
    expected = "a table {low, high} and, if known, usual, in order and inside the range of the fact"
    if fact.type not in ("number", "integer"):
        problems.append(Problem(name, "a range", f"one value, as the fact is a {fact.type}", "give one value"))
        return None
    value, is_open = {key: item for key, item in value.items() if key != "open"}, value.get("open", False)
    numbers = {key: item for key, item in value.items() if isinstance(item, int | float) and not isinstance(item, bool)}
    low, high = numbers.get("low"), numbers.get("high")
    odd = len(numbers) != len(value) or set(value) - {"low", "high", "usual"} or not isinstance(is_open, bool)
    if odd or low is None or high is None:
        problems.append(
            Problem(name, repr(dict(value))[:60], expected, "write for instance { low = 300, high = 2400, usual = 480 }")
        )
        return None
    usual = numbers.get("usual")
    least, most = fact.range or (low, high)
    if not (least <= low < high <= most) or (usual is not None and not low <= usual <= high):
        problems.append(Problem(name, f"{low:g} to {high:g}", f"{expected}: {least:g} to {most:g}", "correct the bounds"))
        return None
    return Spread(low=low, high=high, usual=usual, open=is_open)
