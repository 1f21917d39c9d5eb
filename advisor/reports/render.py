"""One recommendation in the formats that people read."""

from collections.abc import Callable
from typing import Literal

from advisor.reports.content import Document
from advisor.reports.html import render_html
from advisor.reports.markdown import render_markdown
from advisor.reports.rationale import rationale
from advisor.reports.text import UNBOUND, render_text
from advisor.result import Recommendation

Format = Literal["text", "markdown", "html"]

_RENDERERS: dict[Format, Callable[[Document], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "html": render_html,
}


def render(recommendation: Recommendation, format: Format) -> str:  # noqa: A002 - the word that callers use
    """Return the whole rationale of a recommendation: plain text 80 columns wide, Markdown, or one HTML page.

    Every sentence carries the id of its rule, which leads to the rule's entry and its sources at the end.
    """
    return render_document(rationale(recommendation), format)


def render_document(document: Document, format: Format) -> str:  # noqa: A002 - the word that callers use
    """Return any document in one of the formats; a list has one line for each entry in plain text."""
    if format == "text" and document.listing:
        return render_text(document, UNBOUND)
    return _RENDERERS[format](document)
