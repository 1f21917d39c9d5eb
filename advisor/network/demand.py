"""What the network of an option must do for a workload: every dependency with the reason for it, and how callers come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from advisor.capacity.models import Assumption
from advisor.network.forms import ENDPOINTS, INVOKED, Form
from advisor.network.fronts import Front
from advisor.network.ground import HTTPS, Ground
from advisor.network.models import Need
from advisor.network.names import Names
from advisor.network.parts import INTERNET, PRIVATE, Dependency
from advisor.network.reach import OF_POLLER, REMOTE, Reach, fetched, own_reasons, reach_of

_UNKNOWN_PORTS = ("ec2", "internal-service", *REMOTE)
_CONTAINER_PORT = 8080
"""What containers listen on when nothing is said: a port that needs no rights; any other does as well."""
INTERNET_IPV6 = "internet over IPv6"
_BESIDE_FIXED = "It calls the internet over IPv6 as well; only what it calls over IPv4 sees the fixed addresses."


@dataclass(frozen=True, slots=True)
class Demand:
    """Everything that the layout of a network hangs on; equal demands have equal layouts.

    Fields that it shares with `Reach` mean what they do there.
    """

    form: Form
    elsewhere: bool
    invoked: bool
    attached: bool
    zones: int
    dependencies: tuple[Dependency, ...]
    front: Front | None
    poller: str | None
    proxied: tuple[str, ...]
    isolated: bool
    private: bool
    stated: tuple[str, ...]
    services: Names
    families: frozenset[int]
    assumptions: tuple[Assumption, ...] = field(compare=False)
    missing: tuple[str, ...] = field(compare=False)


@lru_cache(maxsize=1024)
def _assumption(fact: str, value: Any, because: str) -> Assumption:
    return Assumption(fact=fact, value=value, because=because)


def demand_of(ground: Ground, known: Mapping[str, Any], option: str, zones: int, needs: Mapping[str, Need]) -> Demand:
    """Derive the demand of an option from the known facts, and from the components that rules need for it.

    Machines on the owner's own premises stand in a network of the owner's, of which nothing is planned.
    """
    reach = reach_of(ground, known, option, zones, needs)
    form, attached, front = reach.form, reach.attached, reach.front
    dependencies = () if reach.elsewhere else (
        *_to_systems(ground, form, reach.systems, reach.remotes),
        *_to_services(ground, known, option, needs, reach),
        *_to_outside(form, known, reach.families),
        *_of_poller(ground, reach.poller),
        *_of_callers(form, front),
    )  # fmt: skip
    return Demand(
        form=form,
        elsewhere=reach.elsewhere,
        invoked=option in INVOKED or form.place == "connector",
        attached=attached,
        zones=zones,
        dependencies=dependencies,
        front=front,
        poller=reach.poller,
        proxied=reach.proxied,
        isolated=reach.isolated,
        private=reach.private,
        stated=reach.stated,
        services=reach.services,
        families=reach.families,
        assumptions=tuple(_assumed(ground, known, dependencies, front, attached=attached)),
        missing=() if reach.elsewhere else tuple(_missing(known, attached=attached)),
    )


def _to_systems(ground: Ground, form: Form, systems: tuple[str, ...], remotes: tuple[str, ...]) -> Iterator[Dependency]:
    for name in systems:
        port = ground.ports[name].number if name in ground.ports else HTTPS
        yield Dependency(name, form.unit, name, "system", port, f"It connects to {name}.")
    for name in remotes:
        yield Dependency(name, form.unit, name, "network", HTTPS, f"It connects to a system in another network ({name}).")


def _to_services(
    ground: Ground, known: Mapping[str, Any], option: str, needs: Mapping[str, Need], reach: Reach
) -> Iterator[Dependency]:
    """The services of `reach`, each with the first reason for it."""
    reasons: dict[str, str] = {}
    for name in known.get("aws_services", ()):
        for service in ENDPOINTS.get(name, (name,)):
            reasons.setdefault(service, f"It calls {name}.")
    for service in fetched(known, option, "service"):
        reasons.setdefault(service, f"It fetches its work from {service} itself.")
    if reach.attached:
        reasons = own_reasons(ground, known, option, needs) | reasons
    for service in reach.called:
        port = ground.smtp if service == "email-smtp" else HTTPS
        yield Dependency(service, reach.form.unit, service, "service", port, reasons[service])


def _to_outside(form: Form, known: Mapping[str, Any], families: frozenset[int]) -> Iterator[Dependency]:
    """The calls to the internet. Fixed addresses are those of a NAT gateway, which carries IPv4 only: IPv6 leaves beside it."""
    fixed, calls = known.get("static_egress_ip") is True, known.get("calls_internet") is True
    over_ipv6 = 6 in families
    if fixed:
        reason = "Its calls to the outside must come from fixed addresses."
        yield Dependency(INTERNET, form.unit, INTERNET, "internet", HTTPS, reason, fixed=True)
        if over_ipv6:
            yield Dependency(INTERNET_IPV6, form.unit, INTERNET, "internet", HTTPS, _BESIDE_FIXED, family=6)
    elif calls:
        yield Dependency(
            INTERNET, form.unit, INTERNET, "internet", HTTPS, "It calls the internet.", family=6 if over_ipv6 else 4
        )


def _of_poller(ground: Ground, poller: str | None) -> Iterator[Dependency]:
    """What the poller of a cluster or broker must reach from there (sources aws-lambda-msk-network, aws-lambda-mq)."""
    if poller is not None:
        port = ground.ports[poller].number
        yield Dependency(f"poller to {poller}", "poller", poller, "system", port, f"Lambda fetches the records from {poller}.")
        for service, because in OF_POLLER.items():
            yield Dependency(f"poller to {service}", "poller", service, "service", HTTPS, because)


def _of_callers(form: Form, front: Front | None) -> Iterator[Dependency]:
    if front is not None:
        source = PRIVATE if front.private else INTERNET
        port = _CONTAINER_PORT if front.balancer is not None and not front.invokes else HTTPS
        yield Dependency("callers", source, form.unit, "caller", port, front.because)


def _assumed(
    ground: Ground, known: Mapping[str, Any], dependencies: tuple[Dependency, ...], front: Front | None, *, attached: bool
) -> Iterator[Assumption]:
    for one in dependencies:
        if one.aim == "internet" and attached and not one.fixed and "ipv6" not in known:
            yield _assumption("ipv6", False, "Most of what answers on the internet still does so over IPv4 only.")
        elif one.name in _UNKNOWN_PORTS:
            because = f"No fact says on which port {one.name} listens; HTTPS stands in."
            yield _assumption("vpc_resources", _listening(one), because)
        elif one.aim == "system" and one.source != "poller":
            usual = ground.ports[one.to].because
            if usual is not None:
                yield _assumption("vpc_resources", _listening(one), usual)
    if front is not None and front.balancer is not None and not front.invokes:
        yield _assumption("listens_on_port", f"port {_CONTAINER_PORT}", "No fact says on which port the container listens.")


def _listening(one: Dependency) -> str:
    """What is assumed of a system: a port is a name, not a quantity, so it stands in words."""
    return f"{one.name} on port {one.port}"


def _missing(known: Mapping[str, Any], *, attached: bool) -> Iterator[str]:
    """The unknown facts that could add a dependency, or forbid a way."""
    inside = ("vpc_resources", "aws_services", "calls_internet", "static_egress_ip", "internet_forbidden", "trigger")
    outside = ("vpc_resources", "static_egress_ip", "internet_forbidden", "vpc_attached", "trigger")
    yield from (fact for fact in (inside if attached else outside) if fact not in known)
