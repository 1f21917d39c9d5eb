"""Whatever is sent: never a 500, always a problem document that names the place and says what to do."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.problems import KINDS, MAX_ERRORS
from api.questions import question_of
from api.reading import read_json

JSON = {"Content-Type": "application/json"}


def ask(client: TestClient, content: bytes, address: str = "/v1/advice") -> dict[str, Any]:
    """Send bytes that must be refused, and check the shape of the refusal."""
    response = client.post(address, content=content, headers=JSON)
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert found["status"] == response.status_code < 500
    assert found["type"] == f"/v1/problems/{next(kind.id for kind in KINDS.values() if kind.title == found['title'])}"
    assert found["instance"] == "/v1/advice"
    for error in found["errors"]:
        assert len({"pointer", "parameter", "header"} & set(error)) == 1
        assert error["found"]
        assert error["expected"]
        assert error["remedy"]
    return found


UNREADABLE = {
    "empty": (b"", "#", "nothing"),
    "blank": (b" \n", "#", "nothing"),
    "truncated": (b'{"workload": {"trigger": ', "#", "Expecting value at line 1, column 26"),
    "two documents": (b"{} {}", "#", "Extra data at line 1, column 4"),
    "single quotes": (b"{'workload': {}}", "#", "line 1, column 2"),
    "not UTF-8": (b'{"workload": {"title": "\xff"}}', "#", "byte 0xff at offset 24"),
    "UTF-16": ('{"workload": {}}'.encode("utf-16"), "#", "byte 0xff at offset 0"),
    "NaN": (b'{"workload": {"memory_mib": NaN}}', "#/workload/memory_mib", "nan"),
    "infinite": (b'{"workload": {"memory_mib": -Infinity}}', "#/workload/memory_mib", "-inf"),
    "too large for a float": (b'{"workload": {"memory_mib": 1e999}}', "#/workload/memory_mib", "inf"),
    "NaN deep inside": (b'{"workload": {"session": {"a": [1, NaN]}}}', "#/workload/session/a/1", "nan"),
    "thousands of digits": (b'{"workload": {"memory_mib": ' + b"9" * 5000 + b"}}", "#", "thousands of digits"),
    "a key twice": (b'{"workload": {"gpu": true, "gpu": false}}', "#/workload/gpu", "more than once"),
    "the workload twice": (b'{"workload": {}, "workload": {}}', "#/workload", "more than once"),
    "a key twice, spelt differently": (b'{"workload": {"gpu": true, "\\u0067pu": true}}', "#/workload/gpu", "more than once"),
    "half a character": (b'{"workload": {"title": "\\ud800"}}', "#/workload/title", "\\ud800"),
    "half a character in a key": (b'{"workload": {"\\udfff": 1}}', "#/workload", "\\udfff"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "#", "deep nesting"),
    "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "#", "deep nesting"),
    "deep, but not for the reader": (
        b'{"workload": {"session": ' + b"[" * 40 + b"]" * 40 + b"}}",
        "#/workload/session/0",
        "deep nesting",
    ),
    "ten thousand keys": (json.dumps({f"k{n}": n for n in range(10_000)}).encode(), "#", "10,000 keys"),
    "ten thousand facts": (json.dumps({"workload": {f"k{n}": n for n in range(10_000)}}).encode(), "#/workload", "10,000 keys"),
    "long list": (b'{"workload": {"gpu": [' + b"1," * 9998 + b"1]}}", "#/workload/gpu", "9,999 items"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(client: TestClient, name: str) -> None:
    content, pointer, shown = UNREADABLE[name]
    found = ask(client, content)
    assert found["status"] == 422
    assert found["type"].endswith("unreadable-body")
    assert found["errors"][0]["pointer"].startswith(pointer)
    assert shown in found["errors"][0]["found"]


INVALID: dict[str, tuple[Any, str, str]] = {
    "a list": ([], "#", 'write {"workload": {...}}'),
    "null": (None, "#", 'write {"workload": {...}}'),
    "text": ("workload", "#", 'write {"workload": {...}}'),
    "no workload": ({}, "#/workload", 'put the facts into {"workload": {...}}'),
    "facts not in a workload": ({"trigger": "s3", "workload": {}}, "#/trigger", "facts go into workload"),
    "a misspelt key": ({"workload": {}, "as_off": "2020-02-01"}, "#/as_off", "did you mean 'as_of'?"),
    "workload is a list": ({"workload": ["s3"]}, "#/workload", ""),
    "workload is null": ({"workload": None}, "#/workload", ""),
    "a misspelt fact": ({"workload": {"memory_mb": 3}}, "#/workload/memory_mb", "did you mean 'memory_mib'?"),
    "a nameless fact": ({"workload": {"": 3}}, "#/workload/", ""),
    "a fact with a slash": ({"workload": {"a/b~c": 3}}, "#/workload/a~1b~0c", ""),
    "a derived fact": ({"workload": {"concurrency": 3}}, "#/workload/concurrency", ""),
    "text for a number": ({"workload": {"memory_mib": "1024"}}, "#/workload/memory_mib", "without quotes"),
    "a unit": ({"workload": {"memory_mib": "1 GB"}}, "#/workload/memory_mib", "without a unit"),
    "negative": ({"workload": {"memory_mib": -1}}, "#/workload/memory_mib", "MiB"),
    "out of range": ({"workload": {"memory_mib": 1e300}}, "#/workload/memory_mib", "MiB"),
    "a truth value for a number": ({"workload": {"memory_mib": True}}, "#/workload/memory_mib", ""),
    "text for a truth value": ({"workload": {"gpu": "yes"}}, "#/workload/gpu", "without quotes"),
    "a number for a truth value": ({"workload": {"gpu": 1}}, "#/workload/gpu", ""),
    "null for a fact": ({"workload": {"gpu": None}}, "#/workload/gpu", ""),
    "an object for a fact": ({"workload": {"gpu": {"a": 1}}}, "#/workload/gpu", ""),
    "an unknown choice": ({"workload": {"trigger": "s33"}}, "#/workload/trigger", "did you mean 's3'?"),
    "a choice for a set": ({"workload": {"aws_services": "s3"}}, "#/workload/aws_services", "list"),
    "an item twice": ({"workload": {"aws_services": ["s3", "s3"]}}, "#/workload/aws_services", ""),
    "a list in a set": ({"workload": {"aws_services": [["s3"]]}}, "#/workload/aws_services", ""),
    "a title that is no text": ({"workload": {"title": 3}}, "#/workload/title", ""),
    "a long title": ({"workload": {"title": "t" * 5000}}, "#/workload/title", ""),
    "unknown that is no list": ({"workload": {"unknown": "gpu"}}, "#/workload/unknown", ""),
    "an unknown fact in unknown": ({"workload": {"unknown": ["gpu", "gpus"]}}, "#/workload/unknown/1", "did you mean 'gpu'?"),
    "the beginning of a fact": (
        {"workload": {"gpu_memory_gib": 1, "unknown": ["gpu_"]}},
        "#/workload/unknown/0",
        "",
    ),
    "a long unknown fact": ({"workload": {"unknown": ["x" * 100_000]}}, "#/workload/unknown/0", ""),
    "a long name": ({"workload": {"x" * 100_000: 1}}, "#/workload/xxx", ""),
    "no date": ({"workload": {}, "as_of": "yesterday"}, "#/as_of", "2020-02-01"),
    "a date that is not in the calendar": ({"workload": {}, "as_of": "2023-02-29"}, "#/as_of", "2020-02-01"),
    "a date without dashes": ({"workload": {}, "as_of": "20200201"}, "#/as_of", "2020-02-01"),
    "a date in other digits": ({"workload": {}, "as_of": "２０２０-02-01"}, "#/as_of", "2020-02-01"),
    "a moment": ({"workload": {}, "as_of": "2020-02-01T00:00:00Z"}, "#/as_of", "2020-02-01"),
    "a number for a date": ({"workload": {}, "as_of": 20200201}, "#/as_of", "2020-02-01"),
    "null for a date": ({"workload": {}, "as_of": None}, "#/as_of", "leave it out"),
    "before the first edition": ({"workload": {}, "as_of": "2006-03-14"}, "#/as_of", "later date"),
    "the first day of all": ({"workload": {}, "as_of": "0001-01-01"}, "#/as_of", "later date"),
}


@pytest.mark.parametrize("name", INVALID)
def test_invalid(client: TestClient, name: str) -> None:
    document, pointer, remedy = INVALID[name]
    found = ask(client, json.dumps(document).encode())
    assert found["status"] == 422
    assert found["errors"][0]["pointer"].startswith(pointer)
    assert remedy in found["errors"][0]["remedy"]
    assert len(json.dumps(found)) < 5000


def test_every_place_is_named_at_once(client: TestClient) -> None:
    workload = {"memory_mib": -1, "gpu": "yes", "triger": "s3", "unknown": ["gpus"]}
    found = ask(client, json.dumps({"workload": workload}).encode())
    assert [error["pointer"] for error in found["errors"]] == [
        "#/workload/memory_mib", "#/workload/gpu", "#/workload/triger", "#/workload/unknown/0",
    ]  # fmt: skip
    assert "4 places" in found["detail"]


def test_many_places_are_cut_off(client: TestClient) -> None:
    found = ask(client, json.dumps({"workload": {f"k{n}": n for n in range(400)}}).encode())
    assert len(found["errors"]) == MAX_ERRORS
    assert f"first {MAX_ERRORS}" in found["detail"]


@pytest.mark.parametrize(
    ("query", "parameter", "shown"),
    [
        ("as_of=soon", "as_of", "'soon'"),
        ("as_of=", "as_of", "''"),
        ("as_of=2020-02-01&as_of=2021-02-01", "as_of", "several dates"),
        ("as_of=2001-02-01", "as_of", "2001-02-01"),
        ("asof=2020-02-01", "asof", "an unknown parameter"),
        ("%ff=%ff", "\ufffd", "an unknown parameter"),
    ],
)
def test_bad_parameters(client: TestClient, query: str, parameter: str, shown: str) -> None:
    found = ask(client, b'{"workload": {}}', f"/v1/advice?{query}")
    assert found["status"] == 422
    assert found["errors"][0]["parameter"] == parameter
    assert found["errors"][0]["found"] == shown


def test_two_dates(client: TestClient) -> None:
    found = ask(client, b'{"workload": {}, "as_of": "2021-02-01"}', "/v1/advice?as_of=2020-02-01")
    assert found["errors"] == [
        {"parameter": "as_of", "found": "2020-02-01", "expected": "2021-02-01, as in the body", "remedy": "give one date only"}
    ]


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
def test_large_bodies(client: TestClient, size: int) -> None:
    found = ask(client, b"x" * size)
    assert found["status"] == 413
    assert found["type"].endswith("body-too-large")


def test_the_largest_body_is_read(client: TestClient) -> None:
    content = b'{"workload": {}}'
    assert client.post("/v1/advice", content=content.ljust(1024 * 1024), headers=JSON).status_code == 200


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"Content-Type": ""}, "Content-Type"),
        ({"Content-Type": "text/plain"}, "Content-Type"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "Content-Type"),
        ({"Content-Type": "application/json; charset=latin-1"}, "Content-Type"),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, "Content-Encoding"),
    ],
)
def test_other_media_types(client: TestClient, headers: dict[str, str], named: str) -> None:
    response = client.post("/v1/advice", content=b'{"workload": {}}', headers=headers)
    assert response.status_code == 415
    assert response.json()["errors"][0]["header"] == named


# Anything that JSON's readers of Python take, also what is no JSON.
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None))
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner), max_leaves=20
)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | DOCUMENTS.map(lambda found: json.dumps(found).encode()))
def test_any_body_is_answered(client: TestClient, content: bytes) -> None:
    ask(client, content)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_of_any_fact_is_answered(client: TestClient, workloads: list[dict[str, Any]], data: st.DataObject) -> None:
    facts = sorted({name for workload in workloads for name in workload})
    workload = data.draw(st.dictionaries(st.sampled_from(facts), DOCUMENTS | st.sampled_from(["s3", ["s3"], 1]), max_size=5))
    response = client.post("/v1/advice", content=json.dumps({"workload": workload}).encode(), headers=JSON)
    assert response.status_code in (200, 422)


@pytest.mark.parametrize(("text", "value"), [("304.0", 304), ("3.04e2", 304), ("0.5", 0.5), ("-0.0", 0), ("1e17", 1e17)])
def test_a_whole_number_is_whole_however_it_is_written(text: str, value: float) -> None:
    found = read_json(text.encode())
    assert (found, type(found)) == (value, type(value))


def test_what_can_be_read_is_read_unchanged() -> None:
    document = {
        "workload": {"title": "é 𝒳 \u2028", "memory_mib": 0.5, "gpu": False, "aws_services": ["s3"], "session": {"a": [{}]}}
    }
    assert read_json(json.dumps(document).encode()) == document
    assert question_of(document).workload == document["workload"]
