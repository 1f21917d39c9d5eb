"""The check of a user's file: the two examples, and one message for each thing that can be wrong."""

from pathlib import Path

import pytest

from advisor.inference import Inference
from advisor.network.models import NetworkCheck
from advisor.network.user import check_file
from advisor.network.user_file import MAX_BYTES, NetworkFileError

EXAMPLES = Path(__file__).parents[3] / "examples" / "networks"
SOUND = (EXAMPLES / "orders.toml").read_text()


def check(today: Inference, tmp_path: Path, text: str) -> NetworkCheck:
    file = tmp_path / "network.toml"
    file.write_text(text)
    return check_file(str(file), today.program)


def changed(old: str, new: str) -> str:
    assert old in SOUND, old
    return SOUND.replace(old, new)


def test_the_sound_example(today: Inference) -> None:
    found = check_file(str(EXAMPLES / "orders.toml"), today.program)
    assert found.sound
    assert found.errors == []
    assert [path.dependency for path in found.paths] == [
        "orders-db", "sqs", "s3", "internet", "on-premises", "callers from internet",
    ]  # fmt: skip
    paths = {path.dependency: path.through for path in found.paths}
    assert paths["internet"] == ["orders", "orders", "private-a", "private-a", "nat-a", "nat-a", "public-a", "public", "door"]
    assert {subnet.name: subnet.runs_dry_at for subnet in found.subnets} == {
        "private-a": 116, "private-b": 116, "public-a": None, "public-b": None,
    }  # fmt: skip
    assert NetworkCheck.model_validate(found.model_dump()) == found


def test_the_broken_example_names_each_fault(today: Inference) -> None:
    found = check_file(str(EXAMPLES / "orders-broken.toml"), today.program)
    assert not found.sound
    assert {error.dependency: error.at for error in found.errors} == {
        "orders-db": "database", "secretsmanager": "endpoints", "s3": "door", "internet": "door", "on-premises": "door",
    }  # fmt: skip
    assert all(error.mend and error.mend in error.because for error in found.errors)
    assert found.paths == []


