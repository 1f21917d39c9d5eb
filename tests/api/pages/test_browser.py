"""The pages in a real browser: the whole way, refresh and back, two tabs, without scripts, by keyboard alone, for everybody."""

import re
import time
from typing import Any

import pytest

from tests.api.pages.conftest import Pager
from tests.api.pages.test_pages import PAYMENT, table

pytestmark = pytest.mark.browser
WORKLOAD = "/questions?trigger=s3&longest_run_s=20"
EACH = {
    "start": "/",
    "checklist": "/questions?trigger=api",
    "number, not understood": "/questions/answer?trigger=api&of=longest_run_s&value=banana",
    "set": "/questions?ask=aws_services&memory_mib=1..2",
    "order": "/questions?ask=priorities&gpu=yes",
    "choice": "/questions?ask=trigger&trigger=api",
    "settled": f"/questions{PAYMENT}",
    "contradiction": "/questions?internet_forbidden=yes&calls_internet=yes",
    "advice": f"/advice{PAYMENT}",
    "advice, excluded": "/advice?longest_run_s=90000&gpu=yes&as_of=2020-02-01",
    "what if": f"/advice/what-if{PAYMENT}&of=longest_run_s",
    "what if, compared": f"/advice/what-if{PAYMENT}&of=longest_run_s&value=40+min",
    "as of": "/advice/as-of?trigger=api&docker=image&scratch_mib=2000&as_of=2020-02-01",
    "flips": "/advice/flips?trigger=s3&longest_run_s=20",
    "map": "/advice/map?trigger=s3&longest_run_s=20",
    "portfolio": "/portfolio",
    "knowledge": "/knowledge?q=provisioned",
    "rule": "/knowledge/rules/LIM-001",
    "figure": "/knowledge/figures/lambda.timeout.max",
    "problem": "/questions?gpu=maybe&longest_run=5",
}


