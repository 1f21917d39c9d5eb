"""Decision records: the next free number, never over a file, whoever else writes."""

import multiprocessing
from pathlib import Path

import pytest

from advisor.documents.numbering import MOST, NoRecordError, slug, write_record

WRITERS, EACH = 4, 15


def test_numbers_follow_what_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "adr"
    assert write_record(folder, "First one!", b"1").name == "0001-first-one.md"
    (folder / "0007-by-hand.md").write_text("theirs")
    (folder / "template.md").write_text("theirs")
    assert write_record(folder, "First one!", b"2").name == "0008-first-one.md"
    assert (folder / "0007-by-hand.md").read_text() == "theirs"
    assert sorted(path.name for path in folder.iterdir()) == [
        "0001-first-one.md", "0007-by-hand.md", "0008-first-one.md", "template.md",
    ]  # fmt: skip


def write_some(folder: Path, writer: int) -> None:
    for number in range(EACH):
        write_record(folder, f"writer {writer} record {number}", b"x" * 5000)


def test_writers_at_the_same_time_never_share_a_number(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_some, args=(tmp_path, writer)) for writer in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(120)
    assert [one.exitcode for one in writers] == [0] * WRITERS
    names = sorted(path.name for path in tmp_path.iterdir())
    numbers = [name[:4] for name in names]
    assert len(set(numbers)) == len(names) == WRITERS * EACH
    assert all((tmp_path / name).stat().st_size == 5000 for name in names)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Ärger mit Ümlaut", "arger-mit-umlaut"),
        ("日本語", "decision"),
        ("\x00\n", "decision"),
        ("a" * 300, "a" * 60),
        ("=cmd|' /C calc'!A0", "cmd-c-calc-a0"),
    ],
)
def test_titles_as_names(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_folders_that_can_not_take_one(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NoRecordError, match="expected a folder"):
        write_record(file, "t", b"")
    (tmp_path / f"{MOST}-last.md").write_text("")
    with pytest.raises(NoRecordError, match="expected a free number"):
        write_record(tmp_path, "t", b"")
