"""The decision map: where the answer changes over the plane of two facts."""

from typing import Any

from fastapi import APIRouter, Request, Response

from advisor import Advisor, AdvisorError, InvalidWorkloadError, NoEditionError
from api.pages.address import Address, Pairs, pairs_of, read_address, refused_answers
from api.pages.page import Pages, pages_of
from api.pages.pictures import with_dark
from api.pages.ready import Kept, part_of
from api.problems import ProblemError, in_address, shorten
from api.requests import advisor_of, no_edition_of_address, worker_of
from api.routes.maps import DESK, SVG, number_facts

router = APIRouter(include_in_schema=False)
X, Y = "longest_run_s", "memory_mib"
_MAPS: Kept[tuple[Advisor, str, str, str], Any] = Kept(16)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
PICTURE_HEADERS = {"Cache-Control": "private, max-age=300", "Content-Security-Policy": PICTURE_POLICY}


@router.get("/advice/map")
async def show_map(request: Request) -> Response:
    """Show the map of two facts for the answers in the address."""
    advisor = advisor_of(request)
    address, x, y = _read(advisor, pairs_of(request))
    return await worker_of(request).run(map_page, advisor, pages_of(request), address, x, y)


@router.get("/advice/map.svg")
async def show_picture(request: Request) -> Response:
    """The map as a picture."""
    advisor = advisor_of(request)
    address, x, y = _read(advisor, pairs_of(request))
    found = await worker_of(request).run(map_at, advisor, address, x, y)
    return Response(with_dark(part_of(DESK, "bulk").as_svg(found)), headers=PICTURE_HEADERS, media_type=SVG)


def _read(advisor: Advisor, pairs: Pairs) -> tuple[Address, str, str]:
    """The answers and the two axes. Raises ProblemError (422)."""
    axes = {"x": X, "y": Y}
    rest: Pairs = []
    for name, text in pairs:
        if name in axes:
            axes[name] = text
        else:
            rest.append((name, text))
    known = number_facts(advisor)
    wrong = [in_address(name, shorten(text) or "nothing", "a fact that is a number", "choose one from the list")
             for name, text in axes.items() if text not in known]  # fmt: skip
    if axes["x"] == axes["y"]:
        wrong.append(in_address("y", shorten(axes["y"]), "another fact than x", "choose two different facts"))
    if wrong:
        raise ProblemError("invalid-parameter", "The axes of the map do not fit.", wrong)
    return read_address(rest, advisor.base.facts), axes["x"], axes["y"]


def map_at(advisor: Advisor, address: Address, x: str, y: str) -> Any:
    """The map of two facts. Raises ProblemError (422, 501)."""
    desk = part_of(DESK, "bulk")

    def make() -> Any:
        try:
            return desk.draw(advisor, address.workload, x, y, address.as_of)
        except InvalidWorkloadError as error:
            raise refused_answers(error) from None
        except NoEditionError:
            raise no_edition_of_address(advisor.base, address.as_of) from None
        except AdvisorError as error:
            problem = in_address("x", shorten(str(error)), "two facts that can be drawn", "choose others")
            raise ProblemError("invalid-parameter", "The map can't be drawn.", [problem]) from None

    return _MAPS.get((advisor, address.query(place=False), x, y), make)


def map_page(advisor: Advisor, pages: Pages, address: Address, x: str, y: str) -> Response:
    """The page of a map."""
    numbers = {name: advisor.base.facts[name] for name in number_facts(advisor)}
    return pages.page(
        "map.html.j2", address=address, query=address.query(place=False), found=map_at(advisor, address, x, y), numbers=numbers,
        x=x, y=y, picture="/advice/map.svg" + address.query(place=False, x=x, y=y),
        options=advisor.base.options,
    )  # fmt: skip
