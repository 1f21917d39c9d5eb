"""Every page over HTTP: what it shows, what it refuses and how, and that a stranger's text stays text."""

import base64
import io
import json
import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import httpx2
import polars as pl
import pytest
from fastapi.testclient import TestClient

from advisor.portfolio.desk import MAX_BILLED, MAX_ROWS
from api.pages.page import HEADERS
from api.pages.ready import part_of
from api.pages.start import examples
from api.pages.static import FOLDER, HTMX, NAMES, files
from api.problems import ProblemError

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAYMENT = next(example.query for example in examples() if example.name == "api-rds-payment")
PAGES = [
    "/",
    "/questions",
    "/questions?trigger=api",
    "/questions?trigger=api&ask=longest_run_s,aws_services",
    "/questions?longest_run_s=1..20+usually+3&ask=priorities",
    "/questions?trigger=api&chapter=network",
    f"/questions{PAYMENT}",
    "/questions?internet_forbidden=yes&calls_internet=yes",
    "/advice",
    "/advice?as_of=2016-01-01",
    f"/advice{PAYMENT}",
    f"/advice/what-if{PAYMENT}",
    f"/advice/what-if{PAYMENT}&of=longest_run_s&value=40+min",
    f"/advice/what-if{PAYMENT}&of=vpc_resources&tick=set",
    f"/advice/as-of{PAYMENT}&as_of=2020-02-01",
    f"/advice/flips{PAYMENT}",
    f"/advice/map{PAYMENT}&x=memory_mib&y=longest_run_s",
    "/portfolio",
    "/knowledge",
    "/knowledge?q=provisioned+concurrency",
    "/knowledge/rules?as_of=2020-02-01",
    "/knowledge/rules/LIM-001",
    "/knowledge/facts/longest_run_s",
    "/knowledge/figures/lambda.timeout.max",
    "/knowledge/options/ecs-fargate",
    "/knowledge/components/interface-endpoint:sqs",
    "/knowledge/sources/aws-lambda-quotas",
    "/knowledge/notes/LIM-4",
]
REFUSED = [
    ("/nothing", 404, "There is nothing here"),
    ("/static/nothing.css", 404, "There is no such file"),
    ("/questions?gpu=maybe", 422, "gpu"),
    ("/questions?gpus=yes", 422, "Did you mean"),
    ("/questions?chapter=poetry", 422, "chapter"),
    ("/questions?as_of=1999-01-01", 422, "as_of"),
    ("/questions?longest_run_s=-5", 422, "longest_run_s"),
    ("/questions?longest_run_s=20..1", 422, "longest_run_s"),
    ("/questions?title=" + "x" * 7000, 414, "at most 6,000"),
    ("/questions?title=" + "x" * 3000, 422, "title"),
    ("/questions?%ff=1", 422, "can&#39;t be read"),
    ("/questions/answer", 422, "The answer belongs to no question"),
    ("/questions/answer?of=nothing", 422, "The answer belongs to no question"),
    ("/questions/answer?of=checklist&trigger=api&longest_run_s=5&gpu=no&memory_mib=99999999", 422, "memory_mib"),
    ("/questions/answer?of=longest_run_s&value=banana", 422, "found banana"),
    ("/questions/answer?of=longest_run_s&value=", 422, "found nothing"),
    ("/questions/answer?of=longest_run_s&low=5&high=2", 422, "Correct the bounds"),
    ("/questions/answer?of=longest_run_s&low=5", 422, "Not understood"),
    ("/questions/answer?of=trigger&value=pigeon", 422, "pigeon"),
    ("/questions/answer?of=priorities&value=fame", 422, "fame"),
    ("/questions/edit?drop=pigeon", 422, "a fact that is asked for"),
    ("/advice?trigger=pigeon", 422, "trigger"),
    ("/advice?as_of=2010-01-01", 422, "as_of"),
    ("/advice?as_of=2020-02-30", 422, "as_of"),
    ("/advice/what-if?of=nothing", 422, "no such fact"),
    ("/advice/what-if?of=longest_run_s&value=-9", 422, "Not understood"),
    ("/advice/as-of?as_of=1999-01-01", 422, "as_of"),
    ("/advice/flips?gpu=maybe", 422, "gpu"),
    ("/advice/map?x=trigger", 422, "a fact that is a number"),
    ("/advice/map?x=memory_mib&y=memory_mib", 422, "Choose two different facts"),
    ("/advice/map.svg?x=../../etc/passwd", 422, "a fact that is a number"),
    ("/advice/document?form=docx", 422, "form"),
    ("/advice/document?paper=b5", 422, "paper"),
    ("/knowledge/poems", 404, "one of rules"),
    ("/knowledge/rules/LIM-0001", 404, "Did you mean"),
    ("/knowledge/rules/..%2f..%2fetc%2fpasswd", 404, ""),
    ("/knowledge?as_of=soon", 422, "as_of"),
    ("/knowledge?z=1", 422, "q or as_of"),
]


