"""POST /v1/documents: every form, what is refused, and what is missing on the server."""

import sys
from typing import Any

import pytest
from fastapi.testclient import TestClient

from advisor import Advisor
from advisor.documents.desk import produce
from api.routes import documents

PATH = "/v1/documents"
WORKLOAD: dict[str, Any] = {"title": "T", "trigger": "s3", "memory_mib": 1024, "longest_run_s": {"low": 20, "high": 3000}}


@pytest.mark.parametrize(
    ("accept", "body", "form", "media_type"),
    [
        ("application/pdf", {"paper": "letter"}, "pdf", "application/pdf"),
        ("text/html", {}, "html", "text/html; charset=utf-8"),
        ("text/markdown", {}, "markdown", "text/markdown; charset=utf-8"),
        ("text/markdown", {"kind": "adr"}, "adr", "text/markdown; charset=utf-8"),
    ],
)
def test_every_form_is_what_the_desk_produces(
    client: TestClient, advisor: Advisor, accept: str, body: dict[str, Any], form: Any, media_type: str
) -> None:
    response = client.post(PATH, json={"workload": WORKLOAD, **body}, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.content == produce(advisor, WORKLOAD, form, paper=body.get("paper", "a4"))
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"paper": "a5"}, "#/paper"),
        ({"kind": 7}, "#/kind"),
        ({"free_tier": "yes"}, "#/free_tier"),
        ({"prices": []}, "#/prices"),
        ({"prices": {"price.us-east-1.lambda.requests": 1}}, "#/prices/price.us-east-1.lambda.requests"),
        ({"workload": {"memory_mib": -1}}, "#/workload/memory_mib"),
        ({"workload": {"memory_mib": {"low": 5, "high": 1}}}, "#/workload/memory_mib"),
        ({"as_of": "1999-01-01"}, "#/as_of"),
        ({"form": "pdf"}, "#/form"),
    ],
)
def test_what_is_refused(client: TestClient, change: dict[str, Any], pointer: str) -> None:
    response = client.post(PATH, json={"workload": {"trigger": "s3"}} | change, headers={"Accept": "text/markdown"})
    assert response.status_code == 422
    assert [one["pointer"] for one in response.json()["errors"]] == [pointer]


def test_a_record_is_markdown(client: TestClient) -> None:
    body = {"workload": {}, "kind": "adr"}
    assert client.post(PATH, json=body, headers={"Accept": "application/pdf"}).status_code == 406
    assert client.post(PATH, json=body).headers["content-type"] == "text/markdown; charset=utf-8"
    assert client.post(PATH, json={"workload": {}}, headers={"Accept": "image/png"}).status_code == 406


def test_a_missing_extra_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, documents.DESK, None)
    response = client.post(PATH, json={"workload": {}})
    assert response.status_code == 501
    assert "aws-compute-advisor[docs,bulk]" in response.json()["detail"]


def test_it_is_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"][PATH]["post"]
    assert set(described["responses"]["200"]["content"]) == {"application/pdf", "text/html", "text/markdown"}
    assert {"406", "413", "415", "422", "501"} <= set(described["responses"])
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]) == {"workload", "as_of", "kind", "paper", "free_tier", "prices"}
