"""A document taken up again: the same, edited, tampered with, and decided with other knowledge or on another day."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.cost.price_file import check_prices
from advisor.differences import compare
from advisor.documents.desk import Form, produce, written
from advisor.documents.outcome import outcomes
from advisor.documents.subject import Subject
from advisor.documents.verdict import verdict_document
from advisor.documents.verify import InvalidDocumentError, read_document, read_stamp, verify
from advisor.reports.stamp import MAX_STAMP, commented, stamps_in
from advisor.reports.text import render_text
from tests.advisor.documents.conftest import FORMS, HOSTILE, WORKLOADS

JOB: dict[str, Any] = {"title": "Job", "trigger": "s3", "longest_run_s": 800, "memory_mib": 512, "docker": "none"}


def text_of(advisor: Advisor, content: bytes, as_of: date | None = None) -> str:
    return " ".join(render_text(verdict_document(verify(advisor, content, "x", as_of))).split())


@pytest.mark.parametrize("form", FORMS)
def test_the_same_answer_is_found_to_be_the_same(advisor: Advisor, order_api: Subject, form: Form) -> None:
    content = written(order_api, form, "letter")
    verdict = verify(advisor, content, "x")
    assert verdict.same
    assert not verdict.edited
    assert verdict.as_written is (None if form == "adr" else True)
    assert verdict.stamp.workload == order_api.given
    assert "Same: AWS Lambda" in text_of(advisor, content)


@pytest.mark.parametrize("form", ["html", "markdown", "adr"])
def test_hostile_text_comes_back_as_it_was(advisor: Advisor, hostile: Subject, form: Form) -> None:
    stamp = read_stamp(written(hostile, form), "x")
    assert stamp.workload["title"] == HOSTILE
    assert verify(advisor, written(hostile, form), "x").same


def test_ranges_prices_and_the_free_tier_are_taken_up_again(advisor: Advisor) -> None:
    entry = {"value": 0.5, "source": "our agreement", "since": date(2026, 10, 1)}
    prices = check_prices({"price.us-east-1.lambda.request": entry}, "mine", advisor.base)
    raw = {**WORKLOADS["ranges"], "requests_per_month": 5_000_000, "typical_run_ms": 100}
    content = produce(advisor, raw, "markdown", prices=prices, free_tier=True)
    stamp = read_stamp(content, "x")
    assert stamp.prices == {"price.us-east-1.lambda.request": entry | {"since": "2026-10-01"}}
    assert stamp.free_tier
    assert stamp.workload["longest_run_s"] == {"low": 300, "high": 2400, "usual": 480}
    assert verify(advisor, content, "x").same


def test_a_text_that_was_changed_is_noticed(advisor: Advisor) -> None:
    content = produce(advisor, JOB, "markdown").replace(b"AWS Lambda", b"Amazon ECS on AWS Fargate", 1)
    verdict = verify(advisor, content, "x")
    assert verdict.same
    assert verdict.edited
    assert "somebody has changed it" in text_of(advisor, content)


def tampered(content: bytes, old: bytes, new: bytes) -> bytes:
    changed = content.replace(old, new)
    assert changed != content
    return changed


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda text: b"# A letter\n\nDear all", "no stamp"),
        (lambda text: b"", "no stamp"),
        (lambda text: b"%PDF-1.7\nnothing", "no stamp"),
        (lambda text: b"%PDF-1.7\n<</Type/EmbeddedFile/Filter/FlateDecode>>stream\nxx\nendstream", "a stamp that is no JSON"),
        (lambda text: tampered(text, b'"memory_mib":512', b'"memory_mib":513'), "changed after it was written"),
        (lambda text: tampered(text, b'"seal":"', b'"seal":"0'), "changed after it was written"),
        (lambda text: tampered(text, b"aws-compute-advisor document 1", b"aws-compute-advisor document 2"), "of the kind"),
        (lambda text: text + commented('{"kind":"other"}').encode(), "2 stamps that differ"),
        (lambda text: commented('{"a":' + "[" * 100_000 + "]" * 100_000 + "}").encode(), "no JSON"),
        (lambda text: commented('{"a":"' + "x" * (MAX_STAMP + 5) + '"}').encode(), "more than 2 MiB"),
        (lambda text: tampered(text, b'{"kind"', b'{{"kind"'), "no JSON"),
    ],
)
def test_what_is_no_sound_document(advisor: Advisor, change: Any, found: str) -> None:
    content = change(produce(advisor, JOB, "markdown"))
    with pytest.raises(InvalidDocumentError, match="x: found") as error:
        verify(advisor, content, "x")
    assert found in str(error.value)
    assert "; expected " in str(error.value)


def test_a_sealed_stamp_of_the_wrong_shape(advisor: Advisor) -> None:
    from advisor.documents.stamp import seal

    told = json.loads(next(stamps_in(produce(advisor, JOB, "markdown"))))
    told["as_of"] = "yesterday"
    told["seal"] = seal(told)
    with pytest.raises(InvalidDocumentError, match="can't be read"):
        verify(advisor, commented(json.dumps(told)).encode(), "x")


def test_a_comment_can_not_be_left_from_inside() -> None:
    told = '{"title":"--> <!-- x --!> <script>"}'
    line = commented(told)
    assert line.count("-->") == 1
    assert line.endswith(" -->")
    assert "<script" not in line
    assert json.loads(next(stamps_in(line.encode()))) == json.loads(told)


def test_other_knowledge_on_the_same_day(advisor: Advisor) -> None:
    """The base has moved on: first in something that does not matter, then in the limit that decides."""
    content = produce(advisor, JOB, "markdown")
    elsewhere = Advisor(replace(advisor.base, digest="0" * 64))
    verdict = verify(elsewhere, content, "x")
    assert verdict.same
    assert verdict.edition[0] != verdict.edition[1]
    assert "nothing that this decision rests on has changed" in text_of(elsewhere, content)
    figure = advisor.base.figures["lambda.timeout.max"]
    lower = figure.model_copy(update={"values": [row.model_copy(update={"value": 600}) for row in figure.values]})
    moved = Advisor(replace(advisor.base, digest="1" * 64, figures={**advisor.base.figures, "lambda.timeout.max": lower}))
    verdict = verify(moved, content, "x")
    assert not verdict.same
    assert verdict.difference.changed
    assert "LIM-001" in [change.rule for change in verdict.difference.rules]
    said = text_of(moved, content)
    assert "Changed: AWS Lambda →" in said
    assert "The knowledge is another one" in said
    assert re.search(r"lambda\.timeout\.max \S+ 600", said)


def test_a_stamp_holds_what_the_document_tells_and_no_more(advisor: Advisor, order_api: Subject) -> None:
    """Rules on options that were not chosen are kept by name only; one that is new shows, one that is gone shows too."""
    content = written(order_api, "adr")
    (stamp,) = stamps_in(content)
    assert len(stamp) < 14_000
    told = read_stamp(content, "x").outcome
    fired = {finding.rule for finding in order_api.recommendation.findings}
    assert {*told.rules, *told.beside} == fired
    assert not told.rules.keys() & set(told.beside)
    assert {rule for one in order_api.recommendation.components for rule in one.rules} <= told.rules.keys()
    dropped = next(rule for rule in told.rules if rule.startswith("SEC"))
    rules = {name: said for name, said in told.rules.items() if name != dropped}
    changed = told.model_copy(update={"rules": rules | {"LIM-001": "Too long."}})
    before, now = outcomes(changed, order_api.recommendation, read_stamp(content, "x").as_of, advisor.base)
    found = {change.rule: (change.before, change.after) for change in compare(before, now).rules}
    assert found == {dropped: (None, told.rules[dropped]), "LIM-001": ("Too long.", None)}


def test_another_day(advisor: Advisor) -> None:
    raw = {**JOB, "longest_run_s": 600, "memory_mib": 8000}
    content = produce(advisor, raw, "markdown")
    verdict = verify(advisor, content, "x", date(2020, 2, 1))
    assert not verdict.same
    assert verdict.difference.as_of == [advisor.base.read, date(2020, 2, 1)]
    assert any(cause.id == "lambda.memory.max" for cause in verdict.difference.causes)
    assert verdict.as_written is None
    old = produce(advisor, raw, "markdown", date(2020, 2, 1))
    assert verify(advisor, old, "x").same
    assert "--as-of" in text_of(advisor, old)


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match="no such file"):
        read_document(tmp_path / "none.md")
    with pytest.raises(InvalidDocumentError, match="is a directory"):
        read_document(tmp_path)
