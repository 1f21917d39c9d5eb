"""Where the unit of an option lies and what it reaches from there: all that the choice of ways hangs on, derived step by step.

Each step reads facts, needs and what earlier steps found. Names are kept as sets that are only joined, taken apart and counted,
so that the steps read columns of workloads as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from advisor.capacity.extremes import among
from advisor.network.forms import ENDPOINTS, FETCHED, FORMS, INVOKED, Form, own_needs
from advisor.network.fronts import Front, front_of
from advisor.network.ground import Ground
from advisor.network.models import Need
from advisor.network.names import Names, names_of

REMOTE = ("peered-vpc", "on-premises")
POLLED_FROM_VPC = ("msk", "mq")
"""Triggers that Lambda fetches from inside the VPC of the cluster or broker (source aws-lambda-msk-network)."""
OF_POLLER = {"lambda": "The poller calls the function.", "sts": "The poller takes on the role of the function."}
"""The services that such a poller calls, each with the reason."""
ENDPOINT = "interface-endpoint:"


@dataclass(frozen=True, slots=True)
class Reach:
    """What the choice of ways hangs on: where the unit lies, what it reaches from there, how callers come in.

    `called` are the services that the unit calls, `services` those called from inside the VPC, `families` the versions of IP
    over which the internet is called from there. `private` says that services of AWS must be reached by endpoints, `stated`
    the endpoints that rules require in any case. `elsewhere` are machines on the owner's own premises: they stand in a network
    of the owner's, of which nothing is planned, and reach nothing here.
    """

    form: Form
    elsewhere: bool
    attached: bool
    zones: int
    systems: Names
    remotes: Names
    proxied: Names
    called: Names
    services: Names
    families: frozenset[int]
    front: Front | None
    poller: str | None
    isolated: bool
    private: bool
    stated: Names


class Setting(NamedTuple):
    """What a step of `REACH` reads: the workload, the option and its needs, and what the steps before it found."""

    ground: Ground
    known: Mapping[str, Any]
    option: str
    needs: Mapping[str, Need]
    found: Any


def reach_of(ground: Ground, known: Mapping[str, Any], option: str, zones: int, needs: Mapping[str, Need]) -> Reach:
    """Derive what the ways hang on, step by step."""
    found = SimpleNamespace()
    for name, step in REACH.items():
        setattr(found, name, step(Setting(ground, known, option, needs, found)))
    return Reach(form=FORMS[option], zones=zones, **vars(found))


def _systems(at: Setting) -> Names:
    """The private systems in the VPC, each once and in the order of the vocabulary."""
    named = names_of(at.known.get("vpc_resources", ()))
    if "efs" in at.needs:
        named |= ("efs",)
    return cast("Names", (named | fetched(at.known, at.option, "system")) - REMOTE)


def _attached(at: Setting) -> bool:
    """Whether the unit must lie in a VPC; one that can't on the date stays outside, and the check says what it misses."""
    form, known, ground = FORMS[at.option], at.known, at.ground
    if not form.optional or form.component in at.needs:
        return True
    wanted = any(known.get(fact) is True for fact in ("vpc_attached", "static_egress_ip", "internet_forbidden"))
    wanted = wanted or bool(at.found.systems) or bool(at.found.remotes)
    if form.place == "function":
        return wanted and ground.function_vpc
    return wanted and (form.unit != "web-function" or ground.web_connector)


def _poller(at: Setting) -> str | None:
    trigger = at.known.get("trigger") if at.option in INVOKED else None
    return str(trigger) if among(trigger, POLLED_FROM_VPC) else None


def _called(at: Setting) -> Names:
    """The services that the unit calls: those of the workload, the source of its work, and what the option itself needs."""
    called = names_of(at.known.get("aws_services", ())).expanded(ENDPOINTS) | fetched(at.known, at.option, "service")
    if at.found.attached:
        called |= tuple(own_reasons(at.ground, at.known, at.option, at.needs))
    return cast("Names", called)


def fetched(known: Mapping[str, Any], option: str, aim: str) -> tuple[str, ...]:
    """What a container fetches its work from itself, when that is a system or a service."""
    found = FETCHED.get(known.get("trigger", "")) if option.startswith("ecs-") else None
    return (found[0],) if found is not None and found[1] == aim else ()


def _services(at: Setting) -> Names:
    """The services that are called from inside the VPC."""
    called = at.found.called if at.found.attached else Names()
    return cast("Names", called | (tuple(OF_POLLER) if at.found.poller is not None else ()))


def _families(at: Setting) -> frozenset[int]:
    """The versions of IP over which the unit calls the internet from inside the VPC."""
    if not at.found.attached:
        return frozenset()
    fixed, calls = at.known.get("static_egress_ip") is True, at.known.get("calls_internet") is True
    able = at.ground.function_ipv6 or FORMS[at.option].place != "function"
    six = calls and able and at.known.get("ipv6") is True
    return frozenset((*((4,) if fixed or (calls and not six) else ()), *((6,) if six else ())))


def _stated(at: Setting) -> Names:
    """The services whose endpoints rules require; columns of needs know them (see `advisor.columns.views`)."""
    column: Names | None = getattr(at.needs, "stated", None)
    if column is not None:
        return column
    required = [name for name, need in at.needs.items() if need.required and name.startswith(ENDPOINT)]
    return Names([name.removeprefix(ENDPOINT) for name in required])


def _elsewhere(at: Setting) -> bool:
    return FORMS[at.option].place == "machine" and at.known.get("runs_on_premises") is True


def _here(step: Callable[[Setting], Any], nothing: Any) -> Callable[[Setting], Any]:
    """A step that finds nothing where the machines stand elsewhere."""
    return lambda at: nothing if at.found.elsewhere else step(at)


REACH: dict[str, Callable[[Setting], Any]] = {
    "elsewhere": _elsewhere,
    "systems": _here(_systems, Names()),
    "remotes": _here(lambda at: names_of(at.known.get("vpc_resources", ())) & REMOTE, Names()),
    "proxied": lambda at: at.found.systems & ("rds", "aurora") if "rds-proxy" in at.needs else Names(),
    "attached": _here(_attached, nothing=False),
    "poller": _here(_poller, None),
    "called": _here(_called, Names()),
    "services": _services,
    "families": _families,
    "front": _here(lambda at: front_of(at.ground, at.known, at.option, at.needs), None),
    "isolated": _here(lambda at: at.known.get("internet_forbidden") is True, nothing=False),
    "private": _here(lambda at: at.found.isolated or needs_required(at.needs, "private-aws-access"), nothing=False),
    "stated": _here(_stated, Names()),
}
"""The steps to a `Reach`, field by field."""


def needs_required(needs: Mapping[str, Need], component: str) -> bool:
    """Whether a rule requires a component."""
    return component in needs and needs[component].required


def own_reasons(ground: Ground, known: Mapping[str, Any], option: str, needs: Mapping[str, Need]) -> dict[str, str]:
    """The services that a unit in a VPC calls by itself, each with the reason."""
    own = own_needs(ground, option, traced=known.get("tracing_wanted") is True)
    found = {service: f"It {reason}." for service, reason in own}
    if option.startswith("ecs-") and "sqs-buffer" in needs:
        found.setdefault("sqs", "It fetches its work from the queue in between.")
    if "ecs-exec" in needs:
        found.setdefault("ssmmessages", "The shell into the running program opens its channel from there.")
    return found
