"""Pictures as they are shown: by a real browser under a strict policy, and by typst with the fonts that it brings along."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from advisor.pictures.architecture import draw_architecture
from advisor.pictures.charts import cost_curve, headroom_bars
from advisor.pictures.dark import dark_rules
from advisor.pictures.models import Picture
from advisor.result import Recommendation
from tests.advisor.pictures.cases import HARD

STICKS_OUT = """() => [...document.querySelectorAll("g.pic-part")].flatMap(part => {
    const frame = part.querySelector("rect").getBoundingClientRect();
    return [...part.querySelectorAll("text")].filter(text => {
        const place = text.getBoundingClientRect();
        return place.right > frame.right - 1 || place.left < frame.left || place.bottom > frame.bottom || place.top < frame.top;
    }).map(text => text.textContent);
})"""
LEAVES = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text, path, rect")].filter(one => {
        const place = one.getBoundingClientRect();
        return place.right > frame.right + 1 || place.left < frame.left - 1 || place.bottom > frame.bottom + 1;
    }).map(one => one.outerHTML);
})"""


@pytest.fixture(scope="module")
def pictures(answers: Mapping[str, Recommendation]) -> list[Picture]:
    names = ("api-rds-payment", "websocket-api", "approval-workflow", "genomics-pipeline", *HARD)
    drawn = [draw(answers[name]) for name in names for draw in (draw_architecture, cost_curve, headroom_bars)]
    return [picture for picture in drawn if picture is not None]


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_no_text_sticks_out_in_a_browser(page: Any, pictures: list[Picture]) -> None:
    page.set_content("<body>" + "".join(picture.svg for picture in pictures))
    assert page.locator("svg[role=img]").count() == len(pictures)
    assert page.evaluate(STICKS_OUT) == []
    assert page.evaluate(LEAVES) == []


@pytest.mark.browser
def test_a_strict_policy_takes_nothing_away_and_a_page_may_recolour(page: Any, pictures: list[Picture]) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    page.set_content(f"<html><head>{policy}</head><body>{pictures[0].svg}</body></html>")
    assert said == []
    ink = "() => getComputedStyle(document.querySelector('.pic-fill-ink')).fill"
    assert page.evaluate(ink) == "rgb(28, 37, 48)"
    page.goto("about:blank")
    page.set_content(f"<html><head><style>{dark_rules()}</style></head><body>{pictures[0].svg}</body></html>")
    assert page.evaluate(ink) == "rgb(232, 237, 242)"


@pytest.mark.browser
def test_a_screen_reader_gets_title_and_description(page: Any, pictures: list[Picture]) -> None:
    first, second = pictures[:2]
    page.set_content(f"<body>{first.svg}{second.svg}</body>")
    for picture in (first, second):
        told = page.get_by_role("img", name=f"{picture.title} {picture.description}", exact=True)
        assert told.count() == 1


def test_typst_draws_them_with_its_own_fonts(pictures: list[Picture], tmp_path: Any) -> None:
    typst = pytest.importorskip("typst")
    lines = ["#set page(width: auto, height: auto, margin: 0pt)"]
    for number, picture in enumerate(pictures):
        (tmp_path / f"{number}.svg").write_text(picture.svg, encoding="utf-8")
        lines.append(f'#image("{number}.svg", alt: "picture")')
    source = tmp_path / "all.typ"
    source.write_text("\n".join(lines), encoding="utf-8")
    drawn, warnings = typst.compile_with_warnings(str(source), format="pdf", ignore_system_fonts=True)
    assert warnings == []
    assert drawn.startswith(b"%PDF")
