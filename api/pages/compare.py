"""How far the answer is from another one: what if a fact changes, what changed since a date, and the smallest flips."""

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor, InvalidWorkloadError, NoEditionError, Recommendation
from advisor.differences import between, differ
from advisor.questionnaire.models import Flips
from advisor.reports.differences import difference_document
from advisor.reports.questions import flips_document
from api.nearest import nearest
from api.pages.address import Address, pairs_of, read_address, refused_answers
from api.pages.advice import advice_at, monthly
from api.pages.page import Pages, pages_of
from api.pages.questions import control
from api.pages.ready import QUESTIONNAIRE, part_of, warmed
from api.pages.replies import Form, NotUnderstoodError, answer_of, read_form
from api.pages.steps import answer_text, question_on
from api.problems import ProblemError, in_address, shorten
from api.requests import advisor_of, no_edition_of_address, worker_of

router = APIRouter(include_in_schema=False)


@router.get("/advice/what-if")
async def show_what_if(request: Request) -> Response:
    """Ask for another value of a fact, and compare both answers."""
    advisor = advisor_of(request)
    form, rest = read_form(pairs_of(request))
    address = read_address(rest, advisor.base.facts)
    await warmed(request)
    return await worker_of(request).run(what_if_page, advisor, pages_of(request), address, form)


def what_if_page(advisor: Advisor, pages: Pages, address: Address, form: Form) -> Response:
    """The page of a change: the fact to choose, its value, then both answers."""
    facts = {name: fact for name, fact in advisor.base.facts.items() if fact.asked}
    name = _fact(form, facts)
    answered = (
        form.dont_know
        or bool(form.values or form.low or form.high)
        or (bool(name) and facts[name].type == "set" and bool(form.ticks))
    )
    values: dict[str, Any] = {"error": None, "difference": None, "pair": (), "change": ()}
    if name and answered:
        values |= _changed(advisor, address, form, name)
    return pages.page(
        "what-if.html.j2", 422 if values["error"] else 200,
        address=address, query=address.query(place=False), facts=facts, name=name,
        control=control(name, facts[name], address.values.get(name), form if answered else None) if name else None, **values,
    )  # fmt: skip


def _fact(form: Form, facts: dict[str, Any]) -> str:
    """The fact to change; empty before one is chosen. Raises ProblemError (422)."""
    if not form.of or form.of in facts:
        return form.of
    near = nearest(form.of, facts)
    remedy = f"did you mean {near!r}?" if near else "choose one from the list"
    problem = in_address("of", shorten(form.of), "a fact that is asked for", remedy)
    raise ProblemError("invalid-parameter", "There is no such fact.", [problem])


def _changed(advisor: Advisor, address: Address, form: Form, name: str) -> dict[str, Any]:
    """Both answers and what differs, or what was wrong with the new value."""
    try:
        given = answer_of(form, question_on(advisor, address, name), advisor.base.facts[name])
        other = replace(address.given(given.answers, given.unknown), ask=())
        before, after = advice_at(advisor, address), advice_at(advisor, other)
    except NotUnderstoodError as error:
        return {"error": {"found": shorten(error.found), "expected": error.expected, "remedy": error.remedy}}
    except ProblemError as error:
        first = error.errors[0] if error.errors else None
        if first is None or first.parameter != name:
            raise
        return {"error": {"found": first.found, "expected": first.expected, "remedy": first.remedy}}
    pair = (_side(before, address), _side(after, other))
    change = [answer_text(one, name, advisor.base.facts) for one in (address, other)]
    return {"change": change, "difference": difference_document(differ(before, after), "What if", advisor.base), "pair": pair}


def _side(found: Recommendation, address: Address) -> dict[str, str]:
    """One of two answers in short: what is recommended, what it costs, where it stands in full."""
    best = next((option for option in found.options if option.id == found.recommendation.option), None)
    return {
        "answer": best.title if best else "No recommendation",
        "bill": monthly(best) if best and best.cost and best.cost.monthly_usd else "",
        "query": address.query(place=False),
    }


@router.get("/advice/as-of")
async def show_as_of(request: Request) -> Response:
    """Compare the answers of two dates, with the dated knowledge that made the difference."""
    advisor = advisor_of(request)
    address = read_address(pairs_of(request), advisor.base.facts)
    return await worker_of(request).run(as_of_page, advisor, pages_of(request), address)


def as_of_page(advisor: Advisor, pages: Pages, address: Address) -> Response:
    """The page of two dates: that of the address, and the newest one."""
    newest = advisor.base.read
    day = address.as_of or newest
    now = replace(address, as_of=None)
    pair = (_side(advice_at(advisor, address), address), _side(advice_at(advisor, now), now))
    found = between(advisor, address.workload, day, newest)
    return pages.page(
        "as-of.html.j2", address=address, query=address.query(place=False), day=day, newest=newest,
        difference=difference_document(found, f"{day} and {newest}", advisor.base),
        pair=pair, first=advisor.base.first, latest=max(newest, day, date.min),
    )  # fmt: skip


@router.get("/advice/flips")
async def show_flips(request: Request) -> Response:
    """Show the smallest changes that flip the answer."""
    advisor = advisor_of(request)
    address = read_address(pairs_of(request), advisor.base.facts)
    await warmed(request)
    return await worker_of(request).run(flips_page, advisor, pages_of(request), address)


def flips_page(advisor: Advisor, pages: Pages, address: Address) -> Response:
    """The page of the flips. Raises ProblemError (422, 501)."""
    desk = part_of(QUESTIONNAIRE, "ask")
    try:
        found: Flips = desk.flips(advisor, address.workload, address.as_of)
    except InvalidWorkloadError as error:
        raise refused_answers(error) from None
    except NoEditionError:
        raise no_edition_of_address(advisor.base, address.as_of) from None
    document = flips_document(found, advisor.base, full=True)
    return pages.page("flips.html.j2", address=address, query=address.query(place=False), document=document)