COMMAND_LINE = re.compile(r"(?<!\S)--[a-z]|`advisor ")
"""What only a terminal can do; a page names what can be done on it."""


@pytest.mark.parametrize("path", PAGES)
def test_pages(client: TestClient, path: str) -> None:
    found = client.get(path, headers=HTML)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert {name: found.headers[name] for name in HEADERS} == dict(HEADERS)
    assert found.headers["x-content-type-options"] == "nosniff"
    assert len(re.findall(r"<h1[ >]", found.text)) == 1
    assert not COMMAND_LINE.search(found.text)
    for inline in (r"<style", r"\sstyle=", r"<script(?! src=)", r"\son[a-z]+=", r"javascript:", r"hx-on"):
        assert not re.search(inline, found.text), inline


@pytest.mark.parametrize(("as_of", "limit"), [("", "15 min"), ("?as_of=2018-06-01", "5 min")])
def test_the_sentence_of_a_rule_reads(client: TestClient, as_of: str, limit: str) -> None:
    """The figures of the date stand in it, a fact by its name in a style of its own."""
    found = client.get("/knowledge/rules/LIM-001" + as_of, headers=HTML).text
    fact = '<code><a href="/knowledge/facts/longest_run_s">longest_run_s</a></code>'
    assert f"One run takes up to {fact}; Lambda stops an invocation after {limit}." in found
    assert "{{" not in found


