"""What the network of an option must do for a workload: every dependency with the reason for it, and how callers come in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from advisor.capacity.models import Assumption
from advisor.network.forms import ENDPOINTS, FETCHED, FORMS, INVOKED, Form, own_needs
from advisor.network.fronts import Front, front_of
from advisor.network.ground import HTTPS, Ground
from advisor.network.models import Need
from advisor.network.parts import INTERNET, PRIVATE, Dependency

REMOTE = ("peered-vpc", "on-premises")
_UNKNOWN_PORTS = ("ec2", "internal-service", *REMOTE)
_CONTAINER_PORT = 8080
"""What containers listen on when nothing is said: a port that needs no rights; any other does as well."""
INTERNET_IPV6 = "internet over IPv6"
_BESIDE_FIXED = "It calls the internet over IPv6 as well; only what it calls over IPv4 sees the fixed addresses."
POLLED_FROM_VPC = ("msk", "mq")
"""Triggers that Lambda fetches from inside the VPC of the cluster or broker (source aws-lambda-msk-network)."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Everything that the layout of a network hangs on; equal demands have equal layouts.

    `attached` says whether the unit lies in a VPC, `private` that services of AWS must be reached by endpoints, `stated` the
    endpoints that rules require in any case.
    """

    form: Form
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
    assumptions: tuple[Assumption, ...] = field(compare=False)
    missing: tuple[str, ...] = field(compare=False)

    @property
    def elsewhere(self) -> bool:
        """Whether the machines stand on the owner's own premises, in a network of the owner's."""
        return self.form.place == "machine" and not self.attached

    @property
    def services(self) -> tuple[str, ...]:
        """The services that are called from inside the VPC."""
        inside = [one.to for one in self.dependencies if one.aim == "service" and (self.attached or one.source == "poller")]
        return tuple(dict.fromkeys(inside))

    @property
    def families(self) -> frozenset[int]:
        """The versions of IP over which the internet is called from inside the VPC."""
        return frozenset(one.family for one in self.dependencies if one.aim == "internet" and self.attached)


@lru_cache(maxsize=1024)
def _assumption(fact: str, value: Any, because: str) -> Assumption:
    return Assumption(fact=fact, value=value, because=because)


def demand_of(ground: Ground, known: Mapping[str, Any], option: str, zones: int, needs: Mapping[str, Need]) -> Demand:
    """Derive the demand of an option from the known facts, and from the components that rules need for it.

    Machines on the owner's own premises stand in a network of the owner's, of which nothing is planned.
    """
    form = FORMS[option]
    if form.place == "machine" and known.get("runs_on_premises") is True:
        return Demand(form, False, False, zones, (), None, None, (), False, False, (), (), ())
    systems, remotes = _private(known, option, needs)
    isolated = known.get("internet_forbidden") is True
    attached = _attached(ground, form, known, needs, private=bool(systems or remotes))
    front = front_of(ground, known, option, needs)
    poller = str(known.get("trigger")) if option in INVOKED and known.get("trigger") in POLLED_FROM_VPC else None
    dependencies = (
        *_to_systems(ground, form, systems, remotes),
        *_to_services(ground, known, option, needs, attached=attached),
        *_to_outside(ground, form, known, attached=attached),
        *_of_poller(ground, poller),
        *_of_callers(form, front),
    )
    stated = tuple(
        name.partition(":")[2] for name, need in needs.items() if need.required and name.startswith("interface-endpoint:")
    )
    return Demand(
        form=form,
        invoked=option in INVOKED or form.place == "connector",
        attached=attached,
        zones=zones,
        dependencies=dependencies,
        front=front,
        poller=poller,
        proxied=tuple(name for name in systems if name in ("rds", "aurora")) if "rds-proxy" in needs else (),
        isolated=isolated,
        private=isolated or needs_required(needs, "private-aws-access"),
        stated=stated,
        assumptions=tuple(_assumed(ground, known, dependencies, front, attached=attached)),
        missing=tuple(_missing(known, attached=attached)),
    )


def needs_required(needs: Mapping[str, Need], component: str) -> bool:
    """Whether a rule requires a component."""
    return component in needs and needs[component].required


def _private(known: Mapping[str, Any], option: str, needs: Mapping[str, Need]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The private systems in the VPC and those beyond it, each once and in the order of the vocabulary."""
    named = list(known.get("vpc_resources", ()))
    if "efs" in needs:
        named.append("efs")
    fetched = FETCHED.get(str(known.get("trigger")))
    if fetched is not None and fetched[1] == "system" and option.startswith("ecs-"):
        named.append(fetched[0])
    every = tuple(dict.fromkeys(named))
    return tuple(name for name in every if name not in REMOTE), tuple(name for name in every if name in REMOTE)


