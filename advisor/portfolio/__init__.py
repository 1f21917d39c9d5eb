"""Portfolios: files of workloads in, answers and refusals out, with a summary."""

from advisor.portfolio.errors import PortfolioError
from advisor.portfolio.job import Extra
from advisor.portfolio.mapping import Mapping, read_mapping
from advisor.portfolio.page import as_html
from advisor.portfolio.run import Progress, Report, Settings, run
from advisor.portfolio.summary import Summary, as_text, summarise
from advisor.portfolio.template import template

__all__ = [
    "Extra", "Mapping", "PortfolioError", "Progress", "Report", "Settings", "Summary",
    "as_html", "as_text", "read_mapping", "run", "summarise", "template",
]  # fmt: skip