@pytest.fixture(scope="module")
def axe() -> Any:
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def answer_all(page: Any, most: int = 40) -> None:
    """Answer whatever is asked in the first way that is offered, until it is settled."""
    for _ in range(most):
        if page.get_by_role("link", name="See the whole advice").count():
            return
        before = page.url
        first = page.locator(".picks button").first
        value = page.locator("input#value")
        if first.count():
            first.click()
        elif value.count():
            value.fill("1")
            page.get_by_role("button", name="Answer", exact=True).click()
        elif page.get_by_role("button", name="Go on").count():
            page.get_by_role("button", name="Go on").click()
        else:
            page.get_by_role("button", name="I don’t know").click()
        page.wait_for_url(lambda url, before=before: url != before)
    raise AssertionError(f"not settled after {most} answers: {page.url}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_whole_way(opened: Pager, scripts: bool) -> None:
    """From the first question to a PDF in hand."""
    page = opened("/", java_script_enabled=scripts)
    page.get_by_role("link", name="Begin with a question").click()
    assert page.locator("h2#standing").is_visible()
    answer_all(page)
    assert page.locator(".progress").inner_text().startswith("Settled")
    winner = heading(page)
    page.get_by_role("link", name="See the whole advice").click()
    page.wait_for_url("**/advice?*")
    assert winner in heading(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()
    with open(waiting.value.path(), "rb") as file:  # noqa: PTH123 - a path of the browser's
        assert file.read(5) == b"%PDF-"
    assert waiting.value.suggested_filename == "advice.pdf"


def test_a_step_is_swapped_in(opened: Pager) -> None:
    """With scripts only the part that changed comes anew: the document stays, title, address, focus and live text follow."""
    page = opened(WORKLOAD + "&ask=gpu")
    page.evaluate("window.stayed = true")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_url("**gpu=no")
    page.locator("h1:focus").wait_for()
    assert page.evaluate("window.stayed")
    assert sum("/questions" in one for one in asked) == 1
    assert page.title().startswith(heading(page))
    assert re.search(r"\d+ percent settled|Settled", page.locator("#said").inner_text())
    assert page.locator("dl.answers div").first.inner_text().endswith("no change drop")


def test_refresh_and_back_in_the_middle(opened: Pager) -> None:
    page = opened("/questions?trigger=api&ask=gpu,os")
    first = page.url
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_url("**gpu=no&ask=os")
    middle, text = page.url, page.locator("main").inner_text()
    page.reload()
    assert (page.url, page.locator("main").inner_text()) == (middle, text)
    page.get_by_role("button", name="linux").click()
    page.wait_for_url("**os=linux")
    page.go_back()
    page.wait_for_url(middle)
    page.locator("h1", has_text="operating system").wait_for()
    page.go_back()
    page.wait_for_url(first)
    page.locator("h1", has_text="graphics processor").wait_for()
    page.go_forward()
    page.wait_for_url(middle)
    page.get_by_role("link", name="Leave it as it is").click()
    page.get_by_role("link", name="Take the last answer back").click()
    page.wait_for_url("**/questions?trigger=api")


def test_change_and_drop_an_answer(opened: Pager) -> None:
    page = opened(WORKLOAD + "&memory_mib=512..2048+usually+1024")
    page.get_by_role("button", name="Change the answer to: How much memory").click()
    assert page.locator("#low").input_value() == "512"
    assert page.locator("#usual").input_value() == "1024"
    page.locator("#high").fill("4096")
    page.get_by_role("button", name="Answer", exact=True).click()
    page.wait_for_url("**memory_mib=512..4096+usually+1024&former=memory_mib*")
    assert "512 to 4,096, usually 1,024 MiB" in page.locator("dl.answers").inner_text()
    page.get_by_role("link", name="Take the change back").click()
    page.wait_for_url("**" + WORKLOAD + "&memory_mib=512..2048+usually+1024")
    page.get_by_role("button", name="Drop the answer to: How much memory").click()
    page.wait_for_url("**" + WORKLOAD)


def test_an_error_keeps_what_was_typed(opened: Pager) -> None:
    page = opened("/questions?ask=longest_run_s")
    page.locator("#value").fill("banana")
    page.get_by_role("button", name="Answer", exact=True).click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "found banana; expected a number in s" in alert.inner_text()
    assert page.locator("#value").input_value() == "banana"
    page.locator("#value").fill("1 h 30 min")
    page.keyboard.press("Enter")
    page.wait_for_url("**longest_run_s=5400")


def test_a_contradiction_is_parted(opened: Pager) -> None:
    page = opened(EACH["contradiction"])
    assert heading(page) == "These answers can’t hold together"
    page.get_by_role("link", name="Take back: Is any path to the internet").click()
    page.wait_for_url("**/questions?calls_internet=yes")


def test_two_tabs_know_nothing_of_each_other(opened: Pager) -> None:
    one = opened("/questions?trigger=api&ask=gpu")
    other = one.context.new_page()
    other.goto("/questions?trigger=s3&ask=os")
    one.get_by_role("button", name="Yes", exact=True).click()
    one.wait_for_url("**trigger=api&gpu=yes")
    other.get_by_role("button", name="windows").click()
    other.wait_for_url("**trigger=s3&os=windows")
    one.reload()
    assert "api" in one.locator("dl.answers").inner_text()
    assert "windows" not in one.locator("dl.answers").inner_text()


def test_by_keyboard_alone(opened: Pager) -> None:
    page = opened("/questions?trigger=s3&ask=longest_run_s,gpu")

    def reach(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", selector
                return
        raise AssertionError(f"the keyboard never reaches {selector}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    reach("#value")
    page.keyboard.type("20 min")
    page.keyboard.press("Enter")
    page.wait_for_url("**longest_run_s=1200&ask=gpu")
    page.locator("h1:focus").wait_for()
    reach('button[value="no"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**gpu=no")
    page.locator("h1:focus").wait_for()
    reach('.side a[href^="/advice"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/advice?*")


def test_the_slider_redraws_the_bill(opened: Pager) -> None:
    page = opened(f"/advice{PAYMENT}")
    place = page.locator(".rates")
    assert place.locator("output").inner_text() == "12,000,000, as you answered"
    assert page.locator("#picture-bill").count() == 0
    billed = page.locator(".key dd").first.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert place.locator("tbody tr", has_text="recommended").locator("td").first.inner_text() == billed
    before = place.locator("tbody").inner_text(), place.locator("path.lead").get_attribute("d")
    place.locator("#rate").focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    assert place.locator("#rate").get_attribute("aria-valuetext") != "12,000,000 requests a month"
    assert (place.locator("tbody").inner_text(), place.locator("path.lead").get_attribute("d")) != before
    told = place.locator("tbody td:nth-child(2)").all_inner_texts()
    costs = [float(text.rpartition("$")[2].replace(",", "")) for text in told if "$" in text]
    assert costs == sorted(costs)
    assert len(costs) > 3
    place.locator("select").select_option("typical_run_ms")
    assert place.locator("output").inner_text() == "180, as you answered"


def test_without_scripts_the_bill_is_a_picture(opened: Pager) -> None:
    page = opened(f"/advice{PAYMENT}", java_script_enabled=False)
    assert not page.locator(".rates").is_visible()
    assert page.locator("#picture-bill img").is_visible()
    assert "requests a month" in page.locator("#picture-bill img").get_attribute("alt")
    assert page.get_by_role("link", name="Find the smallest changes").is_visible()


def test_flips_come_when_they_are_looked_at(opened: Pager) -> None:
    page = opened("/advice?trigger=s3&longest_run_s=20")
    page.locator("#flips").scroll_into_view_if_needed()
    page.locator("#flips details").first.wait_for()
    assert "combinations of answers were tried" in page.locator("#flips").inner_text()


def test_another_day(opened: Pager) -> None:
    page = opened("/advice?trigger=api&docker=image&scratch_mib=2000")
    assert "Lambda" in heading(page)
    page.locator("#as_of").fill("2020-02-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**as_of=2020-02-01")
    assert "Fargate" in heading(page)
    page.get_by_role("link", name="What has changed since 2020-02-01").click()
    page.wait_for_url("**/advice/as-of?*")
    assert "→" in heading(page)


def test_what_if(opened: Pager) -> None:
    page = opened("/advice?trigger=api&longest_run_s=20")
    page.locator("#of").select_option("longest_run_s")
    page.get_by_role("button", name="Choose its value").click()
    page.locator("#value").fill("2 h")
    page.get_by_role("button", name="Compare").click()
    page.locator(".pair").wait_for()
    assert page.locator(".pair strong").count() == 2
    page.get_by_role("link", name="The advice with the change").click()
    page.wait_for_url("**longest_run_s=7200")


def test_search_as_one_types(opened: Pager) -> None:
    page = opened("/knowledge/rules")
    page.locator("#q").press_sequentially("snapstart")
    page.wait_for_url("**q=snapstart*")
    assert 0 < page.locator("#hits tbody tr").count() < 40
    assert page.locator("#said").inner_text().endswith("found.")
    page.locator("#hits a.id").first.click()
    page.wait_for_url("**/knowledge/rules/*")
    assert "sources" in page.locator("main").inner_text()


def test_a_portfolio_of_a_thousand(opened: Pager) -> None:
    page = opened("/portfolio")
    page.locator("#table").set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": table(1000)})
    page.get_by_role("button", name="Show the summary").click()
    page.locator("h1", has_text="1,000 workloads judged").wait_for()
    page.locator("#table").set_input_files({"name": "jobs.csv", "mimeType": "text/csv", "buffer": table(1000)})
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download all answers").click()
    with open(waiting.value.path(), encoding="utf-8") as file:  # noqa: PTH123 - a path of the browser's
        assert len(file.readlines()) == 1001


def test_a_workload_is_pasted(opened: Pager) -> None:
    page = opened("/", java_script_enabled=False)
    page.locator("#workload").fill("gpu = maybe")
    page.get_by_role("button", name="Show the advice").click()
    assert "broken TOML" in page.get_by_role("alert").inner_text()
    assert page.locator("#workload").input_value() == "gpu = maybe"
    page.locator("#workload").fill('title = "<b>Mine</b>"\ntrigger = "s3"\n')
    page.get_by_role("button", name="Show the advice").click()
    page.wait_for_url("**/advice?*")
    assert "<b>Mine</b>" in heading(page)


OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""All rules that axe runs unasked, and the size of what is touched. Each at both widths: a narrow page lays tables out anew."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(opened: Pager, axe: Any, scheme: str) -> None:
    """Axe finds nothing, at the width of a desk and of a narrow telephone; no page is wider than its screen, also at 200 %."""
    page = opened("/", color_scheme=scheme)
    width = 1280 if scheme == "light" else 320
    found = []
    for name, path in EACH.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        found += [(name, one["id"], one["nodes"][0]["target"]) for one in axe.run(page, options=OPTIONS).response["violations"]]
        for narrow in (640, 320):  # 1280 at 200 % and at 400 %
            page.set_viewport_size({"width": narrow, "height": 450})
            if page.evaluate("document.documentElement.scrollWidth") > narrow:
                found.append((name, f"wider than {narrow}", []))
    assert found == []


def test_nothing_comes_from_elsewhere(opened: Pager, site: str) -> None:
    page = opened("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/questions?trigger=api", f"/advice{PAYMENT}"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert {re.sub(r"^data:.*", "data:", url).removeprefix(site)[:7] for url in asked} <= {
        "/", "/static", "/questi", "/advice", "data:",
    }  # fmt: skip


def test_the_first_page_is_light(opened: Pager) -> None:
    page = opened("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    until = time.monotonic() + 5
    while len(sizes) < 4 and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert len(sizes) >= 4
    assert sum(sizes) < 100_000
