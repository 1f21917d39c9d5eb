"""Write the reference pages in docs/ and the answer in the README anew: `python scripts/docs.py`."""

from pathlib import Path

from advisor import advise
from advisor.reference import pages
from advisor.reports import render_document
from advisor.reports.rationale import rationale
from knowledge import load

ROOT = Path(__file__).parents[1]
START, END = "<!-- answer -->\n", "<!-- /answer -->"
QUESTION = {"trigger": "api", "docker": "image", "scratch_mib": 2000}
LINES = 44


def answer() -> str:
    """The README's question with the first lines of its real answer."""
    facts = "\\n".join(
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in QUESTION.items()
    )
    text = render_document(rationale(advise(QUESTION), "brief"), "text")
    lines = [f"$ printf '{facts}\\n' | ./run advise -", *text.splitlines()[:LINES], "..."]
    return "\n".join(("    " + line).rstrip() for line in lines) + "\n"


def readme(text: str) -> str:
    """The README with the answer put in."""
    before, _, rest = text.partition(START)
    return before + START + answer() + END + rest.partition(END)[2]


def main() -> None:
    """Write each file whose text has changed."""
    files = {ROOT / "docs" / name: text for name, text in pages(load()).items()}
    files[ROOT / "README.md"] = readme((ROOT / "README.md").read_text())
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
