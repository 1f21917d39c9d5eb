"""An empty sheet: a column for every fact that can be asked, and under each what may stand in it.

The rows that start with `#` are remarks: the reader skips them, a spreadsheet shows them beside the cells to be filled.
"""

import csv
import io
from collections.abc import Mapping

from advisor.columns.cells import BETWEEN, EMPTY
from advisor.portfolio.delimited import REMARK
from knowledge.lint_values import plain
from knowledge.models import Fact


def template(facts: Mapping[str, Fact]) -> str:
    """Return the sheet as CSV. The first column, `id`, is free text and travels along."""
    asked = {name: fact for name, fact in facts.items() if fact.asked}
    rows = [
        ["id", *asked],
        [f"{REMARK} question", *(fact.question or "" for fact in asked.values())],
        [f"{REMARK} unit", *(_unit(fact) for fact in asked.values())],
        [f"{REMARK} allowed", *(_allowed(fact) for fact in asked.values())],
        [f"{REMARK} leave a cell empty where the answer is not known"],
    ]
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows(row + [""] * (len(asked) + 1 - len(row)) for row in rows)
    return sheet.getvalue()


def _unit(fact: Fact) -> str:
    return fact.unit or "" if fact.type in ("number", "integer") else ""


def _allowed(fact: Fact) -> str:
    if fact.type == "bool":
        return "true or false"
    if fact.type in ("number", "integer"):
        low, high = fact.range or (0, 0)
        return f"{'whole ' if fact.type == 'integer' else ''}{plain(low)} to {plain(high)}"
    values = (BETWEEN + " ").join(fact.values or {})
    if fact.type == "choice":
        return "one of " + values
    return f"some of {values} (with {BETWEEN} between them{', in order' if fact.type == 'order' else ''}; {EMPTY[0]} for none)"
