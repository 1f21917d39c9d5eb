"""POST /v1/advice answers with exactly the recommendation, in the form and as of the date that was asked for."""

import json
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from advisor import Advisor, Recommendation
from advisor.reports import render

THUMBNAILS = {"trigger": "s3", "longest_run_s": 20, "memory_mib": 1024}


def test_json_is_the_recommendation(client: TestClient, advisor: Advisor, workloads: list[dict[str, Any]]) -> None:
    for workload in workloads:
        response = client.post("/v1/advice", json={"workload": workload})
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        assert response.json() == advisor.advise(workload).model_dump(mode="json")


def test_answer_reads_back_as_a_recommendation(client: TestClient) -> None:
    response = client.post("/v1/advice", json={"workload": THUMBNAILS})
    assert Recommendation.model_validate_json(response.content).model_dump(mode="json") == response.json()


def test_same_question_gives_the_same_bytes(client: TestClient) -> None:
    body = {"workload": THUMBNAILS | {"vpc_resources": ["rds", "efs"]}, "as_of": "2024-01-31"}
    turned = {"as_of": "2024-01-31", "workload": {"vpc_resources": ["efs", "rds"], **dict(reversed(THUMBNAILS.items()))}}
    first, again = (client.post("/v1/advice", json=one).content for one in (body, body))
    assert first == again == client.post("/v1/advice", json=turned).content


def test_a_workload_without_facts_is_answered(client: TestClient) -> None:
    found = client.post("/v1/advice", json={"workload": {}}).json()
    assert found["workload"] == {}
    assert found["open_questions"]


@pytest.mark.parametrize(
    ("address", "body", "expected"),
    [
        ("/v1/advice", {}, None),
        ("/v1/advice", {"as_of": "2020-02-01"}, "2020-02-01"),
        ("/v1/advice?as_of=2020-02-01", {}, "2020-02-01"),
        ("/v1/advice?as_of=2020-02-01", {"as_of": "2020-02-01"}, "2020-02-01"),
        ("/v1/advice?as_of=9999-12-31", {}, "9999-12-31"),
    ],
)
def test_date_of_the_edition(
    client: TestClient, advisor: Advisor, address: str, body: dict[str, Any], expected: str | None
) -> None:
    found = client.post(address, json={"workload": THUMBNAILS, **body}).json()
    assert found["edition"]["as_of"] == (expected or advisor.base.read.isoformat())
    assert found == advisor.advise(THUMBNAILS, date.fromisoformat(found["edition"]["as_of"])).model_dump(mode="json")


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("text/html", "text/html; charset=utf-8", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", "html"),
        ("text/markdown", "text/markdown; charset=utf-8", "markdown"),
        ("text/plain", "text/plain; charset=utf-8", "text"),
        ("application/json;q=0.5, text/markdown", "text/markdown; charset=utf-8", "markdown"),
    ],
)
def test_rendered_forms(client: TestClient, advisor: Advisor, accept: str, media_type: str, form: Any) -> None:
    response = client.post("/v1/advice", json={"workload": THUMBNAILS}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.headers["vary"] == "Accept"
    assert response.text == render(advisor.advise(THUMBNAILS), form)


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "]]>", "{{ 7 * 7 }}", "\u202eevil", "𝒳 é\u0000"])
def test_a_strangers_text_stays_text(client: TestClient, title: str) -> None:
    body = {"workload": {"title": title, "trigger": "s3"}}
    assert client.post("/v1/advice", json=body).json()["title"] == title
    page = client.post("/v1/advice", json=body, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    "media_type", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_media_types_of_the_body(client: TestClient, media_type: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"workload": THUMBNAILS}).encode()
    assert client.post("/v1/advice", content=body, headers={"Content-Type": media_type}).status_code == 200
