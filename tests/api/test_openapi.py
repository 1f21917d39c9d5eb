"""The OpenAPI document and the workload's schema say what the interface does, with real examples."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient

from advisor import Advisor, InvalidWorkloadError
from api.examples import ANSWERED
from api.problems import KINDS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def workload_schema(client: TestClient) -> Any:
    return jsonschema_rs.validator_for(client.get("/v1/schemas/workload").json())


def test_examples_of_advice_are_what_is_answered(client: TestClient, document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/advice"]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["examples"]
    answers: dict[str, Any] = {}
    for status, media_type in (("200", "application/json"), ("422", "application/problem+json")):
        for name, one in operation["responses"][status]["content"][media_type]["examples"].items():
            answers[name] = (int(status), one["value"])
    assert set(asked) == set(answers)
    assert len(ANSWERED) >= 2
    for name, one in asked.items():
        response = client.post("/v1/advice", json=one["value"])
        assert (response.status_code, response.json()) == answers[name]


def test_examples_of_entries_are_what_is_answered(client: TestClient, document: dict[str, Any]) -> None:
    count = 0
    for path, methods in document["paths"].items():
        operation = methods.get("get", {})
        example = operation.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {}).get("example")
        if example is not None:
            entry_id = next(one["example"] for one in operation["parameters"] if one["name"] == "entry_id")
            assert client.get(path.format(entry_id=entry_id)).json() == example
            told = operation["responses"]["404"]["content"]["application/problem+json"]["example"]
            assert client.get(told["instance"]).json() == told
            count += 1
    assert count == 7


def test_every_problem_is_described(document: dict[str, Any]) -> None:
    told = json.dumps(document["paths"])
    unseen = {"not-found", "method-not-allowed", "address-too-long", "not-installed"}  # what has no operation, or a page alone
    assert {kind for kind in KINDS if f"({kind})" not in told} == unseen
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert len(operation["summary"]) > 5 or operation["description"]
        for parameter in operation.get("parameters", ()):
            assert "example" in parameter or parameter["name"] == "entry_id"


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    references = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert references - set(schemas) == set()
    assert list(schemas) == sorted(schemas)


def test_answers_satisfy_the_schema(client: TestClient, document: dict[str, Any], workloads: list[dict[str, Any]]) -> None:
    schema = {"$ref": "#/components/schemas/Recommendation", "components": document["components"]}
    validator = jsonschema_rs.validator_for(schema)
    for workload in workloads[:10]:
        validator.validate(client.post("/v1/advice", json={"workload": workload}).json())


def test_schema_says_everything_about_every_fact(client: TestClient, advisor: Advisor) -> None:
    properties = client.get("/v1/schemas/workload", headers={"Accept": "application/schema+json"}).json()["properties"]
    for name, fact in advisor.base.facts.items():
        if not fact.asked:
            assert name not in properties
            continue
        found = properties[name]
        assert found["title"] == fact.question
        assert found["description"] == fact.help
        assert found.get("x-unit") == fact.unit
        assert found.get("x-meanings") == fact.values
        if fact.range is not None:
            assert [found["minimum"], found["maximum"]] == fact.range


def test_schema_accepts_what_the_advisor_accepts(workload_schema: Any, workloads: list[dict[str, Any]]) -> None:
    for workload in workloads:
        workload_schema.validate(workload)


@pytest.mark.parametrize(
    "workload",
    [
        [], {"gpus": True}, {"gpu": 1}, {"gpu": None}, {"memory_mib": "1"}, {"memory_mib": -1}, {"memory_mib": 1e300},
        {"steps": 1.5}, {"trigger": "s33"}, {"trigger": ["s3"]}, {"aws_services": "s3"}, {"aws_services": ["s3", "s3"]},
        {"aws_services": ["x"]}, {"concurrency": 1}, {"title": 3}, {"title": "t" * 2001}, {"unknown": ["gpus"]},
        {"unknown": "gpu"}, {"session": []},
    ],
)  # fmt: skip
def test_schema_refuses_what_the_advisor_refuses(workload_schema: Any, advisor: Advisor, workload: Any) -> None:
    assert not workload_schema.is_valid(workload)
    with pytest.raises(InvalidWorkloadError):
        advisor.advise(workload)


PRINT_DIGEST = """
import hashlib, json
from api.app import create_app
print(hashlib.sha256(json.dumps(create_app().openapi()).encode()).hexdigest())
"""


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_same_document_in_every_process(client: TestClient, seed: str) -> None:
    command = [sys.executable, "-c", PRINT_DIGEST]
    found = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    content = client.get("/openapi.json").json()
    assert found.stdout.strip() == hashlib.sha256(json.dumps(content).encode()).hexdigest()
