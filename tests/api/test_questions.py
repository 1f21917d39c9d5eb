"""The questionnaire and the differences over HTTP: a whole flow, the same bytes, and every way to ask wrongly."""

import sys
from typing import Any

import pytest
from fastapi.testclient import TestClient

from advisor import Advisor
from api.routes import questions

NEXT, WHAT_IF, AS_OF, FLIPS = "/v1/questions/next", "/v1/what-if", "/v1/as-of", "/v1/flips"
IMAGE = {"docker": "image", "trigger": "api", "longest_run_s": 20}


def answered(question: dict[str, Any], truth: dict[str, Any], answers: dict[str, Any]) -> None:
    lines = {line["fact"]: line for line in question["statements"]}
    for name in question["facts"]:
        line = lines.get(name)
        if name in truth:
            answers[name] = truth[name]
        elif line is None:
            answers.setdefault("unknown", []).append(name)
            answers.pop(name, None)
        elif line["bound"] is None:
            answers[name] = line["no"]
        elif (line["low"] or 0) < line["bound"]:
            answers[name] = {"low": line["low"], "high": line["bound"], "open": True}
        else:
            answers[name] = line["bound"]


def test_a_whole_questionnaire_without_a_session(client: TestClient, advisor: Advisor) -> None:
    truth = {"trigger": "s3", "docker": "none", "language": "python", "operations": "least", "longest_run_s": 20, "os": "linux"}
    answers: dict[str, Any] = {}
    for _ in range(40):
        step = client.post(NEXT, json={"answers": answers}).json()
        if step["question"] is None:
            break
        answered(step["question"], truth, answers)
    assert step["settled"]
    assert step["standing"][0]["option"] == step["option"]
    known = {name: value for name, value in answers.items() if not isinstance(value, dict)}
    assert advisor.advise(known).recommendation.option == step["option"]


def test_the_same_answers_get_the_same_bytes(client: TestClient) -> None:
    body = {"answers": {"trigger": "s3", "longest_run_s": {"low": 300, "high": 2400, "usual": 480}, "unknown": ["gpu"]}}
    first = client.post(NEXT, json=body)
    assert first.status_code == 200
    assert client.post(NEXT, json=body).content == first.content
    assert first.headers["cache-control"] == "no-store"
    spreads = first.json()["spreads"]
    assert spreads["facts"] == ["longest_run_s"]
    assert sum(share["share"] for share in spreads["shares"]) == pytest.approx(1, abs=0.001)


def test_a_chapter_asks_about_its_own(client: TestClient, advisor: Advisor) -> None:
    step = client.post(NEXT, json={"answers": {"trigger": "sqs"}, "chapter": "failure"}).json()
    assert step["chapter"] == "failure"
    assert all("failure" in advisor.base.facts[name].bears_on for name in step["question"]["facts"])


def test_an_edition_of_the_past_asks_too(client: TestClient) -> None:
    step = client.post(NEXT, json={"answers": {}, "as_of": "2020-02-01"}).json()
    assert "lambda-durable" not in {share["option"] for share in step["standing"]}


def test_what_if_as_of_and_flips(client: TestClient) -> None:
    changed = client.post(WHAT_IF, json={"workload": IMAGE, "changes": {"longest_run_s": 901, "docker": None}}).json()
    assert {change["id"] for change in changed["facts"]} >= {"longest_run_s", "docker"}
    dated = client.post(AS_OF, json={"workload": IMAGE, "dates": ["2020-02-01"]}).json()
    assert dated["changed"]
    assert dated["causes"][0]["decisive"]
    assert client.post(AS_OF, json={"workload": IMAGE, "dates": ["2020-02-01", "2026-11-28"]}).json() == dated
    flips = client.post(FLIPS, json={"workload": IMAGE}).json()
    (limit,) = [one for one in flips["singles"] if one["changes"][0]["fact"] == "longest_run_s" and len(one["changes"]) == 1]
    assert limit["changes"][0]["above"] == 900


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (NEXT, {}, "#/answers"),
        (NEXT, [], "#"),
        (NEXT, {"answers": []}, "#/answers"),
        (NEXT, {"answers": {"gpux": True}}, "#/answers/gpux"),
        (NEXT, {"answers": {"gpu": 1}}, "#/answers/gpu"),
        (NEXT, {"answers": {"longest_run_s": {"low": 9, "high": 1}}}, "#/answers/longest_run_s"),
        (NEXT, {"answers": {"unknown": ["gpux"]}}, "#/answers/unknown/0"),
        (NEXT, {"answers": {}, "chapter": "netwerk"}, "#/chapter"),
        (NEXT, {"answers": {}, "chapter": 7}, "#/chapter"),
        (NEXT, {"answers": {}, "as_of": "yesterday"}, "#/as_of"),
        (NEXT, {"answers": {}, "as_of": "2001-01-01"}, "#/as_of"),
        (NEXT, {"answer": {}}, "#/answer"),
        (WHAT_IF, {"workload": {}, "changes": []}, "#/changes"),
        (WHAT_IF, {"workload": {}, "changes": {"gpux": None}}, "#/changes/gpux"),
        (WHAT_IF, {"workload": {"gpux": True}, "changes": {"gpu": True}}, "#/workload/gpux"),
        (WHAT_IF, {"workload": 5}, "#/workload"),
        (AS_OF, {"workload": {}}, "#/dates"),
        (AS_OF, {"workload": {}, "dates": []}, "#/dates"),
        (AS_OF, {"workload": {}, "dates": ["2020-02-01", 3]}, "#/dates/1"),
        (AS_OF, {"workload": {}, "dates": ["2001-02-01"]}, "#/dates/0"),
        (AS_OF, {"workload": {"gpu": "yes"}, "dates": ["2020-02-01"]}, "#/workload/gpu"),
        (FLIPS, {"workload": {"gpu": "yes"}}, "#/workload/gpu"),
        (FLIPS, {"workload": {}, "as_of": "2001-01-01"}, "#/as_of"),
    ],
)
def test_what_is_wrong_is_pointed_at(client: TestClient, path: str, body: Any, pointer: str) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in response.json()["errors"]]


def test_dates_of_body_and_address_must_agree(client: TestClient) -> None:
    response = client.post(f"{FLIPS}?as_of=2020-02-01", json={"workload": {}, "as_of": "2021-02-01"})
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "as_of")


@pytest.mark.parametrize(("path", "key"), [(NEXT, "answers"), (FLIPS, "workload")])
def test_a_missing_extra_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, key: str) -> None:
    monkeypatch.setitem(sys.modules, questions.DESK, None)
    response = client.post(path, json={key: {}})
    assert response.status_code == 501
    assert "aws-compute-advisor[ask]" in response.json()["detail"]
