"""The stamp that a document carries for programs: how it is written into text, and how it is found again.

In Markdown and HTML it stands in a comment, in a PDF in an attached file. It is JSON in ASCII, in which every character that
could end a comment is written as an escape, so that no text of a user can reach out of it.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

NAME = "advisor-stamp"
FILE = "advisor-stamp.json"
MAX_STAMP = 2 * 1024 * 1024
_COMMENT = re.compile(rb"<!-- advisor-stamp: (\{[^\n]*\}) -->")
_STREAM = re.compile(rb"/EmbeddedFile\b[^\x00]{0,600}?>>\s*stream\r?\n")
_MANY = 16


def commented(stamp: str) -> str:
    """A stamp as a comment on a line of its own."""
    safe = stamp.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")
    return f"<!-- {NAME}: {safe} -->"


def stamps_in(content: bytes) -> Iterator[bytes]:
    """Yield the stamps in the bytes of a document, whatever its format. One longer than MAX_STAMP comes cut off."""
    if content.startswith(b"%PDF-"):
        yield from _attached(content)
    else:
        yield from (match[1][: MAX_STAMP + 1] for match in _COMMENT.finditer(content))


def _attached(content: bytes) -> Iterator[bytes]:
    """The attached files of a PDF. Their streams stand by themselves, whatever else of the file is packed together."""
    for match in islice(_STREAM.finditer(content), _MANY):
        packed = memoryview(content)[match.end() :]
        try:
            yield zlib.decompressobj().decompress(packed, MAX_STAMP + 1)
        except zlib.error:
            end = content.find(b"endstream", match.end(), match.end() + MAX_STAMP + 1)
            yield content[match.end() : end if end >= 0 else match.end() + MAX_STAMP + 1].strip()
