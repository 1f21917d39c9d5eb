"""Where the ids in a document lead: every rule, fact, figure, option, component and source has a page of its own."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from markupsafe import Markup, escape

from advisor.reports.content import Span
from advisor.reports.html import marked
from knowledge import Base

_ID = re.compile(r"[A-Za-z0-9][\w.:-]*\w")
_KINDS = ("rules", "facts", "figures", "components", "options", "sources", "notes")


def places(base: Base) -> dict[str, str]:
    """The address of each entry of the base by its id; an id of two kinds leads to the first of `_KINDS`."""
    return {
        name: f"/knowledge/{kind}/{quote(name, safe=':')}"
        for kind in reversed(_KINDS)
        for name in (base.component_ids if kind == "components" else getattr(base, kind))
    }


def linking(known: Mapping[str, str]) -> Callable[[Span], Markup]:
    """The way to show a span whose ids lead to their pages; other spans look as in every document."""

    def shown(span: Span) -> Markup:
        if span.role == "rule" and span.text in known:
            return Markup('<a class="rule" href="{}">{}</a>').format(known[span.text], span.text)
        if span.role == "code":
            return Markup("<code>{}</code>").format(_linked(span.text, known))
        return marked(span)

    return shown


def _linked(text: str, known: Mapping[str, str]) -> Markup:
    """A text with its ids as links."""
    parts, end = [], 0
    for match in _ID.finditer(text):
        place = known.get(match[0])
        if place is not None:
            parts += [escape(text[end : match.start()]), Markup('<a href="{}">{}</a>').format(place, match[0])]
            end = match.end()
    return Markup("").join([*parts, escape(text[end:])])
