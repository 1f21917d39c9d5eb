"""Figures that AWS's own service models state, compared with the models that botocore ships.

Everything is read offline. A path walks the model; at a list (an enumeration) the rest of the path names a member.
What it ends at is read as:

- a number, as it stands;
- an enumeration: its members in alphabetical order, joined by a comma;
- a member of an enumeration, a shape, a member of a structure, an operation: true, the model has it.
"""

import tomllib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader

FIGURES = Path(__file__).parents[2] / "knowledge" / "figures"
BYTES = {"B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def read_figures() -> dict[str, dict[str, Any]]:
    """Return every figure that names a model path, by id."""
    figures: dict[str, dict[str, Any]] = {}
    for path in sorted(FIGURES.glob("*.toml")):
        figures |= tomllib.loads(path.read_text(encoding="utf-8"))
    return {id_: figure for id_, figure in figures.items() if "model" in figure}


@cache
def load_model(service: str, version: str) -> dict[str, Any]:
    """Return the API model of a service as botocore ships it."""
    return Loader().load_service_model(service, "service-2", api_version=version)


def read_path(model: dict[str, Any], path: str) -> bool | int | float | str:
    """Return what the model states at a path; KeyError when the path does not exist."""
    node: Any = model
    parts = path.split(".")
    for depth, part in enumerate(parts):
        if isinstance(node, list):
            member = ".".join(parts[depth:])  # identifiers such as nodejs26.x hold dots themselves
            if member not in node:
                raise KeyError(member)
            return True
        node = node[part]
    if isinstance(node, list):
        return ", ".join(sorted(node))
    return True if isinstance(node, dict) else node


def read_today(figure: dict[str, Any], path: str) -> Any:
    """Return the newest value; of a list or table of numbers the greatest, or the least for a path to a minimum."""
    newest = figure["values"][-1]
    value = None if newest.get("ended") else newest["value"]
    members = list(value.values()) if isinstance(value, dict) else value
    if isinstance(members, list) and all(type(member) in (int, float) for member in members):
        return min(members) if path.endswith(".min") else max(members)
    return value


def fold(names: list[str]) -> set[str]:
    """Return names without case and punctuation: `BLUE_GREEN` and `blue/green` are one."""
    return {"".join(letter for letter in name.casefold() if letter.isalnum()) for name in names}


def agrees(figure: dict[str, Any], model: dict[str, Any]) -> bool:
    """Say whether the figure's value of today is what the model states, in whichever unit the model counts."""
    path: str = figure["model"]["path"]
    stated, today = read_path(model, path), read_today(figure, path)
    if isinstance(stated, str):
        return isinstance(today, list) and fold(stated.split(", ")) == fold(today)
    if isinstance(stated, bool) or isinstance(today, bool):
        return stated is today
    if not isinstance(today, int | float):
        return False
    counted = model["shapes"][path.split(".")[1]]["type"]
    size = BYTES.get(figure["unit"], 1) if counted == "string" else 1  # the length of a text is in characters, here bytes
    return Fraction(stated) == Fraction(today) * size


FIGURES_WITH_MODEL = read_figures()


def test_there_are_figures_to_compare() -> None:
    assert FIGURES_WITH_MODEL


@pytest.mark.parametrize("id_", FIGURES_WITH_MODEL)
def test_model_states_the_value_noted(id_: str) -> None:
    noted = FIGURES_WITH_MODEL[id_]["model"]
    stated = read_path(load_model(noted["service"], noted["version"]), noted["path"])
    assert type(stated) is type(noted["value"])
    assert stated == noted["value"]


@pytest.mark.parametrize("id_", FIGURES_WITH_MODEL)
def test_figure_is_what_the_model_states_unless_it_says_why_not(id_: str) -> None:
    figure = FIGURES_WITH_MODEL[id_]
    noted = figure["model"]
    same = agrees(figure, load_model(noted["service"], noted["version"]))
    if "differs" in noted:
        assert not same, "the model states today's value: delete `differs`"
        assert noted["differs"].strip()
    else:
        assert same, f"the model states {noted['value']}: correct the figure or say in `differs` why it is not the same"


@pytest.mark.parametrize("path", ["shapes.NoSuch.max", "shapes.Architecture.enum.mips", "operations.NoSuch"])
def test_path_that_the_model_lacks_is_an_error(path: str) -> None:
    with pytest.raises(KeyError):
        read_path(load_model("lambda", "2015-03-31"), path)
