"""The questionnaire: a page for every step; answering leads to the address of the next one."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from advisor import Advisor, InvalidWorkloadError
from advisor.language.typed import legal_values
from advisor.questionnaire.answers import read_answers
from advisor.questionnaire.models import NextQuestion, Step
from api.nearest import nearest
from api.pages.address import MAX_ADDRESS, Address, Pairs, pairs_of, read_address, too_long, written
from api.pages.page import HEADERS, Pages, pages_of
from api.pages.ready import warmed
from api.pages.replies import CHECKLIST, Form, NotUnderstoodError, answer_of, read_form
from api.pages.steps import CHAPTERS, answer_rows, question_on, ruled_out, step_at
from api.problems import ProblemError, in_address, shorten
from api.requests import advisor_of, worker_of
from knowledge.models import Fact

router = APIRouter(include_in_schema=False)
PATH = "/questions"
VARY = {"Vary": "HX-Request"}


@router.get(PATH)
async def show_question(request: Request) -> Response:
    """Show where the answers stand, and the next question."""
    advisor = advisor_of(request)
    address = read_address(pairs_of(request), advisor.base.facts)
    await warmed(request)
    return await worker_of(request).run(step_page, advisor, pages_of(request), address)


@router.get(f"{PATH}/answer")
async def take_answer(request: Request) -> Response:
    """Take an answer and lead to the next step, or show the same question with what was wrong."""
    advisor = advisor_of(request)
    form, rest = read_form(pairs_of(request))
    address = read_address(rest, advisor.base.facts)
    await warmed(request)
    return await worker_of(request).run(answered, advisor, pages_of(request), address, form, swapped(request))


@router.get(f"{PATH}/edit")
async def edit_answers(request: Request) -> Response:
    """Take an answer up again (`change`) or back (`drop`), and lead to where that stands."""
    advisor = advisor_of(request)
    facts = advisor.base.facts
    named: dict[str, str] = {}
    rest: Pairs = []
    for name, text in pairs_of(request):
        if name in ("change", "drop"):
            named[name] = text
        else:
            rest.append((name, text))
    wrong = [in_address(name, shorten(text) or "nothing", "a fact that is asked for", "use the buttons of the page")
             for name, text in named.items() if text not in facts or not facts[text].asked]  # fmt: skip
    if wrong:
        raise ProblemError("invalid-parameter", "There is no such answer.", wrong)
    address = read_address(rest, facts)
    for text in named.values():
        address = address.given({}, (), (text,)) if "change" in named else address.without(text)
    await warmed(request)
    return await worker_of(request).run(lead_to, advisor, pages_of(request), address, swapped(request))


def swapped(request: Request) -> bool:
    """Whether a script asks, which puts the page in the place of the one that is there."""
    return "hx-request" in request.headers


def lead_to(advisor: Advisor, pages: Pages, address: Address, at_once: bool) -> Response:  # noqa: FBT001 - as the request is
    """The way to the step of an address: the step itself, `at_once`, where a script can set the address; else a redirection.

    So a step takes one request, not two. Raises ProblemError (414, 422).
    """
    query = address.query()
    if len(query) > MAX_ADDRESS:
        raise too_long(len(query))
    if not at_once:
        return RedirectResponse(PATH + query, 303, {**HEADERS, **VARY})
    page = step_page(advisor, pages, address)
    page.headers.update({"HX-Push-Url": PATH + query, **VARY})
    return page


def answered(advisor: Advisor, pages: Pages, address: Address, form: Form, at_once: bool) -> Response:  # noqa: FBT001
    """The way to the next step. Raises ProblemError (422) for a form that this page never sends."""
    question, fact = _asked(advisor, address, form)
    try:
        given = answer_of(form, question, fact)
        after = address.given(given.answers, given.unknown)
        if given.answers:
            _check(advisor, after)
    except NotUnderstoodError as error:
        told = {"found": shorten(error.found), "expected": error.expected, "remedy": error.remedy}
        return step_page(advisor, pages, address, question, form, told)
    waiting = tuple(name for name in address.ask if name not in question.facts)
    return lead_to(advisor, pages, after.given({}, (), (*given.numbers, *waiting)), at_once)


def _asked(advisor: Advisor, address: Address, form: Form) -> tuple[NextQuestion, Fact | None]:
    """The question that a form answers, and its fact."""
    facts = advisor.base.facts
    if form.of in facts and facts[form.of].asked:
        return question_on(advisor, address, form.of), facts[form.of]
    question = step_at(advisor, address).question
    if form.of == CHECKLIST and question is not None and question.kind == CHECKLIST:
        return question, None
    near = nearest(form.of, facts)
    remedy = f"did you mean {near!r}?" if near else "go back to the question"
    problem = in_address("of", shorten(form.of) or "nothing", "a fact that is asked for", remedy)
    raise ProblemError("invalid-parameter", "The answer belongs to no question.", [problem])


def _check(advisor: Advisor, address: Address) -> None:
    """Raises NotUnderstoodError when the vocabulary refuses an answer."""
    try:
        read_answers(address.answers, advisor.base.facts)
    except InvalidWorkloadError as error:
        first = error.problems[0]
        raise NotUnderstoodError(first.found, first.expected, first.remedy) from None


def step_page(
    advisor: Advisor,
    pages: Pages,
    address: Address,
    asked: NextQuestion | None = None,
    form: Form | None = None,
    error: dict[str, str] | None = None,
) -> Response:
    """The page of a step; `asked`, `form` and `error` when an answer was not understood."""
    step = step_at(advisor, address)
    question = asked or (question_on(advisor, address, address.ask[0]) if address.ask else step.question)
    conflict = step.conflicts[0] if step.conflicts and not address.ask else None
    inference = advisor.edition(address.as_of)
    return pages.page(
        "questions.html.j2", 422 if error else 200,
        address=address, step=step, error=error, form=form, conflict=conflict,
        question=None if conflict else question,
        control=_control(advisor, address, question, form) if question and not conflict else None,
        gone=ruled_out(inference, address, step),
        answers=answer_rows(address, advisor.base.facts),
        chapters=CHAPTERS, facts=advisor.base.facts, rules=advisor.base.rules,
        options=inference.program.options, said=_said(step, parted=conflict is not None),
    )  # fmt: skip


def _control(advisor: Advisor, address: Address, question: NextQuestion, form: Form | None) -> dict[str, Any]:
    """How a question is put: the kind of control, what stands in it, what may be given."""
    if question.kind == CHECKLIST:
        return {"of": CHECKLIST, "type": CHECKLIST, "ticked": form.ticks if form else ()}
    name = question.facts[0]
    return control(name, advisor.base.facts[name], address.values.get(name), form)


def control(name: str, fact: Fact, value: Any, form: Form | None = None) -> dict[str, Any]:
    """The control for one fact with the value that it has now, or what was just typed."""
    spread = value if isinstance(value, dict) and not value.get("open") else {}
    typed = form.typed if form else "" if value is None or isinstance(value, dict | list | tuple | bool) else str(value)
    several = form.values if form else value if isinstance(value, list | tuple) else ()
    chosen = written(value) if isinstance(value, bool | str) else ""
    return {
        "of": name,
        "type": "number" if fact.type == "integer" else fact.type,
        "values": fact.values or {"yes": "", "no": ""},
        "typed": typed,
        "several": several,
        "chosen": chosen,
        "low": form.low if form else spread.get("low", ""),
        "high": form.high if form else spread.get("high", ""),
        "usual": form.usual if form else spread.get("usual") or "",
        "legal": legal_values(fact),
    }


def _said(step: Step, *, parted: bool) -> str:
    """What a screen reader says after a step."""
    if parted:
        return "Some answers can't hold together."
    leader = step.standing[0].title if step.standing else "no option"
    return f"Settled: {leader}." if step.settled else f"{leader} leads, {round(step.sure * 100)} percent settled."
