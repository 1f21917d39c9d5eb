"""GET /v1/edition and /healthz: which knowledge answers, and whether it does."""

from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from advisor import Advisor
from advisor.entries import COLLECTIONS, edition_ref
from advisor.result import EditionRef
from api.accepting import JSON, accepted
from api.documents import software, tagged
from api.problems import ProblemError
from api.requests import AskedEdition, advisor_of, worker_of
from knowledge import Edition

router = APIRouter(tags=["edition"])
PROBE = {"trigger": "api", "longest_run_s": 3, "memory_mib": 512}


class EditionAbout(EditionRef):
    """An edition: its date and digest, the first date that has one, and how many entries it has by kind."""

    first: date
    software: str
    counts: dict[str, int]


class Health(BaseModel):
    """The advisor answers; `option` is what it recommends for a fixed small workload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Literal["ok"]
    software: str
    edition: EditionRef
    option: str | None


@router.get("/v1/edition", response_model=EditionAbout)
def show_edition(request: Request, edition: AskedEdition) -> Response:
    """Show which knowledge answers on a date."""
    accepted(request)
    return tagged(request, edition, lambda: about(edition))


def about(edition: Edition) -> EditionAbout:
    """What there is to say about an edition."""
    ref = edition_ref(edition)
    counts = {collection.name: sum(1 for _ in collection.listed(edition)) for collection in COLLECTIONS}
    return EditionAbout(
        as_of=ref.as_of, digest=ref.digest, read=ref.read, first=edition.base.first, software=software(), counts=counts
    )


@router.get("/healthz", response_model=Health)
async def check_health(request: Request) -> Response:
    """Decide on a small fixed workload; healthy when the answer is the one given at the start."""
    accepted(request)
    found = await worker_of(request).run(probe, advisor_of(request))
    if found != request.app.state.healthy:
        raise ProblemError("unhealthy", "The answer to a fixed question has changed since the start.")
    return Response(found.model_dump_json(), headers={"Cache-Control": "no-store"}, media_type=JSON)


def probe(advisor: Advisor) -> Health:
    """Run one decision on the newest edition."""
    found = advisor.advise(PROBE)
    return Health(status="ok", software=software(), edition=found.edition, option=found.recommendation.option)
