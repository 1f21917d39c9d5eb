"""One option of one recommendation: what speaks for it and against it, and what would have to change.

Each rule is weighed alone, by taking it away from the sum. A changed fact may bring other rules into play, so the answer to
"what if" is a new question to the advisor; this is where to look.
"""

from collections.abc import Mapping

from advisor.language.program import Program
from advisor.reports.appendix import appendix
from advisor.reports.conditions import turned_round
from advisor.reports.content import (
    Block,
    Document,
    Item,
    Items,
    Line,
    Paragraph,
    Section,
    Span,
    Tone,
    lines_of,
    referred,
    words,
)
from advisor.reports.phrases import counted, option_of, reason, reference, signed, tone
from advisor.reports.ranking import account
from advisor.reports.rationale import UNTITLED, edition_line
from advisor.result import EditionRef, Finding, OptionResult, Recommendation
from advisor.values import Result

TOP_CHANGES = 6
TOP_QUESTIONS = 5


class Change(Result):
    """A rule that decides about the option, and what would have to be so for it not to fire (any one of `when`).

    `gain` is what the option would win against the option it is held against; None when the rule excludes it.
    """

    rule: str
    effect: str
    because: str
    gain: int | None
    when: list[str]
    not_when: str


class Why(Result):
    """The case of one option. `against` is the option it is held against, `lead` how many points it has more (or less)."""

    edition: EditionRef
    title: str
    option: OptionResult
    against: str | None
    lead: int | None
    changes: list[Change]
    questions: list[str]
    findings: list[Finding]


def weigh(recommendation: Recommendation, option: OptionResult, program: Program) -> Why:
    """Return the case of one option of a recommendation; `program` is the one that the recommendation was made with."""
    rival = _rival(recommendation, option)
    fired = {finding.rule: finding for finding in recommendation.findings}
    concerned = {finding.rule for one in (option, rival) if one for finding in one.findings}
    return Why(
        edition=recommendation.edition,
        title=recommendation.title,
        option=option,
        against=rival.id if rival else None,
        lead=option.score - rival.score if rival else None,
        changes=[*_exclusions(option, fired, program), *_weights(option, rival, fired, program)],
        questions=[
            question.fact
            for question in recommendation.open_questions
            if any(option.id in program.by_id[rule].targets for rule in question.rules)
        ],
        findings=[finding for finding in recommendation.findings if finding.rule in concerned],
    )


def _rival(recommendation: Recommendation, option: OptionResult) -> OptionResult | None:
    """The recommended option, or the next one when the option is recommended itself."""
    others = [one for one in recommendation.options if one.id != option.id and one.status != "excluded"]
    best = option_of(recommendation, recommendation.recommendation.option)
    return best if best is not None and best.id != option.id else next(iter(others), None)


def _exclusions(option: OptionResult, fired: Mapping[str, Finding], program: Program) -> list[Change]:
    rules = [finding.rule for finding in option.findings if finding.effect == "excludes"]
    return [_change(fired[rule], None, program) for rule in rules]


def _weights(option: OptionResult, rival: OptionResult | None, fired: Mapping[str, Finding], program: Program) -> list[Change]:
    """What each rule counts between the two options, those that hold the option back first; a leader's supports first."""
    if rival is None or option.status == "excluded":
        return []
    changes = []
    for finding in fired.values():
        if finding.criterion is not None:
            weight = option.criteria[finding.criterion].weight
            sides = (option.id in finding.target) - (rival.id in finding.target)
            if sides * weight * finding.points:
                changes.append(_change(finding, -sides * weight * finding.points, program))
    ahead = option.status == "recommended"
    return sorted(changes, key=lambda change: ((change.gain or 0) * (1 if ahead else -1), change.rule))


def _change(finding: Finding, gain: int | None, program: Program) -> Change:
    rule = program.by_id[finding.rule].rule
    when = [turned_round(condition, program.edition) for condition in rule.when if condition.fact or not condition.figure]
    return Change(
        rule=finding.rule, effect=finding.effect, because=finding.because, gain=gain, when=when, not_when=finding.not_when
    )  # fmt: skip


