"""Edition and digest: on which knowledge the document stands, and how it is checked again."""

from advisor.documents.subject import Subject
from advisor.identity import version
from advisor.reports.content import Line, Pairs, Paragraph, Section, Span, words


def edition_section(subject: Subject) -> Section:
    """The edition, whose prices, and the command that checks the document."""
    edition = subject.recommendation.edition
    prices = subject.prices
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("as of", (words(edition.as_of.isoformat()),)),
        ("edition", (words(edition.digest, "code"),)),
        ("knowledge read on", (words(edition.read.isoformat()),)),
        ("written by", (words(f"aws-compute-advisor {version()}"),)),
        ("free tier", (words("taken off the bill" if subject.free_tier else "not taken off the bill"),)),
    ]
    if prices is not None:
        rows.append(("prices of your own", tuple((Span(name, "code"),) for name in prices.prices)))
    said = (
        Span("The document carries the question and the outcome for programs. "),
        Span("advisor verify FILE", "code"),
        Span(" decides again and says whether anything has changed, and why."),
    )
    return Section("edition", "Edition", (Pairs(tuple(rows)), Paragraph(said)))
