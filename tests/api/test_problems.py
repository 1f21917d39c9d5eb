"""What is no question about a workload: addresses, methods, media types, failures of our own."""

from typing import Any

import pytest
from fastapi import APIRouter, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel

from advisor import Advisor
from api.app import create_app
from api.guard import HEADERS
from api.problems import KINDS
from api.routes import ROUTERS


def test_unknown_address(client: TestClient) -> None:
    response = client.get("/v2/näme\u202e")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "/v1/problems/not-found",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "GET /v2/näme�: There is nothing at this address.",
        "instance": "/v2/n%C3%A4me%E2%80%AE",
        "errors": [],
    }


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/advice", "POST"),
        ("DELETE", "/v1/advice", "POST"),
        ("POST", "/v1/facts", "GET, HEAD"),
        ("PATCH", "/v1/facts/gpu", "GET, HEAD"),
        ("OPTIONS", "/healthz", "GET, HEAD"),
        ("TRACE", "/healthz", "GET, HEAD"),
        ("BREW", "/openapi.json", "GET, HEAD"),
    ],
)
def test_other_methods(client: TestClient, method: str, path: str, allowed: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    assert response.json()["type"] == "/v1/problems/method-not-allowed"


@pytest.mark.parametrize(
    "path", ["/v1/facts", "/v1/facts/gpu", "/v1/edition", "/healthz", "/v1/problems", "/v1/schemas/workload"]
)
def test_media_types_that_are_not_offered(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "image/png"})
    assert response.status_code == 406
    error = response.json()["errors"][0]
    assert (error["header"], error["found"]) == ("Accept", "image/png")
    assert "application/json" in error["expected"]


def test_pages_of_the_kinds(client: TestClient) -> None:
    items = client.get("/v1/problems").json()["items"]
    assert [item["type"] for item in items] == [f"/v1/problems/{kind}" for kind in KINDS]
    for item in items:
        assert client.get(item["type"]).json() == item
    missing = client.get("/v1/problems/notfound")
    assert missing.status_code == 404
    assert missing.json()["errors"][0]["remedy"] == "did you mean 'not-found'?"


class Typed(BaseModel):
    number: int


@pytest.fixture
def extended(advisor: Advisor) -> TestClient:
    """The application with routes of a later group: typed by FastAPI, and one that fails."""
    router = APIRouter()

    @router.post("/typed")
    def read_typed(body: Typed, count: int) -> None: ...

    @router.get("/fails")
    def fail(request: Request) -> None:
        raise RuntimeError("the secret inside")

    @router.post("/counts")
    async def count(request: Request) -> int:
        return len(await request.body())

    app = create_app(advisor)
    app.include_router(router)
    return TestClient(app, raise_server_exceptions=False)


def test_failures_do_not_show_the_inside(extended: TestClient) -> None:
    response = extended.get("/fails")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    for name, value in HEADERS.items():
        assert response.headers[name] == value


def test_typed_routes_answer_in_the_same_shape(extended: TestClient) -> None:
    response = extended.post("/typed?count=many", json={"number": "x"})
    assert response.status_code == 422
    found: dict[str, Any] = response.json()
    assert [error.get("pointer") or error.get("parameter") for error in found["errors"]] == ["count", "#/number"]
    assert extended.post("/typed?count=1", content=b"{", headers={"Content-Type": "application/json"}).status_code == 422


def test_the_limit_holds_for_every_route(extended: TestClient) -> None:
    assert extended.post("/counts", content=b"x" * 1024 * 1024).json() == 1024 * 1024
    assert extended.post("/counts", content=b"x" * (1024 * 1024 + 1)).status_code == 413

    def pieces() -> Any:
        for _ in range(200):
            yield b"x" * 10_000

    response = extended.post("/counts", content=pieces())
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_unhealthy_when_the_answer_changes(advisor: Advisor) -> None:
    app = create_app(advisor)
    client = TestClient(app)
    assert client.get("/healthz").json()["status"] == "ok"
    app.state.healthy = app.state.healthy.model_copy(update={"option": "another"})
    response = client.get("/healthz")
    assert (response.status_code, response.json()["type"]) == (503, "/v1/problems/unhealthy")


@pytest.mark.parametrize("path", ["/healthz", "/v1/facts", "/v1/facts/nothing", "/openapi.json", "/nothing"])
def test_headers_for_browsers(client: TestClient, path: str) -> None:
    response = client.get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value


@pytest.mark.parametrize("path", ["/healthz", "/v1/facts", "/v1/facts/nothing", "/openapi.json", "/nothing"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers == get.headers


def test_every_module_of_routes_is_registered(client: TestClient) -> None:
    registered = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    assert registered == set(client.get("/openapi.json").json()["paths"])
