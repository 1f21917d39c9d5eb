"""What a document says, apart from how it looks: spans, blocks, sections. Every renderer reads this and nothing else.

Every text that a user can have written is cleaned of control characters and terminal escapes on the way in, so that no
renderer has to think of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.language.clean import clean

Role = Literal["plain", "strong", "muted", "code", "rule", "link"]
Tone = Literal["plain", "good", "bad"]
_TARGETS = ("#", "http://", "https://")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one role; `target` is what it leads to: `#anchor` in the document, or an address."""

    text: str
    role: Role = "plain"
    target: str | None = None

    def __post_init__(self) -> None:
        if not self.text.isprintable():
            object.__setattr__(self, "text", clean(self.text))
        if self.target is not None and not self.target.startswith(_TARGETS):
            object.__setattr__(self, "target", None)


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    line: Line
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its points if it has any (`+3`), what it says, and further lines below it.

    `bullet` is what stands before it in plain text when there are no points; it must not carry meaning of its own.
    """

    line: Line
    points: str = ""
    tone: Tone = "plain"
    bullet: str = "•"
    more: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` when the order tells something."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. `align` has `l` or `r` for each column; `short` is the head where room is scarce."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    align: str
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One line of a sum: what it is, how it was reckoned, what it comes to, and the reasons that make it up."""

    label: str
    reckoning: str
    amount: str
    reasons: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Accounts and what they add up to, with a remark on what is not among them."""

    caption: str
    accounts: tuple[Account, ...]
    label: str
    total: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with what stands behind them; one name may have several lines."""

    rows: tuple[tuple[str, tuple[Line, ...]], ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple((clean(name), lines) for name, lines in self.rows))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its title, what it says in words for whoever can't see it, and how it is drawn as SVG.

    `chart` writes the same as Mermaid text, for readers of Markdown that draw it; without one they get the words. Only the form
    that shows a picture has it drawn.
    """

    title: str
    description: str
    draw: Callable[[], str]
    chart: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "description", clean(self.description))

    @property
    def svg(self) -> str:
        """The picture."""
        return self.draw()

    @property
    def diagram(self) -> str:
        """The picture as Mermaid text; empty when there is none."""
        return self.chart() if self.chart is not None else ""


Block = Paragraph | Items | Table | Ledger | Pairs | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, with a note beside it, then blocks, then smaller sections. `anchor` is unique in the document.

    An `entry` is one of many that are looked up, such as a rule; its title is its id. `short` is what stands for it where it is
    referred to on paper, where a long id takes too much room.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()
    note: Line = ()
    entry: bool = False
    short: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: title, the answer in short with the sentences behind it, then sections.

    A `listing` is one long table, in which programs such as grep expect one line for each row. `stamp` is what a program
    reads back out of the document: one line of JSON in ASCII, which every format carries where no reader sees it.
    """

    title: str
    answer: str
    tone: Tone
    lead: tuple[Line, ...]
    sections: tuple[Section, ...] = ()
    listing: bool = False
    stamp: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", clean(self.title))
        object.__setattr__(self, "answer", clean(self.answer))


def kind(block: Block) -> str:
    """The name of a block's type, by which templates pick its markup."""
    return type(block).__name__


def words(text: str, role: Role = "plain") -> Line:
    """A line of one span."""
    return (Span(text, role),)


def joined(lines: Sequence[Line], between: str = ", ") -> Line:
    """Lines put one after the other."""
    spans: list[Span] = []
    for number, line in enumerate(lines):
        spans.extend((Span(between), *line) if number else line)
    return tuple(spans)


def plain(line: Line) -> str:
    """A line without roles."""
    return "".join(span.text for span in line)


def lines_of(section: Section) -> Iterator[Line]:
    """Every line in a section and the sections inside it."""
    yield section.note
    for block in section.blocks:
        yield from _lines(block)
    for inner in section.sections:
        yield from lines_of(inner)


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph():
            yield block.line
        case Items():
            for item in block.items:
                yield from (item.line, *item.more)
        case Table():
            for row in block.rows:
                yield from row
        case Ledger():
            for account in block.accounts:
                yield from _lines(Items(account.reasons))
        case Pairs():
            for _, lines in block.rows:
                yield from lines


def figures_of(document: Document) -> Iterator[Figure]:
    """Every picture of a document."""
    for section in document.sections:
        for one in (section, *section.sections):
            yield from (block for block in one.blocks if isinstance(block, Figure))


def referred(lines: Iterable[Line]) -> frozenset[str]:
    """The ids of the entries that lines refer to."""
    return frozenset(span.text for line in lines for span in line if span.role == "rule")
