"""Where a questionnaire stands, as documents for a terminal: the standing, the question, its reasons, all answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.language.words import number, percent, usd
from advisor.language.words import words as in_words
from advisor.questionnaire.models import Effect, NextQuestion, Regret, Share, Step
from advisor.reports.content import Block, Document, Item, Items, Line, Pairs, Paragraph, Section, Span, words
from advisor.reports.phrases import counted

BARS = 20
TOP = 4
RULES = 12


def standing_document(step: Step, before: Step | None, sentences: Mapping[str, str], titles: Mapping[str, str]) -> Document:
    """After an answer: who leads, how settled it is, and what was just ruled out, by which rule."""
    gone = {one.option for one in before.ruled_out} if before else set()
    out = [one for one in step.ruled_out if one.option not in gone]
    blocks: list[Block] = [Pairs(tuple((share.option, (_bar(share),)) for share in step.standing[:TOP]))]
    if out:
        items = (
            Item((Span(f"{titles.get(one.option, one.option)} is ruled out: "), Span(sentences.get(one.rules[0], "")),
                  Span(" "), Span(" ".join(one.rules), "code")), tone="bad", bullet="×")
            for one in out
        )  # fmt: skip
        blocks.append(Items(tuple(items)))
    if step.spreads is not None:
        blocks.append(Paragraph(words(_ranges(step))))
    return Document("", "", "plain", (progress(step),), (Section("standing", "Where it stands", tuple(blocks)),))


def progress(step: Step) -> Line:
    """The progress line: who leads in how much of what could still be answered, and how many facts are known."""
    leader = step.standing[0].title if step.standing else "no option"
    leads = "" if step.settled else f" leads in {percent(round(step.sure, 2))} of what you could still answer"
    state = "Settled" if step.settled else "Not settled yet"
    return (Span(f"{state}: ", "strong"), Span(f"{leader}{leads}. {counted(step.answered, 'fact')} answered."))


def _bar(share: Share) -> Line:
    return words(f"{'█' * max(round(share.share * BARS), 1)} {percent(round(share.share, 2))}")


def _ranges(step: Step) -> str:
    """What the ranges leave open."""
    spread = step.spreads
    if spread is None:
        return ""
    shares = ", ".join(f"{share.title} in {percent(round(share.share, 3))}" for share in spread.shares)
    lost = f" At worst the leader is {counted(spread.regret_points, 'point')} behind." if spread.regret_points else ""
    money = f" {_money(spread.money)}" if spread.money is not None else ""
    broken = (
        f" In {percent(round(spread.broken, 3))} of the range a limit breaks ({', '.join(spread.rules)})."
        if spread.broken
        else ""
    )
    return f"Over your range of {', '.join(spread.facts)} alone: {shares or 'no option'}.{lost}{money}{broken}"


def _money(regret: Regret) -> str:
    """What staying with the leader costs."""
    if regret.extra_usd is None:
        return f"What that costs can't be said yet: {' and '.join(regret.missing) or 'a price'} is not known."
    where = ", ".join(f"{name} = {number(value)}" for name, value in regret.at.items())
    if regret.extra_usd <= 0:
        return "In money nothing is lost: where another option is recommended, it costs no less."
    return f"Staying with it costs up to {usd(regret.extra_usd)} a month more than {regret.title} (at {where})."


def question_document(question: NextQuestion, place: int) -> Document:
    """The question with its help; the answers are shown by whoever asks."""
    return Document("", "", "plain", (), (Section("question", f"Question {place}", (
        Paragraph((Span(question.question, "strong"),)), Paragraph(words(question.help, "muted"))
    )),))  # fmt: skip


def why_document(question: NextQuestion, rules: Mapping[str, str]) -> Document:
    """Why a question is asked: what hangs on it, which rules, what each answer would do."""
    blocks: list[Block] = [Paragraph(words(question.why))]
    effects = tuple(_leads(option, found, question) for option, found in _by_option(question.effects).items())
    blocks += [Items(effects)] if effects else []
    items = tuple(Item((Span(rule, "code"), Span(f" {rules.get(rule, '')}"))) for rule in question.rules[:RULES])
    blocks += [Items(items)] if items else []
    rest = len(question.rules) - len(items)
    blocks += [Paragraph(words(f"And {counted(rest, 'rule')} more.", "muted"))] if rest else []
    return Document("", "", "plain", (), (Section("why", "Why this is asked", tuple(blocks)),))


def _by_option(effects: Sequence[Effect]) -> dict[str, list[Effect]]:
    """The answers by the option that leads after them."""
    found: dict[str, list[Effect]] = {}
    for one in effects:
        found.setdefault(one.option, []).append(one)
    return found


def _leads(option: str, effects: Sequence[Effect], question: NextQuestion) -> Item:
    """An option with the answers after which it leads, and in which share of what is still possible then."""
    low, high = (percent(round(found(one.share for one in effects), 2)) for found in (min, max))
    head = (Span(option, "strong"), Span(f" leads in {low if low == high else f'{low} to {high}'} of the cases, if"))
    if question.kind == "checklist":
        return Item(head, more=tuple((Span(one.answer),) for one in effects))
    return Item((*head, Span(": " + ", ".join(one.answer for one in effects))))


def answers_document(answers: Mapping[str, Any], unknown: Sequence[str]) -> Document:
    """All answers so far."""
    rows = [(name, (words(shown(value)),)) for name, value in answers.items()]
    rows += [(name, (words("you don't know", "muted"),)) for name in unknown]
    blocks: tuple[Block, ...] = (Pairs(tuple(rows)),) if rows else (Paragraph(words("No answers yet.", "muted")),)
    return Document("", "", "plain", (), (Section("answers", "Your answers", blocks),))


def shown(value: Any) -> str:
    """An answer in words; a range as `300 to 2,400, usually 480`."""
    if not isinstance(value, Mapping):
        return in_words(value)
    usual = f", usually {number(value['usual'])}" if value.get("usual") is not None else ""
    return f"{number(value['low'])} to {number(value['high'])}{usual}"


def message(text: str) -> Document:
    """One sentence."""
    return Document("", "", "plain", (words(text),))
