"""What the plan takes from the figures of an edition: which ways exist on the date, sizes of subnets, ports."""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from advisor.language.program import Program

_PORTS = {
    "rds": ("rds.port.default", "postgresql"),
    "aurora": ("aurora.port.default", "postgresql"),
    "elasticache": ("elasticache.port.default", "redis"),
    "memorydb": ("memorydb.port.default", None),
    "efs": ("efs.port", None),
    "opensearch": ("opensearch.port", None),
    "redshift": ("redshift.port.default", None),
    "documentdb": ("documentdb.port.default", None),
    "neptune": ("neptune.port.default", None),
    "msk": ("msk.port", "tls"),
    "mq": ("mq.port", None),
}
"""The figure with the port of each private system and, where it hangs on an engine that no fact tells, the one assumed."""

HTTPS = 443
"""The port of every interface of AWS, and the one assumed where no figure knows a system's port (RFC 9110)."""


@dataclass(frozen=True, slots=True)
class Port:
    """The port of a private system; `because` tells why it is an assumption, None when there is only this one."""

    number: int
    because: str | None


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of subnets and of what lies in them, in addresses and prefix lengths."""

    reserved: int
    smallest: int
    largest: int
    balancer_addresses: int
    balancer_prefix: int
    balancer_zones: int
    proxy_zones: int
    endpoint_addresses: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The figures of one date that the plan stands on. `connections` is None while functions had an interface each."""

    gateway_services: frozenset[str]
    interface_services: frozenset[str]
    nat: bool
    regional_nat: bool
    function_vpc: bool
    function_ipv6: bool
    iam_actions: tuple[str, ...]
    connections: float | None
    task_calls_registry: bool
    balancer_calls_functions: bool
    http_api_ms: float | None
    rest_streams: bool
    function_urls: bool
    websocket_apis: bool
    web_connector: bool
    checkpoints: bool
    traces_leave_by_vpc: bool
    sizes: Sizes
    ports: dict[str, Port]
    smtp: int


_GROUNDS: WeakKeyDictionary[Program, Ground] = WeakKeyDictionary()


def ground_of(program: Program) -> Ground:
    """The ground of a program's date, read once."""
    found = _GROUNDS.get(program)
    if found is None:
        found = _GROUNDS.setdefault(program, _read(program))
    return found


def _read(program: Program) -> Ground:
    def at(reference: str) -> Any:
        figure = program.edition.figure(reference)
        return figure.value if figure is not None else None

    return Ground(
        gateway_services=frozenset(str(name).lower() for name in at("vpc.gateway_endpoint.services") or ()),
        interface_services=frozenset(at("vpc.interface_endpoint.services") or ()),
        nat=at("vpc.nat") is True,
        regional_nat=at("vpc.nat.regional") is True,
        function_vpc=at("lambda.vpc.supported") is True,
        function_ipv6=at("lambda.vpc.internet.ipv6") is not None,
        iam_actions=tuple(at("lambda.vpc.iam_actions") or ()),
        connections=at("lambda.vpc.hyperplane.connections"),
        task_calls_registry=at("fargate.endpoints.required") is not None,
        balancer_calls_functions=at("alb.lambda") is True,
        http_api_ms=at("apigateway.http.timeout.max"),
        rest_streams=at("apigateway.rest.streaming") is not None,
        function_urls=at("lambda.function_urls") is True,
        websocket_apis=at("apigateway.websocket.connection.max") is not None,
        web_connector=at("lambda.web_functions.vpc") is not None,
        checkpoints=at("lambda.durable.vpc") is not None,
        traces_leave_by_vpc="X-Ray" in str(at("lambda.managed_instances.vpc")),
        sizes=Sizes(
            reserved=at("vpc.subnet.reserved"),
            smallest=at("vpc.subnet.prefix.smallest"),
            largest=at("vpc.subnet.prefix.largest"),
            balancer_addresses=at("alb.subnet.addresses.free"),
            balancer_prefix=at("alb.subnet.prefix.smallest"),
            balancer_zones=at("alb.zones.min"),
            proxy_zones=at("rds_proxy.zones.min"),
            endpoint_addresses=at("vpc.interface_endpoint.addresses"),
        ),
        ports={system: _port(system, at(figure), key) for system, (figure, key) in _PORTS.items()},
        smtp=at("ses.smtp.ports")[0],
    )


def _port(system: str, value: Any, key: str | None) -> Port:
    if key is None:
        return Port(value, None)
    others = ", ".join(f"{number} for {name}" for name, number in value.items() if name != key)
    return Port(value[key], f"No fact says which kind of {system} it is; {value[key]} is the port for {key} ({others}).")
