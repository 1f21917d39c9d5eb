"""A document as one HTML page: no network, no script, plain CSS for light, dark and paper."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.reports.content import Document, Figure, Span, figures_of, kind
from advisor.reports.stamp import commented

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def render_html(document: Document) -> str:
    """The document as a page. Every text is escaped."""
    pictured = next(figures_of(document), None) is not None
    template = _environment().get_template("document.html.j2")
    page = template.render(document=document, style=style(), policy=policy(pictured=pictured))
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


def address(figure: Figure) -> str:
    """A picture as an address that holds it: drawn as an image, it can neither run nor load anything."""
    return "data:image/svg+xml;base64," + base64.b64encode(figure.svg.encode()).decode()


@cache
def style() -> str:
    """The style sheet that stands in the page."""
    return "\n" + (TEMPLATES / "document.css").read_text(encoding="utf-8")


@cache
def policy(*, pictured: bool = False) -> str:
    """A Content-Security-Policy under which the page looks as it should and can load nothing but the pictures inside it."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    images = " img-src data:;" if pictured else ""
    return f"default-src 'none'; style-src 'sha256-{digest}';{images} base-uri 'none'; form-action 'none'"


def marked(span: Span) -> "Markup":
    """A span as HTML. Faces that have a page for each entry put their own in its place."""
    from markupsafe import Markup, escape

    text, target = escape(span.text), escape(span.target) if span.target is not None else None
    match span.role:
        case "rule" if target is not None:
            return Markup('<a class="rule" href="{}">{}</a>').format(target, text)
        case _ if target is not None:
            return Markup('<a href="{}">{}</a>').format(target, text)
        case "strong":
            return Markup("<strong>{}</strong>").format(text)
        case "code" | "rule":
            return Markup("<code>{}</code>").format(text)
        case "muted":
            return Markup('<span class="muted">{}</span>').format(text)
    return text


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True
    )
    environment.filters |= {"kind": kind, "marked": marked, "address": address, "comment": _comment}
    return environment


def _comment(stamp: str) -> "Markup":
    from markupsafe import Markup

    return Markup(commented(stamp))  # noqa: S704 - a comment can't end inside: see `commented`
