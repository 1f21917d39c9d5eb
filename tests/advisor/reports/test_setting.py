"""Tables on paper: what is held to fit on a line does, columns fill the paper and no more, long words are not cut."""

import json
from collections.abc import Iterable

import pytest
from typst import query

from advisor import Advisor
from advisor.documents.design import design
from advisor.documents.subject import study
from advisor.files import read_workload
from advisor.reports.content import Role, Section, Table
from advisor.reports.setting import GAP, HEIGHT, SIZE, SMALL, set_table, width
from tests.advisor.cli.conftest import EXAMPLES

ASCII = "".join(map(chr, range(0x20, 0x7F)))
SIGNS = "−×≥→·…°±½ŁéÄÖÜßж"
MEASURE = """
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), size: 100pt, kerning: false)
#let mono(size, said) = text(font: "DejaVu Sans Mono", size: size, said)
#let roles = (plain: said => said, strong: strong, code: mono.with(0.82em), rule: mono.with(0.74em))
#context [#metadata(json(bytes(sys.inputs.told)).map(((said, role)) => measure(roles.at(role)(said)).width / 100pt)) <widths>]
"""


def measured(texts: list[tuple[str, Role]]) -> list[float]:
    """The widths that typst gives these texts, in ems."""
    inputs = {"told": json.dumps(texts)}
    found = query(MEASURE.encode(), "<widths>", field="value", one=True, sys_inputs=inputs, ignore_system_fonts=True)
    return [float(one) for one in json.loads(found)]


def cells(sections: Iterable[Section]) -> Iterable[tuple[str, Role]]:
    for section in sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        yield from ((title, "plain") for table in tables for title in table.head)
        for row in (row for table in tables for row in table.rows):
            yield from ((span.text, "plain" if span.role in ("muted", "link") else span.role) for cell in row for span in cell)
        yield from cells(section.sections)


def test_no_letter_is_wider_than_it_is_held_to_be() -> None:
    roles: tuple[Role, ...] = ("plain", "code", "rule")
    texts = [(f"|{letter}|", role) for letter in ASCII + SIGNS for role in roles]
    for (text, role), found in zip(texts, measured(texts), strict=True):
        assert found <= width(text, role) + 0.005, (text, role)


def test_no_text_of_a_table_is_wider_than_it_is_held_to_be(advisor: Advisor) -> None:
    texts: set[tuple[str, Role]] = set()
    for name in ("api-rds-payment", "genomics-pipeline", "gpu-inference"):
        subject = study(advisor, read_workload(str(EXAMPLES / f"{name}.toml")))
        texts |= set(cells(design(subject, "").sections))
    listed = sorted(texts)
    assert len({text for text, role in listed if role == "strong"}) > 20
    for (text, role), found in zip(listed, measured(listed), strict=True):
        assert found <= width(text, role) + 0.005, (text, role)


@pytest.mark.parametrize("room", [470.55, 487.28])
def test_columns_get_what_they_want_or_a_share(room: float) -> None:
    short = set_table(("a", "b"), [[[("x", "plain", "")], [("12", "plain", "")]]], room)
    assert short.rows == [HEIGHT, HEIGHT]
    assert sum(short.columns) < room / 2
    prose = "some words that go on and on for longer than a line " * 4
    long = set_table(
        ("no.", "name", "why"), [[[("1", "plain", "")], [("a-name-of-letters", "code", "")], [(prose, "plain", "")]]], room
    )
    assert long.rows == [HEIGHT, 0]
    assert sum(long.columns) == pytest.approx(room - 2 * GAP, abs=0.05)
    assert long.columns[0] == pytest.approx(width("no.") * SIZE + 0.1, abs=0.01)
    assert long.columns[1] >= width("a-name-of-letters", "code") * SIZE


def test_many_columns_of_long_words_still_fit() -> None:
    wide = set_table(["w" * 18] * 9, [[[("w" * 18, "strong", "")]] * 9], 470.55)
    assert wide.size == SMALL
    assert sum(wide.columns) == pytest.approx(470.55 - 8 * GAP, abs=0.1)
    assert wide.rows == [0, 0]
