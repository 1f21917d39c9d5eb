"""What surrounds every route: a limit on bodies, HEAD answered like GET, and headers that browsers heed."""

from collections.abc import Callable, Mapping

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.files import MAX_BYTES
from api.problems import KINDS, ProblemDocument, ProblemError, document

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


Refuse = Callable[[Request, ProblemDocument], Response]


class Guard:
    """ASGI middleware around all routes. A route that sets one of `HEADERS` itself keeps its own value.

    `refuse` answers a body that is announced as too large; `larger` has the paths that take more than `max_body` bytes.
    """

    def __init__(
        self, app: ASGIApp, refuse: Refuse, max_body: int = MAX_BYTES, larger: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.refuse = refuse
        self.max_body = max_body
        self.larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = _with_headers(send)
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        headers, most = Headers(scope=scope), self.larger.get(scope["path"], self.max_body)
        if _declared(headers) > most:
            refused = document(KINDS["body-too-large"], _too_large(most), scope["path"])
            await self.refuse(Request(scope), refused)(scope, receive, send)
        elif "content-length" in headers or "transfer-encoding" in headers:
            await self.app(scope, _counted(receive, most), send)
        else:
            await self.app(scope, receive, send)


def _declared(headers: Headers) -> int:
    """The announced length; 0 when there is none or it is no number (servers refuse the latter)."""
    value = headers.get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0


def _too_large(max_body: int) -> str:
    return f"The body is longer than {max_body:,} bytes, the most that is read."


def _counted(receive: Receive, max_body: int) -> Receive:
    """Pass the body on, and stop at the limit whatever the headers announced."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > max_body:
            raise ProblemError("body-too-large", _too_large(max_body))
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers


def _without_body(send: Send) -> Send:
    async def without_body(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return without_body
