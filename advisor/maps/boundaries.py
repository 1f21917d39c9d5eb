"""What draws the boundaries of a map: the rules that hold on one side only, and the limit that parts them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from advisor.columns import Columns
from advisor.language.program import RuleAt, Test
from advisor.language.words import measure
from advisor.maps.axes import Values
from advisor.maps.models import Axis, Boundary
from advisor.maps.places import Cells

Step = tuple[int, int, int, int]
"""Two neighbouring cells: row and column of the one, row and column of the other."""

_SHORTEST = 4
"""Boundaries of fewer cells than this are not named."""


def boundaries(
    columns: Columns, fixed: Mapping[str, Any], axes: tuple[Axis, Axis], values: tuple[Values, Values], cells: Cells
) -> list[Boundary]:
    """Return the boundaries between regions, the longest first; each pair of regions once for each limit that parts them."""
    steps = _steps(cells)
    if not steps:
        return []
    found: dict[tuple[Any, ...], list[tuple[Step, list[RuleAt]]]] = defaultdict(list)
    changes: dict[int, tuple[list[RuleAt], tuple[Any, ...]]] = {}
    for step, mask in zip(steps, _changed(columns, fixed, axes, values, steps), strict=True):
        if mask not in changes:
            rules = [columns.program.by_id[name] for bit, name in enumerate(columns.rules) if mask >> bit & 1]
            limit = _limit(columns, rules, axes)
            changes[mask] = rules, (limit.name, limit.wanted) if limit is not None else ()
        rules, drawn = changes[mask]
        pair = sorted((int(cells[step[0], step[1]]), int(cells[step[2], step[3]])))
        found[(*pair, *drawn)].append((step, rules))
    made = [_boundary(columns, axes, values, cells, group) for group in found.values() if len(group) >= _SHORTEST]
    return sorted(made, key=lambda one: (-one.length, one.text))


def _steps(cells: Cells) -> list[Step]:
    """Every pair of neighbours that belong to different regions."""
    sideways = [
        (int(row), int(column), int(row), int(column) + 1) for row, column in np.argwhere(cells[:, 1:] != cells[:, :-1])
    ]
    upwards = [(int(row), int(column), int(row) + 1, int(column)) for row, column in np.argwhere(cells[1:] != cells[:-1])]
    return sideways + upwards


def _changed(
    columns: Columns, fixed: Mapping[str, Any], axes: tuple[Axis, Axis], values: tuple[Values, Values], steps: list[Step]
) -> list[int]:
    """The rules that fire on one side of each step alone, as bits."""
    places = np.array(steps).reshape(-1, 2)
    kinds = columns.inputs
    found = {
        axis.fact: pl.Series(axis.fact, values[number][places[:, 1 - number]]).cast(kinds[axis.fact])
        for number, axis in reversed(list(enumerate(axes)))
    }
    frame = pl.DataFrame(list(found.values()))
    words = columns.evaluate(frame, ("rules",), fixed).rows()
    masks = [sum(word << 64 * number for number, word in enumerate(row)) for row in words]
    return [before ^ after for before, after in zip(masks[::2], masks[1::2], strict=True)]


def _limit(columns: Columns, rules: list[RuleAt], axes: tuple[Axis, Axis]) -> Test | None:
    """The condition that changes across a boundary: on an axis, or on what follows from one; rules that decide come first."""
    names = {axis.fact for axis in axes}
    weight = {"excludes": 0, "contradicts": 1, "favours": 2, "disfavours": 2}
    for rule in sorted(rules, key=lambda one: (weight.get(one.rule.effect, 3), -abs(one.points), one.id)):
        for test in rule.tests:
            if test.subject == "fact" and (test.name in names or names & _origins(columns, test.name)):
                return test
    return None


def _origins(columns: Columns, name: str) -> set[str]:
    sources = set(columns.program.origins.get(name, ()))
    return sources.union(*(_origins(columns, source) for source in sources))


def _boundary(
    columns: Columns,
    axes: tuple[Axis, Axis],
    values: tuple[Values, Values],
    cells: Cells,
    group: list[tuple[Step, list[RuleAt]]],
) -> Boundary:
    step, rules = group[len(group) // 2]
    deciding = [rule for rule in rules if rule.rule.effect in ("excludes", "contradicts", "favours", "disfavours")] or rules
    limit = _limit(columns, rules, axes)
    options = [_option(columns, int(cells[row, column])) for row, column in (step[:2], step[2:])]
    return Boundary(
        options=options,
        x=float(values[0][step[1]] + values[0][step[3]]) / 2,
        y=float(values[1][step[0]] + values[1][step[2]]) / 2,
        length=len(group),
        rules=[rule.id for rule in deciding],
        fact=limit.name if limit is not None else None,
        limit=float(limit.wanted) if limit is not None and isinstance(limit.wanted, int | float) else None,
        figure=limit.figure if limit is not None else None,
        text=_text(columns, limit, deciding),
    )


def _option(columns: Columns, code: int) -> str | None:
    return columns.options[code] if code < len(columns.options) else None


def _text(columns: Columns, limit: Test | None, rules: list[RuleAt]) -> str:
    names = ", ".join(rule.id for rule in rules[:3]) + (" …" if len(rules) > 3 else "")
    if limit is None or isinstance(limit.wanted, bool) or not isinstance(limit.wanted, int | float):
        return f"{rules[0].rule.title} ({names})" if rules else "no rule"
    wanted = measure(limit.wanted, columns.program.edition.base.facts[limit.name].unit)
    figure = f", {limit.figure}" if limit.figure else ""
    return f"{limit.name} {wanted}{figure} ({names})"
