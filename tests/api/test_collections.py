"""What the advisor knows, as lists and by id, on every date."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from advisor import Advisor
from advisor.entries import COLLECTIONS, Collection

NAMES = [collection.name for collection in COLLECTIONS]


def test_the_kinds() -> None:
    assert NAMES == ["facts", "rules", "figures", "options", "sources", "components", "notes"]


@pytest.mark.parametrize("collection", COLLECTIONS, ids=NAMES)
@pytest.mark.parametrize("query", ["", "?as_of=2020-02-01"])
def test_list_and_entries_agree(client: TestClient, collection: Collection, query: str) -> None:
    listed = client.get(f"/v1/{collection.name}{query}").json()
    assert listed["items"]
    ids = [item["id"] for item in listed["items"]]
    assert len(ids) == len(set(ids))
    for item in listed["items"][:: max(1, len(ids) // 10)]:
        one = client.get(f"/v1/{collection.name}/{item['id']}{query}").json()
        assert one == {"edition": listed["edition"], "item": item}
        assert next(iter(item)) == "id"


@pytest.mark.parametrize("collection", COLLECTIONS, ids=NAMES)
def test_every_entry_is_listed(client: TestClient, advisor: Advisor, collection: Collection) -> None:
    edition = advisor.edition().program.edition
    source = edition if collection.name in ("rules", "figures", "options") else advisor.base
    items = client.get(f"/v1/{collection.name}").json()["items"]
    assert [item["id"] for item in items] == list(getattr(source, collection.name))


def test_everything_cited_can_be_looked_up(client: TestClient) -> None:
    """A reader follows a recommendation back to rules, figures, notes and sources by its ids alone."""
    body = {"workload": {"trigger": "schedule", "longest_run_s": 2400, "vpc_resources": ["rds"]}, "as_of": "2020-02-01"}
    found = client.post("/v1/advice", json=body).json()
    paths = {f"options/{option['id']}" for option in found["options"]}
    paths |= {f"components/{component['id']}" for component in found["components"]}
    for finding in found["findings"]:
        paths.add(f"rules/{finding['rule']}")
        paths |= {f"figures/{name}" for name in finding["figures"]}
        paths |= {f"notes/{name}" for name in finding["notes"]}
        paths |= {f"sources/{citation['source']}" for citation in finding["citations"]}
        paths |= {f"facts/{name}" for name in finding["facts"]}
    assert len(paths) > 20
    refused = {path for path in paths if client.get(f"/v1/{path}?as_of=2020-02-01").status_code != 200}
    assert refused == set()


@pytest.mark.parametrize(
    ("day", "value", "since"),
    [("2015-06-01", 60, "2015-04-27"), ("2016-01-01", 300, "2015-10-08"), ("2020-02-01", 900, "2018-10-10")],
)
def test_figures_have_the_value_of_the_date(client: TestClient, day: str, value: int, since: str) -> None:
    item = client.get(f"/v1/figures/lambda.timeout.max?as_of={day}").json()["item"]
    assert (item["value"], item["since"]) == (value, since)
    assert len(item["values"]) >= 3


def test_members(client: TestClient) -> None:
    assert client.get("/v1/figures/batch.fargate.max:vcpu?as_of=2024-01-31").json()["item"]["value"] == 16
    assert client.get("/v1/components/interface-endpoint:sqs").json()["item"]["id"] == "interface-endpoint:sqs"
    assert client.get("/v1/components/interface-endpoint:nothing").status_code == 404


def error_of(client: TestClient, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["type"] == "/v1/problems/unknown-id"
    found: dict[str, Any] = response.json()["errors"][0]
    return found


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("facts/memory_mb", "memory_mib"),
        ("figures/lambda.timeout.maximum", "lambda.timeout.max"),
        ("figures/batch.fargate.max:vcpus", "batch.fargate.max"),
        ("options/ecs-fargat", "ecs-fargate"),
        ("components/interface-endpoint:sq", "interface-endpoint:sqs"),
        ("notes/LIM4", "LIM-4"),
        ("sources/aws-lambda-quota", "aws-lambda-quotas"),
    ],
)
def test_unknown_ids_get_the_nearest(client: TestClient, path: str, nearest: str) -> None:
    assert error_of(client, f"/v1/{path}")["remedy"] == f"did you mean {nearest!r}?"


@pytest.mark.parametrize("collection", COLLECTIONS, ids=NAMES)
@pytest.mark.parametrize("entry_id", ["%00", "%F0%9F%A6%84", "%ff%fe", "..%5c..", "a" * 5000, "__class__", "%7B%7B7*7%7D%7D"])
def test_strange_ids(client: TestClient, collection: Collection, entry_id: str) -> None:
    error = error_of(client, f"/v1/{collection.name}/{entry_id}")
    assert error["parameter"] == "entry_id"
    assert len(error["found"]) < 100


def test_entries_of_another_time(client: TestClient) -> None:
    option = error_of(client, "/v1/options/lambda-durable?as_of=2020-02-01")
    assert option["found"] == "lambda-durable: in force from 2025-12-02 on"
    figure = error_of(client, "/v1/figures/lambda.timeout.max?as_of=2014-12-01")
    assert "lambda.timeout.max: values from 2015-04-27" in figure["found"]
    assert "as_of" in option["remedy"]


def test_rules_of_another_time(client: TestClient, advisor: Advisor) -> None:
    later = next(rule for rule in advisor.base.rules.values() if rule.since is not None and rule.since.year > 2020)
    error = error_of(client, f"/v1/rules/{later.id}?as_of=2020-02-01")
    assert error["found"] == f"{later.id}: in force from {later.since} on"
    assert client.get(f"/v1/rules/{later.id}").json()["item"]["title"] == later.title


@pytest.mark.parametrize("path", ["/v1/facts", "/v1/figures/lambda.timeout.max", "/v1/edition", "/v1/schemas/workload"])
def test_entity_tags(client: TestClient, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for held in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    assert client.get(f"{path}?as_of=2020-02-01").headers["etag"] != tag


@pytest.mark.parametrize("path", ["/v1/facts", "/v1/facts/gpu", "/v1/edition", "/v1/schemas/workload"])
@pytest.mark.parametrize("query", ["as_of=never", "as_of=1999-01-01", "page=2"])
def test_bad_parameters(client: TestClient, path: str, query: str) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_edition(client: TestClient, advisor: Advisor) -> None:
    today, then = client.get("/v1/edition").json(), client.get("/v1/edition?as_of=2020-02-01").json()
    assert today["digest"] == advisor.edition().program.edition.digest != then["digest"]
    assert today["first"] == advisor.base.first.isoformat()
    assert today["counts"]["options"] > then["counts"]["options"] > 0
    assert today["counts"]["facts"] == then["counts"]["facts"] == len(advisor.base.facts)


def test_health(client: TestClient, advisor: Advisor) -> None:
    found = client.get("/healthz").json()
    assert found["status"] == "ok"
    assert found["option"] in advisor.base.options
    assert found["edition"]["as_of"] == advisor.base.read.isoformat()
