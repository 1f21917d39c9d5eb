"""Maps show what single answers say, and name what draws their boundaries."""

import json
import math
import random
import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from advisor import Advisor
from advisor.cli.app import run
from advisor.cli.exits import ExitCode
from advisor.columns import Columns, compile_columns
from advisor.language.workload import parse
from advisor.maps import BillLayer, DecisionMap, InvalidAxisError, as_svg, decision_map, in_words
from advisor.maps.axes import axis_of, place_to_value, points, ticks, value_to_place
from advisor.maps.bills import lines
from advisor.maps.svg import COLOURS

EXAMPLE = Path(__file__).parents[3] / "examples" / "s3-thumbnails.toml"


@pytest.fixture(scope="module")
def columns(advisor: Advisor) -> Columns:
    return compile_columns(advisor.edition().program)


@pytest.fixture(scope="module")
def known(advisor: Advisor) -> dict[str, Any]:
    return parse(tomllib.loads(EXAMPLE.read_text()), advisor.base.facts).values


@pytest.fixture(scope="module")
def found(columns: Columns, known: dict[str, Any]) -> DecisionMap:
    return decision_map(columns, known, "memory_mib", "longest_run_s")


def test_cells_are_single_answers(advisor: Advisor, found: DecisionMap, known: dict[str, Any]) -> None:
    rng = random.Random(4)
    xs, ys = points(found.x, len(found.cells[0]), whole=False), points(found.y, len(found.cells), whole=False)
    for _ in range(40):
        row, column = rng.randrange(len(ys)), rng.randrange(len(xs))
        listed = {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}
        answer = advisor.advise(listed | {"memory_mib": float(xs[column]), "longest_run_s": float(ys[row])}, planned=False)
        region = found.regions[found.cells[row][column]]
        assert region.option == answer.recommendation.option
        if region.option is None:
            assert ("contradict" in region.title) == bool(answer.contradictions)


def test_boundaries_name_the_figure(found: DecisionMap) -> None:
    texts = [boundary.text for boundary in found.boundaries]
    assert any("lambda.timeout.max" in text and "LIM-001" in text for text in texts)
    assert any("lambda.memory.max" in text and "RES-001" in text for text in texts)
    limit = next(boundary for boundary in found.boundaries if boundary.figure == "lambda.memory.max")
    assert limit.limit == 10_240
    assert abs(value_to_place(found.x, limit.x) - value_to_place(found.x, 10_240)) < 2 / len(found.cells[0])


def test_regions_cover_the_plane(found: DecisionMap) -> None:
    assert sum(region.share for region in found.regions) == pytest.approx(1)
    assert [region.share for region in found.regions] == sorted((region.share for region in found.regions), reverse=True)
    width, height = len(found.cells[0]), len(found.cells)
    for place, region in enumerate(found.regions):
        row, column = int(value_to_place(found.y, region.y) * height), int(value_to_place(found.x, region.x) * width)
        assert found.cells[row][column] == place


def test_the_picture(found: DecisionMap, columns: Columns, known: dict[str, Any]) -> None:
    picture = as_svg(found)
    root = ElementTree.fromstring(picture)  # noqa: S314 (our own picture)
    space = {"svg": "http://www.w3.org/2000/svg"}
    assert root.find("svg:desc", space).text == in_words(found)  # type: ignore[union-attr]
    assert "<script" not in picture
    assert as_svg(decision_map(columns, known, "memory_mib", "longest_run_s")) == picture


def test_words_say_what_the_picture_shows(found: DecisionMap) -> None:
    told = in_words(found)
    for region in found.regions:
        assert region.title in told
    assert "memory_mib" in told
    assert "The workload stands at" in told


@pytest.mark.parametrize(
    ("name", "stretch", "told"),
    [
        ("gpu", None, "found a fact of type bool"),
        ("memory_mi", None, "found no fact"),
        ("concurrency", None, "found a fact of type number"),
        ("memory_mib", (10.0, 1.0), "found 10 to 1"),
    ],
)
def test_what_is_no_axis(columns: Columns, name: str, stretch: tuple[float, float] | None, told: str) -> None:
    with pytest.raises(InvalidAxisError, match=told):
        axis_of(columns.program, name, None, stretch)


def test_axes(columns: Columns) -> None:
    log = axis_of(columns.program, "longest_run_s", 12, (1, 10_000))
    assert (log.scale, ticks(log)) == ("log", [1, 10, 100, 1_000, 10_000])
    linear = axis_of(columns.program, "availability_zones", None, (1, 6))
    assert (linear.scale, ticks(linear)) == ("linear", [1, 2, 3, 4, 5, 6])
    assert set(points(linear, 100, whole=True)) <= {1, 2, 3, 4, 5, 6}
    for axis in (log, linear):
        for place in (0.1, 0.5, 0.9):
            assert value_to_place(axis, float(place_to_value(axis, points(axis, 10, whole=False)[:1] * 0 + place)[0])) == (
                pytest.approx(place)
            )