def test_pictures_know_the_dark(client: TestClient) -> None:
    found = client.get("/advice" + PAYMENT, headers=HTML).text
    pictures = [base64.b64decode(one).decode() for one in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', found)]
    assert len(pictures) == 3
    assert all(one.count("<style>@media (prefers-color-scheme: dark)") == 1 for one in pictures)
    assert all(ElementTree.fromstring(one).get("width") for one in pictures)  # noqa: S314 - our own pictures
    widths = re.findall(r'<img src="data:[^>]+ width="(\d+)"', found)
    assert len(widths) == 3
    assert all(int(width) > 300 for width in widths)


def test_same_address_same_bytes(client: TestClient) -> None:
    for path in ("/questions?trigger=api", "/knowledge/rules", "/advice?trigger=api&longest_run_s=20"):
        assert client.get(path, headers=HTML).content == client.get(path, headers=HTML).content


@pytest.mark.parametrize(("path", "status", "said"), REFUSED)
def test_what_is_refused_is_told_on_a_page(client: TestClient, path: str, status: int, said: str) -> None:
    found = client.get(path, headers=HTML)
    assert (found.status_code, found.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert said in found.text
    assert not COMMAND_LINE.search(found.text)
    assert found.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_programs_get_problem_documents(client: TestClient) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        found = client.get("/questions?gpu=maybe", headers=headers)
        assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
        assert found.json()["errors"][0]["parameter"] == "gpu"
    for path in ("/v1/nothing", "/v1/rules/NOPE-1"):
        assert client.get(path, headers=HTML).headers["content-type"] == "application/problem+json"


def test_a_part_that_is_missing_is_named() -> None:
    with pytest.raises(ProblemError) as caught:
        part_of("nothing_of_the_kind", "docs")
    assert caught.value.status_code == 501
    assert "install aws-compute-advisor[docs]" in caught.value.detail


def test_a_failure_of_ours_is_a_page_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.start.examples", lambda: 1 / 0)
    found = client.get("/", headers=HTML)
    assert (found.status_code, found.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "That went wrong" in found.text
    assert "ZeroDivision" not in found.text
    monkeypatch.setattr("api.pages.page.Pages.page", lambda *given, **named: 1 / 0)
    found = client.get("/", headers=HTML)
    assert (found.status_code, found.headers["content-type"]) == (500, "application/problem+json")


def test_links_lead_somewhere(client: TestClient) -> None:
    """Every address on the start page, a result and a question is one that answers."""
    pages = ["/", "/questions?trigger=api", f"/advice{PAYMENT}", "/knowledge/rules/LIM-001", "/knowledge/facts/gpu"]
    texts = [client.get(page, headers=HTML).text for page in pages]
    links = {link.replace("&amp;", "&") for text in texts for link in re.findall(r'(?:href|src)="(/[^"]*)"', text)}
    slow = sorted(link for link in links if link.startswith(("/advice", "/questions")))
    quick = sorted(links.difference(slow))
    assert len(quick) > 100
    for link in quick[::3] + slow[::12]:
        assert client.get(link, headers=HTML).status_code == 200, link


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "' onfocus='x",
    "\x1b[2J\u202eevil",
    "</title>",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_stays_text(client: TestClient, title: str) -> None:
    query = PAYMENT.replace("title=", "title=" + quote(title) + "+")
    for path in ("/advice", "/questions", "/advice/what-if"):
        text = client.get(path + query, headers=HTML).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49" not in text.rpartition("<h1")[2][:200]
        assert "\x1b" not in text.partition("<form")[0]
    named = client.get("/advice/document" + query + "&form=svg").headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.svg"', named)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_typed_stays_text(client: TestClient, text: str) -> None:
    for path in ("/questions/answer?of=longest_run_s&value=", "/knowledge/rules?q=", "/questions?", "/knowledge/rules/", "/"):
        found = client.get(path + quote(text), headers=HTML)
        assert found.status_code in (200, 404, 422)
        assert "<script>alert" not in found.text
        assert "<img src=x" not in found.text


def test_answers_lead_on(client: TestClient) -> None:
    def after(path: str) -> str:
        found = client.get(path, headers=HTML, follow_redirects=False)
        assert found.status_code == 303, found.text
        return str(found.headers["location"])

    assert after("/questions/answer?of=trigger&value=s3") == "/questions?trigger=s3"
    assert after("/questions/answer?trigger=s3&of=gpu&dont_know=yes") == "/questions?trigger=s3&gpu=unknown"
    assert after("/questions/answer?of=longest_run_s&value=1+h+30+min") == "/questions?longest_run_s=5400"
    assert after("/questions/answer?of=memory_mib&low=1+GB&high=2&usual=1.5") == "/questions?memory_mib=1024..2048+usually+1536"
    assert after("/questions/answer?of=aws_services&value=sqs&value=s3") == "/questions?aws_services=sqs,s3"
    assert after("/questions/answer?of=vpc_resources") == "/questions?vpc_resources=none"
    assert after("/questions/answer?of=priorities&value=cost&value=&value=cost") == "/questions?priorities=cost"
    assert (
        after("/questions/answer?trigger=s3&of=trigger&value=sqs&as_of=2020-02-01")
        == "/questions?trigger=sqs&as_of=2020-02-01&former=trigger:s3"
    )
    assert after("/questions/answer?of=priorities&value=&value=&value=") == "/questions?priorities=unknown"
    assert after("/questions/edit?gpu=yes&trigger=s3&change=gpu") == "/questions?gpu=yes&trigger=s3&ask=gpu"
    assert after("/questions/edit?gpu=yes&trigger=s3&ask=os&drop=gpu") == "/questions?trigger=s3"
    assert after("/questions/edit?trigger=s3&change=memory_mib") == "/questions?trigger=s3&ask=memory_mib"


@pytest.mark.parametrize(
    "path",
    [
        "/questions/answer?trigger=s3&of=gpu&value=no",
        "/questions/answer?trigger=s3&of=gpu&dont_know=yes&title=%C3%BC+%26",
        "/questions/edit?gpu=yes&trigger=s3&change=gpu",
    ],
)
def test_a_script_is_answered_at_once(client: TestClient, path: str) -> None:
    """What a redirection leads to, and the address to show, in one answer; caches keep the two apart."""
    led = client.get(path, headers=HTML, follow_redirects=False)
    found = client.get(path, headers={**HTML, "HX-Request": "true"})
    assert (led.status_code, found.status_code) == (303, 200)
    assert found.headers["hx-push-url"] == led.headers["location"]
    assert found.text == client.get(led.headers["location"], headers=HTML).text
    assert led.headers["vary"] == found.headers["vary"] == "HX-Request"


def test_a_checklist_leads_on(client: TestClient) -> None:
    """Every statement is answered at once: those that are empty by no or a bound, a ticked number is asked for next."""
    answers = "".join(f"&{name}=unknown" for name in ("docker", "operations", "traffic"))
    for start in ("?trigger=api", "?trigger=s3", "?trigger=s3" + answers, "?trigger=sqs" + answers):
        names = re.findall(r'name="tick" value="(\w+)"', client.get("/questions" + start, headers=HTML).text)
        if names:
            break
    assert len(names) > 1
    path = f"/questions/answer{start}&of=checklist"
    found = client.get(path, headers=HTML, follow_redirects=False).headers["location"]
    assert all(f"&{name}=" in found for name in names)
    assert f".{len(names)}" in found
    shown, _, folded = client.get(found, headers=HTML).text.partition(f"{len(names)} lines of checklists left empty</summary>")
    assert all(f'name="drop" value="{name}"' in folded for name in names)
    assert 'name="drop" value="trigger"' in shown
    ticked = client.get(path + "".join(f"&tick={name}" for name in names), headers=HTML, follow_redirects=False)
    assert ticked.headers["location"] != found
    assert "=~" not in ticked.headers["location"]


def test_workloads_are_taken(client: TestClient) -> None:
    text = 'title = "Mine"\ntrigger = "s3"\nlongest_run_s = 20\n[session.ranges]\nmemory_mib = { low = 512, high = 1024 }\n'
    wanted = "/advice?trigger=s3&longest_run_s=20&memory_mib=512..1024&title=Mine"
    pasted = client.post("/workload", data={"workload": text}, headers=HTML, follow_redirects=False)
    assert (pasted.status_code, pasted.headers["location"]) == (303, wanted)
    sent = client.post(
        "/workload", data={"workload": ""}, files={"file": ("x.toml", text)}, headers=HTML, follow_redirects=False
    )
    assert (sent.status_code, sent.headers["location"]) == (303, wanted)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty file"),
        ("gpu = maybe", "broken TOML"),
        ('gpu = "maybe"', "expected true or false"),
        ("longest_run = 5", "Did you mean"),
        ('{"gpu": true, "gpu": false}', "a second time"),
        ("<script>alert(1)</script>", "no known format"),
        ("trigger = 's3'\n" * 2, "a second time"),
        ('title = "' + "ü" * 1500 + '"', "at most 6,000"),
    ],
)
def test_workloads_that_are_none(client: TestClient, text: str, said: str) -> None:
    found = client.post("/workload", data={"workload": text}, headers=HTML)
    assert found.status_code in (414, 422)
    assert said in found.text
    assert "<script>alert" not in found.text


@pytest.mark.parametrize("path", ["/workload", "/portfolio"])
def test_bodies_that_are_no_forms(client: TestClient, path: str) -> None:
    boundary = {"Content-Type": "multipart/form-data; boundary=x"}
    for body, headers, status in (
        (b"{}", {"Content-Type": "application/json"}, 415),
        (b"", {}, 415),
        (b"--x\r\nnothing", boundary, 422),
        (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--", {"Content-Type": "multipart/form-data"}, 422),
        (b"\xff=\xff", {"Content-Type": "application/x-www-form-urlencoded"}, 422),
        (b"&".join(b"a%d=1" % number for number in range(50)), {"Content-Type": "application/x-www-form-urlencoded"}, 422),
        (b"x" * 17_000_000, boundary, 413),
    ):
        found = client.post(path, content=body, headers={**HTML, **headers})
        assert (found.status_code, found.headers["content-type"]) == (status, "text/html; charset=utf-8"), (
            body[:40],
            found.text,
        )
    assert client.get("/workload", headers=HTML).status_code == 405


def table(rows: int) -> bytes:
    return ("title,trigger,longest_run_s\n" + "".join(f"job {n},s3,{n}\n" for n in range(1, rows + 1))).encode()


def parquet(rows: int) -> bytes:
    target = io.BytesIO()
    pl.DataFrame({"longest_run_s": [5.0] * rows}).write_parquet(target)
    return target.getvalue()


def upload(client: TestClient, name: str, content: bytes, **fields: str) -> httpx2.Response:
    found: Any = client.post("/portfolio", files={"table": (name, content)}, data=fields, headers=HTML)
    return found


def test_portfolio(client: TestClient) -> None:
    content = b"id,title,trigger,longest_run_s\n1,<b>x</b>,s3,20\n2,b,pigeon,\n3,c,job-queue,90000\n"
    found = upload(client, "mine.csv", content)
    assert found.status_code == 200
    assert "2 workloads judged" in found.text
    assert "1 row refused" in found.text
    assert "trigger: found &#39;pigeon&#39;" in found.text
    assert "&lt;b&gt;x&lt;/b&gt;" in found.text
    told = pl.read_csv(upload(client, "mine.csv", content, give="file").content)
    assert told["row"].to_list() == [1, 2, 3]
    lines = b'{"trigger": "s3"}\n{"trigger": "sqs", "longest_run_s": 5}\n'
    assert "2 workloads judged" in upload(client, "mine.jsonl", lines, as_of="2020-02-01").text
    assert "3 workloads judged" in upload(client, "mine.PARQUET", parquet(3)).text
    wide = table(1000).replace(b"job ", b"job of a long name " * 60)
    assert len(wide) > 1024 * 1024
    text = upload(client, "many.csv", wide).text
    assert "1,000 workloads judged" in text
    assert len(text) < 100_000  # names are short lines
    few = b"title,trigger\n" + b"ok,s3\n" * 300 + b"not ok,pigeon\n"
    shown = upload(client, "few.csv", few).text
    assert shown.index("pigeon") < shown.index(">ok</th>")


def test_a_portfolio_has_bills(client: TestClient) -> None:
    """What the advice on each row alone says, summed; what is no bill, a lower bound or no option is told."""
    api = {"trigger": "api", "longest_run_s": 5, "typical_run_ms": 120, "requests_per_month": 30_000_000, "memory_mib": 1024}
    open_ended = {"trigger": "s3", "requests_per_month": 1000}
    options = [client.post("/v1/advice", json={"workload": one}).json()["options"] for one in (api, open_ended)]
    costs = [{one["id"]: one["cost"] for one in found} for found in options]
    chosen = [found[0]["id"] for found in options]
    today = costs[0]["ecs-fargate"]["monthly_usd"]
    assert all(costs[place][option]["lower_bound"] for place, option in enumerate(chosen))
    lines = (
        {"id": "<i>api</i>", "current_option": "ecs-fargate", **api},
        {"id": "open", **open_ended},
        {"id": "far", "region": "other", **api},
        {"id": "misspelt", "current_option": "lamda", **api},
    )
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    text = re.sub(r"\s+", " ", upload(client, "mine.ndjson", content).text)
    bills = [costs[place][option]["monthly_usd"] for place, option in enumerate(chosen)]
    assert f"<strong>≥ ${sum(bills):,.2f}</strong> as recommended, for 2 workloads with a bill." in text
    assert "2 bills are lower bounds, because something in them has no price or is not known." in text
    assert "1 workload has no bill: no option fits, the answers contradict each other, or the Region has no prices." in text
    assert "At AWS&#39;s prices of the day; what AWS gives free each month is not taken off." in text
    change = f"saves ${today - bills[0]:,.2f}" if today > bills[0] else f"costs ${bills[0] - today:,.2f} more"
    assert f"${today:,.2f} today, ${bills[0]:,.2f} as recommended, which {change}." in text
    assert text.count(change) == 4  # above, in the sum, as the one that changes most, in its row
    assert f'data-name="a month">≥ ${bills[1]:,.2f}<' in text
    assert 'data-name="a month">no bill<' in text
    assert "current_option: found &#39;lamda&#39;; expected one of" in text
    assert "<i>api</i>" not in text
    table = pl.read_csv(upload(client, "mine.ndjson", content, give="file").content)
    assert table["bill_recommended"].to_list() == [*bills, None, None]
    assert table["bill_ecs-fargate"][0] == table["bill_today"][0] == today


def test_many_rows_have_no_bills(client: TestClient) -> None:
    form, found = (client.get("/portfolio", headers=HTML).text, upload(client, "many.csv", table(MAX_BILLED + 1)))
    assert f"at most 16 MiB and {MAX_ROWS:,} rows, with bills up to {MAX_BILLED:,}" in form
    assert f"up to {MAX_BILLED:,} rows; this table has {MAX_BILLED + 1:,}. Send it in parts" in found.text
    assert "a month</th>" not in found.text
    told = pl.read_csv(upload(client, "many.csv", table(MAX_BILLED + 1), give="file").content)
    assert not [name for name in told.columns if "bill" in name]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mine.xlsx", b"PK", "a file that ends in"),
        ("mine.csv", b"", "The table can’t be read"),
        ("mine.csv", b"pigeon\n1\n", "pigeon"),
        ("mine.parquet", b"PAR1 nothing", "The table can’t be read"),
        ("mine.csv", b"longest_run_s\n" + b"5\n" * 60_000, "at most 50,000"),
        ("mine.parquet", parquet(60_000), "60,000 rows; expected at most 50,000"),
        ("<script>alert(1)</script>", b"", "a file that ends in"),
    ],
)
def test_portfolios_that_are_none(client: TestClient, name: str, content: bytes, said: str) -> None:
    found = upload(client, name, content)
    assert found.status_code == 422
    assert said in found.text
    assert "<script>alert" not in found.text


