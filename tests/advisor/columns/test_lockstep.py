"""Rows in step: arithmetic as Python does it, parting, what is too large for floats, exact comparison with fractions."""

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from advisor.capacity.extremes import cheapest, decided, first, least, most
from advisor.columns.lockstep import Column, Leaf, in_step
from advisor.columns.names import Choice, Sets, Universe
from advisor.cost.money import cents, in_cents
from advisor.network.names import Names

VALUES = [0.0, 0.1, 0.005, 1.0, 2.675, 3.0, 7.25, 1e-9, 1024.0, 123456.785, 9.99e11]


def leaf(count: int) -> Leaf:
    return Leaf(np.arange(count), np.zeros(count, np.bool_))


def column(values: list[float]) -> Column:
    return Column(np.array(values, np.float64), leaf(len(values)))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x + 0.1, lambda x: 0.1 + x, lambda x: x - 3, lambda x: 3 - x, lambda x: x * 1.1, lambda x: 1.1 * x,
        lambda x: x / 3, lambda x: 7 / (x + 1), lambda x: x // 0.3, lambda x: 7 // (x + 1), lambda x: -x, abs, math.ceil,
        math.floor, math.trunc, round, lambda x: round(x, 2), lambda x: least(x, 3, 2.5), lambda x: most(2, x),
    ],
)  # fmt: skip
def test_arithmetic_is_that_of_a_row_alone(function: Callable[[Any], Any]) -> None:
    assert function(column(VALUES)).array.tolist() == [function(value) for value in VALUES]


@pytest.mark.parametrize("usd", [0.005, 0.015, 2.675, 1.005, 0.0049999999999, 1234567.885, 9e10, 0.1 + 0.2])
def test_cents_are_those_of_a_row_alone(usd: float) -> None:
    assert in_cents(column([usd, 1.0])).array[0] / 100 == float(cents(usd))


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
def test_rows_part_where_they_differ(compare: Callable[[Any, Any], bool]) -> None:
    """Each row goes the way that it would go alone, and rows of one way go it together."""
    array, called = np.array(VALUES), []

    def step(at: Leaf) -> str:
        called.append(len(at.rows))
        return "yes" if compare(at.column(array), 3) else "no"

    found = {row: way for rows, way in in_step(np.arange(len(array)), np.zeros(len(array), np.bool_), step) for row in rows}
    assert [found[row] for row in range(len(array))] == ["yes" if compare(value, 3) else "no" for value in VALUES]
    assert len(called) == 3


@pytest.mark.parametrize(
    ("one", "other", "odd"),
    [(2.0**30, 2.0**22, False), (2.0**30, 2.0**24, True), (2.0**30 + 0.5, 2.0**24, False), (math.inf, 2.0, False)],
)
def test_whole_numbers_that_grow_too_large_are_odd(one: float, other: float, *, odd: bool) -> None:
    found = column([1.0, one])
    assert (found * other).leaf.odd.tolist() == [False, odd]


@pytest.mark.parametrize("root", [Fraction(1, 10), Fraction(3), Fraction(1, 3), Fraction("2.675"), Fraction("0.3")])
def test_written_numbers_compare_exactly(root: Fraction) -> None:
    near = [float(root), math.nextafter(float(root), 0), math.nextafter(float(root), 9), 0.1 + 0.2, 5.0]
    for value in near:
        alone, written = Fraction(repr(value)), column([value]).written
        assert (written > root, written == root) == (alone > root, alone == root)


class Thing:
    def __init__(self, size: float, usd: float) -> None:
        self.size, self.usd = size, usd


def test_choices_among_things_are_made_once() -> None:
    things, needs = [Thing(1, 5), Thing(2, 3), Thing(4, 9)], [0.5, 1.5, 3.0, 8.0]
    array = np.array(needs)

    def step(at: Leaf) -> tuple[Thing | None, Thing | None]:
        need = at.column(array)
        return (
            first(things, lambda one: one.size - need),
            cheapest(things, lambda one: math.floor(one.size / need), lambda one: (one.usd,)),
        )

    found = {int(row): way for rows, way in in_step(np.arange(4), np.zeros(4, np.bool_), step) for row in rows}
    alone = [
        (
            first(things, lambda one, need=need: one.size - need),
            cheapest(things, lambda one, need=need: math.floor(one.size / need), lambda one: (one.usd,)),
        )
        for need in needs
    ]
    assert [found[row] for row in range(4)] == alone == [
        (things[0], things[1]), (things[1], things[1]), (things[2], things[2]), (None, None)
    ]  # fmt: skip


def test_rows_part_by_what_is_decided_and_not_by_the_ways_to_it() -> None:
    array = np.array([1.0, 2.0, 3.0, 4.0])
    ways = list(in_step(np.arange(4), np.zeros(4, np.bool_), lambda at: decided(_parity, at.column(array))))
    assert sorted((way, sorted(rows.tolist())) for rows, way in ways) == [("even", [1, 3]), ("odd", [0, 2])]


def _parity(value: Any) -> str:
    return "even" if any(value == number for number in (2, 4)) else "odd"


def test_sets_and_choices_are_those_of_a_row_alone() -> None:
    allowed, table = ("a", "b", "c"), {"b": ("x", "y"), "c": ("a",)}
    universe = Universe(allowed)
    for mask in range(8):
        alone = Names([name for bit, name in enumerate(allowed) if mask >> bit & 1])
        sets = Sets(np.array([mask], np.uint64), universe, leaf(1))
        for change in (
            lambda one: one.expanded(table), lambda one: one | ("b", "z"),
            lambda one: one - ("a",), lambda one: one & ("a", "c"),
        ):  # fmt: skip
            assert change(sets).array[0] == universe.mask(change(alone))
            assert (bool(change(sets)), int(change(sets).size)) == (bool(change(alone)), change(alone).size)
        assert [name in sets for name in allowed] == [name in alone for name in allowed]
    choice = Choice(np.array([1, 1]), allowed, leaf(2))
    assert (choice == "b", choice != "b", choice == "q", str(choice), {"b": 1}[choice]) == (True, False, False, "b", 1)
    assert (choice.among(("a", "b")), choice.among(("c",))) == (True, False)
