"""A scene has every component and every path of the plan, numbered, and says nothing else."""

from collections.abc import Mapping

from advisor.network.models import Path
from advisor.pictures.compose import scene_of
from advisor.pictures.names import COMPONENTS, SERVICES, STARTERS, SYSTEMS, UNITS
from advisor.pictures.scene import Scene, ranges
from advisor.result import NetworkPlan, Recommendation
from knowledge import Base

ON_OTHERS = {"security-group", "route-table", "private-subnets", "public-subnets", "elastic-ip"}


def plan_of(answers: Mapping[str, Recommendation], name: str, option: str) -> NetworkPlan:
    plan = next(one.network for one in answers[name].options if one.id == option)
    assert plan is not None
    return plan


def chain(scene: Scene, number: int) -> list[str]:
    """The boxes of a path in order; it fails unless its links are one chain."""
    steps = {link.source: link.target for link in scene.links if number in link.paths}
    assert len(steps) == sum(number in link.paths for link in scene.links), "a path branches"
    starts = set(steps) - set(steps.values())
    assert len(starts) == 1, f"path {number} is not one chain"
    found = [starts.pop()]
    while found[-1] in steps:
        found.append(steps[found[-1]])
    assert len(found) == len(steps) + 1
    return found


def test_every_component_of_every_plan_is_drawn(
    answers: Mapping[str, Recommendation], scenes: Mapping[tuple[str, str], Scene]
) -> None:
    met = set()
    for (name, option), scene in scenes.items():
        drawn = {component for part in scene.parts for component in part.components}
        planned = set(plan_of(answers, name, option).components)
        assert drawn == planned, (name, option)
        met |= {component.partition(":")[0] for component in planned}
    assert met >= {
        "nat-gateway", "elastic-ip", "internet-gateway", "egress-only-internet-gateway", "gateway-endpoint", "vpc-link",
        "interface-endpoint", "application-load-balancer", "internal-load-balancer", "rds-proxy", "vpc-peering", "private-api",
        "vpn-or-direct-connect", "network-connector", "vpc-attachment", "awsvpc-networking", "private-aws-access",
        "public-subnets", "api-gateway-http", "api-gateway-rest",
    }  # fmt: skip


def test_every_path_is_a_numbered_chain_over_its_hops(
    answers: Mapping[str, Recommendation], scenes: Mapping[tuple[str, str], Scene]
) -> None:
    walked = 0
    for (name, option), scene in scenes.items():
        paths = plan_of(answers, name, option).paths
        assert len(scene.captions) == len(paths)
        boxes = {box.id: box for box in scene.boxes}
        for number, path in enumerate(paths, 1):
            met = [boxes[box] for box in chain(scene, number)]
            components = [component for box in met for component in box.components]
            places = [components.index(hop.through) for hop in path.hops if hop.through in COMPONENTS_OF(path) - ON_OTHERS]
            assert places == sorted(places), (name, option, path.name)
            ends = f"{met[0].id} {met[0].title}", f"{met[-1].id} {met[-1].title} {' '.join(met[-1].notes)}"
            assert _fits(path.source, ends[0]), (name, option, path.name, ends)
            assert _fits(path.to, ends[1]), (name, option, path.name, ends)
            walked += 1
        assert {number for link in scene.links for number in link.paths} == set(range(1, len(paths) + 1))
    assert walked > 300


def COMPONENTS_OF(path: Path) -> set[str]:  # noqa: N802
    return {hop.through for hop in path.hops if hop.through.partition(":")[0] in COMPONENTS and hop.through != "own-address"}


def _fits(end: str, told: str) -> bool:
    """Whether a box is the end of a path that has this name."""
    units = {"function", "task", "machine", "microvm", "web-function"}
    if end in units:
        return told.startswith("unit")
    if end == "private-network":
        return told.startswith("callers")
    wanted = {"internet": ("internet", "callers"), "poller": ("poller",)}.get(end) or (end, SERVICES.get(end, end))
    return any(word in told for word in wanted)


def test_ids_are_unique_and_ends_and_parents_exist(scenes: Mapping[tuple[str, str], Scene]) -> None:
    for scene in scenes.values():
        areas, boxes = [area.id for area in scene.areas], [box.id for box in scene.boxes]
        assert len({*areas, *boxes}) == len(areas) + len(boxes)
        seen: set[str | None] = {None}
        for area in scene.areas:
            assert area.parent in seen, "an area stands before the area around it"
            seen.add(area.id)
        assert {box.parent for box in scene.boxes} <= seen
        assert {end for link in scene.links for end in (link.source, link.target)} <= set(boxes)


def test_zones_and_subnets_are_those_of_the_plan(
    answers: Mapping[str, Recommendation], scenes: Mapping[tuple[str, str], Scene]
) -> None:
    for (name, option), scene in scenes.items():
        told = " ".join(" ".join((part.title, *part.notes)) for part in scene.parts)
        for subnet in plan_of(answers, name, option).subnets:
            assert subnet.name in told or " more" in told, (name, option, subnet.name)


def test_what_has_no_path_is_a_broken_link(answers: Mapping[str, Recommendation]) -> None:
    plans = [
        (answer, option.id, option.network)
        for answer in answers.values()
        for option in answer.options
        if option.network is not None and option.network.errors
    ]
    assert plans
    for answer, option, plan in plans:
        scene = scene_of(answer, option)
        assert scene is not None
        told = {link.target for link in scene.links if link.kind == "broken"} | {
            box.id for box in scene.boxes if box.kind == "note"
        }
        assert told
        assert all(error.because in scene.description for error in plan.errors)


def test_nothing_is_drawn_of_what_has_no_plan(answers: Mapping[str, Recommendation]) -> None:
    excluded = [(answer, one.id) for answer in answers.values() for one in answer.options if one.network is None]
    assert excluded
    assert all(scene_of(answer, option) is None for answer, option in excluded)
    assert scene_of(answers["no-vpc"], "no-such-option") is None


def test_without_a_vpc_there_is_none(answers: Mapping[str, Recommendation]) -> None:
    scene = scene_of(answers["no-vpc"])
    assert scene is not None
    assert {area.kind for area in scene.areas} == {"account", "region", "services"}
    assert "no VPC" in scene.description


def test_everything_has_a_name(base: Base) -> None:
    network = [name for name in base.component_ids if base.component(name).kind == "network"]
    assert {name.partition(":")[0] for name in network} <= set(COMPONENTS)
    assert set(base.options) == set(UNITS)
    members = {name.partition(":")[2] for name in network if ":" in name}
    assert members <= set(SERVICES)
    assert set(base.facts["vpc_resources"].values) <= set(SYSTEMS)
    called = {"api", "function-url", "alb", "websocket", "service"}
    assert set(base.facts["trigger"].values) - called <= set(STARTERS)


def test_numbers_are_written_as_ranges() -> None:
    assert [ranges(one) for one in ((3,), (1, 2), (2, 5), (4, 3, 5), (1, 2, 3, 7, 8))] == [
        "3", "1, 2", "2, 5", "3–5", "1–3, 7, 8",
    ]  # fmt: skip