def _attached(ground: Ground, form: Form, known: Mapping[str, Any], needs: Mapping[str, Need], *, private: bool) -> bool:
    """Whether the unit must lie in a VPC; one that can't on the date stays outside, and the check says what it misses."""
    if not form.optional or form.component in needs:
        return True
    wanted = private or any(known.get(fact) is True for fact in ("vpc_attached", "static_egress_ip", "internet_forbidden"))
    if form.place == "function":
        return wanted and ground.function_vpc
    return wanted and (form.unit != "web-function" or ground.web_connector)


def _to_systems(ground: Ground, form: Form, systems: tuple[str, ...], remotes: tuple[str, ...]) -> Iterator[Dependency]:
    for name in systems:
        port = ground.ports[name].number if name in ground.ports else HTTPS
        yield Dependency(name, form.unit, name, "system", port, f"It connects to {name}.")
    for name in remotes:
        yield Dependency(name, form.unit, name, "network", HTTPS, f"It connects to a system in another network ({name}).")


def _to_services(
    ground: Ground, known: Mapping[str, Any], option: str, needs: Mapping[str, Need], *, attached: bool
) -> Iterator[Dependency]:
    unit = FORMS[option].unit
    reasons: dict[str, str] = {}
    for named in known.get("aws_services", ()):
        for service in ENDPOINTS.get(named, (named,)):
            reasons.setdefault(service, f"It calls {named}.")
    fetched = FETCHED.get(str(known.get("trigger")))
    if fetched is not None and fetched[1] == "service" and option.startswith("ecs-"):
        reasons.setdefault(fetched[0], f"It fetches its work from {fetched[0]} itself.")
    if attached:
        for service, reason in own_needs(ground, option, traced=known.get("tracing_wanted") is True):
            reasons.setdefault(service, f"It {reason}.")
        if "sqs-buffer" in needs and option.startswith("ecs-"):
            reasons.setdefault("sqs", "It fetches its work from the queue in between.")
        if "ecs-exec" in needs:
            reasons.setdefault("ssmmessages", "The shell into the running program opens its channel from there.")
    for service, reason in reasons.items():
        port = ground.smtp if service == "email-smtp" else HTTPS
        yield Dependency(service, unit, service, "service", port, reason)


def _to_outside(ground: Ground, form: Form, known: Mapping[str, Any], *, attached: bool) -> Iterator[Dependency]:
    """The calls to the internet. Fixed addresses are those of a NAT gateway, which carries IPv4 only: IPv6 leaves beside it."""
    fixed, calls = known.get("static_egress_ip") is True, known.get("calls_internet") is True
    able = ground.function_ipv6 or form.place != "function"
    over_ipv6 = calls and attached and able and known.get("ipv6") is True
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
        yield Dependency("poller to lambda", "poller", "lambda", "service", HTTPS, "The poller calls the function.")
        yield Dependency("poller to sts", "poller", "sts", "service", HTTPS, "The poller takes on the role of the function.")


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
            yield _assumption("vpc_resources", one.port, f"No fact says on which port {one.name} listens; HTTPS stands in.")
        elif one.aim == "system" and one.source != "poller":
            because = ground.ports[one.to].because
            if because is not None:
                yield _assumption("vpc_resources", one.port, because)
    if front is not None and front.balancer is not None and not front.invokes:
        yield _assumption("listens_on_port", _CONTAINER_PORT, "No fact says on which port the container listens.")


def _missing(known: Mapping[str, Any], *, attached: bool) -> Iterator[str]:
    """The unknown facts that could add a dependency, or forbid a way."""
    inside = ("vpc_resources", "aws_services", "calls_internet", "static_egress_ip", "internet_forbidden", "trigger")
    outside = ("vpc_resources", "static_egress_ip", "internet_forbidden", "vpc_attached", "trigger")
    yield from (fact for fact in (inside if attached else outside) if fact not in known)
