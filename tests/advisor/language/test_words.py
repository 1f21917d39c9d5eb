"""Values in words, as sentences and documents have them."""

import pytest

from advisor.language.words import words


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
