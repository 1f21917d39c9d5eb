"""The examples and their advice: each has a golden file, changed only by `pytest --update-golden` and a changelog line."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from advisor import Advisor
from advisor.documents.desk import produce
from advisor.reports import render

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
GOLDEN = ROOT / "tests" / "golden"
EXPECTED = {
    "agent-sandbox": "lambda-microvm",
    "api-rds-payment": "lambda",
    "approval-workflow": "lambda-durable",
    "cron-cleanup": "lambda",
    "genomics-pipeline": "batch-fargate",
    "gpu-inference": "ecs-managed-instances",
    "kinesis-enrichment": "lambda",
    "monthly-binary": "ecs-fargate",
    "nightly-etl": "ecs-fargate",
    "s3-thumbnails": "lambda",
    "video-transcoding": "ecs-fargate",
    "websocket-api": "ecs-fargate",
}


def workload(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_advice_is_the_golden_one(advisor: Advisor, path: Path, request: pytest.FixtureRequest) -> None:
    answer = advisor.advise(workload(path))
    assert answer.recommendation.option == EXPECTED[path.stem]
    text, golden = render(answer, "markdown"), GOLDEN / f"{path.stem}.md"
    if request.config.getoption("--update-golden"):
        golden.write_text(text)
    assert golden.read_text() == text, "if this change is meant: pytest --update-golden, and a line in the changelog"


def test_the_design_document_is_the_golden_one(advisor: Advisor, request: pytest.FixtureRequest) -> None:
    text = produce(advisor, workload(ROOT / "examples" / "api-rds-payment.toml"), "markdown").decode()
    golden = GOLDEN / "documents" / "api-rds-payment.md"
    if request.config.getoption("--update-golden"):
        golden.write_text(text)
    assert golden.read_text() == text, "if this change is meant: pytest --update-golden, and a line in the changelog"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_reasons_named_first_count_most(advisor: Advisor, path: Path) -> None:
    """Under the priorities of the workload: points by weight, as the sum that is shown."""
    answer = advisor.advise(workload(path), planned=False)
    best = answer.options[0]
    counts = {
        one.rule: one.points * best.criteria[one.criterion].weight for one in best.findings if one.criterion and one.sources
    }
    counts = {rule: count for rule, count in counts.items() if rule != "standing" and count > 0}
    named = re.findall(r"\b[A-Z]{3}-\d{3}(?::[\w-]+)?", answer.recommendation.because.partition("most: ")[2])
    assert named == sorted(counts, key=lambda rule: (-counts[rule], rule))[:3]


def test_every_golden_file_has_its_example() -> None:
    assert {path.stem for path in GOLDEN.glob("*.md")} == {path.stem for path in EXAMPLES} == set(EXPECTED)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_plan_of_every_example_has_no_dependency_without_a_path(advisor: Advisor, path: Path) -> None:
    answer = advisor.advise(workload(path))
    best = next(option for option in answer.options if option.status == "recommended")
    assert best.network is not None
    assert best.network.errors == []
    assert best.cost is not None
    assert best.cost.monthly_usd == sum(line.usd for line in best.cost.lines)
    assert best.headroom == sorted(best.headroom, key=lambda limit: -limit.share)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_have_an_answer_as_of_the_notes(advisor: Advisor, path: Path) -> None:
    answer = advisor.advise(workload(path), date(2020, 2, 1))
    assert answer.recommendation.option in {"lambda", "step-functions-lambda", "ecs-fargate", "ecs-ec2", "batch-ec2", None}
    assert {option.id for option in answer.options} <= {
        "lambda", "step-functions-lambda", "ecs-fargate", "ecs-ec2", "batch-ec2",
    }  # fmt: skip
