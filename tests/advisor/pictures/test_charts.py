"""Charts: their numbers are those of the bill and of the limits, lines are told apart without colour, labels do not collide."""

import itertools
import re
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest

from advisor import Advisor
from advisor.pictures.charts import cost_curve, headroom_bars, prepare
from advisor.pictures.cost_chart import draw_comparison, spread
from advisor.pictures.cost_words import describe, load_text
from advisor.pictures.curves import Comparison, compare_bills, value_at
from advisor.pictures.headroom_chart import draw_headroom
from advisor.pictures.scales import Scale
from advisor.pictures.vega import _body
from advisor.result import Recommendation
from tests.advisor.pictures.test_architecture import SVG, parsed


@pytest.fixture(scope="module")
def comparisons(answers: Mapping[str, Recommendation]) -> dict[str, Comparison]:
    found = {name: compare_bills(answer) for name, answer in answers.items()}
    return {name: comparison for name, comparison in found.items() if comparison is not None}


def test_crossings_are_those_that_the_bill_solved(
    answers: Mapping[str, Recommendation], comparisons: dict[str, Comparison]
) -> None:
    checked = 0
    for name, comparison in comparisons.items():
        lines = {option: line for line in comparison.lines for option in line.options}
        for option in answers[name].options:
            for one in option.cost.break_even if option.cost is not None and option.id in lines else ():
                if one.axis != comparison.axis or one.other not in lines or one.at is None or one.at > comparison.high:
                    continue
                titles = {lines[option.id].title, lines[one.other].title}
                met = [crossing for crossing in comparison.crossings if set(crossing.titles) == titles]
                first = min(met, key=lambda crossing: crossing.at)
                assert first.at == pytest.approx(one.at, rel=1e-6), (name, option.id, one.other)
                assert first.usd == pytest.approx(one.usd, rel=1e-6)
                checked += 1
    assert checked > 15


def test_lines_are_the_curves_and_the_least_of_them_is_named(comparisons: dict[str, Comparison]) -> None:
    for name, comparison in comparisons.items():
        for stretch in comparison.stretches:
            for share in (0.2, 0.5, 0.8):
                x = stretch.start + (stretch.end - stretch.start) * share
                bills = {line.title: value_at(line.points, x, after=True) for line in comparison.lines}
                assert bills[stretch.title] <= min(bills.values()) * (1 + 1e-6) + 0.01, (name, stretch)
        ends = [comparison.low, *(stretch.end for stretch in comparison.stretches)]
        assert [stretch.start for stretch in comparison.stretches] == ends[:-1]
        assert ends[-1] == comparison.high
        assert all(one.title != other.title for one, other in itertools.pairwise(comparison.stretches))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "s3-thumbnails",
            "of Lambda up to 45,950,000 requests a month, now the one and now the other up to",
        ),
        (
            "s3-thumbnails",
            "At 900,000 requests a month, as this workload has: Lambda $12.70, ECS on EC2 $148.88.",
        ),
        (
            "agent-sandbox",
            "Lambda MicroVMs up to 63.22 s a run, of ECS on EC2 above",
        ),
        ("nightly-etl", "The bill of ECS on Fargate is the only one that is known; shown up to 60 requests a month."),
        ("monthly-binary", "is that of ECS on Fargate all along; shown up to 1,414 requests a month. At 1 request a month"),
    ],
)
def test_the_description_says_what_the_picture_shows(comparisons: dict[str, Comparison], name: str, words: str) -> None:
    assert words in describe(comparisons[name])


def test_the_workload_stands_where_its_bill_is(
    answers: Mapping[str, Recommendation], comparisons: dict[str, Comparison]
) -> None:
    for name, comparison in comparisons.items():
        bills = {option.id: option.cost.monthly_usd for option in answers[name].options if option.cost is not None}
        for line in comparison.lines:
            assert line.usd == pytest.approx(float(bills[line.options[0]]))
            if comparison.own is not None and name == "s3-thumbnails":
                assert value_at(line.points, comparison.own, after=True) == pytest.approx(line.usd, rel=0.01)


def test_lines_differ_without_colour(comparisons: dict[str, Comparison]) -> None:
    for comparison in comparisons.values():
        root = parsed(draw_comparison(comparison))
        lines = [one for one in root.iter(f"{SVG}path") if re.fullmatch(r"pic-stroke-series-\d", one.get("class") or "")]
        drawn = [one.get("stroke-dasharray", "").replace(",", " ") for one in lines if "h22" not in str(one.get("d"))]
        samples = [one.get("stroke-dasharray", "") for one in lines if "h22" in str(one.get("d"))]
        assert len(set(drawn)) == len(drawn) == len(comparison.lines) == len(set(samples))
        assert set(drawn) == set(samples), "the sample before a name is drawn like its line"
        shapes = {one.get("d") for one in root.iter(f"{SVG}path") if "pic-fill-series" in (one.get("class") or "")}
        assert len(shapes) == len(comparison.lines)


