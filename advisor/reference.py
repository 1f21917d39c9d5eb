"""The reference pages in docs/: every rule, fact, figure, option and component once, made from the knowledge base itself."""

from collections.abc import Iterable
from datetime import date

from advisor.language.words import exactly
from knowledge import Base
from knowledge.lint_values import plain
from knowledge.models import Condition, Fact, FigureValue, Rule

MADE = "Made from the knowledge base by `python scripts/docs.py`; do not edit.\n"


def pages(base: Base) -> dict[str, str]:
    """Return the reference pages by file name."""
    return {
        "rules.md": _rules(base),
        "facts.md": _facts(base),
        "figures.md": _figures(base),
        "options.md": _options(base),
        "notes.md": _notes(base),
    }


def _page(title: str, intro: str, parts: Iterable[str]) -> str:
    return "\n".join([f"# {title}\n", MADE, f"{intro}\n", *parts]).rstrip() + "\n"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _rules(base: Base) -> str:
    rows = [
        (f"`{rule.id}`", rule.title, rule.effect, ", ".join(rule.targets), _when(rule), _dates(rule), _sources(base, rule))
        for rule in sorted(base.rules.values(), key=lambda rule: rule.id)
    ]
    head = ("id", "situation", "effect", "target", "when", "in force", "sources")
    return _page("Rules", f"{len(rows)} rules. Rationale, exceptions and cases: `advisor rules show ID`.", [_table(head, rows)])


def _when(rule: Rule) -> str:
    return " and ".join(condition_in_words(condition) for condition in rule.when)


def condition_in_words(condition: Condition) -> str:
    """A condition as one reads it: `longest_run_s above lambda.timeout.max`."""
    subject = condition.fact or condition.component or condition.finding or condition.option
    if subject is None:
        return f"figure {condition.figure} {condition.operator} {exactly(condition.value)}"
    other = condition.figure if condition.figure is not None else condition.value
    return f"{subject} {condition.operator}" + ("" if other is None else f" {exactly(other)}")


def _dates(rule: Rule) -> str:
    since = f"since {rule.since}" if rule.since else ""
    until = f"until {rule.until}" if rule.until else ""
    return " ".join(part for part in (since, until) if part) or "always"


def _sources(base: Base, rule: Rule) -> str:
    links = [(base.sources[name].url, name) for name in rule.sources]
    return ", ".join(f"[{name}]({url})" if url else name for url, name in links)


def _facts(base: Base) -> str:
    chapters = dict.fromkeys(fact.chapter for fact in base.facts.values())
    parts = []
    for chapter in chapters:
        rows = [
            (f"`{name}`", _type(fact), fact.question or fact.help)
            for name, fact in base.facts.items()
            if fact.chapter == chapter
        ]
        parts.append(f"## {chapter.capitalize()}\n\n{_table(('fact', 'type', 'question'), rows)}")
    return _page("Facts", f"{len(base.facts)} facts. Help and effect of each: `advisor facts show NAME`.", parts)


def _type(fact: Fact) -> str:
    if fact.type in ("number", "integer"):
        low, high = fact.range or (0, 0)
        return f"{fact.type}, {fact.unit}, {plain(low)} to {plain(high)}"
    return fact.type + (f": {', '.join(fact.values)}" if fact.values else "")


def _figures(base: Base) -> str:
    rows = [
        (f"`{name}`", figure.about, figure.unit, _value(row), _since(row.since), row.confidence, row.source)
        for name, figure in sorted(base.figures.items())
        for row in figure.values
    ]
    head = ("id", "about", "unit", "value", "since", "confidence", "source")
    return _page("Figures", f"{len(base.figures)} figures with {len(rows)} dated values.", [_table(head, rows)])


def _value(row: FigureValue) -> str:
    return "ended" if row.ended else exactly(row.value)


def _since(since: date | None) -> str:
    return since.isoformat() if since else "not known"


def _options(base: Base) -> str:
    parts = []
    for option in sorted(base.options.values(), key=lambda option: (option.family, option.since)):
        standing = [f"- {item.criterion} {item.strength:+d}: {item.because} ({item.source})" for item in option.standing]
        left = "Left to the owner: " + "; ".join(option.leaves_to_owner) + "."
        head = f"## {option.title}\n\n`{option.id}`, family {option.family}, since {option.since}."
        parts.append("\n\n".join(part for part in (head, option.about, left, "\n".join(standing)) if part) + "\n")
    return _page("Options", f"{len(base.options)} options.", parts)


def _notes(base: Base) -> str:
    citing: dict[str, list[str]] = {}
    for entries in (base.rules, base.figures, base.facts):
        for name, entry in entries.items():
            for note in entry.notes:
                citing.setdefault(note, []).append(f"`{name}`")
    rows = [
        (f"`{name}`", note.claim, ", ".join(map(str, note.lines)), ", ".join(citing[name])) for name, note in base.notes.items()
    ]
    intro = f"The {len(base.notes)} claims of the notes of 2020, and what encodes each of them today."
    return _page("Claims of the notes", intro, [_table(("id", "claim", "lines", "encoded by"), rows)])
