"""`advisor advise`: the whole way from a workload file to the rationale."""

import shlex
from typing import Annotated

import typer

from advisor.cli.output import OutputFormat, emit, format_of
from advisor.cli.parameters import (
    AsOf,
    FormatOption,
    FreeTier,
    InputFormat,
    Out,
    Prices,
    Set,
    WorkloadFile,
    advisor,
    read_date,
    read_facts,
)
from advisor.cost.price_file import read_prices
from advisor.reports.content import Document, Pairs, Section, words
from advisor.reports.phrases import STANDING
from advisor.reports.rationale import rationale
from advisor.result import Recommendation

Full = Annotated[bool, typer.Option("--full", help="Text in full: every sentence, and each rule with its figures and sources.")]


def advise(  # noqa: PLR0913, PLR0917 - each is an option of the command
    file: WorkloadFile,
    as_of: AsOf = None,
    settings: Set = None,
    format_: FormatOption = None,
    full: Full = False,  # noqa: FBT002 - a flag of the command line
    out: Out = None,
    input_format: InputFormat = None,
    prices: Prices = None,
    free_tier: FreeTier = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Recommend where a workload should run.

    Says which option fits best and why, why each other option lost, what the design needs, what to watch, and which unknown
    facts could still change the answer. Each sentence ends with the rule that it rests on.

    Text is short unless --full is given. Markdown and HTML carry every rule with its sources. JSON is the document that
    POST /v1/advice answers.
    """
    day = read_date(as_of)
    raw = read_facts(file, settings, input_format, out)
    own = read_prices(prices, advisor().base) if prices is not None else None
    tell(advisor().advise(raw, day, own, free_tier=free_tier), file, format_of(format_, out), out, full=full)


def tell(
    recommendation: Recommendation, file: str, format_: OutputFormat, out: str | None = None, *, full: bool = False
) -> None:
    """Write a recommendation in a format; `file` is how the reader may ask about it again."""

    def document() -> Document:
        if full or format_ is not OutputFormat.TEXT:
            return rationale(recommendation)
        short = rationale(recommendation, "brief")
        sections = (*short.sections, _onward(recommendation, shlex.quote(file)))
        return Document(short.title, short.answer, short.tone, short.lead, sections)

    emit(document, lambda: recommendation.model_dump(mode="json"), format_, out)


def _onward(recommendation: Recommendation, file: str) -> Section:
    """Where a reader goes from the short answer."""
    headline = recommendation.recommendation
    option = headline.option or headline.nearest or recommendation.options[0].id
    ways = [("with every source", f"advisor advise {file} --full"), ("one option", f"advisor why {file} {option}")]
    reasons = [finding.rule for one in recommendation.options if one.id == option for finding in one.findings]
    rule = next((name for name in reasons if name != STANDING), None)
    if rule is not None:
        ways.append(("one rule", f"advisor rules show {rule}"))
    if recommendation.open_questions:
        ways.append(("one more answer", f"advisor advise {file} --set {recommendation.open_questions[0].fact}=VALUE"))
    return Section("onward", "How to go on", (Pairs(tuple((name, (words(way, "code"),)) for name, way in ways)),))
