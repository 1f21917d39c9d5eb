"""Values of one fact: hidden in some rows, they are unknown there and what they were elsewhere."""

from typing import Any

import numpy as np
import pytest

from advisor.columns.picked import listed, picked
from advisor.columns.planes import EVERYBODY, NOBODY, flags_of, pack
from advisor.columns.values import Codes, Flags, Members, Numbers, Values, constant, hidden, nothing
from advisor.columns.values import test_of as truth_of

ROWS = 128
EVEN = np.arange(ROWS) % 2 == 0
THIRD = np.arange(ROWS) % 3 == 0


@pytest.mark.parametrize(
    ("values", "operator", "wanted"),
    [
        (Flags(pack(EVEN), NOBODY), "equals", True),
        (Numbers(EVEN.astype(np.float64), NOBODY), "above", 0),
        (Codes(EVEN.astype(np.uint8), NOBODY, ("s3", "api")), "equals", "api"),
        (Members(EVEN.astype(np.uint64), NOBODY, ("sqs", "sns")), "includes", "sqs"),
    ],
)
def test_hidden_values_are_unknown_there_and_what_they_were_elsewhere(values: Values, operator: str, wanted: Any) -> None:
    holds, could = truth_of(hidden(values, pack(THIRD)), operator, wanted)
    assert np.array_equal(flags_of(holds, ROWS), EVEN & ~THIRD)
    assert np.array_equal(flags_of(could, ROWS), EVEN | THIRD)


def test_a_hidden_order_has_nothing_in_any_place() -> None:
    order = Members(np.ones(ROWS, np.uint64), NOBODY, ("cost", "latency"), (np.zeros(ROWS, np.uint8),))
    found = hidden(order, pack(THIRD))
    assert isinstance(found, Members)
    assert np.array_equal(found.places[0], np.where(THIRD, 2, 0))


@pytest.mark.parametrize(
    ("kind", "allowed", "given"),
    [
        ("integer", (), [3, None, 0]),
        ("bool", (False, True), [None, True, False]),
        ("choice", ("s3", "api"), ["api", "s3", None]),
        ("set", ("sqs", "sns", "efs"), [("sqs", "efs"), (), None]),
        ("order", ("cost", "fit", "latency"), [("latency", "cost"), None, ("fit",), ()]),
    ],
)
def test_values_listed_and_picked_are_those_given(kind: str, allowed: tuple[Any, ...], given: list[Any]) -> None:
    more = [given[0], None]
    rows = np.resize([*range(len(given)), ROWS, ROWS + 1], ROWS)
    found = picked([listed(given, kind, allowed), listed(more, kind, allowed)], rows)
    single = [nothing(kind, allowed) if value is None else constant(value, kind, allowed) for value in (*given, *more)]
    unknown = flags_of(found.unknown, ROWS)
    for row in range(ROWS):
        wanted = single[row % len(single)]
        assert unknown[row] == (wanted.unknown is EVERYBODY)
        assert unknown[row] or found.array[row] == wanted.array[0]
        if kind == "order":
            places = [int(codes[row]) for codes in found.places]  # type: ignore[attr-defined]
            own = [int(codes[0]) for codes in wanted.places]  # type: ignore[attr-defined]
            assert places == own + [len(allowed)] * (2 - len(own))


def test_known_values_have_no_plane_of_unknown_ones() -> None:
    assert listed([1, 2], "number", ()).unknown is NOBODY
    assert picked([listed([1, 2], "number", ())], np.zeros(ROWS, np.int64)).unknown is NOBODY
