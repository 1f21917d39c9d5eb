"""The Mermaid text: a real parser takes it, it has the same boxes and numbers, and text of users can't be syntax."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from advisor.language.clean import clean
from advisor.pictures.mermaid import as_mermaid, write
from advisor.pictures.scene import Scene, ranges
from advisor.result import Recommendation
from tests.advisor.pictures.cases import HARD, HOSTILE

merman = pytest.importorskip("merman", reason="merman has no wheel for this platform")


def flowchart(text: str) -> dict[str, Any]:
    """What Mermaid reads in a text."""
    engine = merman.Merman()
    found = engine.validate(text, None)
    assert found.valid, (found, text)
    parsed: dict[str, Any] = json.loads(engine.parse_json(text, None))
    return parsed


@pytest.fixture(scope="module")
def some(scenes: Mapping[tuple[str, str], Scene]) -> list[Scene]:
    return [scene for (name, option), scene in scenes.items() if name in HARD and option in ("lambda", "ecs-fargate")]


def test_mermaid_reads_the_same_boxes_areas_and_numbers(some: list[Scene]) -> None:
    for scene in some:
        found = flowchart(write(scene))
        assert len(found["nodes"]) == len(scene.boxes)
        assert sorted(area["title"] for area in found["subgraphs"]) == sorted(
            "<br/>".join((area.title, *area.notes)) for area in scene.areas
        )
        told = sorted(node["label"] for node in found["nodes"])
        assert told == sorted("<br/>".join((box.title, *box.notes)) for box in scene.boxes)
        shown = [link for link in scene.links if link.kind != "alike"]
        assert [edge["label"] for edge in found["edges"]] == [
            "no path" if link.kind == "broken" else ranges(link.paths) or None for link in shown
        ]


def test_text_of_a_user_is_no_syntax(answers: Mapping[str, Recommendation], scenes: Mapping[tuple[str, str], Scene]) -> None:
    text = as_mermaid(answers["hostile"])
    assert len(flowchart(text)["nodes"]) == len(scenes["hostile", "lambda"].boxes)
    assert "script>" not in text
    assert "%%{" not in text


@pytest.mark.parametrize("nasty", [HOSTILE, "end", 'a"]; b --> c', "`md`", "#quot;", "<b>x</b>", "x\ny", "%%{init: {}}%%", "}"])
def test_any_label_is_shown_as_it_is(nasty: str, scenes: Mapping[tuple[str, str], Scene]) -> None:
    scene = scenes["no-vpc", "lambda"]
    first, *others = scene.boxes
    boxes = (replace(first, title=nasty, notes=(nasty,)), *others)
    areas = tuple(replace(area, title=nasty) for area in scene.areas)
    text = write(replace(scene, title=nasty, description=nasty, boxes=boxes, areas=areas))
    found = flowchart(text)
    assert len(found["nodes"]) == len(boxes)
    shown = clean(nasty).replace("<script>alert(1)</script>", "")  # which Mermaid takes out of every label by itself
    assert shown in {part for node in found["nodes"] for part in node["label"].split("<br/>")}
    assert {area["title"] for area in found["subgraphs"]} == {clean(nasty)}


def test_what_has_no_plan_is_empty(answers: Mapping[str, Recommendation]) -> None:
    assert as_mermaid(answers["no-vpc"], "no-such-option") == ""
    assert as_mermaid(answers["no-vpc"]).startswith("flowchart TB\n")
