"""The architecture as a file of draw.io, which a person can edit there: areas in areas, links that hold on to their boxes."""

from xml.etree import ElementTree as ET  # writes only

from advisor.language.clean import clean
from advisor.pictures.compose import scene_of
from advisor.pictures.layout import Layout, Rect, lay_out, mark_text
from advisor.pictures.scene import Area, Box, Link, Scene
from advisor.pictures.svg import COLOURS, decimals
from advisor.result import Recommendation

_ROOT, _LAYER = "0", "1"
_TEXT = "html=0;whiteSpace=wrap;fontFamily=Helvetica;fontSize=11;fontColor=#1c2530;"
_AREA = "rounded=0;container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=6;fontStyle=1;strokeColor=#5b6b7c;"
_BOX = "rounded=1;arcSize=6;verticalAlign=middle;fillColor=#ffffff;strokeColor=#1c2530;"
_SHAPES = {
    "database": "shape=cylinder3;size=6;boundedLbl=1;",
    "internet": "shape=cloud;",
    "callers": "shape=ellipse;",
    "service": "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=10;",
    "queue": "shape=process;size=0.06;",
    "note": "shape=note;size=10;",
}
_DASHED = ("region", "zone", "services")
_LINKS = {
    "path": "strokeColor=#1c2530;",
    "starts": "strokeColor=#1c2530;dashed=1;",
    "also": "strokeColor=#8a94a0;dashed=1;dashPattern=1 3;",
    "broken": "strokeColor=#b3261e;dashed=1;endArrow=cross;",
}


def as_drawio(recommendation: Recommendation, option: str | None = None) -> str:
    """Return the drawing of the recommended option, or of a named one, as XML; empty when it has no network plan.

    Raises DrawingError when the command that lays it out is missing.
    """
    scene = scene_of(recommendation, option)
    return write(scene) if scene is not None else ""


def write(scene: Scene) -> str:
    """A scene as an uncompressed file of draw.io."""
    layout = lay_out(scene)
    file = ET.Element("mxfile", {"host": "aws-compute-advisor", "type": "device"})
    page = ET.SubElement(file, "diagram", {"id": scene.name, "name": scene.title[:60]})
    size = {"pageWidth": decimals(layout.width + 40), "pageHeight": decimals(layout.height + 40)}
    model = ET.SubElement(page, "mxGraphModel", {"grid": "1", "gridSize": "10", "page": "1", **size})
    root = ET.SubElement(model, "root")
    ET.SubElement(root, "mxCell", {"id": _ROOT})
    ET.SubElement(root, "mxCell", {"id": _LAYER, "parent": _ROOT})
    for part in scene.parts:
        _vertex(root, part, layout)
    for number, link in enumerate(scene.links):
        if link.kind != "alike":
            _edge(root, link, number, layout)
    ET.indent(file)
    return ET.tostring(file, encoding="unicode", xml_declaration=True) + "\n"


def _vertex(root: ET.Element, part: Area | Box, layout: Layout) -> None:
    """An area or a box; places are relative to the area around it."""
    area = isinstance(part, Area)
    place = (layout.areas if area else layout.boxes)[part.id]
    around = layout.areas[part.parent] if part.parent is not None else Rect(0, 0, 0, 0)
    dashed = "dashed=1;" if part.kind in _DASHED else ""
    style = _TEXT + (f"{_AREA}{dashed}fillColor={COLOURS[part.kind]};" if area else _BOX + _SHAPES.get(part.kind, ""))
    cell = ET.SubElement(root, "mxCell", {"id": _id(part), "value": _value(part), "style": style, "vertex": "1"})
    cell.set("parent", f"area-{part.parent}" if part.parent is not None else _LAYER)
    ET.SubElement(
        cell,
        "mxGeometry",
        {
            "x": decimals(place.x - around.x),
            "y": decimals(place.y - around.y),
            "width": decimals(place.width),
            "height": decimals(place.height),
            "as": "geometry",
        },
    )


def _id(part: Area | Box) -> str:
    return f"area-{part.id}" if isinstance(part, Area) else f"box-{part.id}"


def _value(part: Area | Box) -> str:
    return "\n".join(clean(line) for line in (part.title, *part.notes))


def _edge(root: ET.Element, link: Link, number: int, layout: Layout) -> None:
    """A link that holds on to its boxes, bent where the picture has its number."""
    attributes = {
        "id": f"link-{number}",
        "value": mark_text(link),
        "style": f"html=0;rounded=1;endArrow=block;endFill=1;fontSize=11;labelBackgroundColor=#ffffff;{_LINKS[link.kind]}",
        "edge": "1",
        "parent": _LAYER,
        "source": f"box-{link.source}",
        "target": f"box-{link.target}",
    }
    geometry = ET.SubElement(ET.SubElement(root, "mxCell", attributes), "mxGeometry", {"relative": "1", "as": "geometry"})
    mark = next((mark.rect for mark in layout.marks if mark.link == link), None)
    if mark is not None:
        points = ET.SubElement(geometry, "Array", {"as": "points"})
        middle = {"x": decimals(mark.x + mark.width / 2), "y": decimals(mark.y + mark.height / 2)}
        ET.SubElement(points, "mxPoint", middle)
