"""GET /v1/problems: the pages that the `type` of a problem document points to."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from api.accepting import JSON, accepted
from api.nearest import nearest
from api.problems import KINDS, PATH, Kind, ProblemError, in_address, shorten

router = APIRouter(prefix=PATH, tags=["problems"])


class KindAbout(BaseModel):
    """A kind of problem: when it comes, and what to do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    status: int
    title: str
    meaning: str


class KindList(BaseModel):
    """All kinds of problems."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: list[KindAbout]


@router.get("", response_model=KindList)
async def list_problems(request: Request) -> Response:
    """List the kinds of problems."""
    accepted(request)
    return Response(KindList(items=[_about(kind) for kind in KINDS.values()]).model_dump_json(), media_type=JSON)


@router.get("/{entry_id}", response_model=KindAbout)
async def show_problem(request: Request, entry_id: str) -> Response:
    """Show one kind of problem."""
    accepted(request)
    kind = KINDS.get(entry_id)
    if kind is None:
        near = nearest(entry_id, KINDS)
        remedy = f"did you mean {near!r}?" if near else f"GET {PATH} lists them all"
        error = in_address("entry_id", shorten(entry_id), "a kind of problem", remedy)
        raise ProblemError("unknown-id", "There is no such kind of problem.", [error])
    return Response(_about(kind).model_dump_json(), media_type=JSON)


def _about(kind: Kind) -> KindAbout:
    return KindAbout(type=f"{PATH}/{kind.id}", status=kind.status, title=kind.title, meaning=kind.meaning)
