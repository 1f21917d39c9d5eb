"""Write the reference pages in docs/ and the answers in the README anew: `python scripts/docs.py`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from advisor import advise
from advisor.files import read_workload
from advisor.reference import pages
from advisor.reports import render_document
from advisor.reports.rationale import rationale
from knowledge import load

ROOT = Path(__file__).parents[1]
QUESTION = {"trigger": "api", "docker": "image", "scratch_mib": 2000}
LINES = 44
EXAMPLE = "examples/api-rds-payment.toml"
PLAN = ("network", "bill", "headroom")


def answer() -> str:
    """The README's question with the first lines of its real answer."""
    facts = "\\n".join(
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in QUESTION.items()
    )
    text = render_document(rationale(advise(QUESTION), "brief"), "text")
    lines = [f"$ printf '{facts}\\n' | ./run advise -", *text.splitlines()[:LINES], "..."]
    return "\n".join(("    " + line).rstrip() for line in lines) + "\n"


def plan() -> str:
    """The network, the bill and the headroom of an example, as its advice shows them."""
    document = rationale(advise(read_workload(str(ROOT / EXAMPLE))), "brief")
    sections = tuple(section for section in document.sections if section.anchor in PLAN)
    lines = render_document(replace(document, lead=(), sections=sections), "text").splitlines()
    return "\n".join(("    " + line).rstrip() for line in [f"$ ./run advise {EXAMPLE}", "...", *lines[2:]]) + "\n"


ANSWERS: dict[str, Callable[[], str]] = {"answer": answer, "plan": plan}
"""What stands in the README between `<!-- NAME -->` and `<!-- /NAME -->`."""


def readme(text: str) -> str:
    """The README with the answers put in."""
    for name, write in ANSWERS.items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        end = f"<!-- /{name} -->"
        text = before + f"<!-- {name} -->\n" + write() + end + rest.partition(end)[2]
    return text


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
