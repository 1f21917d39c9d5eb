"""The drawing: nothing covers anything else, text is data, the same bytes every time."""

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from advisor import Advisor
from advisor.pictures import layout as layout_module
from advisor.pictures.architecture import draw, draw_architecture
from advisor.pictures.charts import cost_curve
from advisor.pictures.dark import dark_rules
from advisor.pictures.drawio import as_drawio
from advisor.pictures.layout import DrawingError, Layout, Rect, lay_out
from advisor.pictures.measures import area_label
from advisor.pictures.models import Picture
from advisor.pictures.scene import Scene
from advisor.pictures.svg import COLOURS
from advisor.result import Recommendation
from tests.advisor.pictures.cases import HARD, HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "rect", "g", "path", "text", "line"}
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]")


def parsed(picture: Picture) -> ElementTree.Element:
    """The picture as XML, after what holds for every picture has been looked at."""
    root = ElementTree.fromstring(picture.svg)  # noqa: S314 (our own picture)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    assert (root.get("role"), root.get("class")) == ("img", "picture")
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    texts = [root.findtext(f"{SVG}{name}") for name in ("title", "desc")]
    assert texts == [picture.title, picture.description]
    ids = [value for element in root.iter() if (value := element.get("id"))]
    assert ids
    assert all(value.startswith(picture.name) for value in ids)
    assert root.get("aria-labelledby") == " ".join(ids)
    for element in root.iter():
        assert not {"style", "href", "onload"} & set(element.attrib)
        for what in ("fill", "stroke"):
            colour = element.get(what, "none")
            role = next((role for role, one in COLOURS.items() if one == colour), None)
            assert colour == "none" or f"pic-{what}-{role}" in (element.get("class") or ""), element.attrib
    assert not UNSEEN.search(picture.svg)
    return root


@pytest.fixture(scope="module")
def layouts(answers: Mapping[str, Recommendation], scenes: Mapping[tuple[str, str], Scene]) -> list[tuple[Scene, Layout]]:
    """What each answer recommends, and some options of the hard ones."""
    some = [
        scene
        for (name, option), scene in scenes.items()
        if option == answers[name].recommendation.option or (name in HARD and option in _DRAWN)
    ]
    return [(scene, lay_out(scene)) for scene in some]


_DRAWN = ("lambda", "ecs-fargate", "ecs-ec2")


