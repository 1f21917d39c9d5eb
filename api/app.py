"""The application: routers in one place, one guard around them, every error as a problem document or a page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from advisor import Advisor
from advisor.advice import default_advisor
from api.documents import software
from api.guard import Guard
from api.memory import settled
from api.openapi import DocumentedAPI
from api.pages import ROUTERS as PAGES
from api.pages.failures import answer_problem
from api.pages.page import Pages
from api.pages.ready import warming
from api.problems import ProblemError
from api.refusals import answer_failure, answer_http, answer_refusal, answer_validation
from api.routes import ROUTERS, portfolio
from api.routes.editions import probe
from api.worker import Worker

DESCRIPTION = """Says whether a workload belongs on AWS Lambda, ECS or Batch, what the design needs, and why, sentence by
sentence with its source. `as_of` picks the edition of the knowledge. Errors are problem documents (RFC 9457) that name
the field."""


def create_app(advisor: Advisor | None = None) -> DocumentedAPI:
    """Return the application for an advisor (default: the knowledge that ships with the package).

    Decides once on the newest edition, so that a base that can't answer stops the start. Raises KnowledgeError.
    """
    app = DocumentedAPI(
        title="AWS compute advisor",
        description=DESCRIPTION,
        version=software(),
        docs_url=None,  # their pages load scripts from other hosts
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_serving,
        separate_input_output_schemas=False,
        generate_unique_id_function=_operation_id,
        exception_handlers={
            ProblemError: answer_refusal,
            HTTPException: answer_http,
            RequestValidationError: answer_validation,
            ClientDisconnect: _answer_nobody,
            Exception: answer_failure,
        },
    )
    app.state.advisor = advisor if advisor is not None else default_advisor()
    app.state.worker = Worker()
    app.state.healthy = probe(app.state.advisor)
    app.state.pages = Pages(app.state.advisor.base)
    app.add_middleware(Guard, refuse=answer_problem, larger=dict.fromkeys(("/portfolio", "/v1/portfolio"), portfolio.MAX_BODY))
    for router in (*ROUTERS, *PAGES):
        app.include_router(router)
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    async with warming(app), settled(app):
        yield


def _operation_id(route: APIRoute) -> str:
    return route.name


async def _answer_nobody(request: Request, error: Exception) -> Response:
    """The client went away while sending; nobody reads this."""
    return Response(status_code=400)
