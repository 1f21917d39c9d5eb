"""What it can cost to stay with the leader over a range: its bill against that of the option that is recommended there."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from advisor.inference import Inference
from advisor.language.workload import Workload
from advisor.plan import plan
from advisor.questionnaire.models import Regret
from advisor.recommend import recommend
from advisor.result import OptionResult

DRIVES = ("requests_per_month", "typical_run_ms", "memory_mib")
"""Without these facts a bill leaves out the computing itself, and two of them can't be compared."""


def regret_in_money(
    inference: Inference, known: Mapping[str, Any], rows: pl.DataFrame, leader: str, lost: npt.NDArray[np.int64]
) -> Regret | None:
    """The most that the leader costs more in a month than the option recommended there; None where it never does.

    `rows` are points of the ranges and `lost` the points of score by which the leader is behind on each (0 where it is
    recommended or excluded). Bills are made where the leader is furthest behind, and at the ends of where it is behind at all.
    """
    found = [one for place in _places(rows, lost) for one in _compared(inference, known, rows.row(place, named=True), leader)]
    billed = [one for one in found if one.extra_usd is not None]
    if not billed:
        return found[0] if found else None
    return max(billed, key=lambda one: one.extra_usd or 0)


def _places(rows: pl.DataFrame, lost: npt.NDArray[np.int64]) -> list[int]:
    """A few rows on which the leader is behind."""
    behind = np.flatnonzero(lost > 0)
    if not len(behind):
        return []
    first = rows.to_series(0).to_numpy()[behind]
    chosen = (behind[lost[behind].argmax()], behind[first.argmin()], behind[first.argmax()])
    return list(dict.fromkeys(int(place) for place in chosen))


def _compared(inference: Inference, known: Mapping[str, Any], row: dict[str, Any], leader: str) -> Iterable[Regret]:
    values = {**known, **row}
    findings = inference.infer(values)
    answer = recommend(inference.program, Workload(values), findings)
    other = answer.recommendation.option
    if other in (None, leader):
        return
    two = [one for one in answer.options if one.id in (leader, other)]
    planned = plan(inference.program, findings, answer.model_copy(update={"options": two}))
    bills = {one.id: one for one in planned.options}
    missing = [name for name in DRIVES if name not in findings.known]
    costs = [_monthly(bills.get(name)) for name in (leader, str(other))]
    extra = None if missing or None in costs else round(float(costs[0] or 0) - float(costs[1] or 0), 2)
    yield Regret(at=row, option=str(other), title=bills[str(other)].title, extra_usd=extra, missing=missing)


def _monthly(option: OptionResult | None) -> float | None:
    return None if option is None or option.cost is None else float(option.cost.monthly_usd)