def test_every_line_crossing_and_the_workload_are_named(comparisons: dict[str, Comparison]) -> None:
    for comparison in comparisons.values():
        texts = [element.text or "" for element in parsed(draw_comparison(comparison)).iter(f"{SVG}text")]
        for line in comparison.lines:
            assert all(any(text.startswith(title[:20]) for text in texts) for title in line.titles)
        letters = [text for text in texts if re.fullmatch("[A-H]", text)]
        places = {round(crossing.at, 3) for crossing in comparison.crossings}
        assert len(letters) == 2 * min(len(places), 8), "each letter stands at its crossing and before its sentence"
        if comparison.own is not None:
            assert f"this workload: {load_text(comparison.axis, comparison.own)}" in texts


def test_no_chart_without_something_that_moves(answers: Mapping[str, Recommendation], advisor: Advisor) -> None:
    assert cost_curve(answers["genomics-pipeline"]) is None
    contradicted = advisor.advise({"internet_forbidden": True, "calls_internet": True})
    assert cost_curve(contradicted) is None
    assert headroom_bars(contradicted) is None


def test_bars_are_as_long_as_their_shares(answers: Mapping[str, Recommendation]) -> None:
    for name in ("api-rds-payment", "genomics-pipeline", "nightly-etl"):
        best = next(one for one in answers[name].options if one.id == answers[name].recommendation.option)
        picture = headroom_bars(answers[name])
        assert picture is not None
        assert picture == draw_headroom(best)
        root = parsed(picture)
        bars = [one for one in root.iter(f"{SVG}path") if re.search("pic-fill-(series-1|bad)", one.get("class") or "")]
        assert len(bars) == len(best.headroom)
        for bar, limit in zip(bars, best.headroom, strict=True):
            width = re.search(r"h(-?[\d.]+)v", str(bar.get("d")))
            assert width is not None
            assert float(width[1]) == pytest.approx(300 * min(max(limit.share, 0.004), 1.25) / 1.25, abs=0.01)
            assert ("bad" in str(bar.get("class"))) == (limit.share > 1)
        texts = [element.text for element in root.iter(f"{SVG}text")]
        assert {limit.what[:31] for limit in best.headroom} <= {(text or "").rstrip("…") for text in texts}
    assert "the capacity at the peak 1,070 times the limit; the scratch space 75 %, breaks at 1.33 times the use" in str(
        headroom_bars(answers["genomics-pipeline"])
    )
    assert "the capacity at the peak 100 %, at the limit" in str(headroom_bars(answers["nightly-etl"]))


def test_same_bytes(answers: Mapping[str, Recommendation]) -> None:
    prepare()
    for draw in (cost_curve, headroom_bars):
        first = draw(answers["websocket-api"])
        _body.cache_clear()
        assert first == draw(answers["websocket-api"])


@pytest.mark.parametrize(
    ("wanted", "heights", "places"),
    [
        ([10, 12, 14], [15, 15, 15], [10, 25, 40]),
        ([10, 90, 95], [15, 30, 15], [10, 55, 85]),
        ([95, 96, 97], [15, 15, 15], [55, 70, 85]),
        ([50], [15], [50]),
        ([], [], []),
    ],
)
def test_labels_are_pushed_apart_and_stay_above_the_bottom(
    wanted: list[float], heights: list[float], places: list[float]
) -> None:
    assert spread(wanted, heights, 100) == places


@pytest.mark.parametrize(
    ("scale", "ticks"),
    [
        (Scale(100, 3.8e6, log=True), [100, 1e3, 1e4, 1e5, 1e6]),
        (Scale(0, 41e6, log=False), [0, 1e7, 2e7, 3e7, 4e7]),
        (Scale(0, 60, log=False), [0, 10, 20, 30, 40, 50, 60]),
    ],
)
def test_scales_have_round_values(scale: Scale, ticks: list[float]) -> None:
    assert scale.ticks() == pytest.approx(ticks)
    assert (scale.place(scale.low), scale.place(scale.high)) == (0, 1)


def test_texts_of_a_chart_lie_within_it(comparisons: dict[str, Comparison]) -> None:
    for name, comparison in comparisons.items():
        root = ElementTree.fromstring(draw_comparison(comparison).svg)  # noqa: S314 (our own picture)
        width, height = float(root.get("width", "0")), float(root.get("height", "0"))
        for element in root.iter(f"{SVG}text"):
            x, y, said = float(element.get("x", "0")), float(element.get("y", "0")), element.text or ""
            size = len(said) * 0.61 * float(element.get("font-size", "0"))
            left = x - size * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", "start"), 0.0)
            assert left >= -4, (name, said)
            assert left + size <= width + 4, (name, said)
            assert 0 < y < height
