"""Text files in blocks of whole records, so that memory does not grow with the file and a run can go on where it stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 32 * 1024 * 1024
MAX_RECORD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole records, and the place in the file where the next one starts."""

    content: bytes
    after: int


def blocks(path: Path, start: int, *, quoted: bool, size: int = BLOCK) -> Iterator[Block]:
    """Yield the records from a place on; with `quoted` a line break between double quotes ends no record."""
    with path.open("rb") as file:
        file.seek(start)
        waiting, place = b"", start
        while True:
            fresh = file.read(size)
            content = waiting + fresh
            cut = len(content) if len(fresh) < size else last_end(content, quoted=quoted)
            if cut:
                place += cut
                yield Block(content[:cut], place)
            waiting = content[cut:]
            if len(fresh) < size:
                return


def last_end(content: bytes, *, quoted: bool) -> int:
    """The place behind the last line break that ends a record; 0 when there is none."""
    cut = content.rfind(b"\n") + 1
    if not quoted:
        return cut
    before = content.count(b'"', 0, cut)
    while cut and before % 2:
        earlier = content.rfind(b"\n", 0, cut - 1) + 1
        before -= content.count(b'"', earlier, cut)
        cut = earlier
    return cut


def first_record(content: bytes) -> tuple[bytes, int]:
    """The first record of a CSV file (without a byte-order mark), and the place behind it."""
    skip = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    end = skip
    while True:
        end = content.find(b"\n", end) + 1 or len(content)
        if end == len(content) or content.count(b'"', skip, end) % 2 == 0:
            return content[skip:end], end