@pytest.mark.parametrize(
    ("old", "new", "dependency", "at"),
    [
        ('"0.0.0.0/0" = "nat-b", ', "", "internet", "private-b"),
        ("addresses = 1", "addresses = 0", "internet", "nat-a"),
        ('{ peer = "database", port = 5432 }', '{ peer = "database", port = "1-80" }', "orders-db", "orders"),
        ("public          = true", "public          = false", "callers from internet", "front"),
        ('title = "Orders behind a load balancer"', "isolated = true", "no path to the internet", "door"),
    ],
)
def test_one_change_breaks_one_path(today: Inference, tmp_path: Path, old: str, new: str, dependency: str, at: str) -> None:
    found = check(today, tmp_path, changed(old, new))
    assert dependency in {error.dependency for error in found.errors}
    assert at in {error.at for error in found.errors}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind            = "task"', 'kind            = "pod"', "use one of the allowed words"),
        ('kind            = "task"', "", "unit.kind: found nothing"),
        ("peak            = 40", 'peak            = "many"', "unit.peak"),
        ("peak            = 40", "peek            = 40", "check its spelling"),
        ('subnets         = ["private-a", "private-b"]\nsecurity_groups = ["orders"]', 'subnets = ["privat-a"]',
         "did you mean 'private-a'?"),
        ('security_groups = ["orders"]', 'security_groups = ["nobody"]', "the unknown security group 'nobody'"),
        ('route_table = "public", cidr = "10.0.0.0/27"', 'route_table = "pubic"', "did you mean 'public'?"),
        ('"0.0.0.0/0" = "door"', '"0.0.0.0/0" = "dor"', "did you mean 'door'?"),
        ('"0.0.0.0/0" = "door"', '"somewhere" = "door"', "the unknown destination 'somewhere'"),
        ('s3     = { kind = "gateway-endpoint", service = "s3" }', 's3 = { kind = "gateway-endpoint" }', "without service"),
        ('door   = { kind = "internet" }', 'door = { kind = "internet", service = "s3" }', "with service"),
        ('door   = { kind = "internet" }', 'door = { kind = "internet", addresses = 1 }', "with subnet or addresses"),
        ('kind = "vpn", network = "on-premises"', 'kind = "vpn", network = "office"', "the unknown network 'office'"),
        ('subnet = "public-a"', 'subnet = "public-c"', "the unknown subnet 'public-c'"),
        ('service         = "sqs"', 'service         = "sqz"', "did you mean 'sqs'?"),
        ('service         = "sqs"', 'service         = "teleport"', "use one of"),
        ('service = "s3"', 'service = "s4"', "the unknown service 's4'"),
        ('to = "sqs"', 'to = "sqss"', "did you mean 'sqs'?"),
        ('to = "sqs"', 'to = "moonbase-alpha"', "describe it as a system or a network"),
        ('to   = "orders"', 'to   = "billing"', "callers of 'billing'"),
        ('kind            = "rds"', 'kind            = "oracle-rac"', "the unknown kind of system 'oracle-rac'"),
        ("port = 1521", "port = 70000", "the port 70000"),
        ("port = 1521\n", "port = true\n", "dependencies"),
        ('{ peer = "orders", port = 5432 }', '{ peer = "orders", port = 99999 }', "the port 99999"),
        ('{ peer = "orders", port = 5432 }', '{ peer = "orders", port = "high" }', "the port 'high'"),
        ('{ peer = "orders", port = 5432 }', '{ peer = "orders", port = "20-10" }', "the port '20-10'"),
        ('{ peer = "orders", port = 5432 }', '{ peer = "ordres", port = 5432 }', "did you mean 'orders'?"),
        ('{ peer = "orders", port = 5432 }', '{ peer = "zzz", port = 5432 }', "name a group, a service"),
        ('cidr = "10.0.1.64/26"', 'cidr = "10.0.1.32/26"', "write 10.0.1.0/26"),
        ('cidr = "10.0.1.64/26"', 'cidr = "10.0.1.64/99"', "correct the address"),
        ('cidr = "10.0.1.64/26"', 'cidr = "10.0.1.0/25"', "which overlaps 10.0.1.0/26 of subnets.private-a"),
        ('cidr = "192.168.0.0/16"', 'cidr = "10.0.0.0/8"', "which overlaps"),
        ('cidr = "10.0.1.64/26"', 'cidr = "10.0.1.64/30"', "a subnet from /16 to /28"),
        ("[systems.orders-db]", "[systems.orders]", "the name of unit"),
        ('public    = { "0.0.0.0/0" = "door" }', 'public    = { "0.0.0.0/0" = "nat-a" }', "a loop: "),
        ("[unit]", "[unit", "broken TOML"),
        ("[unit]", "[unit]\nname = 'x'", "broken TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file(today: Inference, tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(NetworkFileError) as caught:
        check(today, tmp_path, changed(old, new))
    assert message in str(caught.value)
    assert all(problem.where and problem.found and problem.expected and problem.remedy for problem in caught.value.problems)


def test_all_problems_come_in_one_run(today: Inference, tmp_path: Path) -> None:
    text = changed('to = "sqs"', 'to = "nowhere"').replace('subnet = "public-b"', 'subnet = "public-z"')
    with pytest.raises(NetworkFileError) as caught:
        check(today, tmp_path, text)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * (MAX_BYTES + 1), "more than 1 MiB"),
        (b"a = " + b"[" * 100_000, "many levels deep"),
        (b"", "found nothing"),
    ],
)
def test_what_is_no_network_file(today: Inference, tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "network.toml"
    file.write_bytes(content)
    with pytest.raises(NetworkFileError, match=message):
        check_file(str(file), today.program)


def test_a_file_that_is_not_there(today: Inference, tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(NetworkFileError, match="can't be opened"):
            check_file(str(path), today.program)


FUNCTION = """
[unit]
kind = "function"
[[dependencies]]
to = "{to}"
"""


def test_a_function_outside_the_vpc(today: Inference, tmp_path: Path) -> None:
    assert check(today, tmp_path, FUNCTION.format(to="internet")).sound
    assert check(today, tmp_path, FUNCTION.format(to="sqs")).sound
    private = FUNCTION.format(to="db") + "[systems.db]\nkind = 'rds'\n"
    assert not check(today, tmp_path, private).sound


def test_functions_count_connections_and_others_count_units(today: Inference, tmp_path: Path) -> None:
    text = """
    [unit]
    kind = "{kind}"
    subnets = ["one"]
    security_groups = ["all"]
    peak = 100000
    [subnets.one]
    zone = "a"
    route_table = "t"
    cidr = "10.0.0.0/28"
    [subnets.six]
    zone = "a"
    route_table = "t"
    cidr = "2001:db8::/64"
    [route_tables.t]
    [security_groups.all]
    out = [{{ peer = "0.0.0.0/0", port = "all", protocol = "all" }}]
    [systems.cache]
    kind = "elasticache"
    security_groups = ["cache"]
    [security_groups.cache]
    in = [{{ peer = "all", port = "1-65535" }}]
    [[dependencies]]
    to = "cache"
    """
    function = check(today, tmp_path, text.format(kind="function"))
    assert function.sound
    assert [subnet.runs_dry_at for subnet in function.subnets] == [11 * 65000]
    assert "enough for a peak" in function.subnets[0].because
    machine = check(today, tmp_path, text.format(kind="machine"))
    assert machine.subnets[0].runs_dry_at == 11
    assert "too few for a peak" in machine.subnets[0].because


def test_mail_and_named_kinds_have_their_ports(today: Inference, tmp_path: Path) -> None:
    text = """
    [unit]
    kind = "task"
    subnets = ["one"]
    security_groups = ["all"]
    [subnets.one]
    zone = "a"
    route_table = "t"
    [route_tables.t]
    [endpoints.mail]
    service = "email-smtp"
    subnets = ["one"]
    security_groups = ["mail"]
    [security_groups.all]
    out = [{ peer = "mail", port = 587 }]
    [security_groups.mail]
    in = [{ peer = "all", port = 587 }]
    [[dependencies]]
    to = "email-smtp"
    """
    found = check(today, tmp_path, text)
    assert found.sound
    assert found.subnets == []
