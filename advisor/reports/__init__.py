"""Results as documents: one content model, thin renderers for text, Markdown and HTML."""

from advisor.reports.render import Format, render, render_document

__all__ = ["Format", "render", "render_document"]
