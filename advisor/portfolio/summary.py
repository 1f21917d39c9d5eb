"""The summary of a portfolio: how often each option comes out, which rules decided most, and what further parts add."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.columns import Columns
from advisor.columns.survey import Survey
from advisor.portfolio.run import Report
from advisor.values import Result

TOP = 15


class OptionCount(Result):
    """How many workloads an option is recommended for; `id` is None where no option is."""

    id: str | None
    title: str
    family: str | None
    count: int
    share: float


class RuleCount(Result):
    """How many workloads a rule decided: without it another option would be best."""

    rule: str
    title: str
    effect: str
    targets: list[str]
    count: int
    share: float


class Summary(Result):
    """A portfolio in numbers. `options` and `rules` are in the order of their counts, the largest first."""

    as_of: date
    digest: str
    rows: int
    refused: int
    tied: int
    contradicted: int
    options: list[OptionCount]
    rules: list[RuleCount]
    extras: dict[str, Any]


def summarise(columns: Columns, report: Report, top: int = TOP) -> Summary:
    """Return the summary of a run; `top` bounds the rules that are named."""
    return summary_of(columns, report.survey, report.refused, report.extras, top)


def summary_of(
    columns: Columns, survey: Survey, refused: int, extras: Mapping[str, Any] | None = None, top: int = TOP
) -> Summary:
    """Return the summary of some counts; `refused` rows are not among them."""
    edition = columns.program.edition
    decided = sorted(survey.decided.items(), key=lambda item: (-item[1], item[0]))[:top]
    return Summary(
        as_of=edition.as_of,
        digest=edition.digest,
        rows=survey.rows,
        refused=refused,
        tied=survey.tied,
        contradicted=survey.contradicted,
        options=_options(columns, survey),
        rules=[_rule(columns, name, count, survey.rows) for name, count in decided],
        extras=dict(extras or {}),
    )


def _options(columns: Columns, survey: Survey) -> list[OptionCount]:
    counts = survey.options
    found = [
        OptionCount(id=name, title=option.title, family=option.family, count=counts[name], share=counts[name] / survey.rows)
        for name, option in columns.program.options.items()
        if name in counts
    ]
    found.sort(key=lambda one: (-one.count, one.title))
    rest = survey.rows - sum(counts.values())
    if rest:
        found.append(OptionCount(id=None, title="No option", family=None, count=rest, share=rest / survey.rows))
    return found


def _rule(columns: Columns, name: str, count: int, rows: int) -> RuleCount:
    rule = columns.program.by_id[name].rule
    return RuleCount(
        rule=name, title=rule.title, effect=rule.effect, targets=list(rule.targets), count=count, share=count / rows
    )


def as_text(summary: Summary) -> str:
    """The summary for a terminal."""
    lines = [f"{summary.rows:,} workloads judged, {summary.refused:,} refused. Edition {summary.as_of} ({summary.digest})."]
    lines += ["", "Recommended"]
    lines += [f"  {one.count:>12,}  {one.share:>6.1%}  {_bar(one.share)} {one.title}" for one in summary.options]
    if summary.tied or summary.contradicted:
        lines.append(
            f"  {summary.tied:,} of them tie with another option; {summary.contradicted:,} have answers that contradict."
        )
    if summary.rules:
        lines += ["", "Rules that decided most (without the rule another option would be best)"]
        lines += [
            f"  {one.count:>12,}  {one.share:>6.1%}  {one.rule}  {one.title} ({one.effect} {_named(one.targets)})"
            for one in summary.rules
        ]
    return "\n".join(lines) + "\n"


def _named(targets: list[str], most: int = 3) -> str:
    return ", ".join(targets) if len(targets) <= most else f"{len(targets)} options"


def _bar(share: float, width: int = 24) -> str:
    return ("█" * round(share * width)).ljust(width)
