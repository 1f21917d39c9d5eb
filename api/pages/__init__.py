"""The web pages: the same steps for people with a browser. Everything works without scripts, which only make it smoother."""

from fastapi import APIRouter

from api.pages import advice, compare, documents, knowledge, maps, portfolio, questions, start, static

ROUTERS: tuple[APIRouter, ...] = (
    start.router,
    questions.router,
    advice.router,
    compare.router,
    maps.router,
    documents.router,
    portfolio.router,
    knowledge.router,
    static.router,
)
