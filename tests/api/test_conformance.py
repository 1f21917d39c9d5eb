"""The interface keeps what its OpenAPI document promises, for what the document allows and for what it forbids."""

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from advisor.documents.desk import produce
from api.routes import ROUTERS

pytestmark = pytest.mark.slow

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
OPERATIONS = [(route.path, method) for route in ROUTES for method in sorted(route.methods)]
# Operations that have something to get wrong beside the path.
REFUSING = [(path, method) for path, method in OPERATIONS if not path.startswith(("/healthz", "/v1/problems"))]
# What no schema can say: which date is the first that has an edition; that address and body may not name two dates; what a
# table is.
NOT_IN_A_SCHEMA = ("no-edition", "invalid-parameter", "invalid-table")
# A document takes a second, and its body is read as those of other operations are.
FEW = {"/v1/documents": 12}
QUIET = settings(deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document(app: FastAPI) -> BaseSchema:
    produce(app.state.advisor, {}, "pdf")  # what only the first document needs takes seconds on a busy machine
    load_all_checks()
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_is_allowed(document: BaseSchema, path: str, method: str) -> None:
    @settings(QUIET, max_examples=FEW.get(path, 200) if method == "POST" else 25)
    @given(case=document[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def conforms(case: Case) -> None:
        response = case.call()
        beyond = response.status_code == 422 and response.json()["type"].removeprefix("/v1/problems/") in NOT_IN_A_SCHEMA
        case.validate_response(response, excluded_checks=[positive_data_acceptance] if beyond else [])

    conforms()


@pytest.mark.parametrize(("path", "method"), REFUSING)
def test_what_is_forbidden(document: BaseSchema, path: str, method: str) -> None:
    @settings(QUIET, max_examples=FEW.get(path, 200) if method == "POST" else 25)
    @given(case=document[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def conforms(case: Case) -> None:
        case.call_and_validate()

    conforms()
