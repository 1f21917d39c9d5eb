"""`python -m benchmarks.pages`: the web pages in headless Chromium, against a server in a process of its own.

`page_kb` is all that the first page transfers (HTML, style, scripts, icon; cold cache) in kilobytes of 1,000 bytes,
`first_page_ms` the time from asking for it until it is loaded and can be used, `step_ms` from the click on an answer until the
next question stands there, each step new to the server. `first_page_ms` and `step_ms` are medians, `step_p95_ms` the 95th
percentile. Needs Chromium and the extras `ask` and `serve`. The last line is one JSON object.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOADS = 15
STEPS = 12
ANSWERS = ("", "?trigger=api", "?trigger=s3", "?trigger=job-queue")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WATCH = """
window.took = [];
document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
document.addEventListener("htmx:after:swap", () => { window.took.push(performance.now() - window.clicked); });
"""


def main() -> None:
    """Measure and print."""
    with serving() as site, browsing() as browser:
        page_kb = weigh(browser, site)
        loads = [load(browser, site) for _ in range(LOADS)]
        steps = sorted(took for answers in ANSWERS for took in walk(browser, site + "/questions" + answers))
    found = {
        "page_kb": round(page_kb, 1),
        "first_page_ms": round(statistics.median(loads), 1),
        "step_ms": round(statistics.median(steps), 1),
        "step_p95_ms": round(steps[int(len(steps) * 0.95)], 1),
        "steps": len(steps),
    }
    print(json.dumps(found))


@contextmanager
def serving() -> Iterator[str]:
    """A server on a free port, which has made its questionnaire ready."""
    command = [sys.executable, "-m", "advisor", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://[\d.:]+", process.stderr.readline())
            assert found is not None
            yield found[0]
        finally:
            process.terminate()


@contextmanager
def browsing() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("benchmarks.pages: found no Chromium; expected the command chromium; apt-get install chromium")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def weigh(browser: Any, site: str) -> float:
    """Kilobytes of the first page with all that it loads, as transferred; also waits until the server is warm."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "/questions", timeout=120_000)
    context.close()
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(site + "/")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    context.close()
    return sum(sizes) / 1000


def load(browser: Any, site: str) -> float:
    """Milliseconds until the first page is loaded, in a context without a cache."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "/", wait_until="load")
    took = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    context.close()
    return float(took)


def walk(browser: Any, address: str) -> list[float]:
    """Milliseconds of each step of a questionnaire, answered in the first way that is offered."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address)
    for count in range(STEPS):
        if page.locator(".picks button").count():
            page.locator(".picks button").last.click()
        elif page.locator("input#value").count():
            page.locator("input#value").fill("1")
            page.get_by_role("button", name="Answer", exact=True).click()
        elif page.locator("form button.primary").count():
            page.locator("form button.primary").click()
        else:
            break
        page.wait_for_function("count => window.took.length > count", arg=count)
    took: list[float] = page.evaluate("window.took")
    context.close()
    return took


if __name__ == "__main__":
    main()
