"""`advisor picture`: files of every form, and the errors of what can't be drawn."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from advisor import Advisor
from advisor.cli import main
from advisor.cli.exits import ExitCode
from advisor.files import read_workload
from advisor.pictures.architecture import draw_architecture
from advisor.pictures.charts import cost_curve, headroom_bars
from advisor.pictures.drawio import as_drawio
from advisor.pictures.mermaid import as_mermaid

EXAMPLES = Path(__file__).parents[3] / "examples"
EXAMPLE = str(EXAMPLES / "api-rds-payment.toml")


def test_each_file_is_what_the_function_returns(advisor: Advisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = advisor.advise(read_workload(EXAMPLE))
    pictures = [
        ([], ".svg", draw_architecture(answer)),
        (["--option", "ecs-fargate"], ".svg", draw_architecture(answer, "ecs-fargate")),
        (["--kind", "cost"], ".svg", cost_curve(answer)),
        (["--kind", "headroom"], ".svg", headroom_bars(answer)),
    ]
    wanted = [(words, ending, found.svg) for words, ending, found in pictures if found is not None]
    wanted += [([], ".mmd", as_mermaid(answer)), ([], ".drawio", as_drawio(answer))]
    assert len(wanted) == 6
    for number, (words, ending, content) in enumerate(wanted):
        out = tmp_path / f"{number}{ending}"
        assert main(["picture", EXAMPLE, "-o", str(out), *words]) == ExitCode.OK
        assert out.read_text(encoding="utf-8") == content
        assert str(out) in capsys.readouterr().err


def test_svg_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["picture", EXAMPLE, "-o", "-", "--set", "title=<b>&"]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.err == ""
    assert ElementTree.fromstring(told.out).tag.endswith("svg")  # noqa: S314 (our own picture)
    assert "&lt;b&gt;&amp;" in told.out


@pytest.mark.parametrize(
    ("file", "words", "said"),
    [
        (EXAMPLE, ["-o", "x.pdf"], "-o: found 'x.pdf'; expected a name that ends in .svg, .mmd or .drawio"),
        (EXAMPLE, ["-o", "x.mmd", "--kind", "cost"], "--kind cost: found the ending .mmd; expected that only with the arch"),
        (EXAMPLE, ["-o", "x.svg", "--kind", "cost", "--option", "lambda"], "--kind cost: found --option; expected that only"),
        (
            EXAMPLE,
            ["-o", "-", "--option", "lamda"],
            "--option: found 'lamda', which does not exist; expected the id of one",
        ),
        (str(EXAMPLES / "genomics-pipeline.toml"), ["-o", "-", "--kind", "cost"], "found no bill that hangs on the load"),
        (str(EXAMPLES / "gpu-inference.toml"), ["-o", "-", "--option", "lambda"], "found no network plan; expected something"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    file: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["picture", file, *words]) == ExitCode.BAD_INPUT
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []
