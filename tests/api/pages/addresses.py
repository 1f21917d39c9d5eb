"""Parameters of an address, as the application reads them."""

from urllib.parse import parse_qsl


def pairs(query: str) -> list[tuple[str, str]]:
    """The parameters of a query with its question mark."""
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True)
