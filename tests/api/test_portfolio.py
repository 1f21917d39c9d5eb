"""POST /v1/portfolio: tables in three formats, refusals row by row, and what can't be a table."""

import io
from datetime import timedelta

import polars as pl
import pytest
from fastapi.testclient import TestClient

CSV = "id,trigger,longest_run_s,aws_services\na,api,5,s3;sqs\nb,job-queue,ten,\nc,sqs,1800,none\n"
NDJSON = '{"id": "a", "trigger": "api", "longest_run_s": 5}\n{"id": "b", "trigger": "apo"}\n'


def post(client: TestClient, body: str | bytes, media_type: str, accept: str = "*/*", address: str = "/v1/portfolio"):  # type: ignore[no-untyped-def]
    return client.post(address, content=body, headers={"Content-Type": media_type, "Accept": accept})


def test_csv(client: TestClient) -> None:
    found = post(client, CSV, "text/csv")
    assert (found.status_code, found.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    table = pl.read_csv(found.content)
    assert table["id"].to_list() == ["a", "b", "c"]
    assert table["row"].to_list() == [1, 2, 3]
    assert table["refused"][1].startswith("longest_run_s: found 'ten' (text); expected a number in s")
    assert table["option"].null_count() == 1


def test_answers_are_those_of_advice(client: TestClient) -> None:
    table = pl.read_csv(post(client, CSV, "text/csv").content)
    alone = client.post("/v1/advice", json={"workload": {"trigger": "api", "longest_run_s": 5, "aws_services": ["s3", "sqs"]}})
    told = alone.json()
    assert table["option"][0] == told["recommendation"]["option"]
    assert table["component_names"][0].split(";") == sorted(one["id"] for one in told["components"])


def test_bills_when_they_are_asked_for(client: TestClient) -> None:
    """The bills of the advice, null where an option is excluded or the Region has no prices."""
    facts = {"trigger": "s3", "typical_run_ms": 800, "memory_mib": 1024, "requests_per_month": 2_000_000}
    told = client.post("/v1/advice", json={"workload": facts}).json()
    body = ",".join((*facts, "region")) + "\n" + ",".join(map(str, facts.values())) + ",\nsqs,,,,other\n"
    table = pl.read_csv(post(client, body, "text/csv", address="/v1/portfolio?bills=true").content)
    for one in told["options"]:
        expected = one["cost"]["monthly_usd"] if one.get("cost") else None
        assert table[f"bill_{one['id']}"].to_list() == [expected, None]
    assert table["no_bill"].to_list() == [None, "no prices for the Region"]
    for address in ("/v1/portfolio", "/v1/portfolio?bills=false"):
        assert "no_bill" not in pl.read_csv(post(client, body, "text/csv", address=address).content).columns


def test_too_many_rows_for_bills(client: TestClient) -> None:
    found = post(client, "id\n" + "a\n" * 5_001, "text/csv", address="/v1/portfolio?bills=true").json()
    assert found["type"] == "/v1/problems/invalid-table"
    assert found["errors"][0]["expected"] == "at most 5,000 with bills"


def test_bills_are_in_the_openapi_document(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/portfolio"]["post"]
    bills = next(one for one in operation["parameters"] if one["name"] == "bills")
    assert (bills["schema"], bills["example"], "5,000" in bills["description"]) == ({"type": "boolean"}, True, True)
    example = operation["requestBody"]["content"]["text/csv"]["example"]
    assert "bill_lambda" in pl.read_csv(post(client, example, "text/csv", address="/v1/portfolio?bills=true").content).columns


def test_other_formats(client: TestClient) -> None:
    lines = post(client, NDJSON, "application/x-ndjson", "application/vnd.apache.parquet")
    found = pl.read_parquet(io.BytesIO(lines.content))
    assert found["refused"].is_null().to_list() == [True, False]
    target = io.BytesIO()
    pl.DataFrame({"longest_run_s": [1.0, 900.0]}).write_parquet(target)
    answered = post(client, target.getvalue(), "application/vnd.apache.parquet", "application/x-ndjson")
    assert len(answered.content.splitlines()) == 2


@pytest.mark.parametrize("name", ["id", "current_option"])
@pytest.mark.parametrize("value", [[1], {"a": 1}, b"\xff", timedelta(1)])
def test_names_that_are_no_text(client: TestClient, name: str, value: object) -> None:
    target = io.BytesIO()
    pl.DataFrame({name: [value], "gpu": [True]}).write_parquet(target)
    found = post(client, target.getvalue(), "application/vnd.apache.parquet").json()
    assert found["type"] == "/v1/problems/invalid-table"
    assert found["errors"][0]["found"].startswith(f"{name}: a column of ")


@pytest.mark.parametrize(
    ("body", "media_type", "accept", "address", "status"),
    [
        (CSV, "application/json", "*/*", "/v1/portfolio", 415),
        (CSV, "text/csv", "text/html", "/v1/portfolio", 406),
        ("id,gpus\n", "text/csv", "*/*", "/v1/portfolio", 422),
        ("", "text/csv", "*/*", "/v1/portfolio", 422),
        ("PAR1", "application/vnd.apache.parquet", "*/*", "/v1/portfolio", 422),
        ("id\n" + "a\n" * 50_001, "text/csv", "*/*", "/v1/portfolio", 422),
        ("id\n" + "a" * 17_000_000, "text/csv", "*/*", "/v1/portfolio", 413),
        (CSV, "text/csv", "*/*", "/v1/portfolio?as_of=1999-01-01", 422),
        (CSV, "text/csv", "*/*", "/v1/portfolio?bills=yes", 422),
        (CSV, "text/csv", "*/*", "/v1/portfolio?bills=true&bills=true", 422),
        (CSV, "text/csv", "*/*", "/v1/portfolio?bill=true", 422),
        ("id\n" + "a\n" * 5_001, "text/csv", "*/*", "/v1/portfolio?bills=true", 422),
    ],
)
def test_what_is_refused(client: TestClient, body: str, media_type: str, accept: str, address: str, status: int) -> None:
    found = post(client, body, media_type, accept, address)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"
