"""A real server on a real port: bytes on the wire, many threads, clients that lie or leave."""

import asyncio
import gc
import json
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from advisor import Advisor
from api.app import create_app
from api.memory import NEW_OBJECTS

HEAD = b"POST /v1/advice HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
QUESTION = b'{"workload": {"trigger": "s3"}}'
MIB = 1024 * 1024


class Wire:
    """A bare connection to the server."""

    def __init__(self, server: httpx2.URL) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port or 0), timeout=20)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()
        self.socket.close()

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def status(self) -> int:
        return int(self.file.readline().split()[1])

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        status = self.status()
        headers: dict[str, str] = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return status, headers, self.file.read(int(headers["content-length"]))


@pytest.fixture
def wire(server: httpx2.URL) -> Iterator[Wire]:
    with Wire(server) as found:
        yield found


def length(count: int) -> bytes:
    return f"Content-Length: {count}\r\n\r\n".encode()


def test_answer_over_the_wire(wire: Wire) -> None:
    for _ in range(2):
        wire.send(HEAD, length(len(QUESTION)), QUESTION)
        status, headers, body = wire.answer()
        assert (status, headers["content-type"]) == (200, "application/json")
        assert json.loads(body)["workload"] == {"trigger": "s3"}
        assert "server" not in headers


def test_body_in_chunks(wire: Wire) -> None:
    wire.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", *(b"1\r\n%c\r\n" % letter for letter in QUESTION), b"0\r\n\r\n")
    assert wire.answer()[0] == 200


def test_announced_too_large(wire: Wire) -> None:
    """The answer comes before a body is sent at all."""
    wire.send(HEAD, length(10**15))
    status, headers, body = wire.answer()
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(body)["type"] == "/v1/problems/body-too-large"


def test_too_large_in_chunks(wire: Wire) -> None:
    """No length is announced and no end is sent: reading stops at the limit."""
    wire.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", *(b"10000\r\n" + b" " * 0x10000 + b"\r\n" for _ in range(17)))
    assert wire.answer()[0] == 413


def test_too_large_for_an_address_that_reads_nothing(wire: Wire) -> None:
    wire.send(HEAD.replace(b"/v1/advice", b"/nothing"), length(10 * MIB))
    assert wire.answer()[0] == 413


def test_announced_less_than_sent(wire: Wire) -> None:
    """What comes after the announced end is no part of the question; the server may answer it or refuse the connection."""
    wire.send(HEAD, length(len(QUESTION)), QUESTION, b" " * 100)
    assert wire.status() in (200, 400)


def test_announced_more_than_sent(wire: Wire, server: httpx2.URL) -> None:
    """A client that leaves in the middle harms nobody."""
    wire.send(HEAD, length(1000), QUESTION)
    wire.socket.shutdown(socket.SHUT_WR)
    wire.socket.close()
    with Wire(server) as other:
        other.send(HEAD, length(len(QUESTION)), QUESTION)
        assert other.answer()[0] == 200


@pytest.mark.parametrize("announced", [b"-1", b"1e3", b"\xb2", b"9" * 30, b"5, 6", b""])
def test_lengths_that_are_none(wire: Wire, announced: bytes) -> None:
    wire.send(HEAD, b"Content-Length: " + announced + b"\r\n\r\n")
    assert 400 <= wire.status() < 500


@pytest.mark.parametrize(
    "request_line", [b"GET /v1/facts/%ff%00%0d%0a HTTP/1.1", b"GET /v1/facts?as_of=%ff HTTP/1.1", b"GET //v1/facts HTTP/1.1"]
)
def test_strange_addresses(wire: Wire, request_line: bytes) -> None:
    wire.send(request_line + b"\r\nHost: localhost\r\n\r\n")
    status, headers, _ = wire.answer()
    assert 400 <= status < 500
    assert headers["content-type"] == "application/problem+json"


def test_ten_megabytes(server: httpx2.URL) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(10 * 16):
            yield b" " * 65536

    with httpx2.Client(base_url=server, timeout=30, trust_env=False) as client:
        headers = {"Content-Type": "application/json"}
        assert client.post("/v1/advice", content=b" " * 10 * MIB, headers=headers).status_code == 413
        assert client.post("/v1/advice", content=pieces(), headers=headers).status_code == 413
        assert client.post("/v1/advice", content=QUESTION, headers=headers).status_code == 200


Asked = tuple[str, str, Any]


def questions(workloads: list[dict[str, Any]]) -> list[Asked]:
    """Mixed requests: advice on several dates and in several forms, lists, entries and refusals."""
    found: list[Asked] = []
    for number, workload in enumerate(workloads):
        day = ("2016-06-01", "2020-02-01", "2024-07-01", "2026-11-28")[number % 4]
        form = ("application/json", "text/markdown", "text/html", "text/plain")[number // 4 % 4]
        found.append((f"/v1/advice?as_of={day}", form, {"workload": workload}))
    found.append(("/v1/advice", "*/*", {"workload": {"gpus": 1}}))
    paths = ("/v1/options?as_of=2020-02-01", "/v1/figures/lambda.timeout.max", "/healthz", "/nothing")
    return found + [(path, "*/*", None) for path in paths]


def ask(client: Any, asked: Asked) -> tuple[int, bytes]:
    path, form, body = asked
    headers = {"Accept": form}
    response = client.get(path, headers=headers) if body is None else client.post(path, json=body, headers=headers)
    return response.status_code, response.content


def in_threads(count: int, work: Callable[[int], None]) -> None:
    """Run the work in so many threads that start together; raise what any of them raises."""
    barrier = threading.Barrier(count)

    def started(number: int) -> None:
        barrier.wait(30)
        work(number)

    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(started, number) for number in range(count)]:
            done.result()


@pytest.mark.slow
def test_32_threads_get_the_single_threaded_answers(server: httpx2.URL, client: Any, workloads: list[dict[str, Any]]) -> None:
    asked = questions(workloads)
    expected = [ask(client, one) for one in asked]

    def work(number: int) -> None:
        with httpx2.Client(base_url=server, timeout=120, trust_env=False) as own:
            for step in range(8):
                place = (number * 7 + step * 5) % len(asked)
                assert ask(own, asked[place]) == expected[place]

    in_threads(32, work)


@pytest.mark.slow
def test_32_event_loops_share_one_application(app: Any, client: Any, workloads: list[dict[str, Any]]) -> None:
    """Without a server between: every thread runs an event loop of its own on the same application."""
    asked = questions(workloads)
    expected = [ask(client, one) for one in asked]

    async def loop(number: int) -> None:
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as own:
            for step in range(4):
                path, form, body = asked[place := (number * 11 + step * 3) % len(asked)]
                method = "GET" if body is None else "POST"
                response = await own.request(method, path, json=body, headers={"Accept": form})
                assert (response.status_code, response.content) == expected[place]

    in_threads(32, lambda number: asyncio.run(loop(number)))


def test_what_is_loaded_is_left_out_of_searches_for_garbage_while_the_application_serves(advisor: Advisor) -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with TestClient(create_app(advisor)) as client:
        assert gc.get_threshold()[0] >= NEW_OBJECTS
        assert gc.get_freeze_count() > 100_000
        ring: list[Any] = []
        ring.append(_Mark())
        gone = weakref.ref(ring[0])
        ring.append(ring)
        del ring
        for _ in range(40):
            assert client.post("/v1/advice", json={"workload": {"trigger": "s3"}}).status_code == 200
        gc.collect()
        assert gone() is None
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() <= frozen


class _Mark:
    pass
