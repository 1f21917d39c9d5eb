"""GET /v1/schemas/workload: the JSON Schema of a workload, for editors and checkers."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api.accepting import JSON, accepted
from api.documents import tagged
from api.requests import AskedEdition
from api.workload_schema import DIALECT, workload_schema
from knowledge import Edition

router = APIRouter(tags=["knowledge"])
SCHEMA_TYPE = "application/schema+json"


@router.get("/v1/schemas/workload", response_model=dict[str, Any])
def show_workload_schema(request: Request, edition: AskedEdition) -> Response:
    """Show the JSON Schema that a workload must satisfy."""
    media_type = accepted(request, (JSON, SCHEMA_TYPE))
    response = tagged(request, edition, lambda: json.dumps(schema_of(edition), ensure_ascii=False), media_type)
    response.headers["Vary"] = "Accept"
    return response


def schema_of(edition: Edition) -> dict[str, Any]:
    """The schema as a document of its own."""
    return {"$schema": DIALECT, **workload_schema(edition.base.facts)}
