"""From a question to a recommendation, with every fault named by its place in the body."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from advisor import Advisor, InvalidWorkloadError, NoEditionError, Recommendation
from advisor.cost.price_file import InvalidPricesError, OwnPrices, check_prices
from api.problems import MAX_SHOWN, FieldProblem, ProblemError, in_address, in_body
from api.questions import Question
from api.reading import escape
from api.requests import no_edition
from knowledge import Problem

WORKLOAD = "#/workload"


def answer(advisor: Advisor, question: Question, as_of: date | None = None) -> Recommendation:
    """Return the recommendation for a question; `as_of` is the date of the address, if any. Raises ProblemError (422)."""
    day = one_date(question.as_of, as_of)
    try:
        # what is no mapping is refused by the advisor, in its own words
        prices = own_prices(advisor, question)
        return advisor.advise(question.workload, day, prices, free_tier=question.free_tier)  # type: ignore[arg-type]
    except InvalidWorkloadError as error:
        errors = [field_problem(problem, question.workload) for problem in error.problems]
        places = "one place" if len(errors) == 1 else f"{len(errors)} places"
        raise ProblemError("invalid-question", f"The workload can't be read: {places} to correct.", errors) from None
    except NoEditionError:
        place = partial(in_body, "#/as_of") if question.as_of else partial(in_address, "as_of")
        raise no_edition(advisor.base, day or advisor.base.read, place) from None


def own_prices(advisor: Advisor, question: Question) -> OwnPrices | None:
    """The user's prices of a question. Raises ProblemError (422)."""
    if question.prices is None:
        return None
    try:
        return check_prices(question.prices, "prices", advisor.base)
    except InvalidPricesError as error:
        errors = [
            in_body(
                f"#/prices/{escape(problem.where.removeprefix('prices: '))}", problem.found, problem.expected, problem.remedy
            )
            for problem in error.problems
        ]
        raise ProblemError("invalid-question", "The prices can't be read.", errors) from None


def one_date(in_question: date | None, asked: date | None) -> date | None:
    """The one date that is asked about. Raises ProblemError (422) when body and address name different ones."""
    if in_question is not None and asked is not None and in_question != asked:
        error = in_address("as_of", asked.isoformat(), f"{in_question.isoformat()}, as in the body", "give one date only")
        raise ProblemError("invalid-parameter", "Address and body ask about different dates.", [error])
    return in_question or asked


def field_problem(problem: Problem, workload: object) -> FieldProblem:
    """A problem of a workload with its place as a JSON Pointer."""
    return in_body(_pointer(problem.where, workload), problem.found, problem.expected, problem.remedy)


def _pointer(where: str, workload: object) -> str:
    """The place of a fact; of a name in the list `unknown`, its place there."""
    if not isinstance(workload, Mapping):
        return WORKLOAD
    if any(_is(name, where) for name in workload):
        return f"{WORKLOAD}/{escape(where)}"
    unknown = workload.get("unknown")
    for number, name in enumerate(unknown if isinstance(unknown, list) else ()):
        if _is(name, where):
            return f"{WORKLOAD}/unknown/{number}"
    return WORKLOAD


def _is(name: object, where: str) -> bool:
    """Whether a key is the one that a problem names; problems show the beginning of a long one."""
    return name == where or (len(where) >= MAX_SHOWN and str(name).startswith(where))
