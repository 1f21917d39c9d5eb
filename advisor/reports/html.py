"""A document as one HTML page: no network, no script, plain CSS for light, dark and paper."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.reports.content import Document, Span, kind

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def render_html(document: Document) -> str:
    """The document as a page. Every text is escaped."""
    page = _environment().get_template("document.html.j2").render(document=document, style=style(), policy=policy())
    return re.sub(r"\n\s*\n+", "\n", page).strip() + "\n"


@cache
def style() -> str:
    """The style sheet that stands in the page."""
    return "\n" + (TEMPLATES / "document.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """A Content-Security-Policy under which the page looks as it should and can load nothing."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


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
    environment.filters |= {"kind": kind, "marked": marked}
    return environment
