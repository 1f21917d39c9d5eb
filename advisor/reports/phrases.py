"""Turns of phrase that several parts of a document share: signs, sentences that carry their rule, references."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from advisor.language.words import number
from advisor.reports.content import Item, Line, Span, Tone, joined, words
from advisor.result import Citation, OptionFinding, OptionResult, Recommendation

Detail = Literal["brief", "full"]

MINUS = "\N{MINUS SIGN}"
STANDING = "standing"
_RULE_LIKE = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*-\d+(?::[\w.-]+)?")


def signed(points: int) -> str:
    """A whole number with its sign: `+3`, `−2`, `0`."""
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points < 0 else "0"


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 rule`, `3 rules`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


@lru_cache(maxsize=4096)
def anchor(entry_id: str) -> str:
    """The anchor of the entry of a rule or source: what Markdown readers make of a heading that is the id alone."""
    return re.sub(r"[^a-z0-9_-]", "", entry_id.lower())


def reference(entry_id: str) -> Span:
    """A reference to a rule or source, which leads to its entry."""
    return Span(entry_id, "rule", f"#{anchor(entry_id)}")


def references(entry_ids: Iterable[str]) -> Line:
    """References to several rules or sources."""
    return joined([(reference(entry_id),) for entry_id in entry_ids], " ")


def reason(because: str, entry_ids: Iterable[str]) -> Line:
    """A sentence with the rules (or sources) that say so."""
    return (*words(because), Span(" "), *references(entry_ids))


def linked(text: str, known: frozenset[str]) -> Line:
    """A sentence in which the ids of known rules lead to their entries."""
    spans: list[Span] = []
    end = 0
    for match in _RULE_LIKE.finditer(text):
        if match[0] in known:
            spans += [Span(text[end : match.start()]), reference(match[0])]
            end = match.end()
    return (*spans, Span(text[end:]))


def tone(points: int) -> Tone:
    """How points read."""
    return "good" if points > 0 else "bad" if points < 0 else "plain"


def counted_reason(finding: OptionFinding) -> Item:
    """A reason for or against an option with its points; what holds for every workload refers to its source."""
    return Item(reason(finding.because, says(finding)), signed(finding.points), tone(finding.points))


def says(finding: OptionFinding) -> list[str]:
    """Who says so: the rule, or the sources of what holds for every workload."""
    return finding.sources if finding.rule == STANDING else [finding.rule]


def known_rules(recommendation: Recommendation) -> frozenset[str]:
    """The rules that fired: those that have an entry of their own."""
    return frozenset(finding.rule for finding in recommendation.findings)


def option_titles(recommendation: Recommendation) -> Mapping[str, str]:
    """Titles of the options by id."""
    return {option.id: option.title for option in recommendation.options}


def option_of(recommendation: Recommendation, option_id: str | None) -> OptionResult | None:
    """The option of an id."""
    return next((option for option in recommendation.options if option.id == option_id), None)


def cited(recommendation: Recommendation) -> dict[str, Citation]:
    """Every source that the findings cite, by id, in the order of first use."""
    return {citation.source: citation for finding in recommendation.findings for citation in finding.citations}
