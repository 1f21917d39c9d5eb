"""A user's own network as a TOML file: its shape, closed and strict, and everything that can be wrong while it is read.

The shape, table by table (`examples/networks/` has two whole files):

    title = "..."                          # optional
    isolated = true                        # optional: no path to the internet may exist
    [unit]                                 # what runs
    name = "orders"                        # optional, "unit" if left out
    kind = "function"                      # function | task | machine
    subnets = ["private-a"]                # left out: a function outside the VPC
    security_groups = ["orders"]
    public_address = false                 # optional: tasks and machines with a public address each
    peak = 400                             # optional: units at the same time, for the addresses
    [subnets.private-a]
    zone = "a"
    route_table = "private"
    cidr = "10.0.1.0/24"                   # optional
    [route_tables.private]                 # destination = gateway; the local route is not written
    "0.0.0.0/0" = "nat-a"                  # a block of addresses, a service (s3), or another network by name
    [gateways.nat-a]
    kind = "nat"                           # internet | nat | egress-only | gateway-endpoint | peering | vpn
    subnet = "public-a"                    # nat: left out for a regional one
    addresses = 1                          # nat: public addresses
    service = "s3"                         # gateway-endpoint
    network = "on-premises"                # peering, vpn
    [endpoints.queue]                      # interface endpoints
    service = "sqs"
    subnets = ["private-a"]
    security_groups = ["endpoints"]
    [load_balancers.front]                 # it leads to the unit
    subnets = ["public-a", "public-b"]
    security_groups = ["front"]
    public = true
    [security_groups.orders]               # what no rule lets through is refused
    out = [{ peer = "orders-db", port = 5432 }]
    in = [{ peer = "front", port = "8080-8090", protocol = "tcp" }]
    [systems.orders-db]                    # private systems in the VPC
    kind = "rds"                           # optional: gives the usual port
    port = 5432                            # optional
    security_groups = ["orders-db"]
    [networks.on-premises]                 # other networks
    cidr = "192.168.0.0/16"                # optional
    [[dependencies]]
    to = "orders-db"                       # a system, a service, a network, "internet"; with `from`: the unit
    from = "internet"                      # callers: "internet" or "private-network"
    port = 5432                            # optional
    protocol = "tcp"                       # optional: tcp | udp
    ipv6 = false                           # optional
    fixed_address = false                  # optional: calls must come from an address that never changes
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge import AdvisorError, Problem

MAX_BYTES = 1024 * 1024
Port = Annotated[int, Field(ge=1, le=65535)]
Ports = Annotated[int | str, Field(union_mode="left_to_right")]


class NetworkFileError(AdvisorError):
    """A network file that can't be read, or names what is not in it; `problems` has one entry for each thing wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the network can't be read:\n" + "\n".join(f"  {problem}" for problem in self.problems))


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class UserUnit(_Closed):
    """What runs in the network."""

    kind: Literal["function", "task", "machine"]
    name: str = "unit"
    subnets: list[str] = []
    security_groups: list[str] = []
    public_address: bool = False
    peak: Annotated[float, Field(ge=0, strict=False)] | None = None


class UserSubnet(_Closed):
    """A subnet."""

    zone: str
    route_table: str
    cidr: str | None = None


class UserGateway(_Closed):
    """A gateway of the VPC."""

    kind: Literal["internet", "nat", "egress-only", "gateway-endpoint", "peering", "vpn"]
    subnet: str | None = None
    addresses: Annotated[int, Field(ge=0)] = 0
    service: str | None = None
    network: str | None = None


class UserEndpoint(_Closed):
    """An interface endpoint."""

    service: str
    subnets: Annotated[list[str], Field(min_length=1)]
    security_groups: list[str] = []


class UserBalancer(_Closed):
    """A load balancer in front of the unit."""

    subnets: Annotated[list[str], Field(min_length=1)]
    security_groups: list[str] = []
    public: bool = False


class UserRule(_Closed):
    """One rule of a security group; `port` is a number, a range `"1024-2048"`, or `"all"`."""

    peer: str
    port: Ports
    protocol: Literal["tcp", "udp", "all"] = "tcp"


class UserGroup(_Closed):
    """A security group."""

    out: list[UserRule] = []
    into: Annotated[list[UserRule], Field(alias="in")] = []


class UserSystem(_Closed):
    """A private system in the VPC."""

    kind: str | None = None
    port: Port | None = None
    security_groups: list[str] = []


class UserOtherNetwork(_Closed):
    """A network beyond the VPC."""

    cidr: str | None = None


class UserDependency(_Closed):
    """Something that must have a path."""

    to: str
    source: Annotated[Literal["internet", "private-network"] | None, Field(alias="from")] = None
    port: Port | None = None
    protocol: Literal["tcp", "udp"] = "tcp"
    ipv6: bool = False
    fixed_address: bool = False


class UserNetwork(_Closed):
    """A whole file."""

    unit: UserUnit
    dependencies: Annotated[list[UserDependency], Field(min_length=1)]
    title: str = ""
    isolated: bool = False
    subnets: dict[str, UserSubnet] = {}
    route_tables: dict[str, dict[str, str]] = {}
    gateways: dict[str, UserGateway] = {}
    endpoints: dict[str, UserEndpoint] = {}
    load_balancers: dict[str, UserBalancer] = {}
    security_groups: dict[str, UserGroup] = {}
    systems: dict[str, UserSystem] = {}
    networks: dict[str, UserOtherNetwork] = {}


def read(path: str) -> UserNetwork:
    """Return the network of a file, its shape checked. Raises NetworkFileError with every problem of the shape."""
    content = _bytes(path)
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _failed(
            path, f"the byte 0x{content[error.start]:02x}, which is not UTF-8", "text in UTF-8", "save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{path}, line {line[1]}" if line else path
        raise _failed(place, f"broken TOML ({error})", "valid TOML", "correct that place") from None
    except RecursionError:
        raise _failed(
            path, "lists or tables inside each other, many levels deep", "tables side by side", "write it flat"
        ) from None
    try:
        return UserNetwork.model_validate(raw)
    except ValidationError as error:
        raise NetworkFileError(
            [_problem(path, item["loc"], item["type"], item["msg"], item["input"]) for item in error.errors()]
        ) from None


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()
        raise _failed(path, f"a file that can't be opened ({reason})", "a network file", "check the path") from None
    if len(content) > MAX_BYTES:
        raise _failed(path, "more than 1 MiB", "at most 1 MiB", "check that this is the right file")
    return content


def _failed(where: str, found: str, expected: str, remedy: str) -> NetworkFileError:
    return NetworkFileError([Problem(where, found, expected, remedy)])


def _problem(path: str, place: tuple[int | str, ...], kind: str, message: str, value: object) -> Problem:
    """One finding of pydantic in our words."""
    where = f"{path}: {'.'.join(str(part) for part in place)}"
    found = "nothing" if kind == "missing" else repr(value)[:80]
    expected = message[:1].lower() + message[1:]
    remedies = {
        "missing": "add the key",
        "extra_forbidden": "remove the key, or check its spelling",
        "literal_error": "use one of the allowed words",
    }
    if place and place[-1] == "port" and kind in ("greater_than_equal", "less_than_equal"):
        return Problem(where, f"the port {value}", "a port from 1 to 65535", "correct the number")
    return Problem(where, found, expected, remedies.get(kind, "correct the value"))
