"""What tests share: the shipped knowledge base, loaded once."""

from datetime import date

import pytest

from advisor import Advisor
from advisor.inference import Inference
from knowledge import Base, load


@pytest.fixture(scope="session")
def base() -> Base:
    return load()


@pytest.fixture(scope="session")
def advisor(base: Base) -> Advisor:
    return Advisor(base)


@pytest.fixture(scope="session")
def today(advisor: Advisor) -> Inference:
    return advisor.edition()


@pytest.fixture(scope="session")
def of_the_notes(advisor: Advisor) -> Inference:
    return advisor.edition(date(2020, 2, 1))
