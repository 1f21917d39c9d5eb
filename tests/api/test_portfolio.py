"""POST /v1/portfolio: tables in three formats, refusals row by row, and what can't be a table."""

import io

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
    assert table["id"].to_list() == ["a", None, "c"]
    assert table["row"].to_list() == [1, 2, 3]
    assert table["refused"][1].startswith("longest_run_s: found 'ten' (text); expected a number in s")
    assert table["option"].null_count() == 1


def test_answers_are_those_of_advice(client: TestClient) -> None:
    table = pl.read_csv(post(client, CSV, "text/csv").content)
    alone = client.post("/v1/advice", json={"workload": {"trigger": "api", "longest_run_s": 5, "aws_services": ["s3", "sqs"]}})
    told = alone.json()
    assert table["option"][0] == told["recommendation"]["option"]
    assert table["component_names"][0].split(";") == sorted(one["id"] for one in told["components"])


def test_other_formats(client: TestClient) -> None:
    lines = post(client, NDJSON, "application/x-ndjson", "application/vnd.apache.parquet")
    found = pl.read_parquet(io.BytesIO(lines.content))
    assert found["refused"].is_null().to_list() == [True, False]
    target = io.BytesIO()
    pl.DataFrame({"longest_run_s": [1.0, 900.0]}).write_parquet(target)
    answered = post(client, target.getvalue(), "application/vnd.apache.parquet", "application/x-ndjson")
    assert len(answered.content.splitlines()) == 2


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
    ],
)
def test_what_is_refused(client: TestClient, body: str, media_type: str, accept: str, address: str, status: int) -> None:
    found = post(client, body, media_type, accept, address)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"
