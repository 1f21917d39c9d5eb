"""Values of one fact: hidden in some rows, they are unknown there and what they were elsewhere."""

from typing import Any

import numpy as np
import pytest

from advisor.columns.planes import NOBODY, flags_of, pack
from advisor.columns.values import Codes, Flags, Members, Numbers, Values, hidden
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
