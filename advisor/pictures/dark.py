"""The colours of pictures on a dark ground, as rules for the style sheet of a page."""

from advisor.pictures.svg import COLOURS

_DARK = {
    "paper": "#12171d", "ink": "#e8edf2", "muted": "#b3bdc8", "faint": "#8d99a6", "frame": "#8798aa", "grid": "#323c47",
    "glyph": "#9cc4ec", "bad": "#ff8a80", "box": "#0d1218", "account": "#151b22", "region": "#19212a", "vpc": "#17283a",
    "zone": "#1a2f44", "public-subnet": "#3a3019", "private-subnet": "#1c3524", "services": "#2b2440", "series-1": "#56b4e9",
    "series-2": "#ff9f43", "series-3": "#3ddc97", "series-4": "#f29fd0", "series-5": "#e3d26f", "series-6": "#b9aefc",
}  # fmt: skip


def dark_rules() -> str:
    """Return style rules that recolour every picture of a page; what asks for them, such as a media query, is the page's."""
    return "".join(
        f".picture .pic-{what}-{role} {{ {what}: {_DARK[role]} }}\n" for role in COLOURS for what in ("fill", "stroke")
    )
