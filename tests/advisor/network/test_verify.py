"""The check of a network, part by part: what each faulty part stops, and where."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from advisor.network.graph import NetworkGraph
from advisor.network.parts import (
    ALL_IPV4,
    ALL_IPV6,
    INTERNET,
    PRIVATE,
    Dependency,
    Entry,
    Gateway,
    Group,
    Host,
    Network,
    Route,
    RouteTable,
    Rule,
    Subnet,
    block,
    without,
)
from advisor.network.traces import Trace
from advisor.network.verify import verify

PROGRAM = Group(
    "program",
    (
        Rule("out", "database", 5432, 5432),
        Rule("out", "endpoints", 443, 443),
        Rule("out", "s3", 443, 443),
        Rule("out", "10.1.0.0/16", 443, 443),
        Rule("out", ALL_IPV4, 80, 8443),
        Rule("out", ALL_IPV6, 443, 443),
        Rule("in", "front", 8080, 8080),
    ),
)
NETWORK = Network(
    hosts=(
        Host("task", "unit", ("private-a", "private-b"), ("program",), "awsvpc-networking"),
        Host("database", "system", (), ("database",)),
        Host("queue", "endpoint", ("private-a",), ("endpoints",), "interface-endpoint:sqs", "sqs"),
        Host("front", "balancer", ("public-a",), ("front",), "application-load-balancer", leads_to="task", public=True),
    ),
    subnets=(
        Subnet("private-a", "a", "private", "10.0.1.0/24"),
        Subnet("private-b", "b", "private", "10.0.2.0/24"),
        Subnet("public-a", "a", "public", "10.0.0.0/24"),
    ),
    tables=(
        RouteTable(
            "private",
            (
                Route(ALL_IPV4, "nat"), Route("s3", "s3"), Route("10.1.0.0/16", "peer"), Route(ALL_IPV6, "out6"),
                Route("office", "vpn"),
            ),
        ),
        RouteTable("public", (Route(ALL_IPV4, "door"),)),
    ),
    groups=(
        PROGRAM,
        Group("database", (Rule("in", "10.0.0.0/16", 5432, 5432),)),
        Group("endpoints", (Rule("in", "program", 443, 443),)),
        Group("front", (Rule("in", ALL_IPV4, 443, 443), Rule("out", "program", 8080, 8080))),
    ),
    gateways=(
        Gateway("door", "internet", "internet-gateway"),
        Gateway("nat", "nat", "nat-gateway", "public-a", 1),
        Gateway("s3", "gateway-endpoint", "gateway-endpoint:s3", serves="s3"),
        Gateway("peer", "peering", "vpc-peering", serves="sister"),
        Gateway("vpn", "vpn", "vpn-or-direct-connect", serves="office"),
        Gateway("out6", "egress-only", "egress-only-internet-gateway"),
    ),
    networks=(("sister", "10.1.2.0/24"), ("office", None)),
)  # fmt: skip
DATABASE = Dependency("database", "task", "database", "system", 5432)
QUEUE = Dependency("sqs", "task", "sqs", "service")
STORE = Dependency("s3", "task", "s3", "service")
TOPIC = Dependency("sns", "task", "sns", "service")
OUTSIDE = Dependency("internet", "task", INTERNET, "internet")
FIXED = Dependency("internet", "task", INTERNET, "internet", fixed=True)
OUTSIDE6 = Dependency("internet", "task", INTERNET, "internet", family=6)
SISTER = Dependency("sister", "task", "sister", "network")
OFFICE = Dependency("office", "task", "office", "network", 80)
CALLERS = Dependency("callers", INTERNET, "task", "caller", 8080)
ALL = (DATABASE, QUEUE, STORE, TOPIC, OUTSIDE, FIXED, OUTSIDE6, SISTER, OFFICE, CALLERS)


def one(network: Network, dependency: Dependency) -> Trace:
    return next(iter(verify(network, (dependency,))))


def parts_of(trace: Trace) -> list[str]:
    return [step.part for step in trace.steps]


def with_group(group: Group) -> Network:
    return replace(NETWORK, groups=tuple(group if old.name == group.name else old for old in NETWORK.groups))


def with_table(name: str, *routes: Route) -> Network:
    table = RouteTable(name, routes)
    return replace(NETWORK, tables=tuple(table if old.name == name else old for old in NETWORK.tables))


def with_gateway(gateway: Gateway) -> Network:
    return replace(NETWORK, gateways=tuple(gateway if old.name == gateway.name else old for old in NETWORK.gateways))


def with_host(name: str, change: Callable[[Host], Host]) -> Network:
    return replace(NETWORK, hosts=tuple(change(host) if host.name == name else host for host in NETWORK.hosts))


def test_everything_has_its_path() -> None:
    assert [trace.stop for trace in verify(NETWORK, ALL)] == [None] * len(ALL)
    assert parts_of(one(NETWORK, OUTSIDE)) == [
        "task",
        "program",
        "private-a",
        "private",
        "nat",
        "nat",
        "public-a",
        "public",
        "door",
    ]
    assert parts_of(one(NETWORK, QUEUE)) == ["task", "program", "private-a", "endpoints", "queue"]
    assert parts_of(one(NETWORK, SISTER))[-1] == "peer"
    assert parts_of(one(NETWORK, OUTSIDE6))[-1] == "out6"
    assert parts_of(one(NETWORK, CALLERS)) == ["door", "public", "public-a", "front", "front", "front", "program", "task"]


def test_subnets_with_the_same_table_are_walked_once() -> None:
    assert [trace.start for trace in verify(NETWORK, (STORE,))] == ["private-a, private-b"]
    apart = replace(NETWORK, subnets=(*NETWORK.subnets[:1], Subnet("private-b", "b", "other"), *NETWORK.subnets[2:]))
    traces = verify(apart, (STORE,))
    assert [(trace.start, trace.stop is None) for trace in traces] == [("private-a", True), ("private-b", False)]
    assert traces[1].stop is not None
    assert traces[1].stop.at == "no route table"


@pytest.mark.parametrize(
    ("network", "dependency", "at", "found"),
    [
        (with_group(Group("database", ())), DATABASE, "database", "lets TCP 5432 in from program"),
        (with_group(Group("database", (Rule("in", "10.9.0.0/16", 5432, 5432),))), DATABASE, "database", "lets TCP 5432 in"),
        (with_group(Group("database", (Rule("in", "program", 5432, 5432, "udp"),))), DATABASE, "database", "lets TCP 5432 in"),
        (with_group(Group("program", ())), DATABASE, "program", "lets TCP 5432 out to database"),
        (with_group(Group("endpoints", ())), QUEUE, "endpoints", "lets TCP 443 in from program"),
        (with_table("private"), OUTSIDE, "private", "no route of private-a leads to internet"),
        (with_table("private", Route(ALL_IPV4, "nothing")), OUTSIDE, "private", "leads to nothing, which is not there"),
        (with_table("private", Route(ALL_IPV4, "door")), OUTSIDE, "door", "a private address does not pass"),
        (with_table("private", Route(ALL_IPV4, "door")), OFFICE, "door", "the internet does not lead to office"),
        (with_table("private", Route(ALL_IPV4, "nat")), OFFICE, "nat", "does not lead to office"),
        (with_table("private", Route("office", "peer")), OFFICE, "peer", "it leads to sister only"),
        (with_table("private", Route(ALL_IPV4, "s3")), TOPIC, "s3", "it leads to s3 only"),
        (with_table("private", Route(ALL_IPV4, "out6")), OUTSIDE, "out6", "it carries IPv6 only"),
        (with_table("private", Route(ALL_IPV6, "nat")), OUTSIDE6, "nat", "carries IPv4 only"),
        (with_table("public", Route(ALL_IPV4, "nat")), OUTSIDE, "public", "a loop: private -> public -> public"),
        (with_gateway(Gateway("nat", "nat", None, "public-a", 0)), OUTSIDE, "nat", "it has no public address"),
        (with_gateway(Gateway("door", "nat", None, None, 1)), OUTSIDE, "door", "the VPC has no internet gateway"),
        (with_host("task", lambda host: replace(host, subnets=())), STORE, "task", "no network interface"),
        (with_host("task", lambda host: replace(host, groups=())), STORE, "task", "lets TCP 443 out"),
        (with_host("queue", lambda host: replace(host, subnets=())), QUEUE, "queue", "no network interface"),
        (NETWORK, DATABASE._replace(to="warehouse"), "task", "no system 'warehouse'"),
        (NETWORK, DATABASE._replace(source="nobody"), "nobody", "no such part"),
    ],
)
def test_each_fault_stops_where_it_is(network: Network, dependency: Dependency, at: str, found: str) -> None:
    stop = one(network, dependency).stop
    assert stop is not None
    assert stop.at == at
    assert found in stop.found
    assert stop.mend


def test_a_public_address_passes_the_internet_gateway_but_is_not_fixed() -> None:
    network = replace(
        with_table("private", Route(ALL_IPV4, "door")),
        hosts=tuple(replace(host, public=True) if host.name == "task" else host for host in NETWORK.hosts),
    )
    assert one(network, OUTSIDE).stop is None
    stop = one(network, FIXED).stop
    assert stop is not None
    assert "changes with it" in stop.found


def test_an_endpoint_takes_over_the_name_even_where_the_internet_would_lead_there() -> None:
    """A NAT gateway does not help when the endpoint of the service refuses the call."""
    stop = one(with_group(Group("endpoints", ())), QUEUE).stop
    assert stop is not None
    assert stop.at == "endpoints"
    assert one(without(NETWORK, "interface-endpoint:sqs"), QUEUE).stop is None


def test_a_regional_gateway_needs_the_internet_gateway_and_no_subnet() -> None:
    regional = with_gateway(Gateway("nat", "nat", "nat-gateway", None, 2))
    assert parts_of(one(regional, OUTSIDE)) == ["task", "program", "private-a", "private", "nat", "nat", "door"]
    stop = one(without(regional, "internet-gateway"), OUTSIDE).stop
    assert stop is not None
    assert stop.at == "nat"


def test_the_most_specific_route_decides() -> None:
    narrow = Dependency("partner", "task", INTERNET, "internet", address="203.0.113.0/28")
    network = with_table("private", Route(ALL_IPV4, "nat"), Route("203.0.113.0/24", "vpn"))
    stop = one(network, narrow).stop
    assert stop is not None
    assert stop.at == "vpn"
    assert one(with_table("private", Route("198.51.100.0/24", "vpn"), Route(ALL_IPV4, "nat")), narrow).stop is None


def test_a_unit_outside_sees_public_addresses_only() -> None:
    outside = with_host("task", lambda host: Host("task", "unit", outside=True, invoked=True))
    assert one(outside, STORE).stop is None
    assert one(outside, OUTSIDE).stop is None
    for dependency in (DATABASE, OFFICE, FIXED):
        assert one(outside, dependency).stop is not None
    stop = one(replace(outside, isolated=True), STORE).stop
    assert stop is not None
    assert "forbidden" in stop.found


def test_an_isolated_network_reports_every_way_out() -> None:
    traces = verify(replace(NETWORK, isolated=True), ())
    assert [(trace.stop.at, trace.start) for trace in traces if trace.stop] == [
        ("door", "private-a, private-b"), ("out6", "private-a, private-b"),
    ]  # fmt: skip
    closed = replace(with_table("private", Route("s3", "s3")), isolated=True)
    assert verify(closed, ()) == ()
    outside = replace(with_host("task", lambda host: Host("task", "unit", outside=True)), isolated=True)
    assert len(verify(outside, ())) == 1


def test_callers_need_a_front_door() -> None:
    lone = replace(NETWORK, hosts=tuple(host for host in NETWORK.hosts if host.kind != "balancer"))
    stop = one(lone, CALLERS).stop
    assert stop is not None
    assert "no front door" in stop.found


@pytest.mark.parametrize(
    ("network", "source", "found"),
    [
        (with_table("public"), INTERNET, "no route to an internet gateway"),
        (with_table("public", Route(ALL_IPV4, "nat")), INTERNET, "no route to an internet gateway"),
        (with_host("front", lambda host: replace(host, public=False)), INTERNET, "private addresses only"),
        (with_host("front", lambda host: replace(host, subnets=())), INTERNET, "no network interface"),
        (NETWORK, PRIVATE, "it has public addresses"),
        (with_group(Group("front", (Rule("in", ALL_IPV4, 443, 443),))), INTERNET, "lets TCP 8080 out to program"),
        (with_group(Group("front", (Rule("in", "office", 443, 443),))), INTERNET, "lets TCP 443 in from internet"),
        (with_group(Group("program", ())), INTERNET, "lets TCP 8080 in from front"),
    ],
)
def test_callers_stop_at_the_first_fault(network: Network, source: str, found: str) -> None:
    stop = one(network, CALLERS._replace(source=source)).stop
    assert stop is not None
    assert found in stop.found


def behind(entry: Entry, *hosts: Host) -> Network:
    unit = Host("task", "unit", ("private-a",), ("program",))
    return replace(NETWORK, hosts=(unit, *hosts), entries=(entry,))


def test_an_api_reaches_a_private_load_balancer_by_a_link_only() -> None:
    balancer = Host("front", "balancer", ("private-a",), ("front",), leads_to="task")
    link = Host("link", "link", ("private-a",), ("front",), leads_to="front")
    stop = one(behind(Entry("api", "api-gateway-http", "front"), balancer), CALLERS).stop
    assert stop is not None
    assert "outside the VPC" in stop.found
    network = with_group(Group("front", (*NETWORK.groups[3].rules, Rule("out", "front", 443, 443))))
    linked = replace(behind(Entry("api", "api-gateway-http", "link"), balancer, link), groups=network.groups)
    assert one(linked, CALLERS).stop is None


def test_an_entry_is_open_to_those_it_names() -> None:
    function = Host("task", "unit", outside=True, invoked=True)
    network = Network(hosts=(function,), entries=(Entry("url", "function-url", "task"),))
    assert one(network, CALLERS).stop is None
    assert one(network, CALLERS._replace(source=PRIVATE)).stop is not None
    closed = Network(hosts=(function,), entries=(Entry("url", None, "task", ()),))
    stop = one(closed, CALLERS).stop
    assert stop is not None
    assert stop.found == "nothing leads to it"


def test_of_two_front_doors_one_open_door_is_enough_and_one_too_many_for_private_callers() -> None:
    function = Host("task", "unit", outside=True, invoked=True)
    doors = (Entry("closed", None, "task", ()), Entry("open", None, "task"))
    network = Network(hosts=(function,), entries=doors)
    assert one(network, CALLERS).stop is None
    inner = Network(
        hosts=(function, Host("inner", "balancer", ("s",), ("g",), leads_to="task")),
        subnets=(Subnet("s", "a", "t"),),
        tables=(RouteTable("t", ()),),
        groups=(Group("g", (Rule("in", PRIVATE, 443, 443),)),),
    )
    private = CALLERS._replace(source=PRIVATE)
    assert one(inner, private).stop is None
    assert one(replace(inner, entries=(Entry("open", None, "task"),)), private).stop is not None


def test_a_door_that_leads_nowhere() -> None:
    network = Network(hosts=(), entries=(Entry("url", None, "task"),))
    stop = one(network, CALLERS).stop
    assert stop is not None
    assert "not there" in stop.found


def test_a_proxy_passes_calls_on_and_must_be_let_in() -> None:
    proxy = Host("proxy", "proxy", ("private-a",), ("proxy",), "rds-proxy", leads_to="database")
    groups = (
        Group("program", (Rule("out", "proxy", 5432, 5432),)),
        Group("proxy", (Rule("in", "program", 5432, 5432), Rule("out", "database", 5432, 5432))),
        Group("database", (Rule("in", "proxy", 5432, 5432),)),
    )
    network = replace(NETWORK, hosts=(*NETWORK.hosts, proxy), groups=groups)
    assert parts_of(one(network, DATABASE)) == [
        "task",
        "program",
        "private-a",
        "proxy",
        "proxy",
        "proxy",
        "database",
        "database",
    ]
    stop = one(replace(network, groups=groups[:2]), DATABASE).stop
    assert stop is not None
    assert stop.at == "database"


def test_the_graph_has_a_node_for_each_part_and_an_edge_for_each_step() -> None:
    graph = NetworkGraph(NETWORK).graph
    assert graph.edges["host task", "subnet private-a"] == {"kind": "lies-in"}
    assert graph.edges["subnet private-a", "table private"] == {"kind": "routed-by"}
    assert graph.edges["table private", "gateway nat"] == {"kind": "route"}
    assert graph.edges["gateway nat", "subnet public-a"] == {"kind": "lies-in"}
    assert graph.edges["host queue", "service sqs"] == {"kind": "serves"}
    assert graph.edges["gateway vpn", "network office"] == {"kind": "serves"}
    assert graph.edges["host front", "host task"] == {"kind": "leads-to"}
    assert graph.edges["host task", "group program"] == {"kind": "guarded-by"}
    assert graph.nodes["gateway nat"]["part"] == NETWORK.gateways[1]


def test_look_ups_follow_the_edges_of_the_graph() -> None:
    linked = Entry("api", "api-gateway-http", "front")
    network = NetworkGraph(replace(NETWORK, entries=(linked,)))
    edges = [(one, other, edge["kind"]) for one, other, edge in network.graph.edges(data=True)]
    for name in (*network.hosts, *network.entries):
        node = f"entry {name}" if name in network.entries else f"host {name}"
        before = [one.partition(" ")[2] for one, other, kind in edges if (other, kind) == (node, "leads-to")]
        assert network.doors_to(name) == before
    assert (network.doors_to("task"), network.doors_to("front")) == (["front"], ["api"])
    serving = {other: one for one, other, kind in edges if kind == "serves" and one.startswith("host ")}
    assert serving == {"service sqs": "host queue"}
    assert (network.endpoint("sqs"), network.endpoint("s3")) == (network.hosts["queue"], None)


@pytest.mark.parametrize(
    ("text", "size"), [("10.0.0.0/8", 8), ("::/0", 0), ("2001:db8::/32", 32), ("s3", None), ("10.0.0.1/8", None), ("1", None)]
)
def test_blocks_of_addresses(text: str, size: int | None) -> None:
    found = block(text)
    assert (found.prefixlen if found is not None else None) == size


def test_rules_by_block_keep_the_versions_apart() -> None:
    wide = with_group(Group("database", (Rule("in", "2001:db8::/32", 5432, 5432),)))
    assert one(wide, DATABASE).stop is not None
    six = replace(
        wide,
        subnets=tuple(subnet._replace(cidr=f"2001:db8:{number}::/64") for number, subnet in enumerate(NETWORK.subnets)),
    )
    assert one(six, DATABASE).stop is None
    assert one(replace(NETWORK, subnets=six.subnets), DATABASE).stop is not None


def test_taking_out_subnets_takes_their_gateways() -> None:
    left = without(NETWORK, "public-subnets")
    assert [subnet.name for subnet in left.subnets] == ["private-a", "private-b"]
    assert "nat" not in [gateway.name for gateway in left.gateways]
    assert one(left, OUTSIDE).stop is not None
    assert one(without(NETWORK, "private-subnets"), STORE).stop is not None
    assert one(without(NETWORK, "awsvpc-networking"), STORE).stop is not None
