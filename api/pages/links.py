"""Where the ids in a document lead: every rule, fact, figure, option, component and source has a page of its own."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from markupsafe import Markup, escape

from advisor.reports.content import Span
from advisor.reports.html import marked
from knowledge import Base

_ID = re.compile(r"[A-Za-z0-9][\w.:-]*\w")
# in running text: rules such as LIM-001, and what no prose looks like, such as longest_run_s or lambda.timeout.max
_PLAIN = re.compile(r"\b(?:[A-Z]{2,}[A-Z0-9]*-\d+(?::[\w.-]*\w)?|[a-z][a-z0-9-]*(?:[._:][a-z0-9-]+)+)\b")
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
            return Markup("<code>{}</code>").format(_linked(_ID, span.text, known))
        if span.target is None and span.role in ("plain", "muted") and _PLAIN.search(span.text):
            text = _linked(_PLAIN, span.text, known)
            return Markup('<span class="muted">{}</span>').format(text) if span.role == "muted" else text
        return marked(span)

    return shown


def _linked(pattern: re.Pattern[str], text: str, known: Mapping[str, str]) -> Markup:
    """A text with the ids in it as links."""
    parts, end = [], 0
    for match in pattern.finditer(text):
        place = known.get(match[0])
        if place is not None:
            parts += [escape(text[end : match.start()]), Markup('<a href="{}">{}</a>').format(place, match[0])]
            end = match.end()
    return Markup("").join([*parts, escape(text[end:])])
