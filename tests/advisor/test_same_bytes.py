"""The same question gives the same bytes: in any process, with the rule files read in any order, and without growing memory."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.inference import Inference
from knowledge import load
from knowledge.load import HERE, build, read_files
from tests.workloads import random_workloads

ROOT = Path(__file__).parents[2]
ANSWER = """
import hashlib, json, pathlib, sys
from advisor import advise
total = hashlib.sha256()
for workload in json.loads(sys.stdin.read()):
    total.update(json.dumps(advise(workload).model_dump(mode="json")).encode())
print(total.hexdigest())
"""


def questions(today: Inference, count: int) -> list[dict[str, Any]]:
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        for values in random_workloads(today.program, 3, count)
    ]


def digest(advisor: Advisor, workloads: list[dict[str, Any]]) -> str:
    total = hashlib.sha256()
    for workload in workloads:
        total.update(json.dumps(advisor.advise(workload).model_dump(mode="json")).encode())
    return total.hexdigest()


def test_twenty_hash_seeds_give_one_answer(advisor: Advisor, today: Inference) -> None:
    workloads = questions(today, 8)

    def under(seed: int) -> str:
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        done = subprocess.run(
            [sys.executable, "-c", ANSWER],
            cwd=ROOT,
            env=environment,
            input=json.dumps(workloads),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert {under(seed) for seed in range(20)} == {digest(advisor, workloads)}


def test_the_order_of_files_does_not_matter(advisor: Advisor, today: Inference) -> None:
    files, asked = list(read_files(HERE).items()), questions(today, 20)
    expected = digest(advisor, asked)
    for seed in range(3):
        random.Random(seed).shuffle(files)
        shuffled = build(dict(files))
        assert shuffled.digest == advisor.base.digest
        assert digest(Advisor(shuffled), asked) == expected


@pytest.mark.slow
def test_memory_stays_flat_over_100_000_consultations(today: Inference) -> None:
    inference = Inference(today.program)
    workloads = list(random_workloads(today.program, 11, 200))

    def consult(count: int) -> int:
        for number in range(count):
            inference.infer(workloads[number % len(workloads)])
        return resident_kib()

    warm = consult(5_000)
    assert consult(95_000) - warm < 8 * 1024


def resident_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def test_an_edition_that_is_dropped_is_freed() -> None:
    import gc
    import weakref

    advisor = Advisor(load())
    program = weakref.ref(advisor.edition().program)
    advisor.advise({"trigger": "s3"})
    del advisor
    gc.collect()
    assert program() is None
