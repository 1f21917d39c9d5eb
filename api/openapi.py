"""The OpenAPI document: what FastAPI finds in the routes, plus the workload's schema, the problems and real examples."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from advisor import Advisor
from advisor.cost.price_file import MAX_USD
from advisor.entries import COLLECTIONS, edition_ref
from api.accepting import JSON
from api.answering import answer
from api.examples import ANSWERED, REFUSED, Example
from api.problems import KINDS, MEDIA_TYPE, FieldProblem, Kind, ProblemDocument, ProblemError, document
from api.questions import question_of
from api.routes.advice import OFFERED
from api.routes.collections import missing
from api.routes.maps import number_facts
from api.workload_schema import workload_schema

ADVICE = "/v1/advice"
PORTFOLIO = "/v1/portfolio"
Document = dict[str, Any]


class DocumentedAPI(FastAPI):
    """FastAPI with our additions to its OpenAPI document, made on first use and kept."""

    _completed: Document | None = None

    def openapi(self) -> Document:
        """Return the OpenAPI document."""
        if self._completed is None:
            self._completed = complete(super().openapi(), self.state.advisor)
        return self._completed


def complete(found: Document, advisor: Advisor) -> Document:
    """Return FastAPI's document with everything that it can't see in the routes."""
    schemas = found["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for model in (ProblemDocument, FieldProblem):
        schemas[model.__name__] = _schema(model)
    schemas["Workload"] = workload_schema(advisor.base.facts)
    schemas["NumberFact"] = {"title": "NumberFact", "type": "string", "enum": number_facts(advisor)}
    schemas["OwnPrices"] = _prices(advisor)
    schemas["Question"] = _question()
    for path, operation in _operations(found):
        _describe_problems(path, operation)
        _describe_parameters(operation)
    _describe_advice(found["paths"][ADVICE]["post"], advisor)
    _describe_collections(found, advisor)
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def _operations(found: Document) -> Iterator[tuple[str, Document]]:
    for path, methods in found["paths"].items():
        for operation in methods.values():
            yield path, operation


def _schema(model: type[BaseModel]) -> Document:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def _prices(advisor: Advisor) -> Document:
    """Own prices: the figures with one number as their price; tables and tiers may be given too, as the figure has them."""
    numbers = sorted(
        name
        for name, figure in advisor.base.figures.items()
        if name.startswith("price.") and isinstance(figure.values[-1].value, float)
    )
    number = {"type": "number", "minimum": 0, "maximum": MAX_USD}
    return {
        "title": "OwnPrices",
        "type": "object",
        "description": "Own prices in US dollars by figure id; a table or tiers as GET /v1/figures shows them.",
        "properties": dict.fromkeys(numbers, number),
        "additionalProperties": False,
    }


def _question() -> Document:
    return {
        "title": "Question",
        "type": "object",
        "properties": {
            "workload": _ref("Workload"),
            "as_of": {"type": "string", "format": "date", "description": "Date of the edition; the newest one without it."},
            "prices": _ref("OwnPrices"),
            "free_tier": {"type": "boolean", "description": "Take off what AWS gives each month."},
        },
        "required": ["workload"],
        "additionalProperties": False,
    }


def _describe_problems(path: str, operation: Document) -> None:
    """Every operation's problems, by status, in the one shape that they have."""
    operation["responses"].pop("422", None)
    by_status = attrgetter("status")
    for status, kinds in groupby(sorted(_kinds_of(path, operation), key=by_status), by_status):
        operation["responses"][str(status)] = {
            "description": "; ".join(f"{kind.title} ({kind.id})" for kind in kinds),
            "content": {MEDIA_TYPE: {"schema": _ref("ProblemDocument")}},
        }


def _kinds_of(path: str, operation: Document) -> list[Kind]:
    found = ["not-acceptable", "internal-error"]
    if any(one["name"] == "as_of" for one in operation.get("parameters", ())):
        found += ["invalid-parameter", "no-edition"]
    if "{" in path:
        found += ["unknown-id"]
    if path == ADVICE:
        found += ["unreadable-body", "invalid-question", "body-too-large", "unsupported-media-type"]
    if path == PORTFOLIO:
        found += ["invalid-table"]
    if path == "/healthz":
        found += ["unhealthy"]
    return [kind for kind in KINDS.values() if kind.id in found]


_PARAMETERS = {
    "as_of": ({"type": "string", "format": "date"}, "2020-02-01"),
    "bills": ({"type": "boolean"}, True),
    "x": ({"type": "string"}, "memory_mib"),
    "y": ({"type": "string"}, "longest_run_s"),
    "workload": ({"type": "string"}, '{"trigger": "s3", "memory_mib": 1024}'),
}


def _describe_parameters(operation: Document) -> None:
    """Parameters as they must be written; FastAPI sees texts that may be absent."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in _PARAMETERS:
            parameter["schema"], parameter["example"] = _PARAMETERS[parameter["name"]]


def _describe_advice(operation: Document, advisor: Advisor) -> None:
    """Body, representations and examples of the one operation that reads a body."""
    operation["requestBody"] = {"required": True, "content": {JSON: {
        "schema": _ref("Question"),
        "examples": {name: _example(one, one.body) for name, one in {**ANSWERED, **REFUSED}.items()},
    }}}  # fmt: skip
    good, bad = operation["responses"]["200"]["content"], operation["responses"]["422"]["content"]
    good[JSON]["examples"] = {name: _example(one, answered(advisor, one)) for name, one in ANSWERED.items()}
    good |= {media_type: {"schema": {"type": "string"}} for media_type in OFFERED[1:]}
    bad[MEDIA_TYPE]["examples"] = {name: _example(one, refused(advisor, one)) for name, one in REFUSED.items()}


def _example(one: Example, value: object) -> Document:
    return {"summary": one.summary, "value": value}


def _describe_collections(found: Document, advisor: Advisor) -> None:
    """An entry that exists today, and a misspelt id, as examples of every kind of entry."""
    edition = advisor.edition().program.edition
    for collection in COLLECTIONS:
        known = next(iter(collection.listed(edition)), None)
        if known is None:
            continue
        entry_id = str(getattr(known, "id"))  # noqa: B009 - every entry has one, its base class does not
        operation = found["paths"][f"/v1/{collection.name}/{{entry_id}}"]["get"]
        next(one for one in operation["parameters"] if one["name"] == "entry_id")["example"] = entry_id
        shown = {"edition": edition_ref(edition), "item": known}
        operation["responses"]["200"]["content"][JSON]["example"] = to_jsonable_python(shown, by_alias=True, exclude_none=True)
        told = problem_of(missing(collection, edition, f"{entry_id}-x"), f"/v1/{collection.name}/{entry_id}-x")
        operation["responses"]["404"]["content"][MEDIA_TYPE]["example"] = told


def answered(advisor: Advisor, example: Example) -> Document:
    """The advisor's real answer to an example."""
    return answer(advisor, question_of(example.body)).model_dump(mode="json")


def refused(advisor: Advisor, example: Example) -> Document:
    """The real problem document of an example that is refused."""
    try:
        answer(advisor, question_of(example.body))
    except ProblemError as error:
        return problem_of(error, ADVICE)
    raise AssertionError(f"the example {example.summary!r} is not refused")


def problem_of(error: ProblemError, path: str) -> Document:
    """The problem document of a refusal, as the interface sends it."""
    return document(error.kind, error.detail, path, error.errors).model_dump(mode="json", exclude_none=True)