class Span(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def span(place: Rect) -> Span:
    return Span(place.x, place.y, place.x + place.width, place.y + place.height)


def inside(one: Rect, other: Rect) -> bool:
    inner, outer, slack = span(one), span(other), 0.6
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def apart(one: Rect, other: Rect) -> bool:
    a, b, slack = span(one), span(other), 0.6
    return a.right <= b.left + slack or b.right <= a.left + slack or a.bottom <= b.top + slack or b.bottom <= a.top + slack


def test_everything_stands_in_its_area_and_on_nothing_else(layouts: list[tuple[Scene, Layout]]) -> None:
    assert len(layouts) > 30
    for scene, layout in layouts:
        whole = Rect(0, 0, layout.width, layout.height)
        for part in scene.parts:
            place = (layout.areas if part in scene.areas else layout.boxes)[part.id]
            assert inside(place, layout.areas[part.parent] if part.parent is not None else whole), (scene.title, part.id)
        for parent in {part.parent for part in scene.parts}:
            beside = [layout.areas[one.id] for one in scene.areas if one.parent == parent]
            beside += [layout.boxes[one.id] for one in scene.boxes if one.parent == parent]
            assert all(apart(one, other) for one, other in itertools.combinations(beside, 2)), (scene.title, parent)
        marks = [mark.rect for mark in layout.marks]
        boxes = list(layout.boxes.values())
        assert all(apart(mark, box) for mark in marks for box in boxes), scene.title
        assert all(apart(one, other) for one, other in itertools.combinations(marks, 2)), scene.title


def test_labels_of_areas_lie_above_what_is_in_them(layouts: list[tuple[Scene, Layout]]) -> None:
    for scene, layout in layouts:
        for area in scene.areas:
            place = layout.areas[area.id]
            width, height = area_label(area)
            assert width <= place.width
            label = Rect(place.x, place.y, width, height)
            inner = [layout.boxes[box.id] for box in scene.boxes if box.parent == area.id]
            inner += [layout.areas[other.id] for other in scene.areas if other.parent == area.id]
            assert all(apart(label, one) for one in inner), (scene.title, area.id)


def test_links_begin_and_end_at_their_boxes(layouts: list[tuple[Scene, Layout]]) -> None:
    def near(point: tuple[float, float], place: Rect) -> bool:
        return inside(Rect(*point, 0, 0), Rect(place.x - 3, place.y - 3, place.width + 6, place.height + 6))

    for _, layout in layouts:
        for curve in layout.curves:
            source, target = layout.boxes[curve.link.source], layout.boxes[curve.link.target]
            mark = next((mark.rect for mark in layout.marks if mark.link == curve.link), None)
            assert near(curve.points[0], source) or (mark is not None and near(curve.points[0], mark))
            end = curve.tip or curve.points[-1]
            assert near(end, target) or (mark is not None and near(end, mark))
            assert (len(curve.points) - 1) % 3 == 0, "a chain of cubic Béziers"


def test_every_scene_is_a_picture_with_all_its_texts_and_numbers(layouts: list[tuple[Scene, Layout]]) -> None:
    for scene, layout in layouts:
        root = parsed(draw(scene))
        texts = [element.text for element in root.iter(f"{SVG}text")]
        for part in scene.parts:
            assert part.title in texts
            assert set(part.notes) <= set(texts)
        assert set(scene.captions) <= set(texts)
        assert {mark.text for mark in layout.marks} <= set(texts)
        size = float(root.get("width", "0")), float(root.get("height", "0"))
        assert size[0] >= layout.width
        assert size[1] >= layout.height


def test_the_recommended_option_is_drawn_unless_another_is_named(answers: Mapping[str, Recommendation]) -> None:
    answer = answers["api-rds-payment"]
    best, other = draw_architecture(answer), draw_architecture(answer, "ecs-fargate")
    assert best is not None
    assert other is not None
    assert best.name == "architecture-lambda"
    assert other.name == "architecture-ecs-fargate"
    assert "Path 2: function to SQS, tcp 443, through Network interface, Security group, Private subnets" in best.description
    assert "a VPC over 2 zones with the workload inside" in best.description


def test_what_has_no_plan_has_no_picture(advisor: Advisor, answers: Mapping[str, Recommendation]) -> None:
    contradicted = advisor.advise({"internet_forbidden": True, "calls_internet": True})
    assert contradicted.contradictions
    excluded = next(option.id for option in answers["gpu-inference"].options if option.status == "excluded")
    assert draw_architecture(contradicted) is None
    assert draw_architecture(answers["gpu-inference"], excluded) is None


def test_a_hostile_title_is_text(answers: Mapping[str, Recommendation]) -> None:
    picture = draw_architecture(answers["hostile"])
    assert picture is not None
    assert parsed(picture)
    assert "<script>alert(1)</script>" in HOSTILE
    assert "<script>alert(1)</script>" in picture.title
    assert "<script" not in picture.svg
    assert "&lt;script&gt;" in picture.svg


def test_a_huge_title_is_cut(advisor: Advisor) -> None:
    answer = advisor.advise(HARD["no-vpc"] | {"title": "long " * 30})
    picture = draw_architecture(answer)
    assert picture is not None
    assert len(picture.title) < 130
    assert picture.title.endswith("…")


def test_same_scene_same_bytes(answers: Mapping[str, Recommendation]) -> None:
    for name in ("api-rds-payment", "private"):
        first = draw_architecture(answers[name])
        lay_out.cache_clear()
        assert first == draw_architecture(answers[name])


def test_same_bytes_in_another_process(answers: Mapping[str, Recommendation]) -> None:
    code = (
        "import sys; from advisor.advice import advise; from advisor.files import read_workload;"
        "from advisor.pictures.architecture import draw_architecture as d; from advisor.pictures.drawio import as_drawio as o;"
        "from advisor.pictures.charts import cost_curve as c; r = advise(read_workload(sys.argv[1]));"
        "sys.stdout.buffer.write((d(r).svg + o(r) + c(r).svg).encode())"
    )
    path = str(Path(__file__).parents[3] / "examples" / "api-rds-payment.toml")
    seed = "0" if os.environ.get("PYTHONHASHSEED") != "0" else "1"
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}
    )
    answer = answers["api-rds-payment"]
    drawn, curve = draw_architecture(answer), cost_curve(answer)
    assert drawn is not None
    assert curve is not None
    assert done.stdout.decode() == drawn.svg + as_drawio(answer) + curve.svg


def test_a_missing_or_failing_command_is_said(scenes: Mapping[tuple[str, str], Scene], monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scenes["no-vpc", "lambda"]
    for command, said in (("no-such-command", "found no command no-such-command"), ("false", "false failed")):
        lay_out.cache_clear()
        monkeypatch.setattr(layout_module, "_COMMAND", command)
        with pytest.raises(DrawingError, match=said):
            lay_out(scene)
    lay_out.cache_clear()


def test_the_dark_set_has_every_colour() -> None:
    rules = dark_rules()
    for role in COLOURS:
        assert f".picture .pic-fill-{role} {{ fill: #" in rules
        assert f".picture .pic-stroke-{role} {{ stroke: #" in rules
    assert len(set(COLOURS.values())) == len(COLOURS), "a colour tells its role"
