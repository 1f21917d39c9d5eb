"""The three formats: the same content, every reference leads somewhere, and no user's text is ever markup."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from markdown_it import MarkdownIt

from advisor import Advisor, Recommendation
from advisor.files import read_workload
from advisor.reports import Format, render, render_document
from advisor.reports.content import (
    Account,
    Block,
    Document,
    Figure,
    Item,
    Items,
    Ledger,
    Pairs,
    Paragraph,
    Section,
    Span,
    Table,
    words,
)
from advisor.reports.html import policy
from advisor.reports.markdown import escape, render_markdown
from advisor.reports.rationale import rationale
from advisor.reports.text import render_text
from advisor.result import Recommendation as Whole
from tests.advisor.cli.conftest import EXAMPLES
from tests.advisor.reports.conftest import HOSTILE

FORMATS: tuple[Format, ...] = ("text", "markdown", "html")
VOID = {"meta", "br", "hr", "link", "img", "input"}
SEEN = "red <script>alert(1)</script> **b** [l](javascript:x) | `c` rtl 1. a_b_c \ufffd next"


class Page(HTMLParser):
    """What a page is made of; fails on tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.links += [str(value) for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(params=sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def real(request: pytest.FixtureRequest, advisor: Advisor) -> Recommendation:
    return advisor.advise(read_workload(str(request.param)))


def seen_by_a_reader(markdown: str) -> str:
    """The text of Markdown once it is rendered."""
    page = Page(MarkdownIt("commonmark").enable("table").render(markdown))
    return "".join(page.text)


def check_page(text: str) -> None:
    page = Page(text)
    assert len(set(page.ids)) == len(page.ids)
    inner = {link for link in page.links if link.startswith("#")}
    assert {link.removeprefix("#") for link in inner} <= set(page.ids)
    assert all(re.match(r"https?://", link) for link in set(page.links) - inner)
    assert not page.tags & {"script", "img", "link", "iframe", "form", "object"}
    assert not any(name.startswith("on") or name == "style" for name in page.attributes)


def check_markdown(text: str) -> None:
    headings = {
        re.sub(r"[^a-z0-9_-]", "", line.split(" ", 1)[1].replace(" ", "-").lower())
        for line in text.splitlines()
        if line.startswith("#")
    }
    headings |= {heading.replace("\\", "") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings
    assert "\n\n\n" not in text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_document_is_the_same_bytes_every_time(answer: Recommendation, format_: Format) -> None:
    again = Whole.model_validate(answer.model_dump())
    assert render(answer, format_) == render(answer, format_) == render(again, format_)
    assert render(answer, format_).endswith("\n")


def test_references_lead_somewhere(answer: Recommendation) -> None:
    check_page(render(answer, "html"))
    check_markdown(render(answer, "markdown"))


def test_references_lead_somewhere_on_real_answers(real: Recommendation) -> None:
    check_page(render(real, "html"))
    check_markdown(render(real, "markdown"))


def test_every_reason_names_its_rule_and_every_rule_its_sources(real: Recommendation) -> None:
    text = " ".join(render(real, "text").split())
    for option in real.options:
        told = [one for one in option.findings if one.effect == "excludes" or (one.points < 0 and option.status != "excluded")]
        told = option.findings if option.status == "recommended" else told
        for finding in told:
            says = f"[{finding.rule}]" if finding.rule != "standing" else f"[{finding.sources[0]}"
            assert f"{' '.join(finding.because.split())} {says}" in text
    for component in real.components:
        assert f"{' '.join(component.because.split())} [{component.rule}]" in text
    cited = {finding.rule: finding for finding in real.findings}
    for rule in set(re.findall(r"\[([A-Z]{3}-\d+(?::[\w.-]+)?)\]", text)):
        assert f"{rule} · {' '.join(cited[rule].title.split())}" in text
        for citation in cited[rule].citations:
            assert citation.url is None or citation.url in text


def test_all_formats_say_the_same(winner: Recommendation) -> None:
    page = " ".join(Page(render(winner, "html")).text)
    for text in (render(winner, "text"), seen_by_a_reader(render(winner, "markdown")), page):
        flat = " ".join(text.split())
        for part in (
            "Orders", "Option large", "4 ahead of Option late", "As of 2026-01-31", "Because of FIT-001.", "Callers wait.",
            "A run of 15 min 1 s is above 15 min.", "Endpoint: sqs", "run.max = 900 s", "since 2022-01-01", "LIM-4",
            "https://example.com/page", "It is otherwise.", "read on 2026-01-31",
        ):  # fmt: skip
            assert part in flat


def test_a_tie_names_all_and_sums_up_each(small: Advisor) -> None:
    text = render(small.advise({"gpu": True, "trigger": "sdk"}, planned=False), "text")
    assert "▌ Option large or Option late" in text
    assert text.count("points × weight = score") == 2


def test_contradictions_come_first(small: Advisor) -> None:
    text = render(small.advise({"gpu": True, "trigger": "queue"}, planned=False), "text")
    assert "▌ No recommendation" in text
    assert text.index("A queue has no GPU. [CTR-001]") < text.index("THE OPTIONS")
    assert "?" not in text.partition("THE OPTIONS")[2].partition("WHAT COULD")[0]


def test_no_option_left_names_what_excludes_each(advisor: Advisor) -> None:
    answer = advisor.advise(
        {"os": "windows", "gpu": True, "longest_run_s": 100_000, "code_changes_allowed": False, "docker": "none"}
    )
    if answer.recommendation.option is None:
        assert "▌ No recommendation" in render(answer, "text")


def test_the_brief_form_is_shorter_and_has_the_same_sums(real: Recommendation) -> None:
    full, brief = render_text(rationale(real)), render_text(rationale(real, "brief"))
    assert len(brief) < len(full) / 2
    assert brief.partition("THE O")[0] == full.partition("THE O")[0]


def test_a_users_text_is_text(hostile: Recommendation) -> None:
    text, markdown, page = (render(hostile, format_) for format_ in FORMATS)
    assert text.splitlines()[0] == SEEN
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text + markdown + page)
    check_page(page)
    assert SEEN in " ".join(Page(page).text)
    rendered = MarkdownIt("commonmark").enable("table").render(markdown)
    assert Page(rendered).tags <= {
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "strong",
        "code",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "em",
    }
    assert f"<h1>{SEEN.replace('<', '&lt;').replace('>', '&gt;')}</h1>" in rendered


STRANGE = """# heading
- item
+ item
1. item
12) item
> quote
***
---
===
`code`
``
a|b
<b>x</b>
&lt;
[a](b)
![a](b)
http://a.b/c_d_e
www.a.b
me@a.b
\\*
a_b_c
~~x~~
$x$
#1
@all
*
_
\\
{{ x }}
{% x %}""".splitlines()


@pytest.mark.parametrize("text", STRANGE)
def test_markdown_reads_as_it_was_written(text: str) -> None:
    document = Document(
        text, text, "plain", (words(text), (Span(text, "strong"),)),
        (Section("s", text, (
            Paragraph(words(text)),
            Items((Item(words(text)), Item(words(text), "+1", more=(words(text),)))),
            Items((Item(words(text)),), ordered=True),
            Table("t", ("a", text), ((words(text), (Span(text, "code"),)),), "lr"),
            Pairs(((text, (words(text),)), ("b", (words(text), words(text))))),
        )),),
    )  # fmt: skip
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(render_document(document, "markdown"))
    page = Page(rendered)
    assert "".join(page.text).count(text) == 17
    assert not page.tags & {"em", "blockquote", "del", "a", "img", "b", "hr", "h4"}


def test_escaping_keeps_bare_addresses_from_becoming_links() -> None:
    assert escape("see http://a.b") == "see http\\://a.b"
    assert escape("www.a.b") == "www\\.a.b"


RAW = "<i>*raw*</i> `x` [l](http://e.vil) |"


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(words(RAW)),
        Items((Item(words(RAW), more=(words(RAW, "strong"),)), Item(words(RAW), points=RAW))),
        Table(RAW, (RAW, RAW), ((words(RAW), words(RAW, "strong")),), "lr"),
        Ledger(RAW, (Account(RAW, RAW, RAW, (Item(words(RAW), points=RAW),)),), RAW, RAW, RAW),
        Pairs(((RAW, (words(RAW),)), (RAW, (words(RAW), words(RAW))))),
        Figure(RAW, RAW, lambda: "<svg/>"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_every_text_of_every_block_is_escaped(block: Block) -> None:
    document = Document(RAW, RAW, "plain", (words(RAW),), (Section("a", RAW, (block,), (Section("b", RAW, (block,)),)),))
    page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(render_markdown(document)))
    assert not page.tags & {"i", "em", "a", "code"}
    assert "".join(page.text).count(RAW) == render_markdown(document).count("\\*raw\\*") >= 7


def test_bold_keeps_the_blanks_around_it() -> None:
    line = (Span("Neutral, "), Span(" Network: ", "strong"), Span("a VPC"))
    assert "Neutral,  **Network:** a VPC" in render_markdown(Document("T", "", "plain", (line,)))


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    from jinja2 import UndefinedError

    from advisor.reports import html

    with pytest.raises(UndefinedError):
        html._environment().from_string("{{ no_such_name }}").render()


def test_the_page_allows_itself_nothing_but_its_own_style(winner: Recommendation) -> None:
    page = render(winner, "html")
    assert f'content="{policy().replace(chr(39), "&#39;")}"' in page
    assert "default-src 'none'" in policy()
    assert "http" not in re.sub(r'href="https?://[^"]*"|>https?://[^<]*<|http-equiv', "", page)


def test_text_fills_its_width_and_no_more(winner: Recommendation) -> None:
    for width in (40, 60, 80, 100):
        lines = render_text(rationale(winner), width).splitlines()
        assert max(len(line) for line in lines if "https://" not in line) <= width
        assert not [line for line in lines if line != line.rstrip()]


def test_wide_characters_count_twice() -> None:
    document = Document("日本語 " * 30, "", "plain", ())
    assert max(len(line) for line in render_text(document, 40).splitlines()) <= 20


def sample(**changed: Any) -> Document:
    return Document(**({"title": "T", "answer": "", "tone": "plain", "lead": ()} | changed))


def test_a_table_gives_way_in_its_text_columns_first() -> None:
    rows = tuple((words("an-id-that-stays"), words("some words that may wrap " * 4), words("7")) for _ in range(2))
    text = render_text(sample(sections=(Section("s", "S", (Table("t", ("id", "what", "n"), rows, "llr"),)),)), 60)
    assert text.count("an-id-that-stays") == 2
    assert max(map(len, text.splitlines())) <= 60


def test_a_last_column_without_room_goes_below() -> None:
    rows = ((words("i" * 25), words("v" * 22), words("a long description of this entry in a sentence")),)
    lines = render_text(
        sample(sections=(Section("s", "S", (Table("t", ("id", "v", "about"), rows, "lll"),)),)), 60
    ).splitlines()
    assert "    a long description of this entry in a sentence" in lines


def test_only_safe_addresses_become_links() -> None:
    assert Span("x", "link", "javascript:alert(1)").target is None
    assert Span("x", "link", "https://a.b").target == "https://a.b"
    assert Span(HOSTILE).text == SEEN