@pytest.mark.parametrize("name", ["map.svg", "map.json", "map.txt"])
def test_the_command(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["map", str(EXAMPLE), "--x", "memory_mib=128..20000", "--y", "longest_run_s", "-o", str(tmp_path / name)]
    assert run(words) == ExitCode.OK
    content = (tmp_path / name).read_text()
    assert "lambda" in content.lower()
    if name.endswith("json"):
        assert json.loads(content)["x"]["high"] == 20_000
    assert run(["map", str(EXAMPLE), "--x", "memory_mib", "--y", "longest_run_s=x..y"]) == ExitCode.BAD_INPUT
    assert "expected FACT or FACT=LOW..HIGH" in capsys.readouterr().err


def test_the_bill_is_the_second_layer(found: DecisionMap, columns: Columns, known: dict[str, Any], advisor: Advisor) -> None:
    """At its points the layer says what the whole answer says; the picture has a line and an amount for each level."""
    layer = found.bills
    assert layer is not None
    assert len(layer.usd) == len(layer.y) == 15
    assert {len(row) for row in layer.usd} == {len(layer.x)} == {24}
    amounts = [usd for row in layer.usd for usd in row if usd is not None]
    assert (layer.low, layer.high) == (min(amounts), max(amounts))
    assert all(layer.low < level < layer.high for level in layer.levels)
    for row, column in ((0, 0), (7, 20), (14, 23), (12, 3)):
        listed = {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}
        here = listed | {"memory_mib": layer.x[column], "longest_run_s": layer.y[row]}
        answer = advisor.advise(here)
        bills = {one.id: one.cost for one in answer.options}
        bill = bills.get(answer.recommendation.option)
        assert layer.usd[row][column] == (float(bill.monthly_usd) if bill is not None else None)
    picture = as_svg(found)
    assert picture.count("stroke-dasharray") == len(layer.levels)
    assert "USD a month" in in_words(found)
    assert "USD a month" in picture


def test_without_prices_there_is_no_layer(columns: Columns, known: dict[str, Any]) -> None:
    elsewhere = decision_map(columns, known | {"region": "other"}, "memory_mib", "longest_run_s", size=(20, 10))
    assert elsewhere.bills is None
    assert "USD" not in as_svg(elsewhere)
    assert decision_map(columns, known, "memory_mib", "longest_run_s", size=(20, 10), billed=False).bills is None


@pytest.mark.parametrize(
    ("usd", "expected"),
    [
        ([[1.0, 100.0], [1.0, 100.0]], [((0.5, 0.0), (0.5, 1.0))]),
        ([[1.0, 1.0], [100.0, 100.0]], [((1.0, 0.5), (0.0, 0.5))]),
        ([[1.0, 2.0], [3.0, 4.0]], []),
        ([[1.0, None], [100.0, 100.0]], []),
        ([[100.0, 1.0], [1.0, 100.0]], [((0.5, 0.0), (1.0, 0.5)), ((0.5, 1.0), (0.0, 0.5))]),
    ],
)
def test_lines_of_equal_bill(usd: list[list[float | None]], expected: list[Any]) -> None:
    layer = BillLayer(x=[0, 1], y=[0, 1], usd=usd, low=1, high=100, lower_bound=False, levels=[10])
    found = list(lines(layer, ([0.0, 1.0], [0.0, 1.0]), 10.0))
    assert [pytest.approx(one) for piece in found for one in piece] == [point for piece in expected for point in piece]


@pytest.mark.parametrize("unseen", ["protan", "deutan", "tritan"])
def test_colours_can_be_told_apart(unseen: str) -> None:
    """Seen without one kind of cone, no two colours of the first eight regions come close (CIE76 above 10)."""
    seen = [simulated(colour, unseen) for colour in COLOURS]
    assert min(math.dist(one, other) for one, other in combinations(seen, 2)) > 10


# Machado, Oliveira and Fernandes (2009): matrices on linear RGB for the whole loss of one kind of cone.
MACHADO = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def simulated(colour: str, unseen: str) -> tuple[float, ...]:
    """A colour as it is seen without one kind of cone, in CIE Lab."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (min(max(sum(f * part for f, part in zip(row, linear, strict=True)), 0), 1) for row in MACHADO[unseen])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


PLANES = [("memory_mib", "longest_run_s"), ("parallel_jobs", "vcpus"), ("availability_zones", "memory_mib")]


@pytest.mark.parametrize("axes", PLANES)
def test_labels_lie_on_their_regions(columns: Columns, known: dict[str, Any], axes: tuple[str, str]) -> None:
    """No label overhangs: each stands on its own region from end to end, or in the legend beside its colour."""
    found = decision_map(columns, known, *axes, billed=False)
    root = ElementTree.fromstring(as_svg(found))  # noqa: S314 - our own text
    bold = [one for one in root.iter("{http://www.w3.org/2000/svg}text") if one.get("font-weight") == "bold"]
    height, width = len(found.cells), len(found.cells[0])
    left, top, wide, high = 110, 20, 720, 450
    for label in bold:
        turned = re.fullmatch(r"translate\(([\d.]+) ([\d.]+)\) rotate\(-90\)", label.get("transform", ""))
        x, y = (float(turned[1]) - 4, float(turned[2])) if turned else (float(label.get("x", 0)), float(label.get("y", 0)) - 4)
        half = len(label.text or "") * 4.6
        for part in (-1, -0.5, 0, 0.5, 0.999):
            across, along = (0, part * half) if turned else (part * half, 0)
            column, row = int((x + across - left) / wide * width), int((1 - (y + along - top) / high) * height)
            region = found.regions[found.cells[row][column]]
            assert label.text in (region.option, region.title)
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all((region.option or region.title) in texts for region in found.regions)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) >= len(found.regions) - len(bold)
