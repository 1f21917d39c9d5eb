"""Results of the network part: the checked plan of an option, and the check of a user's own network.

All are frozen and closed. Amounts are whole cents a month; None where a part is charged by use alone or no price is known.
"""

from typing import Literal, NamedTuple

from advisor.capacity.models import Assumption
from advisor.cost.money import Usd
from advisor.values import Result

Way = Literal["nat", "endpoints", "public"]


class Need(NamedTuple):
    """Why a component belongs to an option's design: the rule that asks for it, and its sentence with values."""

    rule: str
    because: str
    required: bool = True


class Hop(Result):
    """One part on a path, in the order of the way.

    `through` is the component (or, for what is no component, what it is), `part` its name in the plan. `rule` asks for the
    component, if one does. `monthly_usd` is what the part costs in a month whoever else uses it, so hops do not add up.
    `without` says what fails when it is taken out.
    """

    through: str
    part: str
    because: str
    rule: str | None
    monthly_usd: Usd | None
    without: str


class Path(Result):
    """How one thing reaches another: `source` and `to`, the port, and the hops between them."""

    name: str
    source: str
    to: str
    protocol: str
    port: int
    because: str
    hops: list[Hop]


class SubnetPlan(Result):
    """One subnet and its addresses at the peak; AWS's reserved ones are not among `addresses_needed`.

    `smallest_prefix` is the length of the smallest block that lasts (None when none does, or the load is not known);
    `runs_dry_at` the number of `unit`s, in all zones together, that fill a block of that size.
    """

    name: str
    zone: str
    kind: Literal["public", "private"]
    route_table: str
    addresses_needed: int | None
    smallest_prefix: int | None
    runs_dry_at: float | None
    unit: str
    because: str


class GroupRule(Result):
    """One rule of a security group: ports from or to a peer."""

    direction: Literal["in", "out"]
    peer: str
    port: str
    protocol: str
    because: str


class GroupPlan(Result):
    """A security group and its rules; what no rule lets through is refused."""

    name: str
    rules: list[GroupRule]


class RoutePlan(Result):
    """One route beside the local one that every table has."""

    table: str
    destination: str
    target: str
    because: str


class ComponentReason(Result):
    """Why a component is in the plan: a rule, or the paths that need it, or both; and what it costs in a month."""

    id: str
    rule: str | None
    because: str
    paths: list[str]
    monthly_usd: Usd | None


class LeftOut(Result):
    """A component that a rule advises and the plan does without, with the reason."""

    id: str
    rule: str
    because: str


class ChoiceLine(Result):
    """One line of the two bills that are compared; `zone` is None for what is counted for all zones together."""

    way: Way
    what: str
    zone: str | None
    usd: Usd


class Choice(Result):
    """NAT gateway or interface endpoints for the services that only these lead to: both bills, and which was chosen.

    Bills are the sums of `lines`, with `gib_per_month` through either. At `other_wins_from_gib_per_month`, solved exactly, the
    bills are equal; the way not chosen costs less `above` or `below` it, as `other_wins` says. None when it never does, or
    prices lack. `rule` is set where a rule and not the bill decides.
    """

    services: list[str]
    gib_per_month: float
    nat_usd: Usd | None
    endpoints_usd: Usd | None
    chosen: Way
    rule: str | None
    other_wins_from_gib_per_month: float | None
    other_wins: Literal["above", "below"] | None
    because: str
    lines: list[ChoiceLine]


class PlanError(Result):
    """A dependency without a path: where it stops, what was found there, what would mend it, and all in a sentence."""

    dependency: str
    at: str
    found: str
    mend: str
    because: str


class NetworkPlan(Result):
    """The network of one option, checked.

    `components` are ids in alphabetical order, `reasons` has one entry for each. `needs_vpc` says whether any part lies in a
    VPC, `attached` whether the option's own units do. `errors` is empty when every dependency has its path.
    """

    option: str
    components: list[str]
    reasons: list[ComponentReason]
    left_out: list[LeftOut]
    needs_vpc: bool
    attached: bool
    nat_kind: Literal["zonal", "regional"] | None
    paths: list[Path]
    subnets: list[SubnetPlan]
    security_groups: list[GroupPlan]
    routes: list[RoutePlan]
    choice: Choice | None
    iam_actions: list[str]
    errors: list[PlanError]
    assumptions: list[Assumption]
    missing: list[str]


class CheckedPath(Result):
    """A dependency of a user's network that has its path, from every subnet: the parts on the way from the first one."""

    dependency: str
    to: str
    through: list[str]


class CheckedSubnet(Result):
    """The addresses of a subnet of a user's network: how many there are, taken by fixed parts, and the load that fills it."""

    name: str
    cidr: str
    addresses: int
    fixed: int
    runs_dry_at: float | None
    because: str


class NetworkCheck(Result):
    """What the check of a user's network found."""

    title: str
    sound: bool
    paths: list[CheckedPath]
    errors: list[PlanError]
    subnets: list[CheckedSubnet]
