"""The result page: the whole advice on the answers in the address, and what can be tried from there."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor, InvalidWorkloadError, NoEditionError, Recommendation
from advisor.capacity.models import Headroom
from advisor.cost.models import Bill
from advisor.language.words import milliseconds
from advisor.reports.plan import total
from advisor.reports.rationale import rationale
from advisor.result import OptionResult
from api.pages.address import Address, pairs_of, read_address, refused_answers
from api.pages.page import Pages, pages_of
from api.pages.pictures import pictures
from api.pages.ready import Kept
from api.pages.steps import answer_rows
from api.requests import advisor_of, no_edition_of_address, worker_of

router = APIRouter(include_in_schema=False)
FORMS = (
    ("form=pdf", "PDF"),
    ("form=pdf&paper=letter", "PDF, Letter"),
    ("form=html", "HTML"),
    ("form=markdown", "Markdown"),
    ("form=adr", "Decision record"),
)
_ADVICE: Kept[tuple[Advisor, str], Recommendation] = Kept(24)


@dataclass(frozen=True, slots=True)
class Side:
    """One option that nothing excludes, in a line of the comparison."""

    option: OptionResult
    bill: str
    quick: str | None
    latency: str
    tightest: Headroom | None


@router.get("/advice")
async def show_advice(request: Request) -> Response:
    """Show the advice on the answers in the address."""
    advisor = advisor_of(request)
    address = read_address(pairs_of(request), advisor.base.facts)
    return await worker_of(request).run(advice_page, advisor, pages_of(request), address)


def advice_at(advisor: Advisor, address: Address) -> Recommendation:
    """The recommendation on the answers of an address. Raises ProblemError (422)."""

    def make() -> Recommendation:
        try:
            return advisor.advise(address.workload, address.as_of)
        except InvalidWorkloadError as error:
            raise refused_answers(error) from None
        except NoEditionError:
            raise no_edition_of_address(advisor.base, address.as_of) from None

    return _ADVICE.get((advisor, address.query(place=False)), make)


def advice_page(advisor: Advisor, pages: Pages, address: Address) -> Response:
    """The page of a recommendation."""
    found = advice_at(advisor, address)
    document = rationale(found, appended=False)
    ranges = [name for name, value in address.values.items() if isinstance(value, dict)]
    best = next((option for option in found.options if option.id == found.recommendation.option), None)
    return pages.page(
        "advice.html.j2",
        address=address, found=found, document=document, best=best, ranges=ranges,
        side=_side(best) if best else None,
        sides=[_side(option) for option in found.options if option.status != "excluded"],
        query=address.query(place=False), forms=FORMS, rates=rates(found), pictures=pictures(found),
        uncurved=[option.title for option in found.options if option.cost and not option.cost.curves],
        answers=answer_rows(address, advisor.base.facts),
        first=advisor.base.first, latest=max(advisor.base.read, address.as_of or date.min),
        facts={name: fact for name, fact in advisor.base.facts.items() if fact.asked},
    )  # fmt: skip


def _side(option: OptionResult) -> Side:
    budget = option.latency_budget
    low, high = (budget.warm_low_ms, budget.warm_high_ms) if budget else (None, None)
    told = (None if one is None else milliseconds(float(f"{one:.3g}")) for one in (low, high))
    quick, slow = (None if one is None else _unbroken(one) for one in told)
    return Side(option, monthly(option), quick, slow or "not known", option.headroom[0] if option.headroom else None)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def monthly(option: OptionResult) -> str:
    """What an option costs in a month; a line may end before what is missing, not within the amount."""
    amount, missing, what = total(option.cost).partition(" (") if option.cost else ("no prices", "", "")
    return _unbroken(amount) + missing + what


def _exact(bill: Bill | None) -> dict[str, Any]:
    """The bill as answered, to the cent, and whether it is the least that it can be."""
    return {"now": float(bill.monthly_usd), "least": bill.lower_bound} if bill else {}


def rates(found: Recommendation) -> str | None:
    """The bills as curves over each axis, for the script that redraws them: JSON, or None when there are none."""
    axes: dict[str, dict[str, Any]] = {}
    for option in found.options:
        for curve in option.cost.curves if option.cost else ():
            axis = axes.setdefault(curve.axis, {"known": found.workload.get(curve.axis), "options": []})
            points = [[point.x, round(float(point.usd), 4)] for point in curve.points]
            axis["options"].append({"id": option.id, "title": option.title, "points": points, **_exact(option.cost)})
    kept = {name: axis for name, axis in axes.items() if any(len(one["points"]) > 1 for one in axis["options"])}
    return json.dumps(kept, separators=(",", ":")) if kept else None