def test_portfolio_dates(client: TestClient) -> None:
    then = upload(client, "mine.csv", table(1), as_of="2020-02-01").text
    assert "Edition 2020-02-01 (" in then
    assert 'type="date" min="2014-11-13" value="2020-02-01"' in then
    assert upload(client, "mine.csv", table(1), as_of="1999-01-01").status_code == 422
    assert upload(client, "mine.csv", table(1), as_of="soon").status_code == 422
    assert client.post("/portfolio", data={"give": "summary"}, headers=HTML).status_code == 422


@pytest.mark.parametrize("form", ["pdf", "pdf&paper=letter", "html", "markdown", "adr", "svg", "drawio"])
def test_documents(client: TestClient, form: str) -> None:
    found = client.get(f"/advice/document{PAYMENT}&form={form}", headers=HTML)
    assert found.status_code == 200
    assert found.headers["content-disposition"].startswith('attachment; filename="order-api-on-rds')
    starts = {"pdf": b"%PDF", "html": b"<!doctype html>", "svg": b"<svg", "drawio": b"<?xml", "adr": b"---"}
    assert found.content.startswith(starts.get(form.partition("&")[0], b"# "))


def test_without_the_program_that_lays_out(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.pictures.layout._COMMAND", "no-such-command")
    query = "?trigger=s3&requests_per_month=1000&typical_run_ms=100&memory_mib=512"
    found = client.get("/advice" + query, headers=HTML)
    assert found.status_code == 200
    assert "picture-network" not in found.text
    assert "picture-bill" in found.text
    for form in ("svg", "drawio", "pdf"):
        refused = client.get(f"/advice/document{query}&form={form}", headers=HTML)
        assert refused.status_code == 501
        assert "install aws-compute-advisor[docs]" in refused.text


def test_nothing_to_draw(client: TestClient) -> None:
    found = client.get("/advice/document?internet_forbidden=yes&calls_internet=yes&form=svg", headers=HTML)
    assert found.status_code in (200, 404)


def test_static_files(client: TestClient) -> None:
    for name in NAMES:
        found = client.get(f"/static/{name}?{files()[name].digest}")
        assert found.content == (FOLDER / name).read_bytes()
        assert "immutable" in found.headers["cache-control"]
        again = client.get(f"/static/{name}", headers={"If-None-Match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(f"/static/{name}").headers["cache-control"] == "no-cache"
    plain = client.get(f"/static/{HTMX}", headers={"Accept-Encoding": "identity"})
    assert int(plain.headers["content-length"]) > 3 * len(files()[HTMX].compressed) / 1.5


def test_what_comes_from_elsewhere() -> None:
    """The vendored script is the one that is written down, and its licence lies beside it."""
    import hashlib

    noted = (FOLDER / "VENDORED.md").read_text()
    assert hashlib.sha256((FOLDER / HTMX).read_bytes()).hexdigest() in noted
    assert HTMX in noted
    assert "Zero-Clause BSD" in (FOLDER / "htmx-LICENSE.txt").read_text()


@pytest.mark.parametrize(
    "name", ["../page.py", "..%2fpage.py", "%2e%2e/page.py", "....//page.py", "pages.css%00", "VENDORED.md", "/etc/passwd"]
)
def test_no_other_file_is_sent(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404
