"""The price book: Regions, dates, tiers, what holds everywhere, and the user's own prices."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor import Advisor
from advisor.cost.price_file import InvalidPricesError, OwnPrices, check_prices, parse_prices, read_prices
from advisor.cost.prices import EVERYWHERE, RegionWithoutPricesError, price_book, priced_regions
from advisor.inference import Inference
from knowledge import Base

FOUR = ("us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2")
REQUEST = "price.us-east-1.lambda.request"


def own(base: Base, **prices: Any) -> OwnPrices:
    return check_prices({name.replace("__", "."): value for name, value in prices.items()}, "ours", base)


def test_four_regions_have_prices(base: Base) -> None:
    assert set(priced_regions(base)) == set(FOUR)


@pytest.mark.parametrize("region", FOUR)
def test_a_region_has_the_prices_of_its_figures(today: Inference, region: str) -> None:
    book = price_book(today.program, region)
    request, task = book.price("lambda.request"), book.price("fargate.vcpu_hour.x86")
    assert request is not None
    assert request.id == f"price.{region}.lambda.request"
    assert (request.value, request.confidence) == (0.2, "confirmed")
    assert task is not None
    assert task.confidence == ("reported" if region == "ap-southeast-2" else "confirmed")
    assert book.assumptions == ()


def test_without_a_region_the_first_one_is_assumed_aloud(today: Inference) -> None:
    book = price_book(today.program)
    assert book.region == "us-east-1"
    assert [(one.fact, one.value) for one in book.assumptions] == [("region", "us-east-1")]


@pytest.mark.parametrize("region", ["other", "sa-east-1"])
def test_a_region_without_prices_is_an_error_that_names_those_with(today: Inference, region: str) -> None:
    with pytest.raises(RegionWithoutPricesError) as caught:
        price_book(today.program, region)
    assert all(name in str(caught.value) for name in (*FOUR, repr(region), "price.REGION.NAME"))


def test_as_of_the_notes_no_price_is_known(of_the_notes: Inference) -> None:
    book = price_book(of_the_notes.program, "us-east-1")
    assert book.price("lambda.request") is None
    assert book.number("lambda.tmp.default") == 512


def test_the_date_picks_the_row(advisor: Advisor) -> None:
    early = price_book(advisor.edition(date(2026, 3, 1)).program, "us-east-1").price("lambda.request")
    assert early is not None
    assert early.since == date(2026, 3, 1)


def test_tiers_are_read_once_and_members_by_name(today: Inference) -> None:
    book = price_book(today.program, "us-east-1")
    duration, spot = book.price("lambda.gb_second.x86"), book.price("fargate.spot:vcpu_hour_arm")
    assert duration is not None
    assert spot is not None
    assert duration.value == ((6e9, 1.66667e-05), (9e9, 1.5e-05), (float("inf"), 1.33334e-05))
    assert (spot.value, spot.confidence) == (0.01030969, "reported")
    assert book.price("fargate.savings_plan:one_year_no_upfront:share") is not None
    assert book.price("lambda.request") is book.price("lambda.request")


def test_the_price_of_a_first_tier_says_so(today: Inference) -> None:
    note = {region: price_book(today.program, region).price("transfer.egress") for region in ("us-east-1", "eu-west-1")}
    assert note["us-east-1"] is not None
    assert note["eu-west-1"] is not None
    assert note["us-east-1"].note is None
    assert "first tier" in str(note["eu-west-1"].note)


def test_what_holds_everywhere_is_known_everywhere(today: Inference) -> None:
    for region in FOUR:
        book = price_book(today.program, region)
        known = {name.partition(":")[0] for name in book.prices}
        assert known >= EVERYWHERE
    assert not any(
        price.unit.startswith("USD per") for name, price in book.reference.items() if name.partition(":")[0] in EVERYWHERE
    )


def test_books_are_kept_and_equal_for_equal_questions(today: Inference) -> None:
    assert price_book(today.program, "eu-west-1") is price_book(today.program, "eu-west-1")


def test_own_prices_override_and_are_marked(today: Inference, base: Base) -> None:
    content = f"""
        "{REQUEST}" = 0.15
        ["price.us-east-1.fargate.spot"]
        value = {{ vcpu_hour_x86 = 0.01 }}
        source = "our agreement"
        since = 2026-10-01
    """
    book = price_book(today.program, "us-east-1", parse_prices(content.encode(), "prices.toml", base))
    request, spot = book.price("lambda.request"), book.price("fargate.spot:vcpu_hour_x86")
    assert request is not None
    assert spot is not None
    assert (request.value, request.confidence, request.source, request.since) == (0.15, "own", "prices.toml", None)
    assert (spot.value, spot.source, spot.since) == (0.01, "our agreement", date(2026, 10, 1))
    other = book.price("fargate.spot:gb_hour_x86")
    assert other is not None
    assert other.confidence == "reported"


def test_an_own_flat_price_wins_over_tiers_of_aws(today: Inference, base: Base) -> None:
    prices = own(base, **{"price.us-east-1.apigateway.http": 0.5})
    found = price_book(today.program, "us-east-1", prices).price("apigateway.http.tiers", "apigateway.http")
    assert found is not None
    assert (found.value, found.confidence, found.note) == (0.5, "own", None)


def test_own_prices_open_another_region(today: Inference, base: Base) -> None:
    prices = own(base, **{"price.sa-east-1.lambda.request": 0.3, "price.sa-east-1.ec2.m9z.large": 0.2})
    for asked in ("other", None, "sa-east-1"):
        book = price_book(today.program, asked, prices)
        assert (book.region, book.number("lambda.request"), book.number("ec2.m9z.large")) == ("sa-east-1", 0.3, 0.2)
        assert book.price("fargate.vcpu_hour.x86") is None
        assert book.number("lambda.free_tier:requests") == 1_000_000


def test_own_prices_of_two_regions_need_a_choice(today: Inference, base: Base) -> None:
    prices = own(base, **{"price.sa-east-1.lambda.request": 0.3, "price.eu-north-1.lambda.request": 0.2})
    with pytest.raises(RegionWithoutPricesError, match="several Regions"):
        price_book(today.program, None, prices)
    assert price_book(today.program, "eu-north-1", prices).number("lambda.request") == 0.2


def test_own_prices_of_another_region_only_are_said_not_to_count(today: Inference, base: Base) -> None:
    book = price_book(today.program, "eu-west-1", own(base, **{REQUEST: 0.1}))
    assert book.number("lambda.request") == 0.2
    assert [one.fact for one in book.assumptions] == ["prices"]
    assert "us-east-1 only" in book.assumptions[0].because


WRONG = [
    ("", "no price"),
    ("a = ", "broken TOML"),
    (f'"{REQUEST}" = 1\n"{REQUEST}" = 2', "broken TOML"),
    ('"lambda.request" = 1', "price.REGION.NAME"),
    ('"price.us-east-1.lambda.requests" = 1', "did you mean 'lambda.request'?"),
    ('"price.us-east-1.something.new.entirely" = 1', "take a name from the list of figures"),
    (f'"{REQUEST}" = -1', "from 0 to"),
    (f'"{REQUEST}" = nan', "from 0 to"),
    (f'"{REQUEST}" = inf', "from 0 to"),
    (f'"{REQUEST}" = true', "a number of US dollars"),
    (f'"{REQUEST}" = "0.2"', "without quotes"),
    (f'"{REQUEST}" = [0.2]', "a number of US dollars"),
    (f'"{REQUEST}" = {{ value = 1, price = 2 }}', "an unknown key 'price'"),
    (f'"{REQUEST}" = {{ value = 1, source = 2 }}', "source = 2"),
    (f'"{REQUEST}" = {{ value = 1, since = "2026-01-01" }}', "a date such as"),
    (f'"{REQUEST}" = {{ value = 1, since = 2026-01-01T10:00:00 }}', "a date such as"),
    ('"price.us-east-1.fargate.spot" = 1', "a table with vcpu_hour_x86"),
    ('"price.us-east-1.fargate.spot" = { vcpu = 1 }', "an unknown member 'vcpu'"),
    ('"price.us-east-1.fargate.spot" = { vcpu_hour_x86 = "1" }', "fargate.spot.vcpu_hour_x86"),
    ('"price.us-east-1.lambda.gb_second.x86" = { "first 6e9" = 1, "then" = 2 }', '"first N", "next N"'),
    ('"price.us-east-1.lambda.gb_second.x86" = { "over 1" = 1, "first 1" = 2 }', '"first N", "next N"'),
    ('"price.us-east-1.lambda.gb_second.x86" = { "first many" = 1, "over many" = 2 }', '"first N", "next N"'),
    ('"price.us-east-1.lambda.gb_second.x86" = { "first 1" = -1, "over 1" = 2 }', "from 0 to"),
    ('"price.us-east-1.lambda.gb_second.x86" = {}', "no tier"),
]


@pytest.mark.parametrize(("content", "expected"), WRONG, ids=[expected[:30] + str(n) for n, (_, expected) in enumerate(WRONG)])
def test_a_wrong_price_file_says_where_and_what_to_do(base: Base, content: str, expected: str) -> None:
    with pytest.raises(InvalidPricesError) as caught:
        parse_prices(content.encode(), "prices.toml", base)
    assert expected in str(caught.value)
    for problem in caught.value.problems:
        assert problem.where.startswith("prices.toml")
        assert problem.found
        assert problem.expected
        assert problem.remedy


def test_everything_wrong_is_said_at_once(base: Base) -> None:
    with pytest.raises(InvalidPricesError) as caught:
        parse_prices(b'"a" = 1\n"b" = 2', "prices.toml", base)
    assert len(caught.value.problems) == 2


def test_bytes_that_are_no_text_and_too_many_of_them(base: Base) -> None:
    for content in (b"\xff\xfe", b"#" * (1024 * 1024 + 1), ("a=" + "[" * 5000).encode()):
        with pytest.raises(InvalidPricesError):
            parse_prices(content, "prices.toml", base)


def test_a_file_is_read_from_disk_or_its_absence_said(base: Base, tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(f'"{REQUEST}" = 0.1\n')
    assert read_prices(str(path), base).regions == ("us-east-1",)
    for wrong in (tmp_path / "none.toml", tmp_path, Path("nul\0")):
        with pytest.raises(InvalidPricesError, match="can't be opened"):
            read_prices(str(wrong), base)


def test_tiers_of_ones_own(today: Inference, base: Base) -> None:
    value = {"first 10 TB": 0.08, "next 20 TB more": 0.07, "over 30 TB": 0.05}
    found = price_book(today.program, "eu-west-1", own(base, **{"price.eu-west-1.transfer.egress": value}))
    price = found.price("transfer.egress")
    assert price is not None
    assert price.value == ((10000.0, 0.08), (20000.0, 0.07), (float("inf"), 0.05))