def why_document(why: Why, recommendation: Recommendation) -> Document:
    """The case of one option as a document."""
    built = (_excluded(why), _account(why), _changes(why, recommendation), _questions(why, recommendation))
    sections = [section for section in built if section is not None]
    lead = (words(_verdict(why, recommendation)), edition_line(recommendation))
    sections += appendix(recommendation, referred(line for section in sections for line in lines_of(section)))
    mood: Tone = "bad" if why.option.status == "excluded" else "good" if why.option.status == "recommended" else "plain"
    return Document(why.title or UNTITLED, why.option.title, mood, lead, tuple(sections))


def _verdict(why: Why, recommendation: Recommendation) -> str:
    """Where the option stands, in one sentence."""
    rival = option_of(recommendation, why.against)
    if why.option.status == "excluded":
        rules = sum(finding.effect == "excludes" for finding in why.option.findings)
        return f"Excluded by {counted(rules, 'rule')}" + (
            f"; recommended is {rival.title}." if rival else "; nothing else is left either."
        )
    if rival is None or why.lead is None:
        return "Recommended: everything else is excluded."
    if why.option.status == "recommended":
        return (
            f"Recommended, {counted(why.lead, 'point')} ahead of {rival.title}."
            if why.lead
            else f"Recommended, and tied with {rival.title}."
        )
    held = f"{counted(-why.lead, 'point')} behind {rival.title}" if why.lead < 0 else f"not behind {rival.title}"
    return f"Not excluded, but {held}." if why.lead < 0 else f"Not excluded, and {held}."


def _excluded(why: Why) -> Section | None:
    items = tuple(
        Item(reason(change.because, [change.rule]), tone="bad", bullet="×") for change in why.changes if change.gain is None
    )
    return Section("excluded", "What excludes it", (Items(items),)) if items else None


def _account(why: Why) -> Section:
    return Section("account", "What speaks for it and against it", (account(why.option),))


def _changes(why: Why, recommendation: Recommendation) -> Section | None:
    if not why.changes:
        return None
    excluding = [change for change in why.changes if change.gain is None]
    weighing = [change for change in why.changes if change.gain is not None]
    ahead = why.option.status == "recommended"
    rival = option_of(recommendation, why.against)
    blocks: list[Block] = []
    if excluding:
        said = f"It comes into question again when {'this holds' if len(excluding) == 1 else 'all of these hold'}:"
        blocks += [Paragraph(words(said)), Items(tuple(_change_item(change) for change in excluding))]
    if weighing and rival is not None:
        said = (
            f"What its lead over {rival.title} rests on, each rule taken alone:"
            if ahead
            else f"What it loses to {rival.title} by, each rule taken alone:"
        )
        shown = [change for change in weighing if ((change.gain or 0) < 0) == ahead][:TOP_CHANGES]
        blocks += [Paragraph(words(said)), Items(tuple(_change_item(change) for change in shown))] if shown else []
    blocks.append(Paragraph(words("A changed fact may bring other rules into play: ask again with --set fact=value.", "muted")))
    return Section("changes", "What would have to change", tuple(blocks))


def _change_item(change: Change) -> Item:
    line: Line = (Span(" or ".join(change.when), "code"), Span(" "), reference(change.rule))
    points = "" if change.gain is None else signed(change.gain)
    return Item(line, points, tone(change.gain or 0), more=(words(f"Exception: {change.not_when}", "muted"),))


def _questions(why: Why, recommendation: Recommendation) -> Section | None:
    questions = {question.fact: question for question in recommendation.open_questions}
    items = tuple(
        Item((Span(questions[fact].question, "strong"), Span(" "), Span(fact, "code")), bullet=f"{number}.")
        for number, fact in enumerate(why.questions[:TOP_QUESTIONS], 1)
    )
    return Section("questions", "Unknown facts that bear on it", (Items(items, ordered=True),)) if items else None
