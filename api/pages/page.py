"""From a template and values to a page: escaped, without anything inline, under headers that allow only our own files."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from fastapi import Request, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from advisor.language.words import number, percent, words
from advisor.reports.content import kind
from advisor.reports.html import TEMPLATES as BLOCKS
from advisor.reports.html import address
from advisor.reports.phrases import counted, signed
from advisor.reports.plan import dollars
from api.documents import software
from api.pages.links import linking, places
from api.pages.pictures import across, pictured
from api.pages.static import HTMX, address_of, files
from knowledge import Base

TEMPLATES = Path(__file__).parent / "templates"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
HTML = "text/html"


class Pages:
    """The templates of the pages for a knowledge base, and those of the reports whose blocks the pages show."""

    def __init__(self, base: Base) -> None:
        files()  # what is missing must stop the start
        self.places = places(base)
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(BLOCKS)]),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True,
        )  # fmt: skip
        self._environment.filters |= {
            "kind": kind, "marked": linking(self.places), "words": words, "number": number, "percent": percent,
            "counted": counted, "signed": signed, "dollars": dollars, "part": _part, "begun": _begun, "told": _told,
            "broken": _broken, "share": _share, "picture": pictured, "across": across, "address": address,
        }  # fmt: skip
        self._environment.globals |= {
            "static": address_of, "htmx": HTMX, "software": software(), "places": self.places, "read": base.read,
        }  # fmt: skip

    def compile(self) -> None:
        """Make all templates ready, so that nobody waits for it."""
        for path in TEMPLATES.glob("*.j2"):
            self._environment.get_template(path.name)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """The response that carries a page. Every value is escaped."""
        text = self._environment.get_template(template).render(values).strip() + "\n"
        return Response(text, status, HEADERS, HTML)


def pages_of(request: Request) -> Pages:
    """The pages of the application."""
    return cast("Pages", request.app.state.pages)


def _begun(text: str) -> str:
    """A text with a capital at its beginning; all else as it is."""
    return text[:1].upper() + text[1:]


def _told(text: str) -> str:
    """A remedy as a sentence of its own."""
    return _begun(text) + ("" if text.endswith(("?", ".", "!")) else ".")


def _broken(name: str) -> Markup:
    """An id that may be broken after its dots and underscores."""
    return Markup("<wbr>").join(re.split(r"(?<=[._])", name))


def _share(share: float) -> str:
    """A share in whole percent, which no line break parts."""
    return ("<1" if 0 < share < 0.01 else f"{share * 100:.0f}") + "\N{NO-BREAK SPACE}%"


def _part(name: object) -> str:
    """An id as a part of an address."""
    return quote(str(name), safe=":")
