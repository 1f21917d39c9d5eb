"""`python -m benchmarks.http`: requests a second and latencies of `POST /v1/advice` on loopback, at 1, 16 and 64 connections.

The real server runs in one process (as many as `--workers` says), the load generator in this one. Every connection sends its
next request when the last one is answered. The last line is one JSON object; latencies are in milliseconds.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from typing import Any

from knowledge import Base
from knowledge import load as load_base
from knowledge.models import Fact

CONNECTIONS = (1, 16, 64)
WORKLOADS = 32
FACTS = 25  # known facts of a workload
WARM_UP = 100
HOST = "127.0.0.1"


def workloads(base: Base) -> list[dict[str, Any]]:
    """Workloads of 25 facts each, the same on every run."""
    asked = {name: fact for name, fact in base.facts.items() if fact.asked}
    found = []
    for seed in range(WORKLOADS):
        draw = random.Random(seed)
        found.append({name: value_of(asked[name], draw) for name in draw.sample(list(asked), FACTS)})
    return found


def value_of(fact: Fact, draw: random.Random) -> Any:
    """A value that suits the fact: numbers near the low end of their range, where the rules are."""
    if fact.type == "bool":
        return draw.random() < 0.5
    if fact.type in ("number", "integer"):
        low, high = fact.range or (0, 1000)
        return min(high, max(low, round(10 ** draw.uniform(0, 4))))
    known = list(fact.values or {})
    return draw.choice(known) if fact.type == "choice" else draw.sample(known, min(2, len(known)))


def request_of(workload: Mapping[str, Any]) -> bytes:
    """The bytes of one request."""
    body = json.dumps({"workload": workload}).encode()
    head = f"POST /v1/advice HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@contextlib.contextmanager
def server(workers: int) -> Iterator[int]:
    """Run the real server; yield its port once it answers."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory", "--host", HOST, "--port", str(port)]
    command += [
        "--no-access-log",
        "--no-server-header",
        "--log-level",
        "warning",
        "--timeout-keep-alive",
        "120",
        "--workers",
        str(workers),
    ]
    process = subprocess.Popen(command)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(port: int, process: "subprocess.Popen[bytes]", seconds: float = 30) -> None:
    """Return when the server is healthy. Raises TimeoutError, or RuntimeError when it ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), contextlib.closing(HTTPConnection(HOST, port, timeout=5)) as connection:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no answer from the server within {seconds} s")


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    """Send a request and return the body of its answer. Raises RuntimeError unless the status is 200."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{head.decode()}{body.decode()}")
    return body


class Load:
    """Requests for one number of connections, and what they took; ends at the count or at the time, whichever is first."""

    def __init__(self, requests: list[bytes], count: int, seconds: float) -> None:
        self.requests = requests
        self.count = count
        self.seconds = seconds
        self.latencies: list[float] = []
        self.began = 0.0

    def source(self) -> Iterator[bytes]:
        """Yield the requests, shared by all connections."""
        self.began = time.perf_counter()
        for number in range(self.count):
            if time.perf_counter() > self.began + self.seconds:
                return
            yield self.requests[number % len(self.requests)]

    async def connection(self, port: int, source: Iterator[bytes], start: asyncio.Barrier) -> None:
        """Ask once so that the connection stands, wait for the others, then ask until nothing is left."""
        reader, writer = await asyncio.open_connection(HOST, port)
        await ask(reader, writer, self.requests[0])
        await start.wait()
        for request in source:
            began = time.perf_counter()
            await ask(reader, writer, request)
            self.latencies.append(time.perf_counter() - began)
        writer.close()
        await writer.wait_closed()

    async def run(self, port: int, connections: int) -> float:
        """Return how many requests a second were answered."""
        start, source = asyncio.Barrier(connections), self.source()
        async with asyncio.timeout(self.seconds + 60), asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(self.connection(port, source, start))
        return len(self.latencies) / (time.perf_counter() - self.began)

    def quantile_ms(self, share: float) -> float:
        """The latency below which that share of the answers lies."""
        ordered = sorted(self.latencies)
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 2)


def measure(port: int, requests: list[bytes], count: int, seconds: float) -> dict[str, dict[str, float]]:
    """Load the server at every number of connections, after a warm-up."""
    asyncio.run(Load(requests, WARM_UP, seconds).run(port, 4))
    result: dict[str, dict[str, float]] = {"requests_per_s": {}, "p50_ms": {}, "p99_ms": {}, "requests": {}}
    for connections in CONNECTIONS:
        load, key = Load(requests, count, seconds), str(connections)
        result["requests_per_s"][key] = round(asyncio.run(load.run(port, connections)), 1)
        result["p50_ms"][key], result["p99_ms"][key] = load.quantile_ms(0.5), load.quantile_ms(0.99)
        result["requests"][key] = len(load.latencies)
        print(f"{key:>3} connections: {result['requests_per_s'][key]}/s, p99 {result['p99_ms'][key]} ms")
    return result


def main() -> None:
    """Measure, and print one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.http", description=__doc__)
    parser.add_argument("--count", type=int, default=4000, help="most requests at each number of connections")
    parser.add_argument("--seconds", type=float, default=15, help="most seconds at each number of connections")
    parser.add_argument("--workers", type=int, default=1, help="processes of the server")
    arguments = parser.parse_args()
    base = load_base()
    requests = [request_of(workload) for workload in workloads(base)]
    with server(arguments.workers) as port:
        result = measure(port, requests, arguments.count, arguments.seconds)
    about = {"workers": arguments.workers, "processors": os.cpu_count(), "rules": len(base.rules), "facts": FACTS}
    print(json.dumps({**result, **about}))


if __name__ == "__main__":
    main()
