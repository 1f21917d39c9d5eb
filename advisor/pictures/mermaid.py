"""The architecture as Mermaid text, which GitHub, GitLab and many editors draw."""

import re

from advisor.language.clean import clean
from advisor.pictures.compose import scene_of
from advisor.pictures.layout import mark_text
from advisor.pictures.scene import Area, Box, Link, Scene
from advisor.result import Recommendation

_PLAIN = re.compile(r"[^\w ,.()/+:–×-]")
_INDENT = "    "


def as_mermaid(recommendation: Recommendation, option: str | None = None) -> str:
    """Return the drawing of the recommended option, or of a named one, as a flowchart; empty when it has no network plan."""
    scene = scene_of(recommendation, option)
    return write(scene) if scene is not None else ""


def write(scene: Scene) -> str:
    """A scene as a flowchart."""
    lines = ["flowchart TB", f"{_INDENT}accTitle: {_said(scene.title)}", f"{_INDENT}accDescr: {_said(scene.description)}"]
    for area in scene.areas:
        if area.parent is None:
            lines += _area(scene, area, _INDENT)
    lines += [_INDENT + _box(box) for box in scene.boxes if box.parent is None]
    lines += [_INDENT + _link(link) for link in scene.links if link.kind != "alike"]
    return "\n".join(lines) + "\n"


def _area(scene: Scene, area: Area, indent: str) -> list[str]:
    inner = indent + _INDENT
    lines = [f"{indent}subgraph {_id(area.id)}[{_label(area.title, *area.notes)}]"]
    for other in scene.areas:
        if other.parent == area.id:
            lines += _area(scene, other, inner)
    lines += [inner + _box(box) for box in scene.boxes if box.parent == area.id]
    return [*lines, f"{indent}end"]


def _box(box: Box) -> str:
    left, right = {"database": ("[(", ")]"), "internet": ("((", "))"), "callers": ("([", "])")}.get(box.kind, ("[", "]"))
    return f"{_id(box.id)}{left}{_label(box.title, *box.notes)}{right}"


def _link(link: Link) -> str:
    source, target = _id(link.source), _id(link.target)
    if link.kind == "path":
        return f'{source} -->|"{mark_text(link)}"| {target}'
    if link.kind == "broken":
        return f'{source} -.-x|"no path"| {target}'
    return f"{source} -.-> {target}"


def _id(name: str) -> str:
    """An id that is no word of the language, such as `end`."""
    return "x_" + re.sub(r"\W", "_", name, flags=re.ASCII)


def _label(*lines: str) -> str:
    """Text in quotes, one line below the other; what could mean something to Mermaid or to HTML stands as its number."""
    return '"' + "<br/>".join(_PLAIN.sub(lambda found: f"#{ord(found[0])};", clean(line)) for line in lines) + '"'


def _said(text: str) -> str:
    """A text alternative, which has no way to escape: what could mean something is left out."""
    return re.sub(" +", " ", _PLAIN.sub(" ", clean(text))).strip()
