"""/v1/map: data and picture, by POST and by GET, and what is no plane."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

WORKLOAD = {"trigger": "s3", "memory_mib": 1024, "longest_run_s": 20, "vpc_resources": ["rds"]}
PLANE = {"workload": WORKLOAD, "x": "memory_mib", "y": "longest_run_s"}


def test_as_data_and_as_picture(client: TestClient) -> None:
    found = client.post("/v1/map", json=PLANE).json()
    assert found["x"]["fact"] == "memory_mib"
    assert len(found["cells"]) == 200
    picture = client.post("/v1/map", json=PLANE, headers={"Accept": "image/svg+xml"})
    assert picture.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(picture.content).tag.endswith("svg")  # noqa: S314 (our own picture)


def test_one_fact_along_both_axes(client: TestClient) -> None:
    found = client.post("/v1/map", json=PLANE | {"y": "memory_mib"}).json()
    assert len({tuple(row) for row in found["cells"]}) == 1


@pytest.mark.parametrize(
    ("change", "pointer", "remedy"),
    [
        ({"x": "memory_mi"}, "#/x", "did you mean 'memory_mib'?"),
        ({"y": "gpu"}, "#/y", "GET /v1/facts lists them"),
        ({"y": 5}, "#/y", "GET /v1/facts lists them"),
        ({"workload": {"memory_mib": -1}}, "#/workload/memory_mib", "check the unit: the fact is in MiB"),
        ({"z": 1}, "#/z", "leave it out"),
        ({"as_of": "1999-01-01"}, "#/as_of", "ask for a later date"),
    ],
)
def test_what_is_refused(client: TestClient, change: dict[str, Any], pointer: str, remedy: str) -> None:
    found = client.post("/v1/map", json=PLANE | change)
    assert found.status_code == 422
    assert [(one["pointer"], one["remedy"]) for one in found.json()["errors"]] == [(pointer, remedy)]


ADDRESS = {"workload": json.dumps(WORKLOAD), "x": "memory_mib", "y": "longest_run_s"}


def test_by_address(client: TestClient) -> None:
    """GET answers the bytes of POST; a browser gets the picture."""
    for accept in ("application/json", "image/svg+xml"):
        posted = client.post("/v1/map", json=PLANE, headers={"Accept": accept})
        shown = client.get("/v1/map", params=ADDRESS, headers={"Accept": accept})
        assert (shown.status_code, shown.content) == (200, posted.content)
    assert client.get("/v1/map", params=ADDRESS).headers["content-type"] == "image/svg+xml"
    assert client.get("/v1/map", params={"x": "memory_mib", "y": "vcpus"}).status_code == 200
    dated = client.get("/v1/map", params=ADDRESS | {"as_of": "2020-02-01"}, headers={"Accept": "application/json"})
    assert dated.json()["as_of"] == "2020-02-01"


@pytest.mark.parametrize(
    ("change", "parameter", "found"),
    [
        ({"x": "memory_mi"}, "x", "'memory_mi'"),
        ({"y": None}, "y", "nothing"),
        ({"workload": "{"}, "workload", "line 1, column 2"),
        ({"workload": "[]"}, "workload", "list"),
        ({"workload": ""}, "workload", "nothing"),
        ({"workload": '{"memory_mib": -1}'}, "workload", "memory_mib: -1"),
        ({"workload": '{"<b>\\u001b": 1}'}, "workload", "<b>"),
        ({"as_of": "1999-01-01"}, "as_of", "1999-01-01"),
        ({"as_of": "soon"}, "as_of", "'soon'"),
        ({"z": "1"}, "z", "an unknown parameter"),
    ],
)
def test_what_is_refused_in_an_address(client: TestClient, change: dict[str, Any], parameter: str, found: str) -> None:
    params = {name: value for name, value in (ADDRESS | change).items() if value is not None}
    answer = client.get("/v1/map", params=params)
    assert answer.status_code == 422
    problem = answer.json()["errors"][0]
    assert problem["parameter"] == parameter
    assert found in problem["found"]
    assert "\x1b" not in answer.text
