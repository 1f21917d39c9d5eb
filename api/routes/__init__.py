"""All routes, one module for each group. A new group is registered here."""

from fastapi import APIRouter

from api.routes import advice, collections, differences, documents, editions, maps, portfolio, problems, questions, schemas

ROUTERS: tuple[APIRouter, ...] = (
    advice.router,
    questions.router,
    differences.router,
    maps.router,
    documents.router,
    portfolio.router,
    *collections.routers(),
    editions.router,
    schemas.router,
    problems.router,
)
