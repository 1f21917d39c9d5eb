"""The summary of a portfolio: how often each option comes out, which rules decided most, what it costs, how near limits are."""

from datetime import date

from advisor.columns import Columns
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
    edition, survey = columns.program.edition, report.survey
    return Summary(
        as_of=edition.as_of,
        digest=edition.digest,
        rows=report.rows,
        refused=report.refused,
        tied=survey.tied,
        contradicted=survey.contradicted,
        options=_options(columns, report),
        rules=[
            _rule(columns, name, count, report.rows)
            for name, count in sorted(survey.decided.items(), key=lambda item: (-item[1], item[0]))[:top]
        ],
        money=money_totals(report.extras["money"]) if "money" in report.extras else None,
        limits=limit_totals(report.extras["limits"]) if "limits" in report.extras else None,
    )


def _options(columns: Columns, report: Report) -> list[OptionCount]:
    counts = report.survey.options
    found = [
        OptionCount(id=name, title=option.title, family=option.family, count=counts[name], share=counts[name] / report.rows)
        for name, option in columns.program.options.items()
        if name in counts
    ]
    found.sort(key=lambda one: (-one.count, one.title))
    rest = report.rows - sum(counts.values())
    if rest:
        found.append(OptionCount(id=None, title="No option", family=None, count=rest, share=rest / report.rows))
    return found


def _rule(columns: Columns, name: str, count: int, rows: int) -> RuleCount:
    rule = columns.program.by_id[name].rule
    return RuleCount(
        rule=name, title=rule.title, effect=rule.effect, targets=list(rule.targets), count=count, share=count / rows
    )
