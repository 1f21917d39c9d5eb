"""All routes, one module for each group. A new group is registered here."""

from fastapi import APIRouter

from api.routes import advice, collections, editions, problems, schemas

ROUTERS: tuple[APIRouter, ...] = (
    advice.router,
    *collections.routers(),
    editions.router,
    schemas.router,
    problems.router,
)
