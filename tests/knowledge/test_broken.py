"""One broken file a message: each file in tests/broken/ says where it belongs and what the loader must say about it."""

from pathlib import Path

import pytest

from knowledge import KnowledgeError
from knowledge.load import build
from tests.mini import mini_files

BROKEN = sorted((Path(__file__).parents[1] / "broken").glob("*.toml"))


def headers(text: str, key: str) -> list[str]:
    mark = f"# {key}: "
    return [line.removeprefix(mark) for line in text.splitlines() if line.startswith(mark)]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_the_loader_refuses_it_and_says_why(path: Path) -> None:
    text = path.read_text()
    (name,) = headers(text, "as")
    files = mini_files() | {name: text.encode()}
    if path.stem == "no-weights":
        del files[name]
    with pytest.raises(KnowledgeError) as caught:
        build(files)
    wanted = headers(text, "says")
    assert wanted
    assert any(all(words in str(problem) for words in wanted) for problem in caught.value.problems), str(caught.value)
    assert all(problem.remedy and problem.expected for problem in caught.value.problems)


def test_all_errors_come_in_one_run() -> None:
    names = ["unknown-fact", "unknown-source", "wrong-type"]
    texts = [next(path for path in BROKEN if path.stem == name).read_text() for name in names]
    files = mini_files() | {
        f"rules/broken{number}.toml": text.replace("BRK-001", f"BRK-00{number}").encode() for number, text in enumerate(texts)
    }
    with pytest.raises(KnowledgeError) as caught:
        build(files)
    assert {problem.where.partition(":")[0] for problem in caught.value.problems} == {
        "rules/broken0.toml",
        "rules/broken1.toml",
        "rules/broken2.toml",
    }


def test_a_file_that_is_not_text_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="UTF-8"):
        build(mini_files() | {"rules/x.toml": b"\xff\xfe"})
