"""How the options compare: the sum of the recommended one, and for every other one the reason it lost."""

from collections.abc import Iterable

from advisor.reports.content import Account, Block, Item, Items, Ledger, Line, Paragraph, Section, Span, Table, words
from advisor.reports.phrases import Detail, counted, counted_reason, option_of, reason, references, says, signed
from advisor.result import OptionResult, Recommendation

RIVALS = 3
_SHORT = {"operations": "ops", "latency": "lat.", "scaling": "scal.", "control": "ctrl", "portability": "port."}


def why_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """The sum of the recommended option, or of each one that ties, with every reason in it."""
    best = [option for option in recommendation.options if option.status == "recommended"]
    if not best:
        return None
    title = f"Why {' or '.join(option.title for option in best)}"
    if len(best) == 1:
        return Section("why", title, (account(best[0]),))
    return Section("why", title, (), tuple(Section(f"why-{option.id}", option.title, (account(option),)) for option in best))


def account(option: OptionResult) -> Ledger | Paragraph:
    """The sum of one option: criterion by criterion points x weight, with the reasons behind the points."""
    accounts = []
    for criterion, row in option.criteria.items():
        reasons = tuple(counted_reason(finding) for finding in option.findings if finding.criterion == criterion)
        if reasons:
            accounts.append(Account(criterion, f"{signed(row.points)} × {row.weight}", signed(row.score), reasons))
    silent = [
        criterion
        for criterion, row in option.criteria.items()
        if not row.points and not any(a.label == criterion for a in accounts)
    ]
    if not accounts:
        return Paragraph(words("Nothing counts for it or against it: score 0."))
    remark = f"Nothing counted on {', '.join(silent)}." if silent else ""
    return Ledger(f"Score of {option.title}", tuple(accounts), "score", signed(option.score), remark)


def others_section(recommendation: Recommendation, detail: Detail) -> Section | None:
    """All options that nothing excludes side by side, then for each other one why it lost.

    The brief form has sentences for the nearest options only, and the rules for the rest.
    """
    open_ones = [option for option in recommendation.options if option.status != "excluded"]
    excluded = [option for option in recommendation.options if option.status == "excluded"]
    winner = option_of(recommendation, recommendation.recommendation.option)
    behind = [option for option in open_ones if winner is not None and option.status != "recommended"]
    told = len(behind) if detail == "full" else RIVALS
    sections = [_behind(option, winner) for option in behind[:told] if winner is not None]
    if behind[told:] and winner is not None:
        items = tuple(_further_behind(option, winner) for option in behind[told:])
        sections.append(Section("options-further", "Further behind", (Items(items),)))
    if excluded:
        sections.append(Section("options-excluded", "Excluded", (Items(tuple(_excluded(excluded))),)))
    blocks: list[Block] = [comparison(open_ones)] if len(open_ones) > (winner is not None) else []
    if winner is not None and any(option.status == "undetermined" for option in open_ones):
        blocks.append(Paragraph(words("? An open question could still exclude this option.", "muted")))
    title = "The other options" if winner else "The options"
    return Section("options", title, tuple(blocks), tuple(sections)) if blocks or sections else None


def comparison(options: list[OptionResult]) -> Table:
    """Scores of options by criterion; criteria on which all have none are left out.

    Those that an open question could exclude are marked, unless nothing is recommended anyway.
    """
    decided = any(option.status == "recommended" for option in options)
    shown = [name for name in options[0].criteria if any(option.criteria[name].score for option in options)]
    rows = tuple(
        (
            words(f"{number}."),
            words(option.title, "strong" if option.status == "recommended" else "plain"),
            words("?" if option.status == "undetermined" and decided else "", "muted"),
            *(words(signed(option.criteria[name].score)) for name in shown),
            words(signed(option.score), "strong"),
        )
        for number, option in enumerate(options, 1)
    )
    head = ("", "option", "", *shown, "score")
    short = ("", "option", "", *(_SHORT.get(name, name) for name in shown), "score")
    return Table("Scores by criterion", head, rows, "rll" + "r" * (len(shown) + 1), short)


def _behind(option: OptionResult, winner: OptionResult) -> Section:
    """Why an option that nothing excludes is not the recommended one."""
    against = tuple(counted_reason(finding) for finding in option.findings if finding.points < 0)
    blocks: tuple[Block, ...] = (Paragraph(_difference(option, winner)), *((Items(against),) if against else ()))
    return Section(f"option-{option.id}", option.title, blocks, note=words(_gap(option, winner)))


def _further_behind(option: OptionResult, winner: OptionResult) -> Item:
    """The same in short: the sentences left to the rules."""
    against = dict.fromkeys(name for finding in option.findings if finding.points < 0 for name in says(finding))
    more = (*_difference(option, winner), Span(" "), *references(against))
    return Item((Span(option.title, "strong"), Span(f" · {_gap(option, winner)}", "muted")), more=(more,))


def _gap(option: OptionResult, winner: OptionResult) -> str:
    gap = winner.score - option.score
    return f"{counted(gap, 'point')} behind" if gap else "the same score"


def _difference(option: OptionResult, winner: OptionResult) -> Line:
    """Where points were lost and won against the winner."""
    gaps = {name: row.score - winner.criteria[name].score for name, row in option.criteria.items()}
    lost = [f"{name} {signed(gap)}" for name, gap in sorted(gaps.items(), key=lambda item: item[1]) if gap < 0]
    won = [f"{name} {signed(gap)}" for name, gap in sorted(gaps.items(), key=lambda item: -item[1]) if gap > 0]
    parts = ([f"behind on {', '.join(lost)}"] if lost else []) + ([f"ahead on {', '.join(won)}"] if won else [])
    text = "; ".join(parts) or "equal on every criterion"
    return words(f"{text[0].upper()}{text[1:]}.", "muted")


def _excluded(options: Iterable[OptionResult]) -> list[Item]:
    """The excluded options; those that the same rules exclude stand together."""
    together: dict[tuple[str, ...], list[OptionResult]] = {}
    for option in options:
        together.setdefault(tuple(finding.rule for finding in option.findings if finding.effect == "excludes"), []).append(
            option
        )
    return [
        Item(
            (Span(", ".join(option.title for option in group), "strong"),),
            tone="bad",
            bullet="×",
            more=tuple(
                reason(finding.because, [finding.rule]) for finding in group[0].findings if finding.effect == "excludes"
            ),
        )
        for group in together.values()
    ]
