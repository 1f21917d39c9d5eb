"""From a JSON document to a question: a workload, the date of the edition, and how to reckon the bill."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from api.nearest import nearest
from api.problems import FieldProblem, ProblemError, in_body, shorten
from api.reading import escape, read_json

# what is wrong with a place that is already named: found, expected, remedy
Place = Callable[[str, str, str], FieldProblem]
KEYS = ("workload", "as_of", "prices", "free_tier")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a workload as it was sent (not yet checked against the vocabulary), and the date, if any.

    `prices` are the user's own by figure id, as they were sent; `free_tier` takes off what AWS gives each month.
    """

    workload: object
    as_of: date | None
    prices: Mapping[str, object] | None = None
    free_tier: bool = False


def read_question(body: bytes) -> Question:
    """Return the question in a body. Raises ProblemError (422)."""
    return question_of(read_json(body))


def question_of(document: object) -> Question:
    """Return the question that a JSON document states. Raises ProblemError (422)."""
    if not isinstance(document, Mapping):
        error = in_body("#", type_of(document), "an object with the key workload", 'write {"workload": {...}}')
        raise ProblemError("invalid-question", "The body is not an object.", [error])
    errors = [_unknown_key(name) for name in document if name not in KEYS]
    if "workload" not in document:
        errors.append(in_body("#/workload", "nothing", "an object of facts", 'put the facts into {"workload": {...}}'))
    as_of = None
    if "as_of" in document:
        as_of = date_of(document["as_of"])
        if as_of is None:
            errors.append(bad_date(document["as_of"], partial(in_body, "#/as_of")))
    free_tier = document.get("free_tier", False)
    if not isinstance(free_tier, bool):
        errors.append(in_body("#/free_tier", type_of(free_tier), "true or false", "leave it out if it is not wanted"))
    prices = document.get("prices")
    if "prices" in document and not isinstance(prices, Mapping):
        errors.append(in_body("#/prices", type_of(prices), "an object of prices by figure id", "see GET /v1/figures"))
    if errors:
        raise ProblemError("invalid-question", "The body is not a question.", errors)
    return Question(document["workload"], as_of, prices, free_tier)


def _unknown_key(name: str) -> FieldProblem:
    near = nearest(name, KEYS)
    remedy = f"did you mean {near!r}?" if near else "facts go into workload"
    return in_body(f"#/{escape(name)}", "an unknown key", ", ".join(KEYS), remedy)


def date_of(value: object) -> date | None:
    """The date that a text states as YYYY-MM-DD; None when it does not."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def bad_date(found: object, place: Place) -> FieldProblem:
    """What to say about a value that is no date."""
    shown = shorten(repr(found)) if isinstance(found, str) else type_of(found)
    remedy = "write the date as in 2020-02-01, or leave it out for the newest edition"
    return place(shown, "a date of the calendar as YYYY-MM-DD", remedy)


def type_of(value: object) -> str:
    """The JSON type of a value in words."""
    names: dict[type, str] = {dict: "an object", list: "a list", str: "text", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
