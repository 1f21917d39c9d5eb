"""Answers whose pictures are tested: all examples, and networks with every kind of part, for every option that has one."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.files import read_workload
from advisor.pictures.compose import scene_of
from advisor.pictures.scene import Scene
from advisor.result import Recommendation
from tests.advisor.pictures.cases import DATES, HARD

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.toml"))


@pytest.fixture(scope="package")
def answers(advisor: Advisor) -> Mapping[str, Recommendation]:
    found = {path.stem: advisor.advise(read_workload(str(path))) for path in EXAMPLES}
    found |= {name: advisor.advise(workload) for name, workload in HARD.items()}
    return found | {f"{name} as of {day}": advisor.advise(HARD[name], day) for name, day in DATES.items()}


@pytest.fixture(scope="package")
def scenes(answers: Mapping[str, Recommendation]) -> Mapping[tuple[str, str], Scene]:
    """The scene of every option of every answer that has one."""
    return {
        (name, option.id): scene
        for name, answer in answers.items()
        for option in answer.options
        if (scene := scene_of(answer, option.id)) is not None
    }
