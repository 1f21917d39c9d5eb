"""GET /v1/facts, /v1/rules and so on: what the advisor knows on a date, as lists and by id."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from advisor.entries import COLLECTIONS, Collection, Listing, Single, edition_ref
from api.accepting import accepted
from api.documents import tagged
from api.nearest import nearest
from api.problems import ProblemError, in_address, shorten
from api.requests import AskedEdition
from knowledge import Edition


def routers() -> Iterator[APIRouter]:
    """Yield one router for each kind of entry."""
    for collection in COLLECTIONS:
        yield router_of(collection)


def router_of(collection: Collection) -> APIRouter:
    """The two routes of a kind of entry."""
    router = APIRouter(prefix=f"/v1/{collection.name}", tags=["knowledge"])
    listing: Any = Listing.__class_getitem__(collection.model)
    single: Any = Single.__class_getitem__(collection.model)

    def list_entries(request: Request, edition: AskedEdition) -> Response:
        accepted(request)

        def write() -> BaseModel:
            items = list(collection.listed(edition))
            found: BaseModel = listing.model_construct(edition=edition_ref(edition), items=items)
            return found

        return tagged(request, edition, write)

    def show_entry(request: Request, entry_id: str, edition: AskedEdition) -> Response:
        accepted(request)
        item = collection.find(edition, entry_id)
        if item is None:
            raise missing(collection, edition, entry_id)
        return tagged(request, edition, lambda: single.model_construct(edition=edition_ref(edition), item=item))

    about = collection.about
    router.get("", name=f"list_{collection.name}", response_model=listing, summary=about)(list_entries)
    router.get("/{entry_id}", name=f"show_{collection.name}", response_model=single, summary=f"One by id. {about}")(show_entry)
    return router


def missing(collection: Collection, edition: Edition, entry_id: str) -> ProblemError:
    """What to say about an id that is not there on the date."""
    day, elsewhen = edition.as_of.isoformat(), collection.elsewhen(edition, entry_id)
    if elsewhen is not None:
        error = in_address("entry_id", f"{entry_id}: {elsewhen}", f"one in force on {day}", "ask with another as_of")
    else:
        near = nearest(entry_id, collection.known(edition))
        remedy = f"did you mean {near!r}?" if near else f"GET /v1/{collection.name} lists them all"
        error = in_address("entry_id", shorten(entry_id), f"an id of /v1/{collection.name}", remedy)
    return ProblemError("unknown-id", f"There is no such entry in {collection.name} as of {day}.", [error])
