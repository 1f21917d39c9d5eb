"""The summary as one HTML page: no script, nothing loaded from elsewhere."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from advisor.portfolio.charts import bars
from advisor.portfolio.summary import Summary

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def as_html(summary: Summary) -> str:
    """Return the page."""
    options = bars("Workloads by recommended option", [(one.title, one.count, one.share) for one in summary.options])
    rules = bars("Workloads by deciding rule", [(f"{one.rule} {one.title}", one.count, one.share) for one in summary.rules])
    page = _TEMPLATES.get_template("summary.html.j2")
    return page.render(summary=summary, options_chart=options, rules_chart=rules) + "\n"
