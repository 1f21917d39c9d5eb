"""The reference pages in docs/ are what the knowledge base says now."""

import importlib.util
from pathlib import Path

import pytest

from advisor.reference import pages
from knowledge import Base

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["rules.md", "facts.md", "figures.md", "options.md", "notes.md"])
def test_the_page_is_current(base: Base, name: str) -> None:
    assert (DOCS / name).read_text() == pages(base)[name], "run `python scripts/docs.py`"


def test_the_answer_in_the_readme_is_real() -> None:
    spec = importlib.util.spec_from_file_location("docs_script", DOCS.parent / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    text = (DOCS.parent / "README.md").read_text()
    assert script.readme(text) == text, "run `python scripts/docs.py`"


def test_every_rule_and_fact_appears_once(base: Base) -> None:
    made = pages(base)
    for name in base.rules:
        assert made["rules.md"].count(f"| `{name}` |") == 1
    for name in base.facts:
        assert made["facts.md"].count(f"| `{name}` |") == 1
