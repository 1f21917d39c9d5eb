"""The summary for a terminal."""

from collections.abc import Iterator

from advisor.portfolio.summary import Summary
from advisor.portfolio.totals import LimitTotals, MoneyTotals, who
from advisor.reports.phrases import counted

_NAMED = 10


def as_text(summary: Summary) -> str:
    """Return the summary as plain lines."""
    judged = counted(summary.rows, "workload")
    lines = [f"{judged} judged, {summary.refused:,} refused. Edition {summary.as_of} ({summary.digest})."]
    lines += ["", "Recommended"]
    lines += [f"  {one.count:>12,}  {one.share:>6.1%}  {_bar(one.share)} {one.title}" for one in summary.options]
    if summary.tied or summary.contradicted:
        lines.append(
            f"  {summary.tied:,} of them tie with another option; {summary.contradicted:,} have answers that contradict."
        )
    if summary.rules:
        lines += ["", "Rules that decided most (without the rule another option would be best)"]
        lines += [
            f"  {one.count:>12,}  {one.share:>6.1%}  {one.rule}  {one.title} ({one.effect} {_named(one.targets)})"
            for one in summary.rules
        ]
    if summary.money is not None:
        lines += ["", "Bill in a month", *_money(summary.money)]
    if summary.limits is not None:
        lines += ["", "Nearest limits of the recommended options", *_limits(summary.limits)]
    return "\n".join(lines) + "\n"


def _money(money: MoneyTotals) -> Iterator[str]:
    least = f", {money.lower_bounds:,} of them at least that" if money.lower_bounds else ""
    yield f"  {money.recommended_usd:>16,.2f} USD  as recommended, {counted(money.priced, 'workload')} with a bill{least}"
    if money.compared:
        yield f"  {money.today_usd:>16,.2f} USD  today, {counted(money.compared, 'workload')} that run on a named option"
        yield f"  {money.instead_usd:>16,.2f} USD  the same workloads as recommended"
        yield f"  {money.saved_usd:>+16,.2f} USD  saved"
    if money.without_bill_today:
        yield f"  {money.without_bill_today:,} run on an option that is excluded, or have no bill today"
    if not money.compared:
        yield "  A column current_option with the option in use today gives the comparison."
    for one in money.movers[:_NAMED]:
        step = f"{one.today} -> {one.option}" if one.option else one.today
        yield f"  {one.saved_usd:>+16,.2f} USD  {who(one)}: {step}"


def _limits(limits: LimitTotals) -> Iterator[str]:
    yield f"  {limits.known:,} have a known one; {limits.above:,} are above it, {limits.near:,} use four fifths of it or more"
    for one in limits.tightest[:_NAMED]:
        grows = f", breaks at {one.breaks_at:,.2f} times the use" if one.breaks_at is not None else ""
        yield f"  {one.share:>16.1%}  {one.limit}  {who(one)}{f' on {one.option}' if one.option else ''}{grows}"


def _named(targets: list[str], most: int = 3) -> str:
    return ", ".join(targets) if len(targets) <= most else f"{len(targets)} options"


def _bar(share: float, width: int = 24) -> str:
    return ("█" * round(share * width)).ljust(width)
