"""Values in words, as sentences and documents have them."""

import pytest

from advisor.language.words import exactly, words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "yes"),
        (10_240, "10,240"),
        ("linux", "linux"),
        (["s3", "sqs"], "s3, sqs"),
        ([], "none"),
        ({"task role": "for the code", "ports": [80, 443]}, "task role: for the code; ports: 80, 443"),
        ({}, "none"),
        (None, "None"),
    ],
)
def test_values_as_they_stand(value: object, said: str) -> None:
    assert words(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0000166667, "0.0000166667"),
        (0.026775, "0.026775"),
        (1_234_567, "1,234,567"),
        (6e9, "6,000,000,000"),
        (1.0, "1"),
        ({"first": [0.2, True]}, "first: 0.2, yes"),
    ],
)
def test_figures_keep_every_digit(value: object, said: str) -> None:
    assert exactly(value) == said
