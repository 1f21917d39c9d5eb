"""Content negotiation by the rules of RFC 9110."""

import pytest

from api.accepting import choose

OFFERED = ("application/json", "text/html", "text/plain")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "text/html"),
        ("TEXT/HTML; charset=utf-8", "text/html"),
        ("text/*", "text/html"),
        ("text/*, text/html;q=0.1", "text/plain"),
        ("text/plain;q=0.5, text/html;q=0.6", "text/html"),
        ("*/*;q=0.1, text/plain", "text/plain"),
        ("application/json;q=0, */*", "text/html"),
        ("application/*", "application/json"),
        ("text/html;q=nonsense, text/plain;q=0.2", "text/plain"),
        ("text/html;q=9", "text/html"),
        (" , ,text/plain", "text/plain"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("nonsense", None),
        ("*", None),
    ],
)
def test_choose(header: str, expected: str | None) -> None:
    assert choose(header, OFFERED) == expected
