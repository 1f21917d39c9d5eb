"""What routes take from a request: the advisor, the date that is asked about, the edition."""

from datetime import date
from functools import partial
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from advisor import Advisor, NoEditionError
from advisor.language.program import edition_on
from api.nearest import nearest
from api.problems import FieldProblem, ProblemError, in_address, shorten
from api.questions import Place, bad_date, date_of
from api.worker import Worker
from knowledge import Base, Edition

AS_OF = "Date of the edition. Without it, the day on which the knowledge was last read."


def advisor_of(request: Request) -> Advisor:
    """The advisor of the application."""
    return cast("Advisor", request.app.state.advisor)


def worker_of(request: Request) -> Worker:
    """The application's thread for computing."""
    return cast("Worker", request.app.state.worker)


async def asked_date(
    request: Request, as_of: Annotated[str | None, Query(description=AS_OF, json_schema_extra={"format": "date"})] = None
) -> date | None:
    """The date of `?as_of=`, if there is one. Raises ProblemError (422) for any other parameter, a repeated one or no date."""
    return date_in_address(request, as_of, ("as_of",))


def date_in_address(request: Request, as_of: str | None, known: tuple[str, ...]) -> date | None:
    """The date of `?as_of=` among the parameters that are known. Raises ProblemError (422)."""
    names = [name for name, _ in request.query_params.multi_items()]
    errors = [_unknown(name, known) for name in dict.fromkeys(names) if name not in known]
    what = {"as_of": "date"}
    errors += [
        in_address(name, f"several {what.get(name, 'value')}s", f"one {what.get(name, 'value')}", "keep the one that is meant")
        for name in known
        if names.count(name) > 1
    ]
    found = date_of(as_of)
    if as_of is not None and found is None:
        errors.append(bad_date(as_of, partial(in_address, "as_of")))
    if errors:
        raise ProblemError("invalid-parameter", "A parameter of the address does not fit.", errors)
    return found


def _unknown(name: str, known: tuple[str, ...]) -> FieldProblem:
    near = nearest(name, known)
    remedy = f"did you mean {near!r}?" if near else "leave it out"
    return in_address(shorten(name), "an unknown parameter", " and ".join(known), remedy)


AskedDate = Annotated[date | None, Depends(asked_date)]


async def asked_edition(request: Request, as_of: AskedDate) -> Edition:
    """The edition of `?as_of=`. Raises ProblemError (422)."""
    base = advisor_of(request).base
    day = as_of or base.read
    try:
        return edition_on(base, day)
    except NoEditionError:
        raise no_edition(base, day, partial(in_address, "as_of")) from None


AskedEdition = Annotated[Edition, Depends(asked_edition)]


def no_edition(base: Base, day: date, place: Place) -> ProblemError:
    """What to say about a date before the first option."""
    expected = f"a date from {base.first.isoformat()} on, when the first of the options came out"
    error = place(day.isoformat(), expected, "ask for a later date")
    return ProblemError("no-edition", f"There is no edition as of {day.isoformat()}.", [error])


def no_edition_of_address(base: Base, day: date | None) -> ProblemError:
    """The same about the date of an address."""
    return no_edition(base, day or base.read, partial(in_address, "as_of"))
