"""One advisor and one application for all tests here; a real server where bytes on the wire matter."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from advisor import Advisor
from api.app import create_app
from tests.workloads import random_workloads


@pytest.fixture(scope="session")
def app(advisor: Advisor) -> FastAPI:
    return create_app(advisor)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def workloads(advisor: Advisor) -> list[dict[str, Any]]:
    """Forty workloads as JSON brings them, the same on every run."""
    drawn = random_workloads(advisor.edition().program, 11, 40)
    return [json.loads(json.dumps(workload)) for workload in drawn]


@pytest.fixture(scope="session", params=["h11", "httptools"])
def server(app: FastAPI, request: pytest.FixtureRequest) -> Iterator[httpx2.URL]:
    """The address of a real server in a thread, on a free port; with the parser of the core, and with the faster one."""
    pytest.importorskip(request.param)
    with serving(app, request.param) as address:
        yield address


@contextmanager
def serving(app: FastAPI, parser: Literal["h11", "httptools"] = "h11") -> Iterator[httpx2.URL]:
    """Run a real server in a thread, on a free port."""
    config = uvicorn.Config(app, http=parser, log_level="error", server_header=False, timeout_graceful_shutdown=5)
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=running.run, args=([listening],))
        thread.start()
        until = time.monotonic() + 20
        while not running.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        assert running.started
        yield httpx2.URL(f"http://127.0.0.1:{listening.getsockname()[1]}")
        running.should_exit = True
        thread.join(20)
