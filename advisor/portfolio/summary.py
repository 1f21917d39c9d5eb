"""The summary of a portfolio: how often each option comes out, which rules decided most, what it costs, how near limits are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.columns import Columns
from advisor.columns.survey import Survey
from advisor.portfolio.run import Report
from advisor.portfolio.totals import LimitTotals, MoneyTotals, limit_totals, money_totals
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
    """A portfolio in numbers. `options` and `rules` are in the order of their counts, the largest first.

    `money` and `limits` are None where bills were not worked out.
    """

    as_of: date
    digest: str
    rows: int
    refused: int
    tied: int
    contradicted: int
    options: list[OptionCount]
    rules: list[RuleCount]
    money: MoneyTotals | None
    limits: LimitTotals | None


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
        money=money_totals(extras["money"], survey.rows, columns.terms) if extras and "money" in extras else None,
        limits=limit_totals(extras["limits"]) if extras and "limits" in extras else None,
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
