"""The file of draw.io: well-formed, nested as drawn, and every link holds on to its boxes."""

from collections.abc import Mapping
from xml.etree import ElementTree

import pytest

from advisor.pictures.drawio import as_drawio, write
from advisor.pictures.scene import Scene, ranges
from advisor.result import Recommendation
from tests.advisor.pictures.cases import HARD


@pytest.fixture(scope="module")
def some(scenes: Mapping[tuple[str, str], Scene]) -> list[Scene]:
    return [
        scene for (name, option), scene in scenes.items() if option == "ecs-fargate" or (name in HARD and option == "lambda")
    ]


def cells_of(text: str) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(text)  # noqa: S314 (our own file)
    assert root.tag == "mxfile"
    assert [page.tag for page in root] == ["diagram"]
    found = list(root.iter("mxCell"))
    cells = {str(cell.get("id")): cell for cell in found}
    assert len(cells) == len(found), "ids are unique"
    return cells


def size(cell: ElementTree.Element) -> tuple[float, float, float, float]:
    geometry = cell.find("mxGeometry")
    assert geometry is not None
    assert geometry.get("as") == "geometry"
    x, y, width, height = (float(geometry.get(name, "nan")) for name in ("x", "y", "width", "height"))
    return x, y, width, height


def test_parts_are_nested_as_drawn_and_lie_inside(some: list[Scene]) -> None:
    for scene in some:
        cells = cells_of(write(scene))
        assert cells["1"].get("parent") == "0"
        for part in scene.parts:
            cell = cells[f"{'area' if part in scene.areas else 'box'}-{part.id}"]
            assert cell.get("value") == "\n".join((part.title, *part.notes))
            assert "html=0" in str(cell.get("style"))
            parent = cell.get("parent")
            assert parent == (f"area-{part.parent}" if part.parent is not None else "1")
            if part.parent is not None:
                x, y, width, height = size(cell)
                around = size(cells[str(parent)])
                assert min(x, y, width, height) >= 0, part.id
                assert x + width <= around[2] + 0.1
                assert y + height <= around[3] + 0.1


def test_links_hold_on_to_their_boxes_and_are_numbered(some: list[Scene]) -> None:
    for scene in some:
        cells = cells_of(write(scene))
        edges = [cell for cell in cells.values() if cell.get("edge") == "1"]
        shown = [link for link in scene.links if link.kind != "alike"]
        assert len(edges) == len(shown)
        for edge, link in zip(edges, shown, strict=True):
            assert (edge.get("source"), edge.get("target")) == (f"box-{link.source}", f"box-{link.target}")
            assert {str(edge.get("source")), str(edge.get("target"))} <= set(cells)
            assert edge.get("value") == ("×" if link.kind == "broken" else ranges(link.paths))
            assert edge.get("parent") == "1"


def test_text_of_a_user_stays_text(answers: Mapping[str, Recommendation]) -> None:
    text = as_drawio(answers["hostile"])
    assert "<script" not in text
    assert cells_of(text)


def test_same_bytes_and_nothing_without_a_plan(answers: Mapping[str, Recommendation]) -> None:
    assert as_drawio(answers["private"]) == as_drawio(answers["private"])
    assert as_drawio(answers["private"], "no-such-option") == ""
