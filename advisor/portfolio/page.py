"""The summary as one HTML page: no script, nothing loaded from elsewhere."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.portfolio.charts import bars
from advisor.portfolio.summary import OptionCount, RuleCount, Summary
from advisor.portfolio.totals import UNPRICED, LimitTotals, MoneyTotals, on_terms, who

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def as_html(summary: Summary) -> str:
    """Return the page."""
    charts = {
        "options": bars("Workloads by recommended option", [(one.title, one.share, _counted(one)) for one in summary.options]),
        "rules": bars(
            "Workloads by deciding rule", [(f"{one.rule} {one.title}", one.share, _counted(one)) for one in summary.rules]
        ),
    }
    if summary.money is not None:
        charts |= _money(summary.money)
    if summary.limits is not None:
        charts |= _limits(summary.limits)
    told = {"who": who, "on_terms": on_terms, "unpriced": UNPRICED}
    return _TEMPLATES.get_template("summary.html.j2").render(summary=summary, charts=charts, **told) + "\n"


def _counted(one: OptionCount | RuleCount) -> str:
    return f"{one.count:,} ({one.share:.1%})"


def _money(money: MoneyTotals) -> dict[str, str]:
    totals = (("Today", money.today_usd), ("As recommended", money.instead_usd))
    return {
        "totals": bars("Bill in a month, today and as recommended", [(name, usd, f"{usd:,.2f} USD") for name, usd in totals]),
        "movers": bars(
            "What changing saves in a month", [(who(one), one.saved_usd, f"{one.saved_usd:+,.2f} USD") for one in money.movers]
        ),
    }


def _limits(limits: LimitTotals) -> dict[str, str]:
    rows = [(f"{who(one)}: {one.limit}", one.share, f"{one.share:.1%}") for one in limits.tightest]
    return {"limits": bars("Share of the nearest limit", rows)}
