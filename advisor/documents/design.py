"""The design document of a subject. `SECTIONS` is its table of contents."""

from collections.abc import Callable

from advisor.documents.appendix import appendix
from advisor.documents.assumptions import assumptions_section
from advisor.documents.bill import bill_section
from advisor.documents.changes import changes_section
from advisor.documents.colophon import edition_section
from advisor.documents.decision import decision_section, options_section
from advisor.documents.limits import headroom_section, latency_section
from advisor.documents.network import network_section
from advisor.documents.operation import failure_section, observability_section, release_section
from advisor.documents.question import question_section
from advisor.documents.security import security_section
from advisor.documents.subject import Subject
from advisor.documents.summary import summary_section
from advisor.reports.content import Document, Section, lines_of, referred
from advisor.reports.phrases import option_titles
from advisor.reports.rationale import NO_ANSWER, UNTITLED, edition_line

SECTIONS: tuple[Callable[[Subject], Section], ...] = (
    summary_section,
    question_section,
    decision_section,
    options_section,
    network_section,
    bill_section,
    latency_section,
    headroom_section,
    security_section,
    failure_section,
    observability_section,
    release_section,
    changes_section,
    assumptions_section,
)


def design(subject: Subject, stamp: str) -> Document:
    """Return the design document; `stamp` is what programs read out of it."""
    sections = [build(subject) for build in SECTIONS]
    wanted = referred(line for section in sections for line in lines_of(section))
    sections += [edition_section(subject), *appendix(subject, wanted)]
    return Document(
        title=subject.recommendation.title or UNTITLED,
        answer=answer_of(subject),
        tone="good" if subject.best is not None else "bad",
        lead=(edition_line(subject.recommendation),),
        sections=tuple(sections),
        stamp=stamp,
    )


def answer_of(subject: Subject) -> str:
    """The answer in a few words: the recommended option, or all that tie."""
    titles, headline = option_titles(subject.recommendation), subject.recommendation.recommendation
    return " or ".join(titles[option] for option in headline.tie) or (subject.best.title if subject.best else NO_ANSWER)
