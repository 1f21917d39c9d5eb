"""How callers come in: the front doors before a unit, by what starts it, who may call, and what exists on the date.

Sources: aws-apigateway-http-quotas, aws-apigateway-rest-quotas, aws-apigateway-private-apis,
aws-apigateway-private-integration, aws-alb-lambda, aws-ecs-alb, aws-lambda-urls, aws-cloudfront-lambda-origin,
aws-lambda-microvms-networking.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.network.forms import FORMS, INVOKED
from advisor.network.ground import Ground
from advisor.network.models import Need

_CALLED = ("api", "alb", "websocket", "function-url")
_DOORS = {"websocket": "api-gateway-websocket", "function-url": "function-url"}


class Front(NamedTuple):
    """The chain of front doors, from the outermost to the unit.

    `doors` are components, or `own-address` for a unit with an HTTPS address of its own. `endpoint` is the service of the
    interface endpoint that private callers take. `balancer` is the component of the load balancer, `public` whether it faces
    the internet.
    """

    because: str
    private: bool
    doors: tuple[str, ...] = ()
    endpoint: str | None = None
    balancer: str | None = None
    public: bool = False
    link: bool = False
    invokes: bool = False


def front_of(ground: Ground, known: Mapping[str, Any], option: str, needs: Mapping[str, Need]) -> Front | None:
    """The front of an option; None when nobody calls it over the network. A front without any part has no way in."""
    trigger = str(known.get("trigger"))
    private = known.get("private_callers_only") is True
    if option in INVOKED:
        return _before_function(ground, known, needs, trigger, private=private)
    if option.startswith("ecs-"):
        balanced = "application-load-balancer" in needs or "internal-load-balancer" in needs
        return _before_container(ground, known, needs, trigger, private=private) if trigger in _CALLED or balanced else None
    if FORMS[option].place == "connector" and (trigger in _CALLED or known.get("listens_on_port") is True):
        doors = ("cloudfront", "own-address") if "cloudfront" in needs else ("own-address",)
        return Front("Callers use its own HTTPS address.", private, doors)
    return None


def _before_function(
    ground: Ground, known: Mapping[str, Any], needs: Mapping[str, Need], trigger: str, *, private: bool
) -> Front | None:
    if trigger == "alb":
        inner = private or known.get("internet_forbidden") is True
        able = ground.balancer_calls_functions
        balancer = ("internal-load-balancer" if inner else "application-load-balancer") if able else None
        return Front("A load balancer calls it.", inner, balancer=balancer, public=not inner, invokes=True)
    if trigger == "api":
        if private:
            return Front("Callers in the private network use its API.", private, ("private-api",), "execute-api", invokes=True)
        return Front("Callers use its API.", private, (_api(ground, known, needs),), invokes=True)
    if trigger in _DOORS:
        exists = ground.websocket_apis if trigger == "websocket" else ground.function_urls
        kind = "WebSocket connections" if trigger == "websocket" else "its own HTTPS address"
        return Front(f"Callers use {kind}.", private, (_DOORS[trigger],) if exists else (), invokes=True)
    if trigger == "sdk" and private:
        return Front("Callers in the private network use the Lambda interface.", private, endpoint="lambda", invokes=True)
    return None


def _api(ground: Ground, known: Mapping[str, Any], needs: Mapping[str, Need]) -> str:
    """The kind of API: a REST API where a rule requires it, or an HTTP API does not exist yet, stream, or wait long enough."""
    rest = needs.get("api-gateway-rest")
    if rest is not None and rest.required:
        return "api-gateway-rest"
    streams = known.get("streams_response") is True and ground.rest_streams
    longest = known.get("longest_run_s") if known.get("caller_waits") is not False else None
    if ground.http_api_ms is None or streams or (longest is not None and longest * 1000 > ground.http_api_ms):
        return "api-gateway-rest"
    return "api-gateway-http"


def _before_container(
    ground: Ground, known: Mapping[str, Any], needs: Mapping[str, Need], trigger: str, *, private: bool
) -> Front:
    if private:
        return Front("Callers in the private network send requests.", private, balancer="internal-load-balancer")
    if trigger == "api":
        because = "Callers use its API, which reaches the tasks by a VPC link."
        return Front(because, private, (_api(ground, known, needs),), balancer="application-load-balancer", link=True)
    inner = known.get("internet_forbidden") is True
    balancer = "internal-load-balancer" if inner else "application-load-balancer"
    return Front("Callers send requests.", inner, balancer=balancer, public=not inner)
