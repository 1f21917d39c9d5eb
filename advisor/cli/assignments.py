"""What people type after `--set`: `longest_run_s="15 min"`, `memory_mib=2GB`, `requests_per_s_peak=1.5k/s`, `gpu=yes`."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from advisor.language.typed import UnreadableError, legal_values, read_value
from advisor.language.workload import InvalidWorkloadError
from knowledge import Problem
from knowledge.models import Fact

MAX_TEXT = 2_000
_UNKNOWN = ("?", "unknown")
_FREE_TEXT = ("title", "description")


def assign(raw: Mapping[str, Any], assignments: Iterable[str], facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return a copy of a raw workload with every `fact=value` put in; `fact=unknown` takes a fact out.

    Raises InvalidWorkloadError with everything that can't be read, naming the fact and what would be legal.
    """
    result, problems = dict(raw), []
    unknown = list(raw["unknown"]) if isinstance(raw.get("unknown"), list | tuple) else []
    for assignment in assignments:
        name, equals, text = (part.strip() for part in assignment[:MAX_TEXT].partition("="))
        problem = _check_name(name, equals, facts)
        if problem is not None:
            problems.append(problem)
        elif name in facts and text.casefold() in _UNKNOWN:
            result.pop(name, None)
            unknown.append(name)
        else:
            try:
                result[name] = text if name in _FREE_TEXT else read_value(name, facts[name], text)
                unknown = [other for other in unknown if other != name]
            except UnreadableError as error:
                problems.append(Problem(f"--set {name}", repr(text)[:80], legal_values(facts[name]), str(error)))
    if problems:
        raise InvalidWorkloadError(problems)
    return result | ({"unknown": list(dict.fromkeys(unknown))} if unknown else {})


def _check_name(name: str, equals: str, facts: Mapping[str, Fact]) -> Problem | None:
    if not equals or not name:
        return Problem("--set", repr(name)[:80], "fact=value", "write for example --set gpu=yes")
    if name in facts or name in _FREE_TEXT:
        return None
    near = difflib.get_close_matches(name[:60], list(facts), 1)
    remedy = f"did you mean {near[0]!r}?" if near else "`advisor facts` lists them all"
    return Problem(f"--set {name[:60]}", "an unknown fact", "a fact of the vocabulary", remedy)
