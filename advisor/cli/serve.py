"""`advisor serve`: the same advice over HTTP."""

import socket
from typing import Annotated

import typer

from advisor.cli.output import note
from advisor.cli.parameters import BadArgumentError
from knowledge import AdvisorError

APPLICATION = "api.app:create_app"
BACKLOG = 2048
Host = Annotated[str, typer.Option("--host", help="The address to listen on; 0.0.0.0 lets other machines in.")]
Port = Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="The port to listen on; 0 picks a free one.")]


class NotStartedError(AdvisorError):
    """The server ended before it could answer."""


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Answer over HTTP until interrupted: pages for people, and JSON for programs.

    The address that it names leads to the pages in a browser. POST /v1/advice takes a workload and answers as
    `advise --format json` does; /openapi.json describes the rest.
    """
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(APPLICATION, factory=True, server_header=False))
    with _listening(host, port) as place:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{place.getsockname()[1]}"
        note(f"the advisor listens on {address}, for a browser and, below /v1, for programs; Ctrl-C ends it")
        server.run(sockets=[place])
    if not server.started:
        raise NotStartedError("the server did not start; what it said above tells why")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises BadArgumentError when the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while")[0].lower()
        message = f"--host and --port: found {host}:{port} ({reason}); expected an address that is free; choose another"
        raise BadArgumentError(message) from None
