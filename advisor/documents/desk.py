"""Documents as everybody asks for them: a plain mapping in, the bytes of a document out. Needs the extras `docs` and `bulk`."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from advisor.advice import Advisor
from advisor.cost.price_file import OwnPrices
from advisor.documents.design import design
from advisor.documents.record import record
from advisor.documents.stamp import stamp_of
from advisor.documents.subject import Subject, study
from advisor.reports.html import render_html
from advisor.reports.markdown import render_markdown
from advisor.reports.pdf import Paper, render_pdf

Form = Literal["pdf", "html", "markdown", "adr"]


def produce(
    advisor: Advisor,
    raw: Mapping[str, object],
    form: Form,
    as_of: date | None = None,
    *,
    paper: Paper = "a4",
    prices: OwnPrices | None = None,
    free_tier: bool = False,
) -> bytes:
    """Return the design document of a workload, or its decision record (`adr`): the same input, the same bytes.

    `raw` maps facts to values; a number may be a range {low, high, usual}, and `unknown` lists facts that nobody knows.
    `paper` counts for PDF only. Raises InvalidWorkloadError and NoEditionError.
    """
    return written(study(advisor, raw, as_of, prices, free_tier=free_tier), form, paper)


def written(subject: Subject, form: Form, paper: Paper = "a4") -> bytes:
    """The document of a subject in a form."""
    stamp = stamp_of(subject, paper)
    if form == "adr":
        return record(subject, stamp).encode()
    document = design(subject, stamp)
    if form == "pdf":
        return render_pdf(document, paper)
    return (render_html(document) if form == "html" else render_markdown(document)).encode()
