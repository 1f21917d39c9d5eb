"""Bodies beyond the plain question: which keys one may have, and errors that point to the part of it that is wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from advisor import Advisor, InvalidWorkloadError, NoEditionError
from api.accepting import JSON
from api.answering import WORKLOAD, field_problem
from api.nearest import nearest
from api.problems import MEDIA_TYPE, FieldProblem, ProblemError, in_address, in_body
from api.questions import bad_date, date_of, type_of
from api.reading import escape, read_json
from api.requests import no_edition

Part = tuple[str, object]
"""A key of the body that holds facts, and what stands there."""


def read_object(body: bytes, required: str, optional: tuple[str, ...]) -> dict[str, Any]:
    """Return the object of a body, which has the required key and perhaps the others. Raises ProblemError (422)."""
    document = read_json(body)
    known = (required, *optional)
    if not isinstance(document, Mapping):
        error = in_body("#", type_of(document), f"an object with the key {required}", f'write {{"{required}": ...}}')
        raise ProblemError("invalid-question", "The body is not an object.", [error])
    errors = [_unknown_key(name, known) for name in document if name not in known]
    if required not in document:
        errors.append(in_body(f"#/{required}", "nothing", f"the key {required}", f'write {{"{required}": ...}}'))
    refuse(errors)
    return dict(document)


def _unknown_key(name: str, known: tuple[str, ...]) -> FieldProblem:
    near = nearest(name, known)
    remedy = f"did you mean {near!r}?" if near else "leave it out"
    return in_body(f"#/{escape(name)}", "an unknown key", " and ".join(known), remedy)


def refuse(errors: list[FieldProblem]) -> None:
    """Raise ProblemError (422) when there is anything to correct."""
    if errors:
        places = "one place" if len(errors) == 1 else f"{len(errors)} places"
        raise ProblemError("invalid-question", f"The body can't be used: {places} to correct.", errors)


def read_day(document: Mapping[str, Any], key: str = "as_of") -> date | None:
    """The date under a key, if there is one. Raises ProblemError (422)."""
    if key not in document:
        return None
    found = date_of(document[key])
    if found is None:
        refuse([bad_date(document[key], partial(in_body, f"#/{key}"))])
    return found


@contextmanager
def located(advisor: Advisor, parts: list[Part], days: Mapping[str, date | None]) -> Iterator[None]:
    """Turn what the advisor refuses into problems that point into the body.

    `parts` hold facts: a fact is looked for in the first of them that has it. `days` are the dates by their place, `?as_of`
    being the one of the address.
    """
    try:
        yield
    except InvalidWorkloadError as error:
        refuse([_in_part(field_problem(problem, _holding(problem.where, parts)[1]), _holding(problem.where, parts)[0])
                for problem in error.problems])  # fmt: skip
    except NoEditionError:
        for where, day in days.items():
            if day is not None and day < advisor.base.first:
                place = partial(in_address, where[1:]) if where.startswith("?") else partial(in_body, where)
                raise no_edition(advisor.base, day, place) from None
        raise


def _holding(name: str, parts: list[Part]) -> Part:
    """The part that a fact stands in; the last one when it stands in none."""
    return next((part for part in parts if isinstance(part[1], Mapping) and name in part[1]), parts[-1])


def _in_part(problem: FieldProblem, part: str) -> FieldProblem:
    pointer = (problem.pointer or WORKLOAD).replace(WORKLOAD, f"#/{part}", 1)
    return problem.model_copy(update={"pointer": pointer})


def described(title: str, properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    """What OpenAPI is to say about a body."""
    shape = {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
    schema = {"title": title, **shape}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI is to say about the ways to refuse a body."""
    told = {
        413: "The body is too large (body-too-large)",
        415: "The body is of a media type that is not read here (unsupported-media-type)",
        501: "An extra of the distribution is not installed",
    }
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    content = {MEDIA_TYPE: {"schema": schema}}
    return {status: {"description": told[status], "content": content} for status in (413, 415, *statuses)}


FACTS = {"$ref": "#/components/schemas/Workload"}
DATE = {"type": "string", "format": "date", "description": "Date of the edition; the newest one without it."}
