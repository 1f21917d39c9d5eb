"""A picture as a value: what every drawing of this package returns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing that stands alone or inside a page.

    `name` is a short slug, unique among the pictures of one recommendation; every id in the SVG begins with it. `title` says
    what it is, `description` says in words what it shows. `svg` is one complete `<svg>` element with role, title, description,
    viewBox, width and height in pixels: presentation attributes only, no style, no script, nothing from elsewhere. It stands on
    a light ground of its own; its parts carry the classes of `advisor.pictures.svg`, by which a page may recolour them.
    """

    name: str
    title: str
    description: str
    svg: str
