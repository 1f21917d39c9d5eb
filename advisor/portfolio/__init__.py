"""Portfolios: files of workloads in, answers and refusals out, with a summary."""

from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.job import Extra
from advisor.portfolio.limits import Limits
from advisor.portfolio.mapping import Mapping, read_mapping
from advisor.portfolio.money import Money
from advisor.portfolio.page import as_html
from advisor.portfolio.run import Progress, Report, Settings, run
from advisor.portfolio.summary import Summary, summarise
from advisor.portfolio.template import template
from advisor.portfolio.text import summary_document

__all__ = [
    "Extra", "Limits", "Mapping", "Money", "PortfolioError", "Progress", "Report", "Settings", "Summary",
    "as_html", "read_mapping", "run", "summarise", "summary_document", "template",
]  # fmt: skip
