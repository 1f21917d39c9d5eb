"""The JSON Schema of a workload, made from the facts: types, ranges, allowed values, units and help."""

from collections.abc import Mapping
from typing import Any

from advisor.language.workload import MAX_KEYS, MAX_TEXT
from knowledge.models import Fact

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def workload_schema(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Return the schema. What is valid under it is accepted, and nothing else is."""
    text = {"type": "string", "maxLength": MAX_TEXT}
    asked = {name: fact for name, fact in facts.items() if fact.asked}
    return {
        "title": "Workload",
        "description": "The known facts of one thing to be run, each in the unit of its name. What is not known is left out.",
        "type": "object",
        "properties": {
            "title": text | {"description": "What it is called."},
            "description": text | {"description": "What it does."},
            "unknown": {
                "description": "Facts that were asked about and are not known.",
                "type": "array",
                "maxItems": MAX_KEYS,
                "items": {"enum": list(facts)},
            },
            "session": {"description": "What a questionnaire keeps between questions; not read here.", "type": "object"},
            **{name: fact_schema(fact) for name, fact in asked.items()},
        },
        "additionalProperties": False,
    }


def fact_schema(fact: Fact) -> dict[str, Any]:
    """The schema of one fact's value."""
    about = {"title": fact.question, "description": fact.help} if fact.question else {"description": fact.help}
    return about | _SHAPES[fact.type](fact) | ({"x-unit": fact.unit} if fact.unit else {})


def _number(fact: Fact) -> dict[str, Any]:
    low, high = fact.range or (0, None)
    return {"type": fact.type, "minimum": low} | ({} if high is None else {"maximum": high})


def _choice(fact: Fact) -> dict[str, Any]:
    values = fact.values or {}
    return {"type": "string", "enum": list(values), "x-meanings": values}


def _several(fact: Fact) -> dict[str, Any]:
    values = fact.values or {}
    return {"type": "array", "uniqueItems": True, "items": {"type": "string", "enum": list(values)}, "x-meanings": values}


_SHAPES = {
    "bool": lambda fact: {"type": "boolean"},
    "integer": _number,
    "number": _number,
    "choice": _choice,
    "set": _several,
    "order": _several,
}
